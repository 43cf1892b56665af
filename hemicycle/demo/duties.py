"""The duties, trainings and yearly plan of the invented parliament, with gaps to be found: nobody stands in for who
answers letters, and a training of the researcher is about to end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.demo import staff
from hemicycle.governance.actions import duties, planning, training
from hemicycle.governance.models import Activity, Duty, Training
from hemicycle.rules.site_address import absolute

_COMMITTEE, _COMMUNICATIONS = staff.COMMITTEE_OFFICE, staff.COMMUNICATIONS_OFFICE
# Kind, office, holder, deputy.
DUTIES = (
    (Duty.Kind.APPROVING, _COMMUNICATIONS, "editor", "second.editor"),
    (Duty.Kind.MODERATION, _COMMUNICATIONS, "second.editor", "editor"),
    (Duty.Kind.ANSWERING, _COMMITTEE, "clerk", ""),
    (Duty.Kind.DATA_PROTECTION, _COMMITTEE, "administrator", "secretary"),
    (Duty.Kind.ARCHIVE, _COMMITTEE, "researcher", "clerk"),
    (Duty.Kind.POLICY, _COMMITTEE, "secretary", "second.secretary"),
)
HELD_FOR = timedelta(days=200)
TRAINED = ("clerk", "researcher", "officer", "editor", "second.editor", "administrator", "second.secretary")
TRAINED_DAYS_AGO = timedelta(days=100)
# Valid for a year, so that it ends within the month in which one is notified.
ENDS_SOON = timedelta(days=345)
HOURS = {"clerk": (_COMMITTEE, 12), "officer": (_COMMUNICATIONS, 10), "second.editor": (_COMMUNICATIONS, 6)}
# Title, goal, target, unit, audience, means, owner, first and last day from today, public.
PLAN: tuple[tuple[str, str, int, str, str, str, str, int, int, bool], ...] = (
    (
        "Schools write to the committee", "Pupils know how to be heard on a bill.", 12, "schools",
        "Secondary schools on the outer islands", "Visits and text messages", "officer", -140, -90, True,
    ),
    (
        "Bill 12 by text message", "Islanders without data follow the ferries bill.", 400, "followers",
        "Ferry users", "Text messages", "officer", -120, -40, True,
    ),
    (
        "Evidence in three languages", "Every call for evidence reaches all language groups.", 3, "languages",
        "Civil-society organisations", "Newsletter and website", "clerk", -30, 30, True,
    ),
    (
        "Open day of the House", "Citizens meet the people who answer them.", 800, "visitors",
        "Families in the capital", "Visits and the fediverse", "editor", 20, 21, True,
    ),
    (
        "Sign language for hearings", "Deaf citizens follow a hearing live.", 4, "hearings",
        "Deaf citizens", "Video", "second.editor", -60, -5, False,
    ),
    (
        "Radio hour with the committee", "Listeners without a phone put questions.", 6, "programmes",
        "Listeners of local radio", "Radio", "clerk", -80, -20, False,
    ),
)  # fmt: skip


def is_allocated() -> bool:
    return Duty.objects.exists()


@transaction.atomic
def allocate(*, by: Any = "demo") -> None:
    """Once the accounts of the House are there; a second time adds nothing."""
    if is_allocated():
        return
    today = timezone.localdate()
    for kind, office, holder, deputy in DUTIES:
        duty = duties.open_duty(kind=kind, office=Office.objects.get(slug=office), by=by)
        for part, mailbox in (("holder", holder), ("deputy", deputy)):
            if mailbox:
                duties.appoint(duty, person=_person(mailbox), part=part, starts_on=today - HELD_FOR, by=by)
    for account in Account.objects.open().filter(office__slug=_COMMUNICATIONS).select_related("office"):
        duties.open_duty(kind=Duty.Kind.ACCOUNT, office=account.office, account=account, by=by)
        duties.record_recovery_test(account, on=today - timedelta(days=30), works=True, by=_person("secretary"))
    duties.enter_leave(
        _person("editor"), starts_on=today + timedelta(days=7), ends_on=today + timedelta(days=11),
        by=_person("secretary"),
    )  # fmt: skip
    _train(today)
    for mailbox, (slug, hours) in HOURS.items():
        training.state_hours(
            _person(mailbox), office=Office.objects.get(slug=slug), hours=hours, by=_person("secretary")
        )
    _plan(today, by=by)


def _train(today: date) -> None:
    secretary = _person("secretary")
    for mailbox in TRAINED:
        subjects = [one for one in Training.NEEDED if mailbox != "researcher" or one != Training.Subject.ACCESSIBILITY]
        training.record_training(_person(mailbox), subjects=subjects, on=today - TRAINED_DAYS_AGO, by=secretary)
    training.record_training(
        _person("researcher"), subjects=[Training.Subject.ACCESSIBILITY], on=today - ENDS_SOON, by=secretary
    )
    training.record_training(
        secretary, subjects=Training.NEEDED, on=today - TRAINED_DAYS_AGO, by=_person("administrator")
    )


def _plan(today: date, *, by: Any) -> None:
    """Two are done, one is under way, one is to come, one overdue, one cancelled."""
    made = [_activity(today, *one, by=by) for one in PLAN]
    schools, texts, evidence, _open_day, _signs, radio = made
    where = absolute("/announcements/")
    planning.finish_activity(schools, result=14, evidence=where, what_came="Two schools more than planned.", by=by)
    planning.finish_activity(texts, result=310, evidence=where, what_came="Coverage is poor on two islands.", by=by)
    planning.begin_activity(evidence, by=by)
    planning.cancel_activity(radio, why="The station closed; the open day takes its place.", by=by)


def _activity(
    today: date, title: str, goal: str, target: int, unit: str, audience: str, means: str, owner: str, first: int,
    last: int, is_public: bool, *, by: Any,
) -> Activity:  # fmt: skip
    known = {
        "title": title, "goal": goal, "target": target, "unit": unit, "audience": audience, "channel": means,
        "office": Office.objects.get(slug=_COMMUNICATIONS), "owner": _person(owner),
        "starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last), "is_public": is_public,
    }  # fmt: skip
    return planning.plan_activity(known, by=by)


def _person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@{staff.DOMAIN}")
