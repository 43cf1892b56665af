"""A form with a file in it, as HTTP carries it (RFC 7578)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable


def form(fields: Iterable[tuple[str, str]], *, name: str, kind: str, content: bytes) -> tuple[str, bytes]:
    """Its content type, and its octets; the file is the field `name`, of a media type like image/png."""
    mark = secrets.token_hex(16)
    said = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields
    )
    place = f'Content-Disposition: form-data; name="{name}"; filename="picture.{kind.rpartition("/")[2]}"'
    head = f"{said}--{mark}\r\n{place}\r\nContent-Type: {kind}\r\n\r\n".encode()
    return f"multipart/form-data; boundary={mark}", head + content + f"\r\n--{mark}--\r\n".encode()
