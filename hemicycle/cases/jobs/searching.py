"""The search for campaigns: new cases are compared by the engine, a chunk at a time."""

from __future__ import annotations

from hemicycle.cases.actions.campaigns import searching
from hemicycle.cases.models import Campaign, CampaignSearch, Case
from hemicycle.listening.engine.alike import Known, Letter, alike
from hemicycle.rules import work


def run_search(search: CampaignSearch, tick: work.Tick) -> None:
    """Run again after it was cut off, it finds nothing twice: what has a campaign is not compared."""
    searching.search(search.office, compare, lambda: tick(message_key="cases.searching"))


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
