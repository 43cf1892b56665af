"""Two versions in one text: what was added and what was removed, word by word, values too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import difference
from hemicycle.record.phrases import Phrase

from ..models import Article, ArticleText, Version
from ..words import filled, said
from .blocks import ADDED, REMOVED, SAME, Block, Paper, Paragraph, Run, Section, Table, numbered, one_line, plain
from .consolidated import body_name, meaning, state_line


def marked_up(old: Version | None, new: Version, language: str) -> Paper:
    """Both are read whole; `old` None: everything is new."""
    with translation.override(language):
        lines, sections = [state_line(new)], _sections(old, new, language)
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


def _sections(old: Version | None, new: Version, language: str) -> list[Section]:
    """The articles in the order of the new version; one that is gone stands where it stood."""
    before = {one.key: one for one in old.articles.all()} if old else {}
    after = {one.key: one for one in new.articles.all()}
    found, seen = list[Section](), set[str]()
    gone = [one for one in before.values() if one.key not in after]
    for number, article in enumerate(after.values(), start=1):
        for one in [each for each in gone if each.key not in seen and each.position <= article.position]:
            seen.add(one.key)
            found.append(section(one, None, language))
        found.append(section(before.get(article.key), article, language, number))
    found += [section(one, None, language) for one in gone if one.key not in seen]
    return found


def section(old: Article | None, new: Article | None, language: str, number: int = 0) -> Section:
    """One article in both; None where it is only in one of them."""
    was, now = _words(old, language), _words(new, language)
    blocks: list[Block] = [*numbered([Paragraph(runs(a, b)) for a, b in _paired(was["text"], now["text"])])]
    if was["why"] or now["why"]:
        blocks.append(Paragraph(runs(was["why"], now["why"]), "why", _("Why")))
    blocks += values_changed(old.parameters if old else {}, new.parameters if new else {})
    kind = SAME if old and new else ADDED if new else REMOVED
    there = new or old
    return Section(
        there.key if there else "", runs(was["heading"], now["heading"]), blocks,
        _("Article %(n)s") % {"n": number} if number else "", kind, is_article=True,
    )  # fmt: skip


def runs(old: str, new: str) -> list[Run]:
    return [Run(one.text, one.kind) for one in difference(old, new)]


def _words(article: Article | None, language: str) -> dict[str, str]:
    text: ArticleText | None = article.in_language(language) if article else None
    if article is None or text is None:
        return {"heading": "", "text": "", "why": ""}
    values = article.parameters
    return {name: filled(getattr(text, name), values, text.language) for name in ("heading", "text", "why")}


def _paired(old: str, new: str) -> list[tuple[str, str]]:
    """Paragraph by paragraph where both have as many, else as one."""
    before, after = _parts(old), _parts(new)
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    if not before or not after:
        return [(one, "") for one in before] + [("", one) for one in after]
    return [("\n".join(before), "\n".join(after))]


def _parts(text: str) -> list[str]:
    return [one_line(part) for part in text.split("\n\n") if part.strip()]


def values_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Block]:
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if not names:
        return []
    rows = [[plain(meaning(name)), _said(name, old, REMOVED), _said(name, new, ADDED)] for name in names]
    return [Table(_("What is decided otherwise"), [_("What"), _("Before"), _("After")], rows)]


def _said(name: str, values: Mapping[str, Any], kind: str) -> list[Run]:
    return [Run(said(name, values[name]), kind)] if name in values else plain("–")
