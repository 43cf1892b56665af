"""A file that is one letter: plain text or HTML, whose id is its name."""

from pathlib import Path

from hearhear.errors import UnreadableFile
from hearhear.sources.formats.encoding import utf8
from hearhear.sources.reading import MAX_TEXT, Raw, Request, text_table

# UTF-8 has at most four bytes a character.
MAX_BYTES = 4 * MAX_TEXT


def load(path: Path, request: Request) -> Raw:
    """Read the whole file as the text of one message."""
    with utf8(path, request.options.encoding) as source:
        if source.damaged:
            raise UnreadableFile(path, "encoding", "not UTF-8; declare its encoding, for example cp1252")
        if source.path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(path, "too_large", f"a letter of more than {MAX_TEXT:,} characters is not read")
        text = source.path.read_bytes()[source.start :].decode("utf-8", "replace")
        return Raw("text", text_table({"id": [path.name], "text": [text]}), encoding=source.encoding)
