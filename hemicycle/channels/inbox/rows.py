"""A row of the inbox: who, the first words, what it answers, how old, whose, and how it stands.

Of what everybody reads on its network the words and the name there are shown; of what was written to the office alone
the first words without personal data, to those who read letters, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.accounts.models import User
from hemicycle.channels.actions import without_personal_data
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.fediverse.addresses import handle_of
from hemicycle.channels.inbox.sources import Source, described
from hemicycle.channels.models import Answer, Attachment, Inbound, is_public
from hemicycle.channels.permissions import INBOX, MAY_READ
from hemicycle.channels.registry import ADAPTERS

# A line and a half beside the thread.
WORDS = 140
# Enough that what is cut off cannot be half of a name or a number.
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Row:
    """`words` is "" where the reader may not see any; `count` says how many there are."""

    message: Inbound
    who: str
    words: str
    count: int
    may_read: bool
    is_public: bool
    answers: Source | None
    age: str
    state: str
    label: str
    files: int


def rows_of(messages: Iterable[Inbound], *, reader: User) -> list[Row]:
    """In the same order; what they answer is found for all of them at once."""
    found = list(messages)
    contents = {one.answers.content_id: one.answers.content for one in found if one.answers is not None}
    sources = described(contents.values())
    letters, comments = reader.offices_as(MAY_READ), reader.offices_as(INBOX)
    given = Answer.objects.filter(inbound__in=[one.pk for one in found])
    files = dict(_files_of(found))
    answered, undelivered = set(given.values_list("inbound", flat=True)), set[int]()
    if answered:
        undelivered = set(given.filter(returned_at__isnull=False).values_list("inbound", flat=True))
    rows = []
    for one in found:
        public = is_public(one)
        may_read = one.office_id in (comments if public else letters)
        state, label = state_of(one, is_answered=one.pk in answered, is_undelivered=one.pk in undelivered)
        source = sources[one.answers.content_id] if one.answers is not None else None
        words = _first_words(one) if may_read else ""
        rows.append(
            Row(
                one,
                name_of(one),
                words,
                len(one.text.split()),
                may_read,
                public,
                source,
                age_of(one),
                state,
                label,
                files.get(one.pk, 0),
            )
        )
    return rows


def _files_of(messages: list[Inbound]) -> Iterable[tuple[int, int]]:
    rows = Attachment.objects.filter(inbound__in=[one.pk for one in messages])
    return rows.values_list("inbound").annotate(n=Count("pk"))


def name_of(message: Inbound) -> str:
    """Whoever wrote where everybody reads it is known by the name there, unless somebody typed it in."""
    contact, account = message.contact, message.account
    if not is_public(message) or contact is None or account is None or not contact.address:
        return ""
    if isinstance(ADAPTERS.get(account.kind), ByHand):
        return ""
    address = contact.address
    return handle_of(address) if address.startswith("https://") else address


def state_of(message: Inbound, *, is_answered: bool, is_undelivered: bool) -> tuple[str, str]:
    """The shape of docs/look.md, and the word."""
    if is_undelivered and message.closed_at is None:
        return "failed", _("Answer not delivered")
    if message.closed_at is not None:
        return ("done", _("Answered")) if is_answered else ("set-aside", pgettext("messages", "Closed"))
    if message.is_snoozed:
        return "waiting", _("Snoozed")
    if message.has_come_back:
        return "suggested", _("Back from snooze")
    return "draft", _("To do")


def age_of(message: Inbound) -> str:
    return timesince(message.received_at, depth=1)


def _first_words(message: Inbound) -> str:
    whole = " ".join(" – ".join(filter(None, (message.subject, message.text[:_LOOKED_AT]))).split())
    if not is_public(message):
        whole = without_personal_data(whole, message.lang)
    return whole if len(whole) <= WORDS else f"{whole[:WORDS].rpartition(' ')[0]} …"
