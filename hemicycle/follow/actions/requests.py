"""A request that came by a form, from somebody who may not be the owner of the address.

Whatever is known of the address, the answer on the page is the same: who types the address of another learns nothing
and cannot fill their box.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.actions import choose_language, contact_of, prepare, queue, render
from hemicycle.channels.models import Account, Contact, Medium, Outbound, OutboundQuerySet, Suppression
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.sms.quiet_hours import due_now
from hemicycle.follow import messages
from hemicycle.follow.actions.subscribing import CITIZEN, ask, forget_searches
from hemicycle.follow.errors import NoFollowAccount, TooMany, TooManySearches
from hemicycle.follow.follow_accounts import checked, follow_account
from hemicycle.follow.followables import SEARCH, key_of
from hemicycle.follow.messages import Letter
from hemicycle.follow.models import FollowedSearch, Follower, Frequency, Subscription
from hemicycle.record.search.question import Question
from hemicycle.rules.parameters import in_force

DAY = timedelta(days=1)
# Each is asked once a day in every language; more than this is a feed reader’s work.
MOST_SEARCHES = 10
REQUESTED = "request:"
"""What the sources of these messages begin with."""


@transaction.atomic
def request(
    *, channel: str, address: str, to_follow: Any, lang: str, words: str, frequency: str = Frequency.AT_ONCE,
    through: str = "form",
) -> None:  # fmt: skip
    """Ask the owner of an address whether they want to follow something.

    Raises BadAddress, NoFollowAccount, NotFollowable, and TooMany where the House sends no more such text messages
    today; none of them depends on whether the address is known. `words` are those that stood on the form.
    """
    account = _account(channel)
    written = checked(channel, address, account)
    word = key_of(to_follow)
    contact = _contact(account, channel, written, lang)
    if contact is None:
        return
    confirmed = set(Subscription.objects.of(contact).confirmed().values_list("followable", flat=True))
    if not confirmed and contact.lang != lang:
        choose_language(contact, lang=lang, by=CITIZEN)
    if word in confirmed:
        _write(contact, account, messages.already, about=word, row=to_follow)
    elif word.startswith(f"{SEARCH}:") and _has_most_searches(contact):
        _write(contact, account, messages.too_many_searches, about=SEARCH)
    elif _write(contact, account, messages.question, about=word, row=to_follow):
        ask(contact, to_follow=to_follow, words=words, through=through, frequency=frequency)


@transaction.atomic
def request_search(
    *, channel: str, address: str, question: Question, lang: str, words: str, frequency: str = Frequency.DAILY
) -> None:
    """The same for a search; raises as `request`."""
    search = FollowedSearch.objects.of(question)
    request(channel=channel, address=address, to_follow=search, lang=lang, words=words, frequency=frequency)
    forget_searches()


@transaction.atomic
def ask_search(contact: Contact, *, question: Question, words: str, through: str) -> FollowedSearch:
    """Somebody asks for a search by a keyword, to which they are answered. The ledger keeps `words` longer than the
    search: they do not name it. Who follows it already stays as they are. Raises TooManySearches."""
    search = FollowedSearch.objects.of(question)
    asked = Subscription.objects.of(contact).filter(followable=key_of(search))
    if asked.confirmed().exists():
        return search
    if not asked.exists() and _has_most_searches(contact):
        raise TooManySearches
    ask(contact, to_follow=search, words=words, through=through)
    return search


def _has_most_searches(contact: Contact) -> bool:
    return Subscription.objects.of(contact).of_searches().count() >= MOST_SEARCHES


@transaction.atomic
def send_own_page(*, channel: str, address: str) -> None:
    """Send the link of their page to somebody who follows something; to nobody else. Raises BadAddress or
    NoFollowAccount."""
    account = _account(channel)
    written = checked(channel, address, account)
    contact = Contact.objects.known(account.office, channel, written).first()
    if contact is not None and Follower.objects.filter(contact=contact).exists():
        _write(contact, account, messages.own_page, about="own")


@transaction.atomic
def send_link(contact: Contact) -> None:
    """Send the link of their page to the owner of a key, once a day; it opens for as long. Raises NoFollowAccount or
    TooMany."""
    _write(contact, _account(contact.channel), messages.own_page, about="own")


def _account(channel: str) -> Account:
    account = follow_account(channel)
    if account is None:
        raise NoFollowAccount(channel)
    if channel == Medium.SMS and _requested_today().filter(account=account).count() >= in_force("follow_texts_a_day"):
        raise TooMany
    return account


def _contact(account: Account, channel: str, address: str, lang: str) -> Contact | None:
    """None where this address said that it wants nothing: then no question goes there either."""
    digest = Pseudonyms(account.office).of(address)
    if Suppression.objects.filter(office=account.office, digest=digest).exists():
        return None
    return contact_of(office=account.office, channel=channel, address=address, lang=lang)


def _write(contact: Contact, account: Account, letter: Letter, *, about: str, row: Any = None) -> bool:
    """Once a day about each thing, and so many times in all; whether this one goes out."""
    source = f"{REQUESTED}{letter.__name__}:{about}:{timezone.localdate()}:{contact.pk}"
    mine = _requested_today().filter(contact=contact)
    if mine.filter(content__source=source).exists() or mine.count() >= in_force("follow_messages_a_day"):
        return False
    rendered = render(account, letter(contact, row))
    content = prepare(account, source=source, lang=contact.lang, rendered=rendered)
    due = due_now(contact.channel)
    queue(content, to=contact, due_at=due, not_after=due + DAY, by=CITIZEN)
    return True


def _requested_today() -> OutboundQuerySet:
    since = timezone.now() - DAY
    return Outbound.objects.filter(content__source__startswith=REQUESTED, due_at__gt=since)
