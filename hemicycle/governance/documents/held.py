"""What is held about a person: a letter to read, as a page without any address and as a PDF of the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.rules import personal_data, retention, typesetting
from hemicycle.rules.house_name import house_name

from ..held_fields import lines

TEMPLATE = Path(__file__).with_name("held.typ")


@dataclass(frozen=True, slots=True)
class Letter:
    """`sections`: the name of each holding, and its rows as names and values; all in `language`."""

    language: str
    title: str
    house: str
    lines: Sequence[str]
    sections: Sequence[tuple[str, Sequence[Sequence[tuple[str, str]]]]]


def letter(held: Mapping[str, Sequence[Mapping[str, Any]]], *, office: str, language: str) -> Letter:
    """`held`: by the name of the holding, what it gave of this person."""
    with translation.override(language):
        about = f"{house_name()} · {office} · {date_format(timezone.localtime(), 'DATE_FORMAT')}"
        said = [
            about,
            _(
                "This is everything that was found under the addresses that you proved to be yours. The file "
                "data.json has the same for programs; the folder holds the files that you sent."
            ),
            _(
                "Each member’s office answers for itself: what it holds is not in here, and you can ask it on the "
                "same page."
            ),
        ]
        sections = [(_name_of(name), [list(lines(row)) for row in rows]) for name, rows in held.items()]
        nothing = [] if sections else [_("Nothing was found.")]
        return Letter(language, _("What is held about you"), str(house_name()), [*said, *nothing], sections)


def _name_of(holding: str) -> str:
    return retention.name_of(personal_data.HOLDINGS[holding].tables[0].lower())


def as_html(found: Letter) -> str:
    return render_to_string("governance/requests/package.html", {"letter": found})


def as_pdf(found: Letter) -> bytes:
    """Raises rules.errors.PdfRefused where typst cannot set it."""
    sections = [
        {"name": f"{name} ({len(rows)})", "rows": [[list(pair) for pair in row] for row in rows if row]}
        for name, rows in found.sections
    ]
    data = {
        "language": found.language.partition("-")[0], "font": typesetting.FONT, "house": found.house,
        "title": found.title, "lines": list(found.lines), "sections": sections,
    }  # fmt: skip
    return typesetting.pdf(TEMPLATE, data)
