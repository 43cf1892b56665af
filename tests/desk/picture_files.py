"""Pictures as cameras and programs write them, small enough to stand here, with what a camera adds."""

import struct
import zlib
from base64 import b64decode

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
) + b"\xff\xd9"  # fmt: skip
WEBP = b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
WHERE = b"48.8606 N 2.3376 E, taken by nobody in particular"


def png(width: int = 8, height: int = 8, *chunks: bytes, data: bytes | None = None) -> bytes:
    """Grey, with further chunks before the pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = zlib.compress(b"".join(b"\0" + b"\x80" * width for _row in range(height)) if data is None else data)
    return b"\x89PNG\r\n\x1a\n" + b"".join([head, *chunks, chunk(b"IDAT", pixels), chunk(b"IEND", b"")])


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def taken_somewhere() -> bytes:
    """A JPEG with Exif (where it was taken), XMP, a comment, and a file hidden behind its end."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 1, 0, 0) + WHERE
    parts = [
        segment(0xE1, b"Exif\0\0" + tiff),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + WHERE),
        segment(0xED, b"Photoshop 3.0\0" + WHERE),
        segment(0xFE, WHERE),
    ]
    return JPEG[:2] + b"".join(parts) + JPEG[2:] + b"PK\x03\x04" + WHERE


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """WebP in its extended form."""
    head = (b"VP8X", bytes([0x0C, 0, 0, 0]) + b"\0\0\0\0\0\0")
    inside = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for kind, body in (head, (b"VP8L", WEBP[20:33]), *chunks)
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside
