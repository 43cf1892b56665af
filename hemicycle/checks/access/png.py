"""Reads the pictures that typst draws: 8 bits a channel, four channels, not interlaced (PNG 1.2, chapters 6 and 9).

A picture library would be the largest dependency of a page that measures one thing; this reads nothing from outside.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

_CHANNELS = 4
_HEADER = 8


class NotOfTypst(ValueError):
    """A PNG of another form than typst writes."""


def pixels(png: bytes) -> npt.NDArray[np.uint8]:
    """Height × width × 3: red, green and blue."""
    data, at, width, height = b"", _HEADER, 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        chunk = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, *form = struct.unpack(">IIBBBBB", chunk)
            if form != [8, 6, 0, 0, 0]:
                raise NotOfTypst(str(form))
        elif kind == b"IDAT":
            data += chunk
        at += length + 12
    stride = width * _CHANNELS
    rows = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, stride + 1)
    above, found = np.zeros(stride, dtype=np.uint8), np.empty((height, stride), dtype=np.uint8)
    for number, row in enumerate(rows):
        above = found[number] = _unfiltered(int(row[0]), row[1:], above)
    return found.reshape(height, width, _CHANNELS)[:, :, :3]


def _unfiltered(kind: int, row: npt.NDArray[np.uint8], above: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    if kind == 0:
        return row
    if kind == 1:
        summed = np.cumsum(row.reshape(-1, _CHANNELS), axis=0, dtype=np.uint64)
        return summed.astype(np.uint8).reshape(-1)
    if kind == 2:
        return row + above
    return _from_both(row.tolist(), above.tolist(), paeth=kind == 4)


def _from_both(row: list[int], above: list[int], *, paeth: bool) -> npt.NDArray[np.uint8]:
    """What depends on the pixel to the left and the one above: their mean, or whichever is nearest (Paeth)."""
    for at, byte in enumerate(row):
        left = row[at - _CHANNELS] if at >= _CHANNELS else 0
        up = above[at]
        if not paeth:
            row[at] = (byte + (left + up) // 2) & 255
            continue
        corner = above[at - _CHANNELS] if at >= _CHANNELS else 0
        to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
        near = left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner
        row[at] = (byte + near) & 255
    return np.array(row, dtype=np.uint8)
