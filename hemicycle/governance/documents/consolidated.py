"""The text of a version as it reads, with what each article decides, and how it was adopted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from hemicycle.record.phrases import Phrase
from hemicycle.rules.house_name import house_name

from ..models import Adoption, Article, ArticleText, State, Version
from ..questions import practices
from ..words import PLACEHOLDER, meaning, said
from .blocks import Block, Paper, Paragraph, Run, Section, Table, numbered, paragraphs, plain

# As they read behind the body that decided.
_WAYS: dict[str, Promise] = {
    Adoption.Way.CONSENSUS: pgettext_lazy("way of adoption", "by consensus"),
    Adoption.Way.DECISION: pgettext_lazy("way of adoption", "by decision"),
}


def consolidated(version: Version, language: str) -> Paper:
    """`version` is read whole (VersionQuerySet.whole)."""
    with translation.override(language):
        articles = [article_section(number, one, language) for number, one in enumerate(version.articles.all(), 1)]
        return Paper(
            language=language,
            title=str(Phrase(version.policy.title).in_language(language)),
            lines=_lines(version, language),
            state=state_line(version),
            house=body_name(version, language),
            sections=[*articles, *_adoptions(version, language), *_served(version, language)],
        )


def state_line(version: Version) -> str:
    """What the foot of each page says of it; of one that was never in force, as it is today."""
    known = {"n": version.number, "state": version.get_state_display()}
    if version.activated_at:
        known["on"] = formats.date_format(timezone.localdate(version.activated_at), "DATE_FORMAT")
        if version.state == State.IN_FORCE:
            return _("Version %(n)s, in force since %(on)s") % known
        ended = version.ended_at or version.activated_at
        known["until"] = formats.date_format(timezone.localdate(ended), "DATE_FORMAT")
        return _("Version %(n)s, in force from %(on)s to %(until)s, replaced since") % known
    known["on"] = formats.date_format(timezone.localdate(), "DATE_FORMAT")
    if version.state == State.DRAFT:
        return _("Version %(n)s, draft as it stood on %(on)s") % known
    return _("Version %(n)s as of %(on)s: %(state)s") % known


def _lines(version: Version, language: str) -> list[str]:
    found = [state_line(version)]
    found += [adoption_line(one, language) for one in version.adoptions.all()]
    if not version.policy.is_enforced:
        found.append(_("A text of several bodies: each adopts it for itself; no software enforces it."))
        means = _("Where it says “the House” or “the Secretary General”, each body that adopts it means its own.")
        found.append(means)
    return found


def adoption_line(adoption: Adoption, language: str) -> str:
    """Without a sentence around the body's name, which no language then has to inflect."""
    known = {
        "on": formats.date_format(adoption.on, "DATE_FORMAT"),
        "body": _adopted_by(adoption, language),
        "how": _how(adoption),
    }
    if adoption.is_adopted:
        return _("Adopted on %(on)s (%(body)s; %(how)s)") % known
    return _("Rejected on %(on)s (%(body)s; %(how)s)") % known


def _adopted_by(adoption: Adoption, language: str) -> str:
    """The body as it was recorded; the one that adopts the policy by its name in this language."""
    known: dict[str, str] = adoption.version.policy.body
    return str(Phrase(known).in_language(language)) if adoption.body in known.values() else adoption.body


def _how(adoption: Adoption) -> str:
    decided = _decided(adoption)
    if adoption.corrected_at is None:
        return decided
    on = formats.date_format(localtime(adoption.corrected_at), "DATE_FORMAT")
    return "; ".join((decided, _("the record was corrected on %(on)s") % {"on": on}))


def _decided(adoption: Adoption) -> str:
    if adoption.votes_for is None or adoption.votes_against is None:
        return str(_WAYS.get(adoption.way, adoption.get_way_display()))
    parts = [
        ngettext("%(n)s vote for", "%(n)s votes for", adoption.votes_for) % {"n": adoption.votes_for},
        _("%(n)s against") % {"n": adoption.votes_against},
    ]
    if adoption.abstentions is not None:
        parts.append(
            ngettext("%(n)s abstention", "%(n)s abstentions", adoption.abstentions) % {"n": adoption.abstentions}
        )
    return ", ".join(parts)


def body_name(version: Version, language: str) -> str:
    """The House, or who drafts a text of several bodies."""
    return (
        house_name(language) if version.policy.is_enforced else str(Phrase(version.policy.body).in_language(language))
    )


def article_section(number: int, article: Article, language: str) -> Section:
    text = article.in_language(language)
    if text is None:
        return Section(article.key, plain(article.key), (), _("Article %(n)s") % {"n": number}, is_article=True)
    said = text.filled
    blocks: list[Block] = [*numbered(paragraphs(said["text"]))]
    blocks += [Paragraph(one.runs, "why", _("Why")) for one in paragraphs(said["why"])]
    if article.parameters:
        blocks.append(decided(article, text))
    return Section(article.key, plain(said["heading"]), blocks, _("Article %(n)s") % {"n": number}, is_article=True)


def decided(article: Article, text: ArticleText) -> Table:
    """What the software does by this article; of a text of several bodies, what the article decides."""
    enforced = article.version.policy.is_enforced
    caption = _("What Hemicycle enforces by this article") if enforced else _("What this article decides")
    return values_table(article.parameters, filled_in=text.text, caption=caption)


def values_table(values: Mapping[str, Any], *, filled_in: str, caption: str) -> Table:
    """Value by value, in the order in which the text that they are filled into names them."""
    named = {name: place for place, name in reversed(list(enumerate(PLACEHOLDER.findall(filled_in))))}
    names = sorted(values, key=lambda name: (named.get(name, len(named)), name))
    rows = [[plain(meaning(name)), [Run(said(name, values[name]))]] for name in names]
    return Table(caption, [_("What"), _("Value")], rows)


def _adoptions(version: Version, language: str) -> Iterator[Section]:
    if rows := list(version.adoptions.all()):
        lines = [" · ".join(filter(None, (adoption_line(one, language), one.reference))) for one in rows]
        yield Section("adoption", plain(_("Adoption")), [Paragraph(plain(line)) for line in lines])


def _served(version: Version, language: str) -> Iterator[Section]:
    yield from served_section([one.practices for one in version.articles.all()], language)


def served_section(by_article: Iterable[Sequence[str]], language: str) -> Iterator[Section]:
    """Which practices the articles serve, each once; `by_article`: codes, in the order of the articles."""
    known, by_practice = practices(), dict[str, list[str]]()
    for number, codes in enumerate(by_article, start=1):
        for code in codes:
            by_practice.setdefault(code, []).append(str(number))
    if not by_practice:
        return
    rows = [
        [plain(code), plain(_title(code, language)), plain(", ".join(by_practice[code]))]
        for code in sorted(by_practice, key=lambda one: (list(known).index(one) if one in known else len(known), one))
    ]
    explained = _("The articles above serve these of the hundred good practices that Hemicycle comes with.")
    table = Table(_("Practices that the articles serve"), [_("Code"), _("Practice"), _("Articles")], rows)
    yield Section("practices", plain(_("Good practice")), [Paragraph(plain(explained)), table])


def _title(code: str, language: str) -> str:
    found = practices().get(code)
    return found.title.get(language, found.title.get("en", "")) if found else ""
