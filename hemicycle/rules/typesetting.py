"""Documents that a screen reader can read (PDF/UA-1), set by typst.

Everything goes to typst as data and is set as text; nothing of it is ever read as typst markup. Fonts are the ones
that typst carries with it, then those of the machine; a sign that none of them has is printed as a box.
"""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.functional import SimpleLazyObject

from .errors import PdfRefused

# Tens of megabytes: loaded by the process that sets a document, not by each that starts.
typst: Any = SimpleLazyObject(lambda: import_module("typst"))

FONT = "Libertinus Serif"
# Signs that steer a terminal or the direction of the lines around them, and print nothing themselves.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
# Drawn or written by us: a drawing, and the line with a digest, which is copied.
OURS = frozenset({"svg", "made"})
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
BOX = "▯"
# A word that is longer than this goes over the edge of the page: it may break after every so many signs.
LONG_WORD = re.compile(r"(\S{32})(?=\S)")
# Each round learns every sign that a page so far has shown to be missing; a second and a third find the rest.
ROUNDS = 6


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """`template` reads `data` as JSON from sys.inputs.data. Raises PdfRefused where typst cannot set it."""
    return bytes(_compiled(template, data, format="pdf", pdf_standards=["ua-1"]))


def pages(template: Path, data: dict[str, Any], *, ppi: float) -> list[bytes]:
    """The same pages as pictures (PNG), with so many pixels to the inch."""
    found = _compiled(template, data, format="png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _compiled(template: Path, data: dict[str, Any], **options: Any) -> Any:
    source, missing = template.read_bytes(), set[str]()
    for _round in range(ROUNDS):
        written = json.dumps(_printable(data, str.maketrans(dict.fromkeys(missing, BOX))), ensure_ascii=False)
        try:
            return typst.compile(source, sys_inputs={"data": written}, **options)
        except typst.TypstError as error:
            found = _missing(error.diagnostic)
            if not found - missing:
                raise PdfRefused(error.diagnostic) from error
            missing |= found
    raise PdfRefused("too many signs are in no font")


def _printable(value: Any, boxes: dict[int, str]) -> Any:
    """The same data, its texts without signs that steer and with a box for signs that no font has."""
    if isinstance(value, str):
        return LONG_WORD.sub("\\1\u200b", UNPRINTABLE.sub("", value).translate(boxes))
    if isinstance(value, dict):
        return {key: one if key in OURS else _printable(one, boxes) for key, one in value.items()}
    return [_printable(one, boxes) for one in value] if isinstance(value, list) else value


def _missing(said: str) -> set[str]:
    """The signs for which typst found no font, out of what it says."""
    texts = (ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], found) for found in MISSING.findall(said))
    # Plain letters and digits are in every font: they were next to the sign that is not.
    return {sign for text in texts for sign in text if ord(sign) > 0x7E}
