"""The themes of a consultation that puts several questions: those of each are found among its own answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hearhear.embeddings import Embed
from hearhear.sampling import Sample
from hearhear.settings import ThemeSettings
from hearhear.themes.tables import OTHER, THEMES_SCHEMA, VOICES_SCHEMA, Themes, Voices, other
from hearhear.themes.themes import find

MOST_QUESTIONS = 25
"""Questions that a consultation puts: as many as a person takes in on one page (`ThemeSettings.most_themes`). What has
more is no list of questions: comments under proposals, of which a platform has hundreds, are read together."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The voices that answer one question, a table in VOICES_SCHEMA; `question` is None for those read together."""

    question: str | None
    voices: pa.Table


def asked_apart(questions: Sequence[str | None], settings: ThemeSettings | None = None) -> list[str]:
    """The questions that have themes of their own, in alphabetical order; one for each voice goes in.

    Each has at least `ThemeSettings.answers` voices. Of one question alone, and of more than MOST_QUESTIONS, all are
    read together.
    """
    settings = settings or ThemeSettings()
    counted = Counter(question for question in questions if question)
    if not 2 <= len(counted) <= MOST_QUESTIONS:
        return []
    return sorted(question for question, voices in counted.items() if voices >= settings.answers)


def find_by_question(
    answers: Sequence[Answers],
    *,
    embed: Embed,
    named: Collection[str] = (),
    settings: ThemeSettings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Themes:
    """The themes of each question after those of the one before; the voices without a theme are of one OTHER.

    `progress` is called with voices. Raises what `find` raises.
    """
    total, before, found = sum(len(one.voices) for one in answers), 0, list[Themes]()
    for one in answers:
        report = _part(progress, before, len(one.voices), total) if progress else None
        found.append(find(one.voices, embed=embed, named=named, settings=settings, progress=report))
        before += len(one.voices)
    if len(answers) == 1 and answers[0].question is None:
        return found[0]
    return _together(answers, found)


def _part(report: Callable[[int, int], None], before: int, size: int, total: int) -> Callable[[int, int], None]:
    return lambda done, of: report(before + (size * done // of if of else size), total)


def _together(answers: Sequence[Answers], found: Sequence[Themes]) -> Themes:
    mentions = pa.concat_tables(_renamed(one.mentions, number) for number, one in enumerate(found, 1))
    mentions = mentions.sort_by([("id", "ascending"), ("start", "ascending"), ("theme_id", "ascending")])
    every = Voices.of(pa.concat_tables(one.voices.select(VOICES_SCHEMA.names).cast(VOICES_SCHEMA) for one in answers))
    rows = [row for one, of in zip(answers, _numbered(found), strict=True) for row in _of(one.question, of)]
    themes = pa.Table.from_pylist([*rows, other(every, mentions)], schema=THEMES_SCHEMA)
    return Themes(themes, mentions, _sample(found, len(every)))


def _numbered(found: Sequence[Themes]) -> Iterator[pa.Table]:
    for number, one in enumerate(found, 1):
        yield _renamed(_renamed(one.themes, number), number, "parent_id")


def _renamed(table: pa.Table, number: int, column: str = "theme_id") -> pa.Table:
    """t1 of the second question is q2.t1; OTHER is of them all."""
    names = table[column]
    prefixed = pc.binary_join_element_wise(f"q{number}", names, ".")
    place = table.schema.get_field_index(column)
    renamed = pc.if_else(pc.fill_null(pc.equal(names, OTHER), False), names, prefixed)
    return table.set_column(place, table.schema.field(column), renamed)


def _of(question: str | None, themes: pa.Table) -> Iterator[dict[str, object]]:
    for row in themes.to_pylist():
        if row["theme_id"] != OTHER:
            yield row | {"question": question}


def _sample(found: Sequence[Themes], voices: int) -> Sample | None:
    """Of all together; the error is the mean of the questions' own, weighted by their voices."""
    drawn = [one.sample for one in found if one.sample is not None]
    if not drawn:
        return None
    left_out = sum(one.of - one.size for one in drawn)
    error = sum(one.error * one.of for one in drawn) / sum(one.of for one in drawn)
    return Sample(voices - left_out, voices, error)
