"""The picture and the header of an actor that was given none: the half-circle of seats in the accent of the House.

As PNG, since servers of the fediverse take no SVG for a picture; written here, so that nothing has to be installed to
draw two dozen dots.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache

ICON, HEADER = (400, 400), (1500, 500)
"""Pixels: what Mastodon keeps of a picture and of a header."""

SIZES = {"icon": ICON, "header": HEADER}

# Rows of seats by radius, as in static/img/mark.svg, of which the middle is at 0 and a seat has 1.35.
_ROWS = ((5, 5.2), (8, 9.0), (11, 12.8))
_SEAT, _HEIGHT, _WIDTH = 1.35, 12.8, 32.0
# Of the smaller side the drawing takes so much.
_SHARE = {ICON: 0.78, HEADER: 1.5}
_PAPER = (253, 252, 249)

Colour = tuple[int, int, int]


@lru_cache(maxsize=8)
def png(size: tuple[int, int], accent: str) -> bytes:
    """Seats the colour of paper on the accent, "#rrggbb"."""
    width, height = size
    ground = (int(accent[1:3], 16), int(accent[3:5], 16), int(accent[5:7], 16))
    rows = [bytearray(bytes(ground) * width) for _ in range(height)]
    scale = height * _SHARE[size] / _WIDTH
    for x, y in _seats():
        _dot(rows, width / 2 + x * scale, height / 2 + (_HEIGHT / 2 - y) * scale, _SEAT * scale, ground)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _seats() -> Iterator[tuple[float, float]]:
    for count, radius in _ROWS:
        for seat in range(count):
            angle = math.pi * seat / (count - 1)
            yield radius * math.cos(angle), radius * math.sin(angle)


def _dot(rows: list[bytearray], x: float, y: float, radius: float, ground: Colour) -> None:
    """Its rim is mixed by how much of each pixel it covers."""
    for line in range(int(y - radius), int(y + radius) + 2):
        for column in range(int(x - radius), int(x + radius) + 2):
            covered = min(1.0, max(0.0, radius + 0.5 - math.hypot(column + 0.5 - x, line + 0.5 - y)))
            if covered:
                mixed = (round(g + (p - g) * covered) for g, p in zip(ground, _PAPER, strict=True))
                rows[line][column * 3 : column * 3 + 3] = bytes(mixed)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
