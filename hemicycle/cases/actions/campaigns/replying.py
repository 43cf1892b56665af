"""The one answer to a campaign, sent to everybody who took part in it, once it is released at the desk.

Chunk by chunk: what is queued for a chunk, that its cases have the answer, and that they are closed is one
transaction, so that a run that was cut off goes on where it was, and nobody gets the answer twice. What cannot wait
for it, and a point of somebody's own that nobody has answered, stays open. Whoever has not confirmed their address
reads the answer on the page of their letter, and gets it when they confirm. A letter by post stays open: staff print
the answer and post it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.cases.actions.campaigns.letters import (
    Edition,
    answer_in_force,
    letter_for,
    says_more,
    wanted_language,
)
from hemicycle.cases.actions.campaigns.stopping import own_source, source_to_many
from hemicycle.cases.actions.opening import source_of
from hemicycle.cases.models import (
    Campaign,
    CampaignQuerySet,
    CampaignReply,
    CampaignState,
    Case,
    CaseQuerySet,
    OwnPoint,
    State,
)
from hemicycle.cases.models.campaign_reply import BY_POST, UNCONFIRMED
from hemicycle.cases.references import with_slot
from hemicycle.cases.workflow import CAMPAIGN_WORKFLOW
from hemicycle.channels import actions as channels
from hemicycle.channels.contract.capabilities import AnswersForAWhile, ByHand
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Account, Contact, Content, Medium, Outbound, Suppression
from hemicycle.channels.models.contact import FORGOTTEN
from hemicycle.channels.registry import ADAPTERS, adapter_of
from hemicycle.channels.sms.quiet_hours import due_now
from hemicycle.desk.models import Announcement
from hemicycle.follow.follow_accounts import account_for
from hemicycle.record.phrases import Phrase
from hemicycle.rules import audit, periods
from hemicycle.rules.periods import ANNOUNCEMENTS, ANSWERS, MASS_MESSAGES, Freezable

# Cases in one transaction, as with digests (follow/actions/digests.py).
CHUNK = 500
# In one round: some seconds, after which what was queued is sent and other rounds run, before the next goes on.
MOST_CHUNKS = 20
BY = "campaigns"
TO_MANY = Freezable((ANNOUNCEMENTS, MASS_MESSAGES), (ANSWERS,), resumes=True)
"""In a sensitive period it waits, unless the policy lets answers go on; afterwards it goes on by itself, for it is
owed to each of them."""
UNREACHABLE, EVERYBODY, STOPPED = "nobody", "public", "stopped"
_OWED = (OwnPoint.FOUND, OwnPoint.CONFIRMED)
# Those to whom one message is sent unchanged; on other networks an answer belongs to one message there.
IN_BULK = (Medium.EMAIL, Medium.SMS)


class Message(NamedTuple):
    """Those who get the same through the same account."""

    account: Account
    edition: Edition


@transaction.atomic
def take_note_of_release(campaign: Campaign, *, by: Any = BY) -> bool:
    """Its answer is out: whether that is new."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("office").get(pk=campaign.pk)
    if row.state != CampaignState.RUNNING:
        return False
    row.state, row.answered_at = CAMPAIGN_WORKFLOW.after(row.state, "answer"), timezone.now()
    row.save(update_fields=["state", "answered_at"])
    audit.record("cases.answer_campaign", by=by, about=row, office=row.office)
    return True


# Open, without the answer, and not one that has to be answered by itself: of a letter with words of its own that is
# known only once it was judged.
_WAITING = Q(state=State.OPEN, disputed_at=None, answered_at=None, urgency="", campaign_reply=None) & (
    Q(own_words="") | Q(judged_at__isnull=False)
)


def to_reply(campaign: Campaign) -> CaseQuerySet:
    """Those who wait for the answer."""
    rows: CaseQuerySet = Case.objects.of_campaign(campaign).filter(_WAITING).order_by("pk")
    return rows


def campaigns_to_reply(*, late: bool) -> CampaignQuerySet:
    """Answered, with somebody who has not got the answer; `late`: also those who confirmed only afterwards, who are
    looked for among all that are not confirmed."""
    answered = Campaign.objects.with_released_answer().filter(state=CampaignState.ANSWERED)
    cases = Case.objects.filter(_WAITING, campaign__in=answered.values("pk")).order_by()
    without = Campaign.objects.filter(
        organiser__isnull=False, organiser_case__isnull=False, organiser_case__campaign_reply=None
    )
    merged = without.filter(merged_into__isnull=False).values("merged_into")
    waiting = Q(pk__in=cases.values("campaign")) | Q(pk__in=without.values("pk")) | Q(pk__in=merged)
    if late:
        confirmed = CampaignReply.objects.filter(why_not=UNCONFIRMED, case__confirmed_at__isnull=False)
        waiting |= Q(pk__in=confirmed.filter(case__disputed_at=None).order_by().values("campaign"))
    rows: CampaignQuerySet = answered.filter(waiting)
    return rows


