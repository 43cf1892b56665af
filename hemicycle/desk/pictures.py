"""A picture as somebody uploads it, made fit to be shown: known by its content, small enough, bare of all that is no
picture.

The pixels stay as they are. Of the file only the parts that draw them are kept, in the words of the three formats
(PNG 3, JFIF with Exif 2.3, WebP RFC 9649): where and with what it was taken, who took it, thumbnails, texts, and what
hangs behind the end, are gone. Of Exif the one thing that changes what one sees is written anew: which side is up.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hemicycle.checks.access.contrast import drawn

LARGEST = 10 * 1024 * 1024
"""Bytes: what channels take of a message (channels/attachments.py)."""
MOST_PIXELS = 40_000_000
"""Drawn, four bytes each: what a small machine can spare for a moment. Cameras of telephones write 12 million."""

MOST_SIDES = 10
"""How many times as long as wide: a strip of one pixel would be drawn miles high."""

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"
ENDINGS = {PNG: "png", JPEG: "jpg", WEBP: "webp"}


class BadPicture(ValueError):
    """`why`: kind, size, pixels, shape, moving, broken."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes = field(repr=False)
    content_type: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        return ENDINGS[self.content_type]


def fit(content: bytes) -> Picture:
    """The picture and nothing else. Raises BadPicture."""
    if len(content) > LARGEST:
        raise BadPicture("size")
    kind = next((kind for kind, begins in _BEGINS.items() if begins(content)), "")
    if not kind:
        raise BadPicture("kind")
    try:
        bare, width, height = _BARE[kind](content)
    except (struct.error, IndexError) as error:
        raise BadPicture("broken") from error
    if not 0 < width * height <= MOST_PIXELS:
        raise BadPicture("pixels")
    if max(width, height) > MOST_SIDES * min(width, height):
        raise BadPicture("shape")
    if not _can_be_drawn(bare):
        raise BadPicture("broken")
    return Picture(bare, kind, width, height)


_BEGINS: dict[str, Callable[[bytes], bool]] = {
    PNG: lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    JPEG: lambda content: content.startswith(b"\xff\xd8\xff"),
    WEBP: lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP",
}


def _can_be_drawn(content: bytes) -> bool:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(content)
        return drawn(path) is not None


# ── PNG: chunks ──────────────────────────────────────────────────────────────────────────────────────────
# Those that draw. An animation's (acTL, fcTL, fdAT) are not among them: what is left is its still picture.
_DRAWS_PNG = frozenset(
    (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"pHYs")
)


def _bare_png(content: bytes) -> tuple[bytes, int, int]:
    kept, at, kind = [content[:8]], 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise BadPicture("broken")
        if kind in _DRAWS_PNG:
            kept.append(chunk)
        at += 12 + length
    if kept[1][4:8] != b"IHDR":
        raise BadPicture("broken")
    width, height = struct.unpack(">II", kept[1][8:16])
    return b"".join(kept), width, height


# ── JPEG: segments ───────────────────────────────────────────────────────────────────────────────────────
_SIZES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
# APP0 says that it is JFIF, APP2 holds the colour profile, APP14 how colours are written.
_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_SCAN, _EXIF, _COMMENT, _END = 0xDA, 0xE1, 0xFE, 0xD9


def _bare_jpeg(content: bytes) -> tuple[bytes, int, int]:
    kept, side, width, height = [b"\xff\xd8"], 1, 0, 0
    for marker, segment in _segments(content):
        body = segment[4:]
        if marker == _EXIF:
            side = _side_up(body) if body.startswith(b"Exif\0\0") else side
        elif marker == _COMMENT or (0xE0 <= marker <= 0xEF and not body.startswith(_KEPT_APPS.get(marker, b"\0\0"))):
            continue
        else:
            kept.append(segment)
        if marker in _SIZES:
            height, width = struct.unpack(">HH", body[1:5])
    if side != 1:
        kept.insert(1, _exif_of(side))
    return b"".join([*kept, b"\xff\xd9"]), width, height


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its whole segment, to the end of the picture; to a scan belongs what was scanned."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise BadPicture("broken")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == _END:
            return
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise BadPicture("broken")
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart (ITU T.81, B.1.1.2)."""
    while (at := content.find(b"\xff", at)) >= 0:
        after = content[at + 1]
        if after and not 0xD0 <= after <= 0xD7 and after != 0xFF:
            return at
        at += 1 if after == 0xFF else 2
    raise BadPicture("broken")


def _side_up(exif: bytes) -> int:
    """The tag Orientation, 1 to 8; 1 where there is none or it makes no sense."""
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(entries):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


_ORIENTATION, _SHORT = 0x0112, 3


def _exif_of(side: int) -> bytes:
    """An Exif segment with one tag."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, side, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


# ── WebP: chunks of RIFF ─────────────────────────────────────────────────────────────────────────────────
_DRAWS_WEBP = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_EXIF_FLAG, _XMP_FLAG, _MOVES_FLAG = 0x08, 0x04, 0x02


def _bare_webp(content: bytes) -> tuple[bytes, int, int]:
    kept, at, sizes = list[bytes](), 12, [(0, 0)]
    end = min(len(content), 8 + struct.unpack("<I", content[4:8])[0])
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise BadPicture("broken")
        if kind == b"VP8X":
            if body[0] & _MOVES_FLAG:
                raise BadPicture("moving")
            body = bytes([body[0] & ~(_EXIF_FLAG | _XMP_FLAG)]) + body[1:]
        if kind in _DRAWS_WEBP:
            kept.append(kind + struct.pack("<I", length) + body + b"\0" * (length % 2))
            sizes.append(_size_of_webp(kind, body))
        at += 8 + length + length % 2
    inside = b"WEBP" + b"".join(kept)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return b"RIFF" + struct.pack("<I", len(inside)) + inside, width, height


def _size_of_webp(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", body[1:5])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return 0, 0


_BARE: dict[str, Callable[[bytes], tuple[bytes, int, int]]] = {PNG: _bare_png, JPEG: _bare_jpeg, WEBP: _bare_webp}
