"""Where the policy asks for it, a colleague approves an answer to a person before it leaves.

What an office says to everybody or to many passes the desk (desk/actions); this is for the answers to one. Whoever
wrote an answer never approves it. A member's office answers for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.cases.actions import notices
from hemicycle.cases.models import Case, CaseMessage, ProposedAnswer
from hemicycle.channels import actions as channels
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Answer, Inbound, InboundQuerySet
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ, readable_by
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

OWN, GONE, WAITS, CHANGED = "own", "gone", "waits", "changed"
"""The codes of CannotAnswer for what its writer may not approve, what somebody saw to meanwhile, words that wait
already, and a case that has more in it than who approves has seen."""


def is_approved_first(case: Case) -> bool:
    """Whether a colleague approves an answer to it before that leaves."""
    asked = in_force("answers_approved")
    if asked == "none" or case.office.kind != Office.Kind.INSTITUTION:
        return False
    return asked == "all" or case.is_public


def approvers_of(case: Case, *, writer: User) -> QuerySet[Assignment]:
    """Those of its office who may read and answer it, without whoever wrote the answer."""
    may_read = INBOX if case.is_public else MAY_READ
    roles = [role for role in ANSWERERS if role in may_read]
    rows = Assignment.objects.filter(office=case.office_id, role__in=roles, user__is_active=True)
    found: QuerySet[Assignment] = rows.exclude(user=writer).order_by("pk")
    return found


@transaction.atomic
def propose(message: Inbound, *, case: Case, text: str, lang: str, key: str, by: User) -> ProposedAnswer:
    """Keep it for a colleague, who gets a notice; `key` is that of its form, and the same form twice is one. What was
    sent back to its writer gives way to it. Raises CannotAnswer as an answer would, and where the same words wait."""
    # Two forms with the same words may come at once.
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    existing: ProposedAnswer | None = ProposedAnswer.objects.filter(key=key).first()
    if existing is not None:
        return existing
    if ProposedAnswer.objects.waiting().about(case).filter(text=text.strip(), lang=lang).exists():
        raise CannotAnswer(WAITS)
    channels.check_answer(message, text=text, lang=lang, by=by)
    end_returned(case, of=by)
    row = ProposedAnswer.objects.create(
        office=case.office, inbound=message, key=key, text=text.strip(), lang=lang, written_by=by
    )
    notices.note_proposal(case, to=approvers_of(case, writer=by), by=by)
    audit.record("cases.propose_answer", by=by, about=case, office=case.office)
    return row


def entries_of(cases: Iterable[Case]) -> Counter[int]:
    """How many messages and answers each has, none of one that was merged: more than somebody has seen means that
    something came since."""
    held = CaseMessage.objects.filter(case__in=[one.pk for one in cases]).order_by()
    received, given = Count("pk", distinct=True), Count("inbound__given_answers", distinct=True)
    return Counter({row["case"]: row["n"] for row in held.values("case").annotate(n=received + given)})


@transaction.atomic
def approve(proposal: ProposedAnswer, *, case: Case, seen: int | None = None, by: User) -> Answer:
    """It is given now, in the name of whoever wrote it. `seen`: how many entries of the case they saw, None where
    nothing tells. Raises CannotAnswer."""
    row = _lock(proposal)
    if row.written_by_id == by.pk:
        raise CannotAnswer(OWN)
    if seen is not None and seen < entries_of([case])[case.pk]:
        raise CannotAnswer(CHANGED)
    answer = channels.give_answer(row.inbound, text=row.text, lang=row.lang, key=row.key, by=row.written_by)
    Answer.objects.filter(pk=answer.pk).update(approved_by=by)
    row.delete()
    _count_notices(case.office)
    notices.end_unapproved(case)
    audit.record("cases.approve_answer", by=by, about=case, office=case.office)
    return answer


@transaction.atomic
def undo_approval(answer: Answer, *, case: Case, by: User) -> bool:
    """Before it has left: it waits again, and whoever wrote it is notified, and reads who did. Whether this call
    did."""
    if not channels.take_back(answer, by=by):
        return False
    ProposedAnswer.objects.create(
        office=case.office, inbound=answer.inbound, key=channels.new_key(informs=answer.informs), text=answer.text,
        lang=answer.lang, written_by=answer.written_by, returned_by=by,
    )  # fmt: skip
    notices.note_proposal(case, to=approvers_of(case, writer=answer.written_by), by=by)
    notices.note_unapproved(case, to=answer.written_by, by=by)
    audit.record("cases.undo_approval", by=by, about=case, office=case.office)
    return True


def end_returned(case: Case, *, of: User) -> None:
    """What was sent back to its writer gives way to another answer of theirs."""
    deleted, _each = ProposedAnswer.objects.about(case).filter(written_by=of).exclude(returned_at=None).delete()
    if deleted:
        notices.end_returned(case, of=of)


@transaction.atomic
def send_back(proposal: ProposedAnswer, *, case: Case, why: str, by: User) -> None:
    """To whoever wrote it, who gets a notice. ValueError without a reason, CannotAnswer where somebody was quicker."""
    if not why.strip():
        raise ValueError("no reason")
    row = _lock(proposal)
    row.returned_by, row.returned_at, row.why = by, timezone.now(), why.strip()[:600]
    row.save(update_fields=["returned_by", "returned_at", "why"])
    _count_notices(case.office)
    notices.end_unapproved(case)
    notices.note_returned(case, to=row.written_by, by=by)
    audit.record("cases.send_answer_back", by=by, about=case, office=case.office)


@transaction.atomic
def take_proposal_back(proposal: ProposedAnswer, *, case: Case, by: User) -> bool:
    """Its writer's alone, as long as nobody has approved it; whether this call did."""
    deleted, _each = ProposedAnswer.objects.filter(pk=proposal.pk, written_by=by).delete()
    if deleted:
        _count_notices(case.office)
        notices.end_unapproved(case)
        audit.record("cases.take_proposal_back", by=by, about=case, office=case.office)
    return bool(deleted)


