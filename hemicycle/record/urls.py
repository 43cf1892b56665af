"""Addresses for machines, below /record/ beside the pages that `site` serves, and the workbench of staff."""

from django.urls import path, register_converter

from hemicycle.record import views, workbench
from hemicycle.record.api.router import patterns
from hemicycle.record.feeds.response import KINDS


class FeedKind:
    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FeedKind, "feed")

app_name = "record"
# Below /api/v1/, where conf includes them.
api_urlpatterns = patterns()

urlpatterns = [
    path("members/<str:address>/feed.<feed:kind>", views.member_feed, name="member_feed"),
    path("parties/<str:address>/feed.<feed:kind>", views.party_feed, name="party_feed"),
    path("committees/<str:address>/feed.<feed:kind>", views.committee_feed, name="committee_feed"),
    path("bills/<str:address>/feed.<feed:kind>", views.bill_feed, name="bill_feed"),
    path("search/feed.<feed:kind>", views.search_feed, name="search_feed"),
    path("calendar.ics", views.calendar_file, name="calendar_file"),
    path("workbench/", workbench.overview, name="workbench"),
    path("workbench/matches/", workbench.matches, name="matches"),
    path("workbench/matches/<str:key>/<str:verb>/", workbench.decide, name="decide"),
    path("workbench/speakers/", workbench.speakers, name="speakers"),
    path("workbench/changed/", workbench.changed, name="changed"),
    path("workbench/votes/", workbench.votes, name="votes"),
]
