"""Two versions in one text: what was added and what was removed, word by word, values too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import count, zip_longest

from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import difference
from hemicycle.record.phrases import Phrase

from ..changes import ValueChange, paired, value_changes
from ..models import Article, Version
from ..words import FIELDS
from .blocks import ADDED, REMOVED, SAME, Block, Paper, Paragraph, Run, Section, Table, numbered, one_line, plain
from .consolidated import body_name, state_line


def marked_up(old: Version | None, new: Version, language: str) -> Paper:
    """Both are read whole; `old` None: everything is new."""
    numbers = count(1)
    with translation.override(language):
        sections = [_section(*both, language, numbers) for both in paired(old, new)]
        lines = [state_line(new)]
        if old is not None:
            lines = [_changes_since(old), *lines, _what_differs(sections)]
        return Paper(
            language=language,
            title=str(Phrase(new.policy.title).in_language(language)),
            lines=lines,
            state=state_line(new),
            house=body_name(new, language),
            sections=sections,
        )


def _changes_since(old: Version) -> str:
    words = _("Changes since version %(n)s: words added are underlined, words removed are struck out")
    return words % {"n": old.number}


def _what_differs(sections: Sequence[Section]) -> str:
    titles = [" ".join(filter(None, (one.number, one.title))) for one in sections if one.differs]
    return (
        _("These articles differ: %(articles)s") % {"articles": "; ".join(titles)} if titles else _("Nothing differs.")
    )


def _section(old: Article | None, new: Article | None, language: str, numbers: Iterator[int]) -> Section:
    """One article in both; None where it is only in one of them. What was removed has no number any more."""
    was, now = _words(old, language), _words(new, language)
    blocks: list[Block] = [*numbered([Paragraph(runs(a, b)) for a, b in _paired(was["text"], now["text"])])]
    if was["why"] or now["why"]:
        blocks.append(Paragraph(runs(was["why"], now["why"]), "why", _("Why")))
    blocks += values_changed(value_changes(old.parameters if old else {}, new.parameters if new else {}))
    kind = SAME if old and new else ADDED if new else REMOVED
    there = new or old
    return Section(
        there.key if there else "", runs(was["heading"], now["heading"]), blocks,
        _("Article %(n)s") % {"n": next(numbers)} if new else "", kind, is_article=True,
    )  # fmt: skip


def runs(old: str, new: str) -> list[Run]:
    return [Run(one.text, one.kind) for one in difference(old, new)]


def _words(article: Article | None, language: str) -> dict[str, str]:
    text = article.in_language(language) if article else None
    return text.filled if text else dict.fromkeys(FIELDS, "")


def _paired(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Paragraph by paragraph: those that stay with themselves, and between them what was written anew, in order."""
    before, after = _parts(old), _parts(new)
    for _tag, *of_old, first, last in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        yield from zip_longest(before[slice(*of_old)], after[first:last], fillvalue="")


def _parts(text: str) -> list[str]:
    return [one_line(part) for part in text.split("\n\n") if part.strip()]


def values_changed(found: Sequence[ValueChange]) -> list[Block]:
    if not found:
        return []
    rows = [[plain(one.meaning), _said(one.was, REMOVED), _said(one.now, ADDED)] for one in found]
    return [Table(_("What is decided otherwise"), [_("What"), _("Before"), _("After")], rows)]


def _said(value: str, kind: str) -> list[Run]:
    return [Run(value, kind)] if value else plain("–")
