"""Who sees, reads and answers cases: the roles are those of channels/permissions.py, each in its offices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from hemicycle.accounts.models import Assignment, User
from hemicycle.accounts.roles import Role
from hemicycle.cases.models import (
    READ_BY_EVERYBODY,
    Campaign,
    Case,
    CaseQuerySet,
    ImpersonationReport,
    ImpersonationReportQuerySet,
    ThreatReport,
    ThreatReportQuerySet,
    ThreatState,
)
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ
from hemicycle.desk.models import WRITERS

SAFETY = (Role.SAFETY, Role.MEMBER)
"""Those who see reports of threats: `ThreatReport.objects.open_to` says which."""

FAKES = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
"""Those who see that fake accounts are taken down: they look after the channels of the House."""
IMITATED = (Role.MEMBER,)
"""Those who see to the accounts that imitate them, and to no others; of what they left to the House they read what
became of it."""


THREAT_COUNTS = (Role.SAFETY, Role.SECRETARY, Role.ADMINISTRATOR)
"""Those who see how many threats were reported, by kind alone."""


MAKE_CAMPAIGNS = (Role.OFFICER, Role.EDITOR, Role.CLERK)
"""Those who say that letters to an office of the House are a campaign; a member's office answers none at a desk."""

ANSWER_LETTERS = tuple(role for role in ANSWERERS if role in MAY_READ)
"""Those who read letters and answer them: officers and editors answer what everybody reads."""


def due_fakes(person: User) -> ImpersonationReportQuerySet:
    """For each who sees to them: to be looked at, or to be asked after at the network."""
    return ImpersonationReport.objects.due().filter(_seen_to_by(person))


def fakes_shown_to(person: User) -> ImpersonationReportQuerySet:
    """To those who see to them; to a member's office those that imitate its member, too."""
    rows: ImpersonationReportQuerySet = ImpersonationReport.objects.select_related("account", "member")
    about = rows.imitating_member_of(person.offices_as(IMITATED)).with_the_house()
    return rows.filter(_seen_to_by(person) | Q(pk__in=about.values("pk")))


def may_change_fake(person: User, fake: ImpersonationReport) -> bool:
    return ImpersonationReport.objects.filter(_seen_to_by(person), pk=fake.pk).exists()


def _seen_to_by(person: User) -> Q:
    """What members' offices keep is theirs alone; the rest is the House's."""
    kept = Q(kept_by__in=person.offices_as(IMITATED))
    return kept | Q(kept_by=None) if person.has_role(FAKES) else kept


def waiting_threats(person: User) -> ThreatReportQuerySet:
    """New ones, and what is assigned to this person."""
    rows = ThreatReport.objects.open_to(person).unfinished()
    waiting: ThreatReportQuerySet = rows.filter(Q(state=ThreatState.NEW, assignee=None) | Q(assignee=person))
    return waiting


def readable_by(rows: CaseQuerySet, person: User) -> CaseQuerySet:
    """Of these, what this person may read."""
    letters, comments = person.offices_as(MAY_READ), person.offices_as(INBOX)
    readable: CaseQuerySet = rows.filter(Q(office__in=letters) | (READ_BY_EVERYBODY & Q(office__in=comments)))
    return readable


def may_read(person: User, case: Case) -> bool:
    return case.office_id in person.offices_as(INBOX if case.is_public else MAY_READ)


def may_answer(person: User, case: Case) -> bool:
    return may_read(person, case) and case.office_id in person.offices_as(ANSWERERS)


def readers_of(case: Case) -> QuerySet[User]:
    """Who may be given it: the people of its office who may read it."""
    held = Assignment.objects.filter(office=case.office_id, role__in=INBOX if case.is_public else MAY_READ)
    answers = Exists(_answering(case).filter(user=OuterRef("pk")))
    readers = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return readers.annotate(is_answerer=answers).order_by("name", "pk")


def answerers_of(case: Case) -> QuerySet[User]:
    """Of these, who may answer it, too."""
    return readers_of(case).filter(pk__in=_answering(case).values("user"))


def _answering(case: Case) -> QuerySet[Assignment]:
    return Assignment.objects.filter(office=case.office_id, role__in=ANSWERERS)


def colleagues_who_answer(readers: Iterable[User], person: User) -> list[User]:
    """Of `readers_of` a case, to whom this person may escalate it."""
    return [one for one in readers if one.is_answerer and one.pk != person.pk]  # type: ignore[attr-defined]


def may_decide(person: User, campaign: Campaign) -> bool:
    """What it is, and that it is over. Its answer is written by whoever writes for the office at the desk."""
    return campaign.office_id in person.offices_as(ANSWERERS)


def may_read_letters(person: User, campaign: Campaign) -> bool:
    """Whether this person reads what senders added: what was written to the office alone."""
    return campaign.office_id in person.offices_as(MAY_READ)


def may_ask_to_write(person: User, campaign: Campaign) -> bool:
    return may_decide(person, campaign) or may_write_answer(person, campaign)


def may_write_answer(person: User, campaign: Campaign) -> bool:
    return campaign.office_id in person.offices_as(WRITERS)
