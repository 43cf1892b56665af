"""The dossier as a PDF that a screen reader can read (PDF/UA-1), by typst.

Everything goes to typst as data and is set as text; nothing of it is ever read as typst markup (dossier.typ). Fonts
are the ones that typst carries with it, then those of the machine; a sign that none of them has is printed as a box,
and is unchanged in the JSON and on the page.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts import charts

from ..errors import PdfRefused
from ..text.words import grouped
from .blocks import drawn, runs

TEMPLATE = Path(__file__).with_name("dossier.typ")
FONT = "Libertinus Serif"
# The width of the page's text is 470 points: in a drawing of 660 pixels letters of 12 come out at 8.5 points.
CHART = charts.MIDDLE
# Pixels to the inch: a page as wide as a screen.
PPI = 110.0
# On paper a message is looked up by hand, one number after another; whoever needs more of one note has them in the
# JSON. At 300 a dossier on 3,000 messages had 18 pages of numbers behind 28 of words, at 60 it has 12.
MOST_PRINTED = 60

# Signs that steer a terminal or the direction of the lines around them, and print nothing themselves.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
# Drawn or written by us: a drawing, and the line with the digest, which is copied.
OURS = frozenset({"svg", "made"})
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
BOX = "▯"
# A word that is longer than this goes over the edge of the page: it may break after every so many signs.
LONG_WORD = re.compile(r"(\S{32})(?=\S)")
# Each round learns every sign that a page so far has shown to be missing; a second and a third find the rest.
ROUNDS = 6


def pdf(content: Mapping[str, Any], *, state: str, made: str, annex: bool = True) -> bytes:
    """`state` and `made`: what the foot of each page says of the document, and the line under its title. `annex`: with
    the numbers of the messages behind every note, which only the office can open.

    Raises PdfRefused where typst cannot set it.
    """
    return bytes(_compiled(_for_print(content, state, made, annex), format="pdf", pdf_standards=["ua-1"]))


def pages(content: Mapping[str, Any], *, state: str, made: str, annex: bool = True) -> list[bytes]:
    """The same pages as pictures (PNG)."""
    found = _compiled(_for_print(content, state, made, annex), format="png", ppi=PPI)
    return found if isinstance(found, list) else [found]


def _compiled(data: dict[str, Any], **options: Any) -> Any:
    source, missing = TEMPLATE.read_bytes(), set[str]()
    for _round in range(ROUNDS):
        written = json.dumps(_printable(data, str.maketrans(dict.fromkeys(missing, BOX))), ensure_ascii=False)
        try:
            return typst.compile(source, sys_inputs={"data": written}, **options)
        except typst.TypstError as error:
            found = _missing(error.diagnostic)
            if not found - missing:
                raise PdfRefused(_("The PDF could not be made.")) from error
            missing |= found
    raise PdfRefused(_("The PDF could not be made."))


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


def _for_print(content: Mapping[str, Any], state: str, made: str, annex: bool) -> dict[str, Any]:
    language = content["language"]
    sections, notes = (content["sections"], content["notes"]) if annex else (_without_notes(content["sections"]), {})
    with translation.override(language):
        return {
            **{key: content[key] for key in ("language", "house", "office", "title", "title_language", "notice")},
            "font": FONT,
            "state": state,
            "made": made,
            "sections": [_section(section, language) for section in sections],
            "notes": [_note(number, notes[number]) for number in sorted(notes, key=int)],
            "words": _words(),
        }


def _without_notes(value: Any) -> Any:
    """The same blocks; no sentence, number or quote leads to a note."""
    if isinstance(value, Mapping):
        return {key: None if key == "note" else _without_notes(one) for key, one in value.items()}
    return [_without_notes(one) for one in value] if isinstance(value, list) else value


def _words() -> dict[str, str]:
    """What the page itself says, around what the dossier says."""
    return {
        "contents": _("Contents"),
        "annex": _("Annex: the messages behind every number"),
        "annex_lead": _(
            "Each note lists the numbers of the messages behind the sentence or the number that bears it."
        ),
        "note": _("Note"),
        "cut": "…",
        "translation": _("Translation by the office"),
    }


def _section(section: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {**section, "blocks": [_block(block, language) for block in section["blocks"]]}


def _block(block: Mapping[str, Any], language: str) -> dict[str, Any]:
    if block["kind"] != "chart":
        return dict(block)
    svg = charts.for_print(drawn(block, language=language, width=CHART), font=FONT)
    return {key: block[key] for key in ("kind", "title", "alt", "table")} | {"svg": svg}


def _note(number: str, messages: Sequence[int]) -> dict[str, Any]:
    printed = messages[:MOST_PRINTED]
    text = ", ".join(runs(printed))
    left = len(messages) - len(printed)
    if left:
        words = ngettext(
            "and %(n)s more, which the JSON file of this dossier lists",
            "and %(n)s more, which the JSON file of this dossier lists",
            left,
        )
        text = f"{text}, {words % {'n': grouped(left)}}"
    return {"number": number, "count": grouped(len(messages)), "text": text}
