"""Questions and facts of senders as facts of a dossier: counts and the largest themes of each, small cells hidden.

A fact's numbers open to no messages: with them one could read in an edition for everybody what a file says of the
writer of a quote.
"""

from typing import Any

from ..models import Theme
from ..models.stratum import FEWEST, NOT_STATED, OTHER
from ..presenters.clauses import names_of
from ..presenters.strata import value_label
from .blocks import Notes
from .facts import Facts, number
from .reading import Reading, Row, senders

# As many as one compares at a glance.
THEMES_OF_A_QUESTION, THEMES_OF_A_FACT = 3, 5


def questions(reading: Reading, notes: Notes) -> list[Facts]:
    """Where several were put: each in its order, with the themes of which most answers speak."""
    analysis = reading.analysis
    if len(analysis.questions) < 2:
        return []
    names = names_of(analysis.inquiry) if any(one["target"] for one in analysis.questions) else {}
    answers: dict[str, list[Row]] = {one["text"]: [] for one in analysis.questions}
    for row in reading.counted:
        if row.question in answers:
            answers[row.question].append(row)
    themes = list(analysis.themes.shown().tops().named())
    return [
        {
            "number": place,
            "text": one["text"],
            "clause": names.get(one["target"], ""),
            "counts": _counts(answers[one["text"]], notes),
            "themes": _largest(themes, one["text"], reading, notes),
        }
        for place, one in enumerate(analysis.questions, 1)
    ]


def _counts(rows: list[Row], notes: Notes) -> Facts | None:
    """None below FEWEST senders."""
    if senders(rows) < FEWEST:
        return None
    return {"messages": number(len(rows), rows, notes), "senders": number(senders(rows), rows, notes)}


def _largest(themes: list[Theme], question: str, reading: Reading, notes: Notes) -> list[Facts]:
    spoken = reading.speaking_of_themes()
    found = []
    for theme in themes:
        rows = [row for row in spoken.get(theme.pk, ()) if row.question == question]
        if counts := _counts(rows, notes) if senders(rows) >= FEWEST else None:
            found.append({"label": theme.label, "label_language": theme.label_language, **counts})
    found.sort(key=lambda one: (-one["messages"]["n"], one["label"]))
    return found[:THEMES_OF_A_QUESTION]


def by_facts(reading: Reading) -> list[Facts]:
    """Each fact with two values or more: its columns, and the largest themes by them; None is a hidden cell."""
    analysis = reading.analysis
    groups = {theme.key: theme for theme in analysis.themes.shown()}
    found = []
    for fact in analysis.tally.get("facts", []):
        table = analysis.crosses.get("themes", {}).get(fact["name"])
        if table is not None:
            rows = [_row(groups[key], total, cells) for key, total, _n, cells in table["rows"] if key in groups]
            found.append({"name": fact["name"], "values": _values(table), "themes": rows[:THEMES_OF_A_FACT]})
    return found


def _values(table: dict[str, Any]) -> list[Facts]:
    return [
        {"label": value_label(code), "is_value": code not in (OTHER, NOT_STATED), "messages": n, "senders": people}
        for code, (n, people) in zip(table["columns"], table["totals"], strict=True)
    ]


def _row(theme: Theme, total: int, cells: list[Any]) -> Facts:
    return {
        "label": theme.label,
        "label_language": theme.label_language,
        "messages": total,
        "cells": [None if cell is None else cell[0] for cell in cells],
    }
