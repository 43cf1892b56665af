"""What an answer of the server says, wherever it says it: page, header, message, file in a file."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
from django.contrib.messages import get_messages

# As files of some formats write text.
_SEPARATED = re.compile(r"[\s\u00ad\u200b]+")


def everything_in(response: Any) -> str:
    """Its address of a redirect and its cookies as well, and what the next page would say."""
    parts = [str(response.headers), response.cookies.output()]
    parts += [str(one) for one in get_messages(response.wsgi_request)]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join([*parts, *texts_in(content)])


def texts_in(content: bytes) -> Iterator[str]:
    """What a file says, and the files in it: a ZIP archive (a workbook is one), a PDF, what is compressed."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                yield one.filename
                yield from texts_in(archive.read(one))
    elif content.startswith(b"\x1f\x8b"):
        yield from texts_in(gzip.decompress(content))
    elif content.startswith(b"%PDF"):
        yield _SEPARATED.sub("", "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages))
    else:
        yield content.decode(errors="replace")
