"""The text of a version as it reads, with what each article decides, and how it was adopted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from hemicycle.record.phrases import Phrase
from hemicycle.rules.house_name import house_name

from ..models import Adoption, Article, ArticleText, State, Version
from ..questions import practices
from ..words import PLACEHOLDER, meaning, said
from .blocks import Block, Paper, Paragraph, Run, Section, Table, numbered, paragraphs, plain


def consolidated(version: Version, language: str) -> Paper:
    """`version` is read whole (VersionQuerySet.whole)."""
    with translation.override(language):
        articles = [article_section(number, one, language) for number, one in enumerate(version.articles.all(), 1)]
        return Paper(
            language=language,
            title=str(Phrase(version.policy.title).in_language(language)),
            lines=_lines(version),
            state=state_line(version),
            house=body_name(version, language),
            sections=[*articles, *_adoptions(version), *_served(version, language)],
        )


def state_line(version: Version) -> str:
    """What the foot of each page says of it."""
    known = {"n": version.number, "state": version.get_state_display()}
    if version.activated_at:
        known["on"] = formats.date_format(timezone.localdate(version.activated_at), "DATE_FORMAT")
        if version.state == State.IN_FORCE:
            return _("Version %(n)s, in force since %(on)s") % known
        ended = version.ended_at or version.activated_at
        known["until"] = formats.date_format(timezone.localdate(ended), "DATE_FORMAT")
        return _("Version %(n)s, in force from %(on)s to %(until)s, replaced since") % known
    return _("Version %(n)s: %(state)s") % known


def _lines(version: Version) -> list[str]:
    found = [state_line(version)]
    found += [adoption_line(one) for one in version.adoptions.all()]
    if not version.policy.is_enforced:
        found.append(_("A text of several bodies: each adopts it for itself; no software enforces it."))
    return found


def adoption_line(adoption: Adoption) -> str:
    known = {
        "body": adoption.body,
        "on": formats.date_format(adoption.on, "DATE_FORMAT"),
        "way": adoption.get_way_display(),
        "for": adoption.votes_for,
        "against": adoption.votes_against,
        "abstentions": adoption.abstentions or 0,
    }
    if adoption.votes_for is not None:
        if adoption.is_adopted:
            return (
                _("Adopted by %(body)s on %(on)s: %(for)s for, %(against)s against, %(abstentions)s abstained") % known
            )
        return _("Rejected by %(body)s on %(on)s: %(for)s for, %(against)s against, %(abstentions)s abstained") % known
    if adoption.is_adopted:
        return _("Adopted by %(body)s on %(on)s (%(way)s)") % known
    return _("Rejected by %(body)s on %(on)s (%(way)s)") % known


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
    """What the software does by this article, value by value, as the text names them."""
    named = {name: place for place, name in reversed(list(enumerate(PLACEHOLDER.findall(text.text))))}
    names = sorted(article.parameters, key=lambda name: (named.get(name, len(named)), name))
    rows = [[plain(meaning(name)), [Run(said(name, article.parameters[name]))]] for name in names]
    enforced = article.version.policy.is_enforced
    caption = _("What Hemicycle enforces by this article") if enforced else _("What this article proposes in figures")
    return Table(caption, [_("What"), _("Value")], rows)


def _adoptions(version: Version) -> Iterator[Section]:
    if rows := list(version.adoptions.all()):
        lines = [" · ".join(filter(None, (adoption_line(one), one.reference))) for one in rows]
        yield Section("adoption", plain(_("Adoption")), [Paragraph(plain(line)) for line in lines])


def _served(version: Version, language: str) -> Iterator[Section]:
    """Which practices the articles serve, each once."""
    known, by_practice = practices(), dict[str, list[str]]()
    for number, article in enumerate(version.articles.all(), start=1):
        for code in article.practices:
            by_practice.setdefault(code, []).append(str(number))
    if not by_practice:
        return
    rows = [
        [plain(code), plain(_title(code, language)), plain(", ".join(by_practice[code]))]
        for code in sorted(by_practice, key=lambda one: (list(known).index(one) if one in known else len(known), one))
    ]
    table = Table(_("Practices that the articles serve"), [_("Code"), _("Practice"), _("Articles")], rows)
    yield Section("practices", plain(_("Good practice")), [table])


def _title(code: str, language: str) -> str:
    found = practices().get(code)
    return found.title.get(language, found.title.get("en", "")) if found else ""
