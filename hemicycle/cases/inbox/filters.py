"""Which cases of the inbox are shown: everything that narrows the list stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import MOST_COUNTED, Filter
from hemicycle.cases import references
from hemicycle.cases.inbox import campaign_rows, choices, narrowing, window
from hemicycle.cases.inbox.tabs import Chosen, Tab, Waiting, chosen
from hemicycle.cases.models import (
    CAN_WAIT,
    READ_BY_EVERYBODY,
    Campaign,
    CampaignState,
    Case,
    CaseMessage,
    CaseQuerySet,
    CaseTag,
    State,
    Subject,
    open_now,
    overdue_now,
    snoozed_now,
    urgent_now,
)
from hemicycle.cases.permissions import readable_by
from hemicycle.channels.models import Medium
from hemicycle.channels.permissions import ANSWERERS, MAY_READ
from hemicycle.record.models import Document

_IN_STATE: dict[str, Callable[[], Q]] = {
    choices.TO_DO: open_now,
    choices.SNOOZED: snoozed_now,
    choices.CLOSED: lambda: Q(state=State.CLOSED),
    choices.NOTHING_TO_DO: lambda: Q(state=State.SET_ASIDE),
    choices.ALL: lambda: ~Q(state=State.MERGED),
}
_OPEN = (choices.TO_DO, choices.SNOOZED)


def for_nobody_but(person: User) -> Q:
    """What no colleague sees to already."""
    return Q(assignee=None) | Q(assignee=person)


def answerable_by(person: User) -> Q:
    """What this person may answer and no colleague sees to."""
    offices = person.offices_as(ANSWERERS)
    readable = Q(office__in=offices & person.offices_as(MAY_READ)) | READ_BY_EVERYBODY
    return Q(office__in=offices) & readable & for_nobody_but(person)


def waiting_for(person: User) -> CaseQuerySet:
    """What waits for this person's answer, no more than is counted: it stands beside the menu, on every page of the
    staff."""
    # Every channel, by name: so SQLite finds the index of what waits among those that begin with the office.
    rows: CaseQuerySet = Case.objects.filter(open_now() & answerable_by(person), channel__in=Medium.values)
    running, members = campaign_rows.running_campaigns(), campaign_rows.members_offices(person)
    rows = rows.not_in_campaigns(running, points_of=members).in_the_open()
    keys = Case.objects.filter(pk__in=rows.values("pk")[: MOST_COUNTED + 1]).values("pk")
    if members:
        # One list of keys: of alternatives a database would ask each case of the House.
        some = campaign_rows.one_for_each(running, members, for_whom=answerable_by(person))
        keys = keys.union(some.values("pk"), all=True)
    found: CaseQuerySet = Case.objects.filter(pk__in=keys)
    return found


@dataclass(frozen=True)
class Asked:
    """What the address asks for, read for one person. `among`: only of these cases, rows with a `case`; `like`: what
    can be chosen is read from there; `columns`: how many cases are looked through."""

    person: User
    address: Mapping[str, str]
    among: QuerySet[Any] | None = None
    like: Asked | None = None
    columns: int = window.COLUMNS
    filters: list[Filter] = field(init=False)
    more: list[Filter] = field(init=False)

    def __post_init__(self) -> None:
        if self.like is not None:
            shown, more = self.like.filters, self.like.more
        else:
            shown, more = choices.filters_of(self.person)
            # Which campaigns are read depends on these.
            object.__setattr__(self, "filters", [one.read(self.address) for one in shown])
            object.__setattr__(self, "more", [one.read(self.address) for one in more])
            more = [self._campaign_filter(), *more]
        object.__setattr__(self, "filters", [one.read(self.address) for one in shown])
        object.__setattr__(self, "more", [one.read(self.address) for one in more])

    @cached_property
    def running(self) -> list[Campaign]:
        """Campaigns whose letters stand among what is to do as one row each."""
        if self.like is not None:
            return self.like.running
        rows = Campaign.objects.visible_to(self.person).filter(state=CampaignState.RUNNING)
        rows = rows.defer("text", "template").order_by("-opened_at", "-pk")
        if self._may_have_campaigns:
            rows = campaign_rows.with_letters(
                rows, self._members, mine=answerable_by(self.person), only=self._is_for_me
            )
        return list(rows)

    def campaigns(self) -> list[tuple[Campaign, int]]:
        """Those with something to do, and how many letters, where they are asked for as one row each."""
        return [(one.campaign, one.letters) for one in self._campaign_rows]

    @cached_property
    def _campaign_rows(self) -> list[campaign_rows.CampaignRow]:
        if not self._may_have_campaigns or self._value("campaign"):
            return []
        rows = campaign_rows.rows_of(self.running, self._members)
        return [one for one in rows if one.counts or not self._is_for_me]

    @property
    def _may_have_campaigns(self) -> bool:
        """Whether rows of campaigns stand above the cases: nothing narrows these, but whose they are to answer."""
        others = {one.name for one in (*self.filters, *self.more) if one.value} - {"order", "campaign"}
        is_plain = not others or (others == {"whose"} and self._is_for_me)
        return self.state == choices.TO_DO and self.among is None and is_plain

    @property
    def _is_for_me(self) -> bool:
        return self._value("whose") == choices.FOR_ME

    @cached_property
    def _members(self) -> list[int]:
        return campaign_rows.members_offices(self.person)

    def _campaign_filter(self) -> Filter:
        """Those that run, and the one that the address asks for."""
        found = [(one.address, str(one)) for one in self.running]
        asked = self.address.get("campaign", "")
        if asked and asked != choices.EACH and asked not in dict(found):
            others = Campaign.objects.visible_to(self.person).for_staff().filter(address=asked)
            found += [(one.address, str(one)) for one in others.defer("text", "template")]
        return Filter("campaign", gettext_lazy("Campaigns"), (*choices.CAMPAIGNS, *found))

    @property
    def state(self) -> str:
        return Filter("state", "", choices.STATES).read(self.address).value

    @property
    def is_narrowed(self) -> bool:
        return any(one.value for one in (*self.filters, *self.more) if one.name != "order")

    @property
    def order(self) -> window.Order:
        if self.is_due_first:
            return window.DUE
        return window.OLDEST if self._value("order") == choices.OLDEST else window.LATEST

    @property
    def is_due_first(self) -> bool:
        """Of what is open alone; to what is closed no answer is owed. What waits for none is left out: it has no place
        in this order."""
        return self._value("order") == choices.DUE and self.state in _OPEN

    @property
    def is_urgent_first(self) -> bool:
        """Unless another order is asked for, and of what is open alone: there an index finds what cannot wait."""
        return not self._value("order") and self.state in _OPEN

    @property
    def chosen(self) -> list[Chosen]:
        """What narrows the list but words: they stand in their field, and no view keeps them. An order hides no case,
        and is seen by the list."""
        active = [one for one in (*self.filters[1:], *self.more) if one.value and one.name != "order"]
        return [chosen(one, self.address) for one in active]

    def rows(self) -> CaseQuerySet:
        """In order. Their keys alone are asked for by the page (inbox/rows.py: whole)."""
        rows = self._rows(self.state)
        return window.in_order(rows, self.order, urgent_first=self.is_urgent_first)

    def after(self, case: Case) -> CaseQuerySet:
        """What follows one case in the list."""
        if self.is_due_first and case.waiting_since is None:
            # It was answered meanwhile, and has no place any more.
            return self.rows().exclude(pk=case.pk)
        later = self.order.after(case)
        if self.is_urgent_first:
            later = window.after_urgent(case) if case.urgency else later & CAN_WAIT
        return self.rows().exclude(pk=case.pk).filter(later)

    def tabs(self, *, is_beside: bool = False) -> tuple[list[Tab], Waiting]:
        """Counted in one query. Beside a case, and of what filters leave, the state that is shown is counted alone:
        each other one would cost as much once more, on every page."""
        if self.is_narrowed or self.among is not None or is_beside:
            (count,) = window.counted(self._rows(self.state))
            return [self._tab(value, label, count) for value, label in choices.STATES], Waiting(0, 0, 0, 0)
        todo = self._rows(choices.TO_DO)
        *states, mine, overdue, urgent = window.counted(
            *(todo if value == choices.TO_DO else self._rows(value) for value, _label in choices.STATES),
            todo.filter(answerable_by(self.person)),
            self._rows(choices.TO_DO, overdue_now()),
            self._rows(choices.TO_DO, urgent_now()),
        )
        campaigns = [one for one in self._campaign_rows if one.counts]
        of_mine = sum(one.is_mine for one in campaigns)
        tabs = [
            Tab(label, value, count, value == self.state, len(campaigns) if value == choices.TO_DO else 0)
            for (value, label), count in zip(choices.STATES, states, strict=True)
        ]
        shown = [tab for tab in tabs if tab.count or tab.is_current or tab.value != choices.NOTHING_TO_DO]
        others = states[0] if states[0] > MOST_COUNTED else states[0] - mine + len(campaigns) - of_mine
        return shown, Waiting(mine + of_mine, others, overdue, urgent)

    def _tab(self, value: str, label: str | Promise, count: int) -> Tab:
        if value != self.state:
            return Tab(label, value, None, is_current=False)
        rows = sum(one.counts for one in self._campaign_rows) if value == choices.TO_DO else 0
        return Tab(label, value, count, is_current=True, campaigns=rows)

    @cached_property
    def looked_back_to(self) -> datetime | None:
        """How far the list was looked through, where there is more; None where that was all of it."""
        behind = self._behind
        return self.order.moment(behind) if behind is not None else None

    @property
    def further_back(self) -> str:
        """The value of `until` in the address that leads there."""
        behind = self._behind
        if behind is None:
            return ""
        return str(behind.pk) if self._indexed is not None else self.order.moment(behind).isoformat()

    @cached_property
    def _behind(self) -> Case | None:
        """The first case behind what was looked through."""
        if not self.is_narrowed and self.among is None:
            return None
        if (indexed := self._indexed) is not None:
            return Case.objects.filter(pk__in=indexed[self._most : self._most + 1]).first()
        rows = self._in_state(self.state)
        return window.first_behind(rows, self._offices, most=self._most, order=self.order)

    def behind(self) -> CaseQuerySet:
        """What was not looked through begins with these."""
        if not self.is_narrowed and self.among is None:
            return Case.objects.none()
        if (indexed := self._indexed) is not None:
            found: CaseQuerySet = Case.objects.filter(pk__in=indexed[self._most : self._most + 1])
            return found
        rows = self._in_state(self.state)
        return window.behind(rows, self._offices, most=self._most, order=self.order)

    def _rows(self, state: str, also: Q | None = None) -> CaseQuerySet:
        """Those of one state that every filter leaves, of as many as are looked through at once."""
        rows = self._in_state(state)
        rows = rows.filter(also) if also is not None else rows
        if (indexed := self._indexed) is not None:
            # Twice selected, so that a database may limit what it looks for; the office is not said outright, else it
            # may begin with all cases of the office after all.
            keys = Case.objects.filter(pk__in=indexed[: self._most]).values("pk")
            return self._narrowed(rows.filter(pk__in=keys))
        if len(self._offices) == 1:
            # Said outright, so that a database begins with the index of the office, not with all cases of all.
            rows = rows.filter(office=self._offices[0])
        if self.is_narrowed or len(self._offices) > 1:
            rows = self._in_window(rows)
        return self._narrowed(rows)

    def _in_window(self, rows: CaseQuerySet) -> CaseQuerySet:
        sizes: dict[str, Any] = {"most": self._most, "order": self.order}
        also = [window.newest_of(rows.filter(urgent_now()), self._offices, **sizes)] if self.is_urgent_first else []
        if not self._referred:
            return window.newest_of(rows, self._offices, **sizes, also=also)
        # Looked for by itself, so that a database begins with the index of references.
        also.append(Case.objects.filter(self._referred))
        found: CaseQuerySet = rows.filter(
            pk__in=window.newest_of(rows, self._offices, **sizes, also=also).values("pk")
        )
        return found

    def _in_state(self, state: str) -> CaseQuerySet:
        rows = self._visible.filter(_IN_STATE[state]())
        if self.is_due_first and state in _OPEN:
            rows = rows.filter(waiting_since__isnull=False)
        if self._value("urgency") and state in _OPEN:
            # All of them, however old: they have an index.
            rows = rows.filter(urgent_now())
        if state == choices.TO_DO and self._value("campaign") == choices.TOGETHER and self.running:
            return rows.not_in_campaigns(self.running, points_of=self._members)
        return rows

    @cached_property
    def _visible(self) -> CaseQuerySet:
        visible: CaseQuerySet = Case.objects.visible_to(self.person)
        until = parse_datetime(self.address.get("until", "").replace(" ", "+"))
        if until is None or until.tzinfo is None:
            return visible
        return visible.filter(self.order.since(until))

    @property
    def _offices(self) -> list[int]:
        return [one.pk for one in self.person.offices]

    @property
    def _most(self) -> int:
        return min(window.WORDS, self.columns) if self._value("q") else self.columns

    @property
    def _referred(self) -> Q | None:
        """The case that is meant, where what is looked for may be a reference."""
        typed = references.plain(self._value("q"))
        return Q(reference__range=references.between(typed)) if typed else None

    @cached_property
    def _indexed(self) -> QuerySet[Any] | None:
        """The keys of cases that have what an index finds, the latest opened first; None where nothing such is asked
        for."""
        if self.among is not None:
            rows = self.among.order_by("-case")
        elif tag := self._value("tag"):
            rows = CaseTag.objects.filter(tag__name=tag, tag__office__in=self._offices).order_by("-case")
        elif bill := self._value("bill"):
            rows = Subject.objects.filter(bill__in=_bills(bill)).order_by("-case")
        elif self._value("sitting"):
            rows = narrowing.open_before_sitting().order_by("-case")
        elif (campaign := self._value("campaign")) not in (choices.TOGETHER, choices.EACH):
            rows = CaseMessage.objects.filter(case__campaign__address=campaign).order_by("-case")
            # A few that came by post are found among very many that came by mail.
            rows = rows.filter(case__channel=medium) if (medium := self._value("medium")) else rows
        else:
            return None
        until = self.address.get("until", "")
        # Of more digits no key is made.
        rows = rows.filter(case__lte=int(until)) if until.isascii() and until.isdigit() and len(until) < 19 else rows
        keys: QuerySet[Any] = rows.values_list("case", flat=True)
        return keys

    def choices_of(self, name: str) -> tuple[choices.Choice, ...]:
        return next(one.choices for one in (*self.filters, *self.more) if one.name == name)

    def _value(self, name: str) -> str:
        return next(one.value for one in (*self.filters, *self.more) if one.name == name)

    def _narrowed(self, rows: CaseQuerySet) -> CaseQuerySet:
        rows = rows.hidden() if self._value("rules") == choices.HIDDEN else rows.in_the_open()
        if account := self._value("account"):
            rows = rows.filter(account=account)
        if (campaign := self._value("campaign")) not in (choices.TOGETHER, choices.EACH):
            rows = rows.filter(campaign__address=campaign)
        if medium := self._value("medium"):
            rows = rows.filter(channel=medium)
        if reader := self._value("to"):
            rows = rows.filter(direct=reader == choices.DIRECT)
        if confirmed := self._value("confirmed"):
            rows = rows.filter(confirmed_at__isnull=confirmed == choices.UNCONFIRMED)
        rows = narrowing.due(rows, self._value("due"))
        rows = narrowing.triaged(rows, self._value("triage"))
        rows = narrowing.before_sitting(rows, self._value("sitting"))
        rows = narrowing.in_area(rows, self._value("area"), self.person)
        if (tag := self._value("tag")) and self.among is not None:
            rows = rows.filter(tags__tag__name=tag)
        if (bill := self._value("bill")) and (self.among is not None or self._value("tag")):
            rows = rows.filter(pk__in=Subject.objects.filter(bill__in=_bills(bill)).values("case"))
        rows = narrowing.in_language(narrowing.urgent(rows, self._value("urgency")), self._value("lang"))
        rows = self._assigned(rows)
        return self._saying(rows) if self._value("q") else rows

    def _assigned(self, rows: CaseQuerySet) -> CaseQuerySet:
        whose = self._value("whose")
        if whose == choices.FOR_ME:
            return rows.filter(answerable_by(self.person))
        if whose == choices.NOBODY:
            return rows.filter(assignee=None)
        return rows.filter(assignee=self.person if whose == choices.MINE else whose) if whose else rows

    def _saying(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Only in what this person may read: looking for words is a way of reading."""
        words = self._value("q")
        said = narrowing.says(words)
        return readable_by(rows, self.person).filter(said | self._referred if self._referred else said)


def _bills(number: str) -> QuerySet[Document]:
    """“12” or “Bill 12”: what stands last is the number."""
    return Document.objects.filter(number__iexact=number.rsplit(maxsplit=1)[-1])
