"""Every message that came through an account belongs to a case, from the moment it is stored.

It belongs to an earlier one of the same sender and office where it answers something of ours about that case, where it
names its reference, or where it is a text message that follows soon upon another and begins with no other bill; else
it opens a case of its own. So does who merely names the reference of somebody else, and who answers in private what
everybody reads. What a machine wrote, and a command that ours answered, is set aside, and can be taken up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.cases import references
from hemicycle.cases.actions import notices
from hemicycle.cases.actions.subjects import bills_begun_with
from hemicycle.cases.models import READ_BY_EVERYBODY, CampaignReply, Case, CaseMessage, OutcomeNotice, State, Subject
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.channels.models import ANSWER_SOURCE, Answer, Inbound, Medium, Outbound, is_public
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

CASE_SOURCE = "case:"
"""What the sources of everything begin with that is sent about one case: case:<key of the row>:<what it is>."""
CAMPAIGN_SOURCE = "campaign:"
"""What those begin with that go to everybody who took part in one: campaign:<campaign>:<announcement>:<point or 0>."""
OUTCOME_SOURCE = "outcome:"
"""What those begin with that go to many who wrote about a bill: outcome:<outcome>:<digest of the words>, and before
that <announcement>: where one corrected it."""
BY = "cases"
# A reference stands in the subject, or at the top of what somebody adds to our text.
_LOOKED_AT = 600


_opened: list[Callable[[Case, Inbound], Any]] = []


def register_opened(handle: Callable[[Case, Inbound], Any]) -> None:
    """What else is done with every case that a person opens, and with its first message: in order of registration, in
    the same transaction."""
    _opened.append(handle)


def source_of(case: Case, what: str) -> str:
    return f"{CASE_SOURCE}{case.pk}:{what}"


@transaction.atomic(savepoint=False)
def take(message: Inbound) -> None:
    """A message that was stored just now; what came through no account, and is to be analysed alone, has no case."""
    if message.account_id is None:
        return
    found = _continued(message)
    if found is None:
        open_case(message, by=BY)
    else:
        add(found, message, by=BY)


def open_case(message: Inbound, *, by: Any, confirmed: bool = False) -> Case:
    """A case of its own; `confirmed`: its sender's address is known to be theirs."""
    is_for_us = not (message.automatic or message.keyword)
    case: Case = new_case(
        message,
        state=State.OPEN if is_for_us else State.SET_ASIDE,
        waiting_since=message.received_at if is_for_us else None,
        confirmed_at=timezone.now() if confirmed or message.is_authenticated else None,
    )
    audit.record("cases.open", by=by, about=case, office=case.office)
    if is_for_us:
        notices.note_message(case, by=by)
        for handle in _opened:
            handle(case, message)
    return case


def case_for_letter(message: Inbound, *, is_new: bool, by: Any) -> Case:
    """The case of a letter that staff entered: an earlier one where it names its reference, as of any other."""
    if not is_new:
        existing: Case = Case.objects.holding(message).select_related("office").get()
        return existing
    found = _continued(message)
    if found is None:
        return open_case(message, by=by)
    add(found, message, by=by)
    return found


def new_case(message: Inbound, **known: Any) -> Case:
    """The rows alone, under a reference that no other has; `known` are further fields."""
    while Case.objects.filter(reference=(reference := references.new_reference())).exists():
        pass
    case = Case.objects.create(
        office=message.office, reference=reference, channel=message.channel, account=message.account,
        direct=message.direct, contact=message.contact, sender=message.sender, lang=message.lang, latest=message,
        opened_at=message.received_at, heard_at=message.received_at, **known,
    )  # fmt: skip
    CaseMessage.objects.create(case=case, inbound=message)
    return case


