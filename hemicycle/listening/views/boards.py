"""What the boards and the pages of campaigns and of themes have in common."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter

from ..models import Analysis, Group, Inquiry
from ..models.finding import FindingQuerySet
from ..models.group_kinds import GroupKind
from ..presenters.groups import URLS, WORDS, state_of
from ..presenters.history import events_of
from ..text.words import language_name
from .fact_filters import FactFilters
from .lookup import may_correct

LATEST_EVENTS = 5


def language_filter(analysis: Analysis) -> Filter:
    languages = sorted({lang for _channel, lang, *_n in analysis.tally.get("sources", []) if lang})
    return Filter("lang", _("Language"), (("", _("All")), *((code, language_name(code)) for code in languages)))


def state_filter(kind: GroupKind) -> Filter:
    words = WORDS[kind.name]
    choices = (("", _("All")), ("confirmed", words.confirmed), ("found", words.not_looked_at))
    return Filter("state", _("State"), choices)


def order_filter(first: str, *choices: tuple[str, str]) -> Filter:
    return Filter("order", _("Order"), (("", first), *choices))


class Asked:
    """What the address of a board asks for: filters, words to search for, and an order."""

    def __init__(self, request: HttpRequest, *filters: Filter) -> None:
        self.filters = [one.read(request.GET) for one in filters]
        self.query = request.GET.get("q", "").strip()
        self.chosen = {one.name: one.value for one in self.filters}

    @property
    def is_narrow(self) -> bool:
        """Whether some groups are left out, so that the others are listed without their hierarchy."""
        return self.narrows_but()

    def narrows_but(self, *hierarchical: str) -> bool:
        """The same, where these filters leave a hierarchy whole."""
        chosen = (value for name, value in self.chosen.items() if name not in ("order", *hierarchical))
        return bool(self.query or any(chosen))

    def of_state(self, groups: Any) -> Any:
        state = self.chosen["state"]
        return groups.filter(confirmed__isnull=state == "found") if state else groups

    def in_order(self, groups: Any, orders: Mapping[str, tuple[str, ...]]) -> Any:
        order = self.chosen["order"]
        return groups.order_by(*orders[order]) if order else groups.largest_first()


def board_context(analysis: Analysis, kind: GroupKind, asked: Asked, *, lead: str) -> dict[str, Any]:
    words = WORDS[kind.name]
    return {
        "inquiry": analysis.inquiry,
        "analysis": analysis,
        "tab": f"{kind.name}s",
        "words": words,
        "heading": words.many,
        "lead": lead,
        "filters": asked.filters,
        "query": asked.query,
    }


def page_context(
    request: HttpRequest, inquiry: Inquiry, kind: GroupKind, group: Group, narrowed: "Narrowed"
) -> dict[str, Any]:
    """For the page of one group."""
    # Of some messages alone, only these are shown.
    events = [] if narrowed.fact_filters.is_narrow else events_of(inquiry, key=group.key)
    state, state_label = state_of(kind, group)
    return {
        "inquiry": inquiry,
        "analysis": group.analysis,
        "tab": f"{kind.name}s",
        "urls": URLS[kind.name],
        "group": group,
        "state": state,
        "state_label": state_label,
        "events": events[:LATEST_EVENTS],
        "more_events": max(0, len(events) - LATEST_EVENTS),
        "may_correct": inquiry.is_open and may_correct(request, inquiry),
        "fact_filters": narrowed.fact_filters.filters,
        "withheld": narrowed.withheld,
        "narrowed": narrowed.count,
    }


class Narrowed:
    """The messages of one group by question and facts: how many, and whether they may be listed."""

    def __init__(self, request: HttpRequest, kind: GroupKind, group: Group, findings: FindingQuerySet) -> None:
        self.fact_filters = FactFilters(request, group.analysis)
        answers = self.fact_filters.answering(findings)
        cells = self.fact_filters.cell(f"{kind.name}s", group.key)
        self.withheld = cells == [None] if cells else self.fact_filters.withholds(answers)
        self.count: int | None = None
        if self.fact_filters.is_narrow and not self.withheld:
            self.count = cells[0][0] if cells else self.fact_filters.stating(answers).count()

    def of(self, rows: Any, stratum: str = "stratum") -> Any:
        """These rows, narrowed likewise; `stratum` is the way from one to its stratum."""
        if self.withheld:
            return rows.none()
        return rows.filter(**{f"{stratum}__in": self.fact_filters.chosen()}) if self.fact_filters.is_narrow else rows