def confirmed_since(campaign: Campaign) -> CaseQuerySet:
    """Those who confirmed their address only after it was answered."""
    waiting = CampaignReply.objects.filter(campaign=campaign, why_not=UNCONFIRMED).values("case")
    rows: CaseQuerySet = Case.objects.filter(pk__in=waiting).confirmed().order_by("pk")
    return rows


def reply(campaign: Campaign, *, stopping: Callable[[], bool] = lambda: False, by: Any = BY) -> int:
    """Give the answer to those who wait for it, as many as a round takes; how many now have it. Nothing where a
    sensitive period holds it."""
    answer = answer_in_force(campaign)
    if answer is None or periods.stops(TO_MANY):
        return 0
    merged = campaign.merged.exclude(organiser=None).select_related("office", "organiser__office", "organiser_case")
    announced = (campaign, *merged.order_by("pk"))
    done, chunks = sum(_reply_to_organiser(one, campaign, answer, by=by) for one in announced), 0
    for rows in (confirmed_since(campaign), to_reply(campaign)):
        while chunks < MOST_CHUNKS and not stopping() and _still_answers(campaign, answer):
            if not (given := _reply_to_some(campaign, answer, rows, by=by)):
                break
            done, chunks = done + given, chunks + 1
    return done


def _still_answers(campaign: Campaign, answer: Announcement) -> bool:
    """What was corrected or is withdrawn meanwhile goes on in the next round, or not at all."""
    return answer_in_force(Campaign.objects.select_related("answer__withdrawal").get(pk=campaign.pk)) == answer


@transaction.atomic
def _reply_to_some(campaign: Campaign, answer: Announcement, rows: CaseQuerySet, *, by: Any) -> int:
    """One chunk; how many cases."""
    related = ("account__office", "contact__office", "latest__contact__office", "latest__account", "point_answer")
    cases = list(rows.select_for_update(of=("self",)).select_related(*related)[:CHUNK])
    if not cases:
        return 0
    sent, why_not = _send(campaign, answer, cases, by=by)
    _note_replies(campaign, cases, sent, why_not)
    _settle(cases, why_not)
    audit.record(
        "cases.reply_to_campaign", by=by, about=campaign, office=campaign.office, cases=len(cases), sent=len(sent)
    )
    return len(cases)


def _send(
    campaign: Campaign, answer: Announcement, cases: Sequence[Case], *, by: Any
) -> tuple[dict[int, int], dict[int, str]]:
    """The key of what was queued, or why nothing was, by the key of each case."""
    ways = _Ways(campaign, cases)
    sent, why_not = dict[int, int](), dict[int, str]()
    groups: dict[Message, list[Case]] = defaultdict(list)
    editions = Phrase({text.lang: text.lang for text in answer.texts.all()})
    for case in cases:
        if reason := ways.obstacle(case):
            why_not[case.pk] = reason
            continue
        account = ways.account(case)
        lang = editions.in_language(wanted_language(case)).lang
        owed = case.point_answer is None and case.own_point in _OWED
        edition = Edition(answer, lang, case.point_answer, owed=owed)
        if account is not None and _takes_bulk(account, case):
            groups[Message(account, edition)].append(case)
        elif isinstance(found := _send_alone(campaign, case, edition, by=by), Outbound):
            sent[case.pk] = found.pk
        else:
            why_not[case.pk] = found
    for message, members in groups.items():
        sent |= _send_same(campaign, message, members, by=by)
    return sent, why_not


def _send_same(campaign: Campaign, message: Message, cases: Sequence[Case], *, by: Any) -> dict[int, int]:
    content = content_for(campaign, message)
    contacts = {case.contact_id: case.written_reference for case in cases if case.contact_id is not None}
    due = due_now(adapter_of(message.account.kind).medium)
    channels.queue_many(content, contacts, own=contacts, due_at=due, by=by)
    rows = Outbound.objects.filter(content=content, contact__in=contacts).values_list("contact", "pk")
    queued = dict(rows)
    return {case.pk: queued[case.contact_id] for case in cases if case.contact_id in queued}


def content_for(campaign: Campaign, message: Message) -> Content:
    """Prepared once; asked again it stays what it was."""
    account, edition = message
    source = f"{source_to_many(campaign.pk, edition.answer)}{edition.key}"
    letter, slot = with_slot(lambda reference: letter_for(campaign, edition, reference=reference))
    # Whoever announced it has no letter.
    slot = "" if edition.announced else slot
    rendered = channels.render(account, letter)
    return channels.prepare(account, source=source, lang=edition.lang, rendered=rendered, freezable=TO_MANY, slot=slot)


def _send_alone(campaign: Campaign, case: Case, edition: Edition, *, by: Any) -> Outbound | str:
    """Where an answer belongs to the message it answers; or why it cannot be."""
    latest = case.latest
    if latest is None or latest.account is None or isinstance(ADAPTERS.get(latest.account.kind), ByHand):
        return UNREACHABLE
    letter = letter_for(campaign, edition, reference=case.written_reference)
    text = "\n\n".join(filter(None, (letter.title, letter.body, letter.link)))
    try:
        rendered = channels.preview(latest, text=text, lang=edition.lang, privately=True)
    except CannotAnswer as error:
        return error.code
    source = source_of(case, own_source(campaign, edition.answer))
    content = channels.prepare(latest.account, source=source, lang=edition.lang, rendered=rendered, freezable=TO_MANY)
    not_after = channels.answerable_until(latest)
    return channels.queue(content, to=latest.contact, due_at=channels.leaves_at(latest), not_after=not_after, by=by)


