"""What a digest says: titles with their addresses by mail, the first few in a text message. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext, override

from hemicycle.accounts.templatetags.look import house_name
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Medium
from hemicycle.record.phrases import Phrase

# What is read at one sitting; and what a text message of two segments holds.
MOST_BY_MAIL, MOST_BY_TEXT = 40, 3


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    url: str


def lines(words: Iterable[dict[str, dict[str, str]]], lang: str) -> list[Line]:
    """What was said, in one language or in that nearest to it."""
    return [Line(**said[Phrase({tag: tag for tag in said}).in_language(lang).lang]) for said in words]


def compose(channel: str, lang: str, told: Sequence[Line]) -> OutgoingText:
    """The same lines give the same outgoing."""
    with override(lang):
        return _text(lang, told) if channel == Medium.SMS else _mail(lang, told)


def _mail(lang: str, told: Sequence[Line]) -> OutgoingText:
    shown, left = told[:MOST_BY_MAIL], len(told) - MOST_BY_MAIL
    body = [f"{line.title}\n{line.url}".rstrip() for line in shown]
    if left > 0:
        body.append(ngettext("And %(left)s more.", "And %(left)s more.", left) % {"left": left})
    title = told[0].title
    if len(told) > 1:
        title = ngettext(
            "%(first)s, and %(left)s more", "%(first)s, and %(left)s more", len(told) - 1
        ) % {"first": title, "left": len(told) - 1}  # fmt: skip
    return OutgoingText(title, "\n\n".join(body), lang, sender=house_name())


def _text(lang: str, told: Sequence[Line]) -> OutgoingText:
    shown, left = told[:MOST_BY_TEXT], len(told) - MOST_BY_TEXT
    body = [line.title for line in shown]
    if left > 0:
        body.append(ngettext("And %(left)s more.", "And %(left)s more.", left) % {"left": left})
    return OutgoingText("", "\n".join(body), lang, link=told[0].url if len(told) == 1 else "", sender=house_name())