@transaction.atomic
def case_for(message: Inbound, *, by: Any) -> Case:
    """The case of a message; of one that came as a file to be analysed a closed one, which asks nothing of anybody."""
    existing: Case | None = Case.objects.holding(message).select_related("office").first()
    if existing is not None:
        return existing
    now = timezone.now()
    case = new_case(message, state=State.CLOSED, closed_at=now, judged_at=now)
    audit.record("cases.open", by=by, about=case, office=case.office)
    return case


def add(case: Case, message: Inbound, *, by: Any) -> None:
    """One more message of the same person; what they say themselves is to do again."""
    CaseMessage.objects.create(case=case, inbound=message)
    if message.automatic or message.keyword:
        return
    case.latest, case.heard_at, case.judged_at = message, message.received_at, None
    case.waiting_since = case.waiting_since or message.received_at
    # They wrote again: whoever put it off knows more now.
    case.snoozed_until = None
    if case.state in CASE_WORKFLOW.sources("reopen"):
        case.state, case.closed_at = CASE_WORKFLOW.after(case.state, "reopen"), None
    case.lang = case.lang or message.lang
    case.save()
    audit.record("cases.add_message", by=by, about=case, office=case.office)
    notices.note_message(case, by=by)


def _continued(message: Inbound) -> Case | None:
    if not message.sender:
        return None
    theirs = Case.objects.of_sender(message.office, message.sender)
    # Who reads a case depends on whether everybody reads it where it was written.
    theirs = theirs.read_by_everybody() if is_public(message) else theirs.exclude(READ_BY_EVERYBODY)
    for key in _answered(message):
        if (found := _whole(theirs.filter(pk=key))) is not None:
            return found
    named = references.named_in(f"{message.subject}\n{message.text[:_LOOKED_AT]}")
    if named and (found := _whole(theirs.filter(reference__in=named))) is not None:
        return found
    return _going_on(message, theirs.unmerged())


def _answered(message: Inbound) -> list[int]:
    """The keys of the cases about which we sent what this message answers; of a text message, of which that is only
    likely, those about the bill that it begins with."""
    keys, named = _written_about(message.answers), bills_begun_with(message)
    about = Subject.objects.filter(case__in=keys, bill__in=named)
    return list(about.values_list("case", flat=True)) if named else keys


def _written_about(sent: Outbound | None) -> list[int]:
    if sent is None:
        return []
    source = sent.content.source
    if source.startswith(CASE_SOURCE):
        return [int(source.split(":")[1])]
    if source.startswith(CAMPAIGN_SOURCE):
        return list(CampaignReply.objects.filter(outbound=sent).values_list("case", flat=True))
    if source.startswith(OUTCOME_SOURCE):
        return list(OutcomeNotice.objects.filter(outbound=sent).values_list("case", flat=True))
    if not source.startswith(ANSWER_SOURCE):
        return []
    given = Answer.objects.filter(outbound=sent).values("inbound")
    return list(CaseMessage.objects.filter(inbound__in=given).values_list("case", flat=True))


def _going_on(message: Inbound, theirs: Any) -> Case | None:
    """Text messages do not say what they belong to: they go on for as long as one counts as a reply."""
    if message.channel != Medium.SMS or message.automatic or message.keyword:
        return None
    if message.contact is not None and message.contact.is_new:
        return None
    since = timezone.now() - timedelta(hours=in_force("reply_window_hours"))
    lately = theirs.filter(channel=Medium.SMS, heard_at__gte=since).exclude(state=State.SET_ASIDE)
    if named := bills_begun_with(message):
        # BILL 15 does not go on with what was said of bill 12.
        lately = lately.filter(pk__in=Subject.objects.filter(bill__in=named).values("case"))
    return _whole(lately.order_by("-heard_at", "-pk"))


def _whole(rows: Any) -> Case | None:
    """One that was merged goes on in the other, unless anybody could have named the address."""
    found: Case | None = rows.select_related("office", "merged_into__office").first()
    if found is None or found.state != State.MERGED:
        return found
    return None if found.is_unproven else found.merged_into
