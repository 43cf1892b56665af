"""A paper as a PDF that a screen reader can read (PDF/UA-1), by typst (rules/typesetting.py)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.rules import typesetting

from .blocks import Block, Paper, Run, Table

TEMPLATE = Path(__file__).with_name("policy.typ")


def pdf(paper: Paper) -> bytes:
    """Raises rules.errors.PdfRefused where typst cannot set it."""
    return typesetting.pdf(TEMPLATE, for_print(paper))


def for_print(paper: Paper) -> dict[str, Any]:
    with translation.override(paper.language):
        words = {"contents": _("Contents")}
    return {
        "language": paper.language.partition("-")[0],
        "font": typesetting.FONT,
        "house": paper.house,
        "title": paper.title,
        "lines": list(paper.lines),
        "state": paper.state,
        "words": words,
        "sections": [
            {"number": one.number, "heading": _runs(one.heading), "blocks": [_block(block) for block in one.blocks]}
            for one in paper.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if not isinstance(block, Table):
        return {"name": block.name, "label": block.label, "number": block.number, "runs": _runs(block.runs)}
    rows = [[{"runs": _runs(cell)} for cell in row] for row in block.rows]
    # A first column of codes takes no more room than they need.
    narrow = all(len("".join(run.text for run in row[0])) < 12 for row in block.rows)
    return {"caption": block.caption, "columns": list(block.columns), "rows": rows, "narrow": narrow}


def _runs(found: Sequence[Run]) -> list[dict[str, str]]:
    return [{"text": one.text, "kind": one.kind} for one in found]
