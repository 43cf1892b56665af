"""How a page writes the blocks of a dossier (dossier/blocks.py): sentences with their notes, tables, charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hemicycle.accounts import charts
from hemicycle.accounts.templatetags.look import evidence_link

from ..dossier.blocks import drawn

register = template.Library()

Cell = Mapping[str, Any]


@register.simple_tag
def cited(cell: Cell, notes_at: str) -> SafeString:
    """A number is itself the link to its messages; a sentence bears the number of its note."""
    if cell["note"] is None:
        return _words(cell)
    url = f"{notes_at}{cell['note']}/"
    if cell.get("number"):
        return evidence_link(cell["text"], url)
    return format_html('{}<sup class="note">{}</sup>', _words(cell), evidence_link(cell["note"], url, _("Note")))


@register.simple_tag
def figure_of(block: Mapping[str, Any], language: str, notes_at: str) -> dict[str, Any]:
    """What the chart pattern takes, for one chart of a dossier."""
    table = block["table"]
    return {
        "svg": drawn(block, language=language, width=charts.WIDE if block["chart"] != "bars" else charts.MIDDLE),
        "columns": table["columns"],
        "rows": [[cited(cell, notes_at) for cell in row] for row in table["rows"]],
    }


def _words(cell: Cell) -> SafeString:
    lang = cell.get("lang")
    return (
        format_html('<span lang="{}" dir="auto">{}</span>', lang, cell["text"])
        if lang
        else format_html("{}", cell["text"])
    )


@register.simple_tag
def concatenated(*parts: object) -> str:
    """An id of several words."""
    return "-".join(map(str, parts))


@register.filter
def cell_is_number(row: Sequence[Cell], column: int) -> bool:
    """Whether a column holds numbers, judged by its first cell."""
    return bool(row) and bool(row[column].get("number"))


@register.filter
def about(quote: Cell) -> Cell:
    """Where a quote comes from, as a sentence with its note."""
    return {"text": quote["about"], "note": quote["note"], "lang": ""}


@register.filter
def parts_of(section: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    """The headings inside a section, each with its anchor on the page."""
    blocks = enumerate(section["blocks"], 1)
    return [(concatenated(section["id"], at), block) for at, block in blocks if block["kind"] == "heading"]