def _reply_to_organiser(announced: Campaign, campaign: Campaign, answer: Announcement, *, by: Any) -> int:
    """At once, as everybody else, to whoever announced it or what was merged into it; of one who announced both, one
    message is for both. How many cases, one or none."""
    case, to = announced.organiser_case, announced.organiser
    if case is None or to is None or CampaignReply.objects.filter(case=case).exists():
        return 0
    account = account_for(announced.office, to.channel)
    if account is None or not to.address or to.is_suppressed:
        return 0
    langs = Phrase({text.lang: text.lang for text in answer.texts.all()})
    message = Message(
        account, Edition(answer, langs.in_language(to.lang or announced.lang).lang, None, announced=True)
    )
    theirs = CampaignReply.objects.filter(campaign=campaign, case__organised__organiser=to)
    with transaction.atomic():
        outbound = Outbound.objects.filter(pk__in=theirs.values("outbound")).first()
        if outbound is None:
            outbound = channels.queue(content_for(announced, message), to=to, due_at=due_now(to.channel), by=by)
        CampaignReply.objects.create(campaign=campaign, case=case, outbound=outbound)
        if not says_more(case):
            _settle([case], {})
    return 1


def _note_replies(campaign: Campaign, cases: Iterable[Case], sent: dict[int, int], why_not: dict[int, str]) -> None:
    """A row for each; of whoever confirmed later, theirs says so no more."""
    CampaignReply.objects.filter(case__in=[case.pk for case in cases], why_not=UNCONFIRMED).delete()
    CampaignReply.objects.bulk_create(
        CampaignReply(
            campaign=campaign, case=case, outbound_id=sent.get(case.pk), why_not=why_not.get(case.pk, "")
        )
        for case in cases
    )  # fmt: skip


def _settle(cases: Sequence[Case], why_not: dict[int, str]) -> None:
    """They are answered, be it on the page alone; one with a point that nobody answered stays open, and one that came
    by post, whose answer has still to be posted (actions/answering.py)."""
    now = timezone.now()
    keys = [case.pk for case in cases if why_not.get(case.pk) != BY_POST]
    Case.objects.filter(pk__in=keys, answered_at=None).update(answered_at=now)
    given = Case.objects.filter(pk__in=[key for key in keys if why_not.get(key) != UNCONFIRMED])
    given.exclude(point_answer=None).update(own_point=OwnPoint.ANSWERED)
    owed = Q(own_point__in=_OWED)
    done = Case.objects.filter(pk__in=keys, state=State.OPEN).exclude(owed)
    done.update(state=State.CLOSED, closed_at=now, snoozed_until=None, waiting_since=None)


class _Ways:
    """Through what each of some cases is written to, or why not; what is asked of all of them is asked once."""

    def __init__(self, campaign: Campaign, cases: Sequence[Case]) -> None:
        self.campaign = campaign
        digests = {case.contact.digest for case in cases if case.contact is not None}
        stopped = Suppression.objects.filter(office=campaign.office, digest__in=digests)
        self.stopped = set(stopped.values_list("digest", flat=True))
        self.accounts: dict[str, Account | None] = {}

    def obstacle(self, case: Case) -> str:
        # A letter by post is signed: there is no address to confirm.
        on_paper = case.latest is not None and case.latest.is_on_paper
        if case.confirmed_at is None and not on_paper:
            return UNCONFIRMED
        if case.is_public:
            # Everybody reads the answer there; the same words below each of a thousand posts would be a flood of ours.
            return EVERYBODY
        if case.contact is None or case.contact.sealed == FORGOTTEN:
            return UNREACHABLE
        if case.contact.digest in self.stopped:
            return STOPPED
        return BY_POST if on_paper else ""

    def account(self, case: Case) -> Account | None:
        """That which they wrote to, where it writes to their address; else the one of the office that does."""
        contact, account = case.contact, case.account
        assert contact is not None
        if account is not None and account.is_open and _writes_to(account, contact):
            return account
        if contact.channel not in self.accounts:
            self.accounts[contact.channel] = account_for(self.campaign.office, contact.channel)
        return self.accounts[contact.channel]


def _writes_to(account: Account, contact: Contact) -> bool:
    adapter = ADAPTERS.get(account.kind)
    return adapter is not None and adapter.addressed and adapter.medium == contact.channel


def _takes_bulk(account: Account, case: Case) -> bool:
    assert case.contact is not None
    adapter = ADAPTERS.get(account.kind)
    return case.contact.channel in IN_BULK and not isinstance(adapter, AnswersForAWhile)


def public_answer_of(case: Case) -> Announcement | None:
    """The answer to the campaign of a case, for the page on which its sender finds out how it stands."""
    campaign = Campaign.objects.select_related("answer").filter(cases=case, state=CampaignState.ANSWERED).first()
    return answer_in_force(campaign) if campaign is not None else None
