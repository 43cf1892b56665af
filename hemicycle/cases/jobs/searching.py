"""The search for campaigns: new cases are compared by the engine, a chunk at a time."""

from __future__ import annotations

import time

from django.core.cache import cache

from hemicycle.cases.actions.campaigns import searching
from hemicycle.cases.jobs.campaigns import SEARCHES
from hemicycle.cases.models import Campaign, CampaignSearch, Case
from hemicycle.listening.engine.alike import Known, Letter, alike
from hemicycle.rules import work

# A worker that stores a flood has two cores, and a campaign is found within minutes all the same.
REST = 4


def run_search(search: CampaignSearch, tick: work.Tick) -> None:
    """One chunk. Where more waits, the next search begins after REST times as long as this one took: in a flood,
    letters are stored and other work is done meanwhile."""
    tick(message_key="cases.searching")
    began = time.monotonic()
    if searching.search(search.office, compare):
        cache.set(SEARCHES, "more", max(1.0, REST * (time.monotonic() - began)))


def compare(cases: list[Case], known: list[Campaign]) -> int:
    """How many cases have a campaign now that had none."""
    letters = [
        Letter(str(case.pk), case.latest.text, case.lang, case.sender, case.opened_at)
        for case in cases
        if case.latest is not None
    ]
    by_key = {str(one.pk): one for one in known}
    found = alike(letters, [Known(key, one.text, one.lang) for key, one in by_key.items()])
    for group in found:
        members = {int(key): one for key, one in group.members.items()}
        if group.known:
            searching.join_found(by_key[group.known], members)
        else:
            searching.suggest(
                cases[0].office, title=group.title, lang=group.lang, parts=group.parts, members=members
            )  # fmt: skip
    return sum(len(group.members) for group in found)
