"""A starting policy on paper, to be read and taken along before anything is drafted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from ..questions import Given, Start, decided, practices_of, questionnaire, sentences
from ..words import filled
from .blocks import Block, Paper, Paragraph, Section, numbered, paragraphs
from .blocks import plain as runs_of
from .consolidated import served_section, values_table


def starting(start: Start, language: str) -> Paper:
    """Every article as its options word it."""
    with translation.override(language):
        today = formats.date_format(timezone.localdate(), "DATE_FORMAT")
        state = _("Starting policy that comes with Hemicycle, as of %(on)s") % {"on": today}
        return Paper(
            language=language,
            title=start.title[language],
            lines=[state, start.text[language]],
            state=state,
            house=_("Policy on communication with citizens"),
            sections=list(_sections(start, language)),
        )


def _sections(start: Start, language: str) -> Iterator[Section]:
    answers = {key: Given(options) for key, options in questionnaire().answers_of(start.key).items()}
    served = []
    for number, opening in enumerate(questionnaire().articles, start=1):
        asked = questionnaire().of(opening.key)
        values = decided(asked, answers)
        said = "\n\n".join(text for one in asked for text in sentences(one, answers[one.key], language))
        blocks: list[Block] = [*numbered(paragraphs(filled(said, values, language)))]
        blocks += [Paragraph(one.runs, "why", _("Why")) for one in paragraphs(opening.why[language])]
        if values:
            blocks.append(values_table(values, filled_in=said, caption=_("What Hemicycle enforces by this article")))
        number_said = _("Article %(n)s") % {"n": number}
        yield Section(opening.key, runs_of(opening.heading[language]), blocks, number_said, is_article=True)
        served.append(practices_of(opening, asked, answers))
    yield from served_section(served, language)
