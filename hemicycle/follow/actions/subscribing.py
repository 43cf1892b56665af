"""Asking to follow, confirming, ending. Each is a line in the ledger of consents, with the words that were read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.actions import allow_again, cancel, choose_language, record_consent
from hemicycle.channels.models import Act, Contact, Outbound
from hemicycle.follow.followables import key_of
from hemicycle.follow.models import FollowedSearch, Follower, Frequency, News, Subscription
from hemicycle.rules import audit

# Of a citizen the audit log names nobody: the ledger says what they did, and goes when they ask for it.
CITIZEN = "citizen"
DIGEST = "digest:"
"""What the sources of digests begin with."""


@transaction.atomic
def ask(
    contact: Contact, *, to_follow: Any, words: str, through: str, frequency: str = Frequency.AT_ONCE
) -> Subscription:
    """Somebody asks for it, who may or may not be the owner of the address: nothing is sent until they confirm.

    Raises NotFollowable. `words` are those that were read when asking. Who follows already stays as they are.
    """
    word = key_of(to_follow)
    follower, _ = Follower.objects.get_or_create(contact=contact, defaults={"frequency": frequency})
    if not follower.subscriptions.confirmed().exists():
        Follower.objects.filter(pk=follower.pk).update(frequency=frequency)
    subscription, new = Subscription.objects.get_or_create(follower=follower, followable=word)
    record_consent(contact, act=Act.ASKED, to=word, words=words, through=through)
    _log("follow.ask", contact, through=through, new=new)
    return subscription


@transaction.atomic
def confirm(contact: Contact, *, words: str, through: str) -> list[str]:
    """The owner of the address says yes to everything asked for; who had said STOP may be written to again. What is
    confirmed now, as keys of followables.py."""
    rows = Subscription.objects.select_for_update().of(contact).pending()
    confirmed = [row.followable for row in rows]
    Subscription.objects.of(contact).pending().update(confirmed_at=timezone.now())
    for word in confirmed:
        record_consent(contact, act=Act.CONFIRMED, to=word, words=words, through=through)
    if confirmed:
        allow_again(contact, by=CITIZEN)
        _log("follow.confirm", contact, through=through, count=len(confirmed))
    return confirmed


@transaction.atomic
def choose(contact: Contact, *, lang: str, frequency: str) -> None:
    """In which language, and how often, a follower is written to from now on."""
    if lang != contact.lang:
        choose_language(contact, lang=lang, by=CITIZEN)
    changed = Follower.objects.filter(contact=contact).exclude(frequency=frequency)
    if changed.update(frequency=frequency, frequency_since=timezone.now()):
        _log("follow.choose", contact, frequency=frequency)


@transaction.atomic
def end(contact: Contact, *, keys: Iterable[str] | None = None, through: str) -> list[str]:
    """End some, or all where none are named; what waits to be sent about them is cancelled. What has ended.

    Twice ends nothing more.
    """
    rows = Subscription.objects.of(contact)
    rows = rows if keys is None else rows.filter(followable__in=list(keys))
    ended = [row.followable for row in rows]
    rows.delete()
    forget_searches()
    for word in ended:
        record_consent(contact, act=Act.ENDED, to=word, through=through)
    if ended:
        _withdraw(contact, ended)
        _log("follow.end", contact, through=through, count=len(ended))
    return ended


def forget_searches() -> None:
    """Searches that nobody follows any more: their words were those of who did."""
    FollowedSearch.objects.without_followers().delete()


def _withdraw(contact: Contact, ended: list[str]) -> None:
    """Cancel what waits for them about what they do not follow any more."""
    left = list(Subscription.objects.of(contact).confirmed().values_list("followable", flat=True))
    sources = News.objects.about(ended).exclude(pk__in=News.objects.about(left)).values("source")
    waiting = Outbound.objects.waiting().filter(contact=contact)
    unwanted = waiting.filter(content__source__in=sources)
    if not left:
        unwanted |= waiting.filter(content__source__startswith=DIGEST)
        Follower.objects.filter(contact=contact).delete()
    if unwanted.exists():
        cancel(unwanted, why="unfollowed", by=CITIZEN)


def _log(action: str, contact: Contact, **facts: Any) -> None:
    audit.record(
        action, by=CITIZEN, about="follow.subscription", office=contact.office, channel=contact.channel, **facts
    )