def forget(messages: InboundQuerySet) -> None:
    """Part of erasing these: nobody is asked any more to approve an answer to them."""
    rows = ProposedAnswer.objects.filter(inbound__in=messages)
    offices = list(Office.objects.filter(pk__in=rows.values("office")))
    rows.delete()
    for office in offices:
        _count_notices(office)


def count_for(person: User) -> int:
    """How many wait that this person may approve; 0, without a query, where the policy asks for none."""
    if in_force("answers_approved") == "none":
        return 0
    return proposals_for(person).exclude(written_by=person).count()


def proposals_for(person: User) -> QuerySet[ProposedAnswer]:
    """What waits in the offices where this person answers, to messages that they may read; the oldest first."""
    rows = ProposedAnswer.objects.waiting().filter(office__in=person.offices_as(ANSWERERS))
    found: QuerySet[ProposedAnswer] = rows.filter(
        Exists(readable_by(Inbound.objects.filter(pk=OuterRef("inbound")), person))
    )
    return found.select_related("written_by", "office", *_RELATED).order_by("written_at", "pk")


def _lock(proposal: ProposedAnswer) -> ProposedAnswer:
    rows = ProposedAnswer.objects.waiting().select_for_update(of=("self",)).select_related("written_by", *_RELATED)
    row: ProposedAnswer | None = rows.filter(pk=proposal.pk).first()
    if row is None:
        raise CannotAnswer(GONE)
    return row


_RELATED = ("inbound__office", "inbound__account__office", "inbound__contact__office")


def _count_notices(office: Office) -> None:
    waiting = ProposedAnswer.objects.waiting().filter(office=office).order_by()
    notices.count_proposals(office, Counter(waiting.values_list("written_by", flat=True)))
