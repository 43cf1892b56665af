"""What is due of campaigns by the clock: answers that were released at the desk, and new cases to be compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.cache import cache

from hemicycle.cases.actions import campaigns
from hemicycle.cases.models import Campaign, CampaignState
from hemicycle.rules.work import attempt

# Whoever confirms an address reads the answer on the page meanwhile.
LATE_SECONDS = 60
# A mailing brings its letters over hours, and a comparison takes seconds.
SEARCH_SECONDS = 300
SEARCHES = "cases.campaign_searches"
"""In the cache for as long as no search begins."""
_RELATED = ("office", "answer__withdrawal", "organiser__office", "organiser_case", "bill", "committee")


def reply_due(worker: str, stopping: Callable[[], bool]) -> int:
    """One round; how many cases got the answer to their campaign."""
    for campaign in Campaign.objects.filter(state=CampaignState.RUNNING).with_released_answer():
        attempt(campaign, partial(campaigns.take_note_of_release, campaign, by=worker))
    for campaign in campaigns.campaigns_to_stop().select_related("office"):
        attempt(campaign, partial(campaigns.stop_replies, campaign, by=worker))
    replied = 0
    is_late = cache.add("cases.late_replies", worker, LATE_SECONDS)
    for campaign in campaigns.campaigns_to_reply(late=is_late).select_related(*_RELATED):
        if stopping():
            break
        replied += attempt(campaign, partial(campaigns.reply, campaign, stopping=stopping, by=worker)) or 0
    return replied


def search_due(worker: str, stopping: Callable[[], bool]) -> int:
    """Every five minutes, sooner where the last search left some, by whichever worker: a search for each office with
    new cases; how many."""
    if not cache.add(SEARCHES, worker, SEARCH_SECONDS):
        return 0
    return campaigns.start_searches()
