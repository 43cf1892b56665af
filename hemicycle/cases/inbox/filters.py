"""Which cases of the inbox are shown: everything that narrows the list stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from hemicycle.accounts.models import Assignment, User
from hemicycle.accounts.patterns import Filter
from hemicycle.cases import references
from hemicycle.cases.models import (
    READ_BY_EVERYBODY,
    Case,
    CaseQuerySet,
    State,
    Urgency,
    open_now,
    overdue_now,
    snoozed_now,
)
from hemicycle.cases.permissions import readable_by
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ

# What a house rule hides is out of the lists, and found by this filter.
HIDDEN = "hidden"
DIRECT, PUBLIC = "direct", "public"
OVERDUE, OLDEST = "overdue", "oldest"
MINE, NOBODY, FOR_ME = "mine", "nobody", "for-me"
TO_DO, SNOOZED, CLOSED, NOTHING_TO_DO, ALL = "", "snoozed", "closed", "nothing", "all"
OTHER = "other"

_EVERY = ("", gettext_lazy("All"))
_RULES = (("", gettext_lazy("Not hidden")), (HIDDEN, gettext_lazy("Hidden")))
_READERS = (_EVERY, (PUBLIC, gettext_lazy("Everybody")), (DIRECT, gettext_lazy("Us alone")))
_DUE = (_EVERY, (OVERDUE, gettext_lazy("Overdue")))
_ORDER = (("", gettext_lazy("Latest first")), (OLDEST, gettext_lazy("Oldest first")))
_WHOSE = (
    _EVERY,
    (FOR_ME, gettext_lazy("For me to answer")),
    (MINE, gettext_lazy("Mine")),
    (NOBODY, gettext_lazy("Nobody’s")),
)
STATES: tuple[tuple[str, str | Promise], ...] = (
    (TO_DO, gettext_lazy("To do")),
    (SNOOZED, gettext_lazy("Snoozed")),
    (CLOSED, pgettext_lazy("case", "Closed")),
    (NOTHING_TO_DO, gettext_lazy("Nothing to do")),
    (ALL, gettext_lazy("All")),
)


def for_nobody_but(person: User) -> Q:
    """What no colleague sees to already."""
    return Q(assignee=None) | Q(assignee=person)


def answerable_by(person: User) -> Q:
    """What this person may answer and no colleague sees to."""
    offices = person.offices_as(ANSWERERS)
    readable = Q(office__in=offices & person.offices_as(MAY_READ)) | READ_BY_EVERYBODY
    return Q(office__in=offices) & readable & for_nobody_but(person)


def waiting_for(person: User) -> CaseQuerySet:
    """What waits for this person's answer: counted beside the menu, on every page of the staff."""
    # Every channel, by name: so SQLite finds the index of what waits among those that begin with the office.
    rows: CaseQuerySet = Case.objects.filter(open_now() & answerable_by(person), channel__in=Medium.values)
    return rows.in_the_open()


