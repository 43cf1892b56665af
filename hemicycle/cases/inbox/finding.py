"""Cases in the search of the staff, and how many more a search of the inbox would find in other states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Hit
from hemicycle.accounts.patterns import MOST_COUNTED, capped
from hemicycle.cases import references
from hemicycle.cases.actions.searched import note_search
from hemicycle.cases.inbox import choices, window
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.inbox.rows import rows_of, whole
from hemicycle.cases.models import Case, CaseQuerySet
from hemicycle.channels.permissions import INBOX

# As the desk's.
MOST_HITS = 10
# The palette asks with each letter that is typed; of two, half of all letters would be found.
FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many more are found in another state, in words, and the value of `state` that leads there."""

    state: str
    said: str


def find(user: User, query: str) -> Iterable[Hit]:
    """By reference, then by words as the inbox finds them: in what this person may read, and no further back."""
    words = query.strip()
    found = _named(user, words) if user.has_role(INBOX) else []
    if user.has_role(INBOX) and len(words) >= FEWEST_LETTERS:
        known = [one.pk for one in found]
        asked = Asked(user, {"q": words, "state": choices.ALL, "campaign": choices.EACH})
        found += whole(asked.rows().exclude(pk__in=known)[: MOST_HITS - len(found)])
        note_search(words, lambda: Counter(one.office_id for one in found), by=user, typed=True)
    for row in rows_of(found, reader=user, sources={}):
        title = " · ".join(filter(None, (row.who, row.label, row.words)))
        yield Hit(title, gettext("Case"), reverse("cases:case", args=[row.case.reference]))


def found_in(asked: Asked) -> Counter[int]:
    """How many cases, of each office by its key; no further than is counted."""
    return Counter(asked.rows().order_by().values_list("office", flat=True)[: MOST_COUNTED + 1])


def _named(user: User, words: str) -> list[Case]:
    """What is typed is a reference, with or without the hyphen."""
    typed = references.plain(words)
    if not typed:
        return []
    visible: CaseQuerySet = Case.objects.visible_to(user).filter(reference__range=references.between(typed))
    return whole(visible.order_by("-heard_at", "-pk")[:MOST_HITS])


def elsewhere(person: User, asked: Asked, address: Mapping[str, str]) -> list[Elsewhere]:
    """Where words are looked for in one state; counted in one query, each as far as the inbox looks."""
    if not address.get("q", "").strip() or asked.state == choices.ALL:
        return []
    others = [value for value, _label in choices.STATES if value not in (asked.state, choices.ALL)]
    # Letters of a campaign are one row among what is to do, and are found each by itself.
    more = {value: Asked(person, {**address, "state": value}, like=asked).rows() for value in others}
    counts = zip(others, window.counted(*more.values()), strict=True)
    return [Elsewhere(value, _said(value, n)) for value, n in counts if n]


def _said(state: str, n: int) -> str:
    said = {
        choices.TO_DO: ngettext("%(n)s more among what is to do", "%(n)s more among what is to do", n),
        choices.SNOOZED: ngettext("%(n)s more among the snoozed", "%(n)s more among the snoozed", n),
        choices.CLOSED: ngettext("%(n)s more among the closed", "%(n)s more among the closed", n),
        choices.NOTHING_TO_DO: ngettext(
            "%(n)s more where there is nothing to do", "%(n)s more where there is nothing to do", n
        ),
    }
    return said[state] % {"n": capped(min(n, MOST_COUNTED + 1))}
