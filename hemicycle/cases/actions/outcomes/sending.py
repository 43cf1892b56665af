"""Whoever wrote about a bill is notified of what became of it, through the channel they used, in their language: once.

It begins when the announcement is released, in a member's office when somebody there sends it. A round goes through
the people chunk by chunk; what is queued for a chunk and the notices of it are one transaction, so that a round that
was cut off goes on where it was. While a sensitive period stops messages to many, or all sending is paused, nothing
is queued.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hemicycle.cases.actions.opening import source_of
from hemicycle.cases.actions.outcomes.stopping import (
    TO_ALL_WHO_WROTE,
    is_stopped,
    own_source,
    source_to_many,
    withdrawal_is_open,
)
from hemicycle.cases.models import (
    Campaign,
    Case,
    CaseMessage,
    CaseQuerySet,
    Obstacle,
    Outcome,
    OutcomeNotice,
    OutcomeState,
    State,
    Subject,
)
from hemicycle.cases.outcomes.facts import Named, NamedClauses
from hemicycle.cases.outcomes.figures import LAST
from hemicycle.cases.outcomes.words import Said, notice_to_one
from hemicycle.cases.receiving import reply_accounts
from hemicycle.cases.references import with_slot
from hemicycle.cases.workflow import OUTCOME_WORKFLOW
from hemicycle.channels import actions as channels
from hemicycle.channels.actions import Personal, replying
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.contract.capabilities import Answers, ByHand
from hemicycle.channels.models import (
    Account,
    Contact,
    Content,
    Medium,
    Original,
    Outbound,
    Suppression,
    is_public,
)
from hemicycle.channels.registry import ADAPTERS, adapter_of
from hemicycle.channels.sms.quiet_hours import due_now, quiet_hours
from hemicycle.desk.corrected import being_withdrawn
from hemicycle.follow.follow_accounts import account_for
from hemicycle.rules import audit
from hemicycle.rules.site_address import absolute

# Other writers wait no longer than for a chunk of queue_many, of which each row here is two.
CHUNK = 1_000
ANSWERABLE = (Medium.EMAIL, Medium.SMS, Medium.SOCIAL, Medium.LETTER)
"""Media by which what people write comes from an address that can be written to; by the others it is confirmed."""


@transaction.atomic
def release_outcome(outcome: Outcome, *, by: Any) -> bool:
    """Its announcement is out: from now on it is sent. Whether this call did it; not of a step that the record does
    not have any more, on whichever day."""
    rows = Outcome.objects.select_for_update(of=("self",)).select_related("office", "bill", "announcement")
    row = rows.get(pk=outcome.pk)
    if row.state != OutcomeState.DRAFTED or not row.is_public or not row.days_in_record:
        return False
    row.state, row.released_at = OUTCOME_WORKFLOW.after(row.state, "release"), timezone.now()
    row.save(update_fields=["state", "released_at"])
    audit.record("cases.release_outcome", by=by, about=row, office=row.office)
    return True


def send_outcome(outcome: Outcome, *, stopping: Callable[[], bool] = lambda: False, by: Any) -> int:
    """Queue it for those who were not notified yet; how many messages. Run again, nobody is notified twice."""
    queued = 0
    for chunk in _chunks(outcome):
        now = Outcome.objects.select_related("office", "announcement").get(pk=outcome.pk)
        # What was corrected meanwhile goes on in the next round.
        if stopping() or is_stopped(now) or now.correction != outcome.correction:
            return queued
        queued += _send_chunk(outcome, chunk, by=by)
    # What was stopped waits again where that is dropped.
    if not withdrawal_is_open(outcome):
        _finish(outcome, by=by)
    return queued


def _chunks(outcome: Outcome) -> Iterator[list[int]]:
    """The cases whose writers are left to notify, by their keys; all of one person are in one chunk."""
    notified = OutcomeNotice.objects.filter(outcome=outcome, case=OuterRef("pk"))
    left = to_notify(outcome).filter(~Exists(notified)).order_by("contact", "pk").values_list("contact", "pk")
    if rows := list(left):
        others = _notified_of_another(outcome)
        rows = [(contact, case) for contact, case in rows if case not in others]
    chunk: list[int] = []
    for _contact, theirs in groupby(rows, key=itemgetter(0)):
        cases = [case for _same, case in theirs]
        if chunk and len(chunk) + len(cases) > CHUNK:
            yield chunk
            chunk = []
        chunk += cases
    if chunk:
        yield chunk


def to_notify(outcome: Outcome) -> CaseQuerySet:
    """The cases whose writers get a message: surely about its bill, to its office, written by the day of the step and
    before it was announced, from an address that is theirs as far as anybody can tell; not by a machine, and not by
    whoever announces a campaign."""
    theirs = Q(confirmed_at__isnull=False) | Q(channel__in=ANSWERABLE)
    about = Subject.objects.sure().filter(bill=outcome.bill_id)
    rows: CaseQuerySet = Case.objects.of_office(outcome.office).exclude(state__in=(State.MERGED, State.SET_ASIDE))
    rows = rows.filter(theirs, disputed_at=None, pk__in=about.values("case"), opened_at__date__lte=outcome.on)
    rows = rows.exclude(Exists(Campaign.objects.filter(organiser_case=OuterRef("pk"))))
    return rows.filter(opened_at__lte=outcome.released_at) if outcome.released_at else rows


def _notified_of_another(outcome: Outcome) -> set[int]:
    """The cases of which their writers were notified under another reference: before one was merged into it, or it was
    split off."""
    merged = Case.objects.filter(merged_into__isnull=False, outcomes__outcome=outcome)
    split = CaseMessage.objects.filter(split_from__isnull=False, split_from__outcomes__outcome=outcome)
    return {*merged.values_list("merged_into", flat=True), *split.values_list("case", flat=True)}


def to_go_on() -> Iterator[Outcome]:
    """Sent within a year, and somebody is left to notify: they confirmed only afterwards, or their letter was linked
    only then."""
    sent = Outcome.objects.filter(state=OutcomeState.SENT, released_at__gte=timezone.now() - LAST)
    sent = sent.exclude(announcement__in=being_withdrawn()).select_related("office", "announcement").order_by("pk")
    return (one for one in sent if next(_chunks(one), None) is not None)


@transaction.atomic
def go_on(outcome: Outcome, *, by: Any) -> bool:
    """It is sent on, to those who were not notified. Whether this call did it."""
    row = Outcome.objects.select_for_update(of=("self",)).select_related("office").get(pk=outcome.pk)
    if row.state != OutcomeState.SENT:
        return False
    row.state = OUTCOME_WORKFLOW.after(row.state, "go_on")
    row.save(update_fields=["state"])
    audit.record("cases.release_outcome", by=by, about=row, office=row.office, again=True)
    return True


@transaction.atomic
def _send_chunk(outcome: Outcome, chunk: Sequence[int], *, by: Any) -> int:
    """The messages and notices of some cases, of which another worker may have notified somebody meanwhile."""
    row = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    notified = OutcomeNotice.objects.filter(outcome=outcome, case__in=chunk).values("case")
    rows = to_notify(outcome).filter(pk__in=chunk).exclude(pk__in=notified).select_related("contact")
    # All of a chunk wrote to a few accounts.
    rows = rows.prefetch_related("account__office")
    if row.state != OutcomeState.RELEASED or not (cases := list(rows.order_by("contact", "pk"))):
        return 0
    letters = list(_Letters(outcome, cases).all())
    _queue_each([one for one in letters if one.message is not None], by=by)
    _queue_same([one for one in letters if one.content is not None], by=by)
    OutcomeNotice.objects.bulk_create(
        OutcomeNotice(outcome=outcome, case=case, outbound_id=one.outbound, obstacle=one.obstacle)
        for one in letters
        for case in one.cases
    )
    return sum(one.outbound is not None for one in letters)


@dataclass
class _Letter:
    """What one person is notified of all their cases: a content of their own, or one of many with their reference; or
    why they are not."""

    cases: Sequence[Case]
    message: Personal | None = None
    content: Content | None = None
    obstacle: str = ""
    outbound: int | None = None


def _queue_each(letters: Sequence[_Letter], *, by: Any) -> None:
    messages = [one.message for one in letters if one.message is not None]
    sent = channels.queue_each(messages, due_at=timezone.now(), freezable=TO_ALL_WHO_WROTE, by=by)
    _put_off_at_night(sent, messages)
    for letter, row in zip(letters, sent, strict=True):
        letter.outbound = row.pk


def _queue_same(letters: Sequence[_Letter], *, by: Any) -> None:
    groups: dict[Content, list[_Letter]] = defaultdict(list)
    for letter in letters:
        if letter.content is not None:
            groups[letter.content].append(letter)
    for content, members in groups.items():
        own = {_contact(one): one.cases[0].written_reference for one in members}
        channels.queue_many(content, own, own=own, due_at=due_now(adapter_of(content.account.kind).medium), by=by)
        queued = dict(Outbound.objects.filter(content=content, contact__in=own).values_list("contact", "pk"))
        for one in members:
            one.outbound = queued[_contact(one)]


def _contact(letter: _Letter) -> int:
    found = letter.cases[0].contact_id
    assert found is not None
    return found


@dataclass
class _Letters:
    """The messages of a chunk."""

    outcome: Outcome
    cases: Sequence[Case]
    said: dict[str, Said] = field(default_factory=dict)
    accounts: dict[str, Account | None] = field(default_factory=dict)
    contents: dict[tuple[int, str, tuple[Named, ...]], Content] = field(default_factory=dict)

    def all(self) -> Iterator[_Letter]:
        for cases in self._by_person():
            yield self._to_one(cases)

    def _by_person(self) -> Iterable[list[Case]]:
        found: dict[object, list[Case]] = defaultdict(list)
        for case in self.cases:
            found[case.contact_id or f"case:{case.pk}"].append(case)
        return found.values()

    def _to_one(self, cases: list[Case]) -> _Letter:
        # What they wrote last says through which channel they are notified.
        case = cases[-1]
        contact, account = case.contact, self._account(case)
        if case.channel == Medium.LETTER:
            return _Letter(cases, obstacle=Obstacle.POST)
        if contact is None or not contact.sealed:
            return _Letter(cases, obstacle=Obstacle.NOBODY)
        if contact.digest in self._suppressed:
            return _Letter(cases, obstacle=Obstacle.STOPPED)
        if account is None:
            return _Letter(cases, obstacle=Obstacle.CLOSED)
        if case.channel == Medium.SOCIAL:
            return self._on_a_network(cases, contact, account)
        return self._as_others(cases, contact, account)

    def _on_a_network(self, cases: list[Case], contact: Contact, account: Account) -> _Letter:
        """Below what they wrote: to them alone where the network can do that, else where everybody reads it."""
        message, adapter = cases[-1].latest, ADAPTERS[account.kind]
        if message is None or not isinstance(adapter, Answers) or isinstance(adapter, ByHand):
            return _Letter(cases, obstacle=Obstacle.NETWORK)
        alone = adapter.answers_directly
        if replying.obstacle(message, privately=alone):
            return _Letter(cases, obstacle=Obstacle.NETWORK)
        outgoing = self._text(cases, contact, account)
        original = Original.objects.filter(inbound=message).first()
        thread = adapter.thread_of(message.external_id, bytes(original.raw) if original else b"")
        direct = alone or not is_public(message)
        outgoing = replace(outgoing, answers=thread, mention=contact.address, direct=direct)
        return _Letter(cases, self._message(cases, contact, account, outgoing))

    def _as_others(self, cases: list[Case], contact: Contact, account: Account) -> _Letter:
        """Those who wrote once, about the same clauses and in the same language, get the same words but for their
        reference: one content for all."""
        if len(cases) > 1:
            return _Letter(cases, self._message(cases, contact, account, self._text(cases, contact, account)))
        about = tuple(dict.fromkeys(self._about[cases[0].pk]))
        key = account.pk, self._language(cases[0], contact, account), about
        if key not in self.contents:
            self.contents[key] = self._same(cases, contact, account)
        return _Letter(cases, content=self.contents[key])

    def _same(self, cases: list[Case], contact: Contact, account: Account) -> Content:
        outgoing, slot = with_slot(lambda one: self._text(cases, contact, account, references=[one]))
        words = hashlib.sha256(repr(outgoing).encode()).hexdigest()[:32]
        return channels.prepare(
            account, source=f"{source_to_many(self.outcome)}{words}", lang=outgoing.lang,
            rendered=channels.render(account, outgoing), freezable=TO_ALL_WHO_WROTE, slot=slot,
        )  # fmt: skip

    def _text(
        self, cases: list[Case], contact: Contact, account: Account, *, references: Sequence[str] = ()
    ) -> OutgoingText:
        lang = self._language(cases[-1], contact, account)
        if lang not in self.said:
            self.said[lang] = Said.of(self.outcome, lang)
        about = dict.fromkeys(one for case in cases for one in self._about[case.pk])
        named = references or [case.written_reference for case in cases]
        medium = adapter_of(account.kind).medium
        return notice_to_one(self.said[lang], medium=medium, references=named, about=list(about), link=self._link)

    def _message(self, cases: list[Case], contact: Contact, account: Account, outgoing: OutgoingText) -> Personal:
        rendered = channels.render(account, outgoing)
        return Personal(account, contact, self._source(cases[-1]), outgoing.lang, rendered)

    def _source(self, case: Case) -> str:
        return source_of(case, own_source(self.outcome))

    def _language(self, case: Case, contact: Contact, account: Account) -> str:
        wanted: tuple[str, ...] = (contact.lang, case.lang, *account.languages, settings.LANGUAGE_CODE)
        return next(one for one in wanted if one in dict(settings.LANGUAGES))

    def _account(self, case: Case) -> Account | None:
        """The one they wrote to, if it is open and reaches their address; else the one through which its office writes
        to people by that medium."""
        own, contact = case.account, case.contact
        if contact is None:
            return None
        if own is not None and own.is_open and adapter_of(own.kind).medium == contact.channel:
            return own
        if contact.channel not in self.accounts:
            self.accounts[contact.channel] = self._account_of_office(contact.channel)
        return self.accounts[contact.channel]

    def _account_of_office(self, channel: str) -> Account | None:
        office = self.outcome.office
        return reply_accounts(office).get(channel) if self.outcome.is_of_a_member else account_for(office, channel)

    @cached_property
    def _link(self) -> str:
        return absolute(self.outcome.get_absolute_url())

    @cached_property
    def _about(self) -> dict[int, list[Named]]:
        """What each case is about, and what became of it."""
        found, clauses = defaultdict[int, list[Named]](list), NamedClauses(self.outcome)
        rows = Subject.objects.sure().filter(bill=self.outcome.bill_id, case__in=[one.pk for one in self.cases])
        for case, opened_at, eid in rows.order_by("pk").values_list("case", "case__opened_at", "eid"):
            found[case] += clauses.each([eid], timezone.localdate(opened_at))
        return found

    @cached_property
    def _suppressed(self) -> frozenset[str]:
        digests = {one.contact.digest for one in self.cases if one.contact is not None}
        rows = Suppression.objects.filter(office=self.outcome.office, digest__in=digests)
        return frozenset(rows.values_list("digest", flat=True))


def _put_off_at_night(sent: Sequence[Outbound], messages: Sequence[Personal]) -> None:
    """Telephones are left alone: what is queued for them says when it goes."""
    now, resting = timezone.now(), quiet_hours()
    if not resting.cover(now):
        return
    pairs = zip(sent, messages, strict=True)
    phones = [row.pk for row, of in pairs if adapter_of(of.account.kind).medium == Medium.SMS]
    Outbound.objects.filter(pk__in=phones).update(due_at=resting.over(now))


@transaction.atomic
def _finish(outcome: Outcome, *, by: Any) -> None:
    """Everybody is notified, or why not; and nothing waits to leave."""
    row = Outcome.objects.select_for_update(of=("self",)).select_related("office").get(pk=outcome.pk)
    waiting = Outbound.objects.not_left().filter(pk__in=row.notices.values("outbound"))
    if row.state != OutcomeState.RELEASED or waiting.exists():
        return
    row.state, row.sent_at = OUTCOME_WORKFLOW.after(row.state, "finish"), timezone.now()
    row.save(update_fields=["state", "sent_at"])
    audit.record("cases.finish_outcome", by=by, about=row, office=row.office, notified=row.notices.notified().count())
