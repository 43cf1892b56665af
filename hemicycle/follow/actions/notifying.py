"""Telling followers what the House announced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from hemicycle.channels.actions import prepare, queue_many, render
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account, Content, Medium, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.sms.quiet_hours import due_now, quiet_hours
from hemicycle.follow.actions.news import add_announcement
from hemicycle.follow.followables import keys_about
from hemicycle.follow.messages import with_footer
from hemicycle.follow.models import Follower, FollowerQuerySet
from hemicycle.record.phrases import Phrase
from hemicycle.rules.periods import MASS_MESSAGES, Freezable

TO_MANY = Freezable((MASS_MESSAGES,))
"""What is sent to all who follow something stops in sensitive periods, unless who announces it says more."""


def notify_followers(
    *, source: str, about: Iterable[Any], account: Account, outgoing_texts: Mapping[str, OutgoingText],
    due_at: datetime | None = None, not_after: datetime | None = None, freezable: Freezable = TO_MANY, by: Any,
) -> int:  # fmt: skip
    """Queue one message for each follower whom this account reaches and who wants to be notified at once; the others
    find it in their digest. Returns how many messages were queued.

    `about`: rows of the record and topics; what nobody can follow is passed over. `outgoing_texts` by language; each
    follower gets their own language, else its parent, the House's, or the first there is. Nobody is notified twice of
    the same `source`, however often this is called. Text messages wait until quiet hours are over; `freezable`: in
    which sensitive periods all are held back.
    """
    words = keys_about(*about)
    if not words or not outgoing_texts:
        return 0
    add_announcement(source=source, words=words, outgoing_texts=outgoing_texts, account=account)
    channel = adapter_of(account.kind).medium
    followers = Follower.objects.to_notify(words, office=account.office, channel=channel, source=source)
    due = due_at or timezone.now()
    due = quiet_hours().over(due) if channel == Medium.SMS else due
    queued = 0
    for lang, rows in by_language(followers, outgoing_texts):
        content = content_for(account, source=source, outgoing=outgoing_texts[lang], freezable=freezable)
        queued += queue_many(content, list(rows.contacts()), due_at=due, not_after=not_after, by=by)
    return queued


def notify_recipients(*, earlier: str, contents: Iterable[Content], account: Account, by: Any) -> int:
    """Queue a message for each person to whom one of an `earlier` source went through this account, each in the
    language in which they read that; returns how many. Who follows nothing any more is left alone, and nobody is
    notified twice."""
    channel = adapter_of(account.kind).medium
    followers = Follower.objects.of_office(account.office, channel).reachable().confirmed().order_by()
    reached = Outbound.objects.of_source(earlier).filter(account=account, contact__in=followers.values("contact"))
    due = due_now(channel)
    queued = 0
    for content in contents:
        rows = reached.left().filter(content__lang=content.lang).order_by("contact")
        queued += queue_many(content, list(rows.values_list("contact", flat=True)), due_at=due, by=by)
    return queued


def content_for(
    account: Account, *, source: str, outgoing: OutgoingText, freezable: Freezable = TO_MANY
) -> Content:  # fmt: skip
    """What goes out through this account, with the way to end it below."""
    rendered = render(account, with_footer(outgoing, account))
    return prepare(account, source=source, lang=outgoing.lang, rendered=rendered, freezable=freezable)


def by_language(followers: FollowerQuerySet, offered: Mapping[str, object]) -> Iterable[tuple[str, FollowerQuerySet]]:
    """The followers by the language in which they will read it, of those offered."""
    tags = Phrase({tag: tag for tag in offered})
    for lang in followers.languages():
        yield tags.in_language(lang).lang, followers.speaking(lang)
