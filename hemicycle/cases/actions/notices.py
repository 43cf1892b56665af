"""Whom cases notify of what: that people wrote, that a case is theirs, that a colleague answered or mentions them,
that an answer is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hemicycle.accounts.actions import end_notices, lower_notices, notify
from hemicycle.accounts.models import Assignment, Notice, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.cases.models import Campaign, Case, HearingReminder, Outcome, Subject
from hemicycle.channels.models.inbound import ON_PAPER
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ
from hemicycle.desk.models import WRITERS
from hemicycle.record.models import Document

MESSAGE, ASSIGNED, ANSWERED, MENTIONED = "cases.message", "cases.assigned", "cases.answered", "cases.mentioned"
LETTER = "cases.letter"
OUTCOME, HEARING = "cases.outcome", "cases.hearing"
URGENT, REFUSED = "cases.urgent", "cases.refused"
WRITE = "cases.write"
APPROVE, RETURNED = "cases.approve_answer", "cases.answer_returned"
UNAPPROVED = "cases.approval_undone"
TAKEN_BACK = "cases.answer_taken_back"
ESCALATED = "cases.escalated"
DUE, OVERDUE = "cases.due", "cases.overdue"


def note_message(case: Case, *, by: Any) -> None:
    """Whoever it is assigned to, as long as they answer there; of what is nobody's, those of its office who answer and
    may read it. Once for each account until they have read it, and once for all that left no address. What staff
    entered themselves they know."""
    if case.account is None and case.latest is not None and case.latest.batch == ON_PAPER:
        return
    roles = [role for role in ANSWERERS if case.is_public or role in MAY_READ]
    to = Assignment.objects.filter(office=case.office_id, role__in=roles, user__is_active=True).order_by("pk")
    if case.assignee_id is not None:
        theirs = to.filter(user=case.assignee_id)
        # Who has left the office meanwhile, or does not answer, reads nothing.
        to = theirs if theirs.exists() else to
    if case.account is None:
        notify(LETTER, to=to, about=case.office, office=case.office, by=by)
    else:
        notify(MESSAGE, to=to, about=case.account, office=case.office, by=by)


def note_assignment(case: Case, *, to: User, by: Any) -> None:
    """One notice for all cases of an office until it is read; it counts them."""
    theirs = Assignment.objects.filter(office=case.office_id, role__in=INBOX, user=to, user__is_active=True)
    notify(ASSIGNED, to=theirs.order_by("pk"), about=case.office, office=case.office, by=by)


def note_escalation(case: Case, *, to: User, by: Any) -> None:
    """At once, and for each case: it is read now, not when somebody comes to it."""
    theirs = Assignment.objects.filter(office=case.office_id, role__in=ANSWERERS, user=to, user__is_active=True)
    notify(ESCALATED, to=theirs.order_by("pk"), about=case, office=case.office, by=by)


def end_escalation(case: Case) -> None:
    """It is taken from whoever has it."""
    end_notices(ESCALATED, about=case, of=case.assignee)


def note_answer(case: Case, *, by: Any) -> None:
    """Whoever it is assigned to, where somebody else answered it."""
    roles = INBOX if case.is_public else MAY_READ
    to = Assignment.objects.filter(office=case.office_id, role__in=roles, user=case.assignee_id)
    notify(ANSWERED, to=to.filter(user__is_active=True).order_by("pk"), about=case, office=case.office, by=by)


def end_answer(case: Case) -> None:
    """It was taken back before it left."""
    end_notices(ANSWERED, about=case)


def note_proposal(case: Case, *, to: QuerySet[Assignment], by: Any) -> None:
    """Those who may approve an answer to it: one notice for all answers of an office until it is read; it counts
    them."""
    notify(APPROVE, to=to, about=case.office, office=case.office, by=by)


def count_proposals(office: Office, waiting: Counter[Any]) -> None:
    """Of those that are counted some are done; `waiting`: how many are left, by who wrote them. Nobody approves their
    own."""
    rows = Notice.objects.about([APPROVE], office.pk).filter(ended_at=None)
    for person in set(rows.values_list("person", flat=True)):
        lower_notices(APPROVE, about=office, of=person, times=waiting.total() - waiting[person])


def note_returned(case: Case, *, to: User, by: Any) -> None:
    """Whoever wrote an answer that a colleague did not approve."""
    theirs = Assignment.objects.filter(office=case.office_id, role__in=INBOX, user=to, user__is_active=True)
    notify(RETURNED, to=theirs.order_by("pk"), about=case, office=case.office, by=by)


def end_returned(case: Case, *, of: User) -> None:
    """Whoever wrote it has written another answer."""
    end_notices(RETURNED, about=case, of=of)


def note_unapproved(case: Case, *, to: User, by: Any) -> None:
    """Whoever wrote an answer of which a colleague took the approval back."""
    theirs = Assignment.objects.filter(office=case.office_id, role__in=INBOX, user=to, user__is_active=True)
    notify(UNAPPROVED, to=theirs.order_by("pk"), about=case, office=case.office, by=by)


def note_taken_back(case: Case, *, to: User, by: Any) -> None:
    """Whoever wrote an answer that a colleague took back."""
    theirs = Assignment.objects.filter(office=case.office_id, role__in=INBOX, user=to, user__is_active=True)
    notify(TAKEN_BACK, to=theirs.order_by("pk"), about=case, office=case.office, by=by)


def end_unapproved(case: Case) -> None:
    """It is approved again, sent back or taken back."""
    end_notices(UNAPPROVED, about=case)


def note_mention(case: Case, *, to: Iterable[User], by: Any) -> None:
    """Colleagues who may read it."""
    roles = INBOX if case.is_public else MAY_READ
    theirs = Assignment.objects.filter(office=case.office_id, role__in=roles, user__in=list(to), user__is_active=True)
    notify(MENTIONED, to=theirs.order_by("pk"), about=case, office=case.office, by=by)


def note_outcome(outcome: Outcome, *, by: Any) -> None:
    """Those who answer for the bill: something was decided, and those who wrote are to be notified."""
    notify(OUTCOME, to=answering_for(outcome.bill, outcome.office), about=outcome, office=outcome.office, by=by)


def note_hearing(reminder: HearingReminder, *, by: Any) -> None:
    """Those who answer for the bill: it is dealt with soon, and something is not done."""
    to = answering_for(reminder.bill, reminder.office)
    notify(HEARING, to=to, about=reminder, office=reminder.office, by=by)


def answering_for(bill: Document, office: Office) -> QuerySet[Assignment]:
    """To whom cases about a bill are assigned in this office; where to nobody, all who answer there."""
    of_office = Assignment.objects.filter(office=office, role__in=ANSWERERS, user__is_active=True).order_by("pk")
    cases = Subject.objects.sure().filter(bill=bill, case__office=office, case__assignee__isnull=False)
    theirs = of_office.filter(user__in=cases.order_by().values("case__assignee"))
    return theirs if theirs.exists() else of_office


def note_urgent(case: Case, *, by: Any) -> None:
    """Those of its office who answer and may read it, at once: somebody may be in danger."""
    roles = [role for role in ANSWERERS if case.is_public or role in MAY_READ]
    to = Assignment.objects.filter(office=case.office_id, role__in=roles, user__is_active=True).order_by("pk")
    notify(URGENT, to=to, about=case, office=case.office, by=by)


def note_due(office: Office, cases: Iterable[Case], *, by: Any) -> None:
    """Whoever they are assigned to; of what is nobody's in this office, those who answer there and may read it. One
    notice for each person, which counts those that are theirs."""
    held = list(Assignment.objects.filter(office=office, role__in=INBOX, user__is_active=True).order_by("pk"))
    people, numbers = {one.user_id for one in held}, Counter[Any]()
    for case in cases:
        roles = [role for role in ANSWERERS if case.is_public or role in MAY_READ]
        of_all = {one.user_id for one in held if one.role in roles}
        numbers.update({case.assignee_id} if case.assignee_id in people else of_all)
    for number in sorted(set(numbers.values())):
        to = [one for one in held if numbers[one.user_id] == number]
        notify(DUE, to=to, about=office, office=office, by=by, times=number)


def note_overdue(office: Office, number: int, *, by: Any) -> None:
    """Those who lead the office; all who answer there where nobody does, as in a member's."""
    held = Assignment.objects.filter(office=office, user__is_active=True).order_by("pk")
    leading = held.filter(role=Role.EDITOR)
    to = leading if leading.exists() else held.filter(role__in=ANSWERERS)
    notify(OVERDUE, to=to, about=office, office=office, by=by, times=number)


def note_writing(campaign: Campaign, *, to: User, by: Any) -> None:
    """Whoever is asked to write the answer."""
    theirs = Assignment.objects.filter(office=campaign.office_id, role__in=WRITERS, user=to, user__is_active=True)
    notify(WRITE, to=theirs.order_by("pk"), about=campaign, office=campaign.office, by=by)


def note_refusals(office: Office, *, by: Any) -> None:
    """Those who answer there: more letters come from one place than the form takes."""
    to = Assignment.objects.filter(office=office, role__in=ANSWERERS, user__is_active=True).order_by("pk")
    notify(REFUSED, to=to, about=office, office=office, by=by)
