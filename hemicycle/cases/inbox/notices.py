"""What the bell says of messages that came in, of cases, answers and notes, to those of their office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hemicycle.accounts.models import Frequency, Notice, User
from hemicycle.accounts.notices.kinds import Described, Kind, each_described, register_kind
from hemicycle.cases.actions.notices import (
    ANSWERED,
    APPROVE,
    ASSIGNED,
    DUE,
    ESCALATED,
    HEARING,
    LETTER,
    MENTIONED,
    MESSAGE,
    OUTCOME,
    OVERDUE,
    REFUSED,
    RETURNED,
    TAKEN_BACK,
    UNAPPROVED,
    URGENT,
    WRITE,
)
from hemicycle.cases.actions.safety.reporting import THREAT
from hemicycle.cases.inbox import choices
from hemicycle.cases.inbox.rows import title_of
from hemicycle.cases.models import Campaign, CampaignState, Case, HearingReminder, Outcome, ThreatReport
from hemicycle.cases.permissions import SAFETY, readable_by
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.permissions import ANSWERERS, INBOX
from hemicycle.desk.models import WRITERS


def messages(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    inbox = reverse("cases:inbox")
    return each_described(
        notices,
        Account.objects.visible_to(person),
        lambda one: Described(one.name, f"{inbox}?account={one.pk}", _("Open the inbox")),
    )


def assigned(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    mine = f"{reverse('cases:inbox')}?whose={choices.MINE}"
    return _offices(person, notices, mine, _("See what is assigned to me"))


def letters(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _offices(person, notices, reverse("cases:inbox"), _("Open the inbox"))


def _offices(person: User, notices: Sequence[Notice], address: str, action: str | Promise) -> Mapping[int, Described]:
    """By office: the inbox shows what is theirs."""
    offices = {office.pk: str(office) for office in person.offices}
    return {one.pk: Described(offices[one.about], address, action) for one in notices if one.about in offices}


def refused(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    taken = f"{reverse('cases:inbox')}?state={choices.ALL}&medium={Medium.WEB}"
    return _offices(person, notices, taken, _("See the letters from the form"))


def due(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _offices(person, notices, _counted(choices.TODAY), _("See what is due"))


def overdue(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _offices(person, notices, _counted(choices.OVERDUE), _("See what is overdue"))


def _counted(value: str) -> str:
    """Where the inbox lists what these notices count: letters of campaigns and the snoozed too, the oldest first."""
    return f"{reverse('cases:inbox')}?state={choices.ALL}&campaign={choices.EACH}&due={value}&order={choices.OLDEST}"


def answered(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _cases(person, notices, _("Read the answer"))


def mentioned(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _cases(person, notices, _("Read the note"))


def to_approve(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _offices(person, notices, reverse("cases:proposals"), _("Read the answers"))


def returned(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _cases(person, notices, _("Change your answer"))


def unapproved(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _cases(person, notices, _("Read the case"))


def to_write(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    rows = Campaign.objects.visible_to(person).filter(state=CampaignState.RUNNING)
    return each_described(
        notices,
        rows,
        lambda one: Described(str(one), reverse("cases:campaign", args=[one.address]), _("Open the campaign")),
    )


def hearings(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    rows = HearingReminder.objects.visible_to(person).select_related("bill")
    return each_described(
        notices, rows, lambda one: Described(_heard_on(one), reverse("cases:outcomes"), _("See what is not done"))
    )


def _heard_on(reminder: HearingReminder) -> str:
    return f"{reminder.bill} · {date_format(reminder.on, 'DATE_FORMAT')}"


def outcomes(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    rows = Outcome.objects.visible_to(person).select_related("bill")
    return each_described(
        notices,
        rows,
        lambda one: Described(str(one), reverse("cases:outcome", args=[one.pk]), _("Notify those who wrote")),
    )


def escalated(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _cases(person, notices, _("Read the case"))


def urgent(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _cases(person, notices, _("Read the case"))


def _cases(person: User, notices: Sequence[Notice], action: str | Promise) -> Mapping[int, Described]:
    """By their titles; who wrote is named only where everybody reads it."""
    rows = readable_by(Case.objects.visible_to(person), person)
    readable = rows.select_related("latest__contact", "latest__account")
    return each_described(
        notices, readable, lambda one: Described(title_of(one), reverse("cases:case", args=[one.reference]), action)
    )


def threats(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return each_described(
        notices,
        ThreatReport.objects.open_to(person),
        lambda one: Described(str(one), reverse("cases:threat", args=[one.pk]), _("Open the report")),
    )


KINDS = (
    Kind(
        MESSAGE, _("People wrote or replied"),
        ngettext_lazy("%(n)d new message from people.", "%(n)d new messages from people.", "n"),
        ANSWERERS, messages, Frequency.HOURLY, counts=True,
    ),
    Kind(
        LETTER, _("People wrote and left no address"),
        ngettext_lazy("%(n)d new letter without an address.", "%(n)d new letters without an address.", "n"),
        ANSWERERS, letters, Frequency.HOURLY, counts=True,
    ),
    Kind(
        ASSIGNED, _("Cases were assigned to me"),
        ngettext_lazy("%(n)d case was assigned to you.", "%(n)d cases were assigned to you.", "n"),
        INBOX, assigned, counts=True,
    ),
    Kind(
        ESCALATED, _("A colleague escalates a case to me"),
        _("A colleague escalated a case to you: read it now."), ANSWERERS, escalated,
    ),
    Kind(
        DUE, _("An answer is due"),
        ngettext_lazy("%(n)d answer is due today or overdue.", "%(n)d answers are due today or overdue.", "n"),
        INBOX, due, counts=True,
    ),
    Kind(
        OVERDUE, _("Answers of my office are long overdue"),
        ngettext_lazy(
            "%(n)d answer was due days ago, and nobody has given it.",
            "%(n)d answers were due days ago, and nobody has given them.", "n",
        ),
        ANSWERERS, overdue, counts=True,
    ),
    Kind(
        ANSWERED, _("A colleague answered a case that is assigned to me"),
        _("A colleague answered a case that is assigned to you."), INBOX, answered,
    ),
    Kind(
        APPROVE, _("Answers of colleagues are to be approved"),
        ngettext_lazy("%(n)d answer is to be approved.", "%(n)d answers are to be approved.", "n"),
        ANSWERERS, to_approve, counts=True,
    ),
    Kind(
        RETURNED, _("A colleague sends an answer of mine back"),
        _("A colleague did not approve your answer, and says why."), ANSWERERS, returned,
    ),
    Kind(
        UNAPPROVED, _("A colleague takes the approval of an answer of mine back"),
        _("A colleague took the approval of your answer back before it left: it waits again."), ANSWERERS, unapproved,
    ),
    Kind(
        TAKEN_BACK, _("A colleague takes an answer of mine back"),
        _("A colleague took your answer back before it left: the case is open again."), ANSWERERS, unapproved,
    ),
    Kind(
        MENTIONED, _("A colleague mentions me in a note"),
        _("A colleague mentions you in a note about a case."), INBOX, mentioned,
    ),
    Kind(
        WRITE, _("A colleague asks me to write the answer to a campaign"),
        _("A colleague asks you to write the answer to a campaign."), WRITERS, to_write,
    ),
    Kind(
        URGENT, _("Somebody may be in danger"),
        _("Somebody may be in danger, or threatens: read this case now."), ANSWERERS, urgent,
    ),
    Kind(
        REFUSED, _("Letters are refused because too many come"),
        _("Too many letters come from one network. The form refuses more for a while."),
        ANSWERERS, refused, Frequency.HOURLY,
    ),
    Kind(
        OUTCOME, _("Something was decided about a bill on which people wrote"),
        _("Something was decided about a bill on which people wrote. They are to be notified."), ANSWERERS, outcomes,
    ),
    Kind(
        HEARING, _("A sitting deals with what people wrote about"),
        _("A sitting deals soon with a bill about which people wrote; not all is answered and reported."),
        ANSWERERS, hearings,
    ),
    Kind(
        THREAT, _("A threat is reported or assigned to me"), _("A report of a threat awaits you."), SAFETY, threats,
    ),
)  # fmt: skip


def register_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)
