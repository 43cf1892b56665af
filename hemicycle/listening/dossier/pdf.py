"""The dossier as a PDF that a screen reader can read (PDF/UA-1), by typst.

Everything goes to typst as data (dossier.typ, rules/typesetting.py); a sign that no font has is printed as a box, and
is unchanged in the JSON and on the page.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts import charts
from hemicycle.rules import typesetting
from hemicycle.rules.typesetting import FONT

from ..text.words import grouped
from .blocks import drawn, runs

TEMPLATE = Path(__file__).with_name("dossier.typ")
# The width of the page's text is 470 points: in a drawing of 660 pixels letters of 12 come out at 8.5 points.
CHART = charts.MIDDLE
# Pixels to the inch: a page as wide as a screen.
PPI = 110.0
# On paper a message is looked up by hand, one number after another; whoever needs more of one note has them in the
# JSON. At 300 a dossier on 3,000 messages had 18 pages of numbers behind 28 of words, at 60 it has 12.
MOST_PRINTED = 60


def pdf(content: Mapping[str, Any], *, state: str, made: str, annex: bool = True, mark: str = "") -> bytes:
    """`state` and `made`: what the foot of each page says of the document, and the line under its title. `annex`: with
    the numbers of the messages behind every note, which only the office can open. `mark`: a watermark on every page.

    Raises rules.errors.PdfRefused where typst cannot set it.
    """
    return typesetting.pdf(TEMPLATE, _for_print(content, state, made, annex) | {"mark": mark})


def pages(content: Mapping[str, Any], *, state: str, made: str, annex: bool = True) -> list[bytes]:
    """The same pages as pictures (PNG)."""
    return typesetting.pages(TEMPLATE, _for_print(content, state, made, annex), ppi=PPI)


def _for_print(content: Mapping[str, Any], state: str, made: str, annex: bool) -> dict[str, Any]:
    language = content["language"]
    sections, notes = (content["sections"], content["notes"]) if annex else (_without_notes(content["sections"]), {})
    with translation.override(language):
        return {
            **{key: content[key] for key in ("language", "house", "office", "title", "title_language", "notice")},
            "font": FONT,
            "state": state,
            "mark": "",
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