@dataclass(frozen=True, slots=True)
class Tab:
    """One state with how many cases are in it; `query` leads there with the other filters."""

    label: str | Promise
    value: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of what is to do: how many are for this person to answer, which the menu counts, how many for others, and how
    many of both are overdue."""

    mine: int
    of_others: int
    overdue: int


@dataclass(frozen=True)
class Asked:
    """What the address asks for, read for one person."""

    person: User
    address: Mapping[str, str]
    filters: list[Filter] = field(init=False)
    more: list[Filter] = field(init=False)

    def __post_init__(self) -> None:
        spoken: list[tuple[str, str | Promise]] = [(code, name) for code, name in settings.LANGUAGES]
        languages: tuple[tuple[str, str | Promise], ...] = (
            _EVERY,
            *spoken,
            (OTHER, gettext_lazy("Another, or not known")),
        )
        shown = [
            Filter("q", gettext_lazy("Words"), words=True),
            Filter("account", gettext_lazy("Account"), (_EVERY, *self._accounts())),
            Filter("lang", gettext_lazy("Language"), languages),
            Filter("whose", gettext_lazy("Assigned to"), (*_WHOSE, *self._colleagues())),
        ]
        more = [
            Filter("urgency", gettext_lazy("Cannot wait"), (_EVERY, *Urgency.choices)),
            Filter("to", gettext_lazy("Written to"), _READERS),
            Filter("rules", gettext_lazy("House rules"), _RULES),
            Filter("due", gettext_lazy("Answer due"), _DUE),
            Filter("order", gettext_lazy("Order"), _ORDER),
        ]
        object.__setattr__(self, "filters", [one.read(self.address) for one in shown])
        object.__setattr__(self, "more", [one.read(self.address) for one in more])

    @property
    def state(self) -> str:
        return Filter("state", "", STATES).read(self.address).value

    @property
    def is_narrowed(self) -> bool:
        return any(one.value for one in (*self.filters, *self.more) if one.name != "order")

    @property
    def is_oldest_first(self) -> bool:
        return self._value("order") == OLDEST

    @property
    def has_more(self) -> bool:
        return any(one.value for one in (*self.filters[1:], *self.more))

    def rows(self) -> CaseQuerySet:
        """Their keys alone are asked for by the page (inbox/rows.py: whole)."""
        order = ("heard_at", "pk") if self.is_oldest_first else ("-heard_at", "-pk")
        listed: CaseQuerySet = self._in_state(self._narrowed()).order_by(*order)
        return listed

    def tabs(self) -> tuple[list[Tab], Waiting]:
        """Counted in one query, of everything that the other filters leave."""
        counted = self._narrowed().aggregate(
            todo=Count("pk", filter=open_now()),
            snoozed=Count("pk", filter=snoozed_now()),
            closed=Count("pk", filter=Q(state=State.CLOSED)),
            every=Count("pk"),
            mine=Count("pk", filter=open_now() & answerable_by(self.person)),
            nothing=Count("pk", filter=Q(state=State.SET_ASIDE)),
            overdue=Count("pk", filter=open_now() & overdue_now()),
        )
        states = {TO_DO: "todo", SNOOZED: "snoozed", CLOSED: "closed", NOTHING_TO_DO: "nothing", ALL: "every"}
        tabs = [Tab(label, value, counted[states[value]], value == self.state) for value, label in STATES]
        shown = [tab for tab in tabs if tab.count or tab.is_current or tab.value != NOTHING_TO_DO]
        return shown, Waiting(counted["mine"], counted["todo"] - counted["mine"], counted["overdue"])

    def _value(self, name: str) -> str:
        return next(one.value for one in (*self.filters, *self.more) if one.name == name)

    def _accounts(self) -> list[tuple[str, str]]:
        rows = Account.objects.visible_to(self.person).order_by("name", "pk")
        return [(str(key), name) for key, name in rows.values_list("pk", "name")]

    def _colleagues(self) -> list[tuple[str, str]]:
        held = Assignment.objects.filter(office__in=self.person.offices_as(INBOX), role__in=INBOX)
        people = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=self.person.pk)
        return [(str(key), name) for key, name in people.order_by("name", "pk").values_list("pk", "name")]

    def _narrowed(self) -> CaseQuerySet:
        visible: CaseQuerySet = Case.objects.visible_to(self.person).standing()
        rows = visible.hidden() if self._value("rules") == HIDDEN else visible.in_the_open()
        if account := self._value("account"):
            rows = rows.filter(account=account)
        if urgency := self._value("urgency"):
            rows = rows.filter(urgency=urgency)
        if reader := self._value("to"):
            rows = rows.filter(direct=reader == DIRECT)
        if self._value("due") == OVERDUE:
            rows = rows.filter(overdue_now())
        rows = self._assigned(self._in_language(rows))
        return self._saying(rows) if self._value("q") else rows

    def _in_language(self, rows: CaseQuerySet) -> CaseQuerySet:
        wanted = self._value("lang")
        if not wanted:
            return rows
        spoken = Q()
        for code, _name in settings.LANGUAGES:
            if wanted in (code, OTHER):
                spoken |= Q(lang__istartswith=code) | Q(lang="", contact__lang__istartswith=code)
        return rows.exclude(spoken) if wanted == OTHER else rows.filter(spoken)

    def _assigned(self, rows: CaseQuerySet) -> CaseQuerySet:
        whose = self._value("whose")
        if whose == FOR_ME:
            return rows.filter(answerable_by(self.person))
        if whose == NOBODY:
            return rows.filter(assignee=None)
        return rows.filter(assignee=self.person if whose == MINE else whose) if whose else rows

    def _saying(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Only in what this person may read: looking for words is a way of reading."""
        words = self._value("q")
        readable = readable_by(rows, self.person)
        said = Q(latest__text__icontains=words) | Q(latest__subject__icontains=words)
        if reference := references.plain(words):
            said |= Q(reference__startswith=reference)
        return readable.filter(said)

    def _in_state(self, rows: CaseQuerySet) -> CaseQuerySet:
        if self.state == SNOOZED:
            return rows.filter(snoozed_now())
        if self.state == CLOSED:
            return rows.filter(state=State.CLOSED)
        if self.state == NOTHING_TO_DO:
            return rows.filter(state=State.SET_ASIDE)
        return rows if self.state == ALL else rows.filter(open_now())
