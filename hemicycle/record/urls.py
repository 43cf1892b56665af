"""Addresses for machines, below /record/ beside the pages that `site` serves; the workbench and reference data."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, path, register_converter

from hemicycle.accounts.permissions import Permission, guard
from hemicycle.record import admin
from hemicycle.record.api.router import patterns
from hemicycle.record.feeds.response import KINDS
from hemicycle.record.views import downloads, feeds
from hemicycle.record.workbench import localities, queues, speakers


class Word:
    """A part of an address that is taken as it stands."""

    regex = "[a-z]+(?:-[a-z]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedKind(Word):
    regex = "|".join(KINDS)


class LanguageTag(Word):
    regex = "[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*"


register_converter(FeedKind, "feed")
register_converter(Word, "word")
register_converter(LanguageTag, "tag")

# People sign in and out on our own pages; there is one list of kinds, and links to the site need no detour.
NOT_SERVED = {"app_list", "login", "logout", "password_change", "password_change_done", "view_on_site", None}


def served(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The addresses of Django's admin that are ours to serve, each for those who keep reference data."""
    keepers = Permission(roles=frozenset(admin.KEEPERS))
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield URLResolver(entry.pattern, list(served(entry.url_patterns)))
        elif entry.name not in NOT_SERVED:
            yield URLPattern(entry.pattern, guard(entry.callback, keepers), entry.default_args, entry.name)


app_name = "record"
# Below /api/v1/, where conf includes them.
api_urlpatterns = patterns()
# Below /admin/, likewise.
admin_urlpatterns = list(served(admin.site.get_urls()))

urlpatterns = [
    path("members/<str:address>/feed.<feed:kind>", feeds.member_feed, name="member_feed"),
    path("parties/<str:address>/feed.<feed:kind>", feeds.party_feed, name="party_feed"),
    path("committees/<str:address>/feed.<feed:kind>", feeds.committee_feed, name="committee_feed"),
    path("bills/<str:address>/feed.<feed:kind>", feeds.bill_feed, name="bill_feed"),
    path("feed.<feed:kind>", feeds.record_feed, name="record_feed"),
    path("search/feed.<feed:kind>", feeds.search_feed, name="search_feed"),
    path("calendar.ics", feeds.calendar_file, name="calendar_file"),
    path(f"data/{downloads.DATASET}", downloads.dataset, name="dataset_file"),
    path("members/<word:name>.<word:suffix>", downloads.people, name="people_file"),
    path(
        "sittings/<str:address>/<word:name>.<tag:language>.<word:suffix>",
        downloads.sitting,
        name="sitting_file",
    ),
    path("bills/<str:address>/<str:text>/<word:name>.<word:suffix>", downloads.text, name="text_file"),
    path("workbench/", queues.overview, name="workbench"),
    path("workbench/matches/", queues.matches, name="matches"),
    path("workbench/matches/<str:key>/<str:verb>/", queues.decide, name="decide"),
    path("workbench/speakers/", speakers.speakers, name="speakers"),
    path("workbench/speakers/<str:address>/", speakers.speaker, name="speaker"),
    path("workbench/attributions/<str:key>/undo/", speakers.undo_attribution, name="undo_attribution"),
    path("workbench/localities/", localities.localities, name="localities"),
    path("workbench/localities/remove/", localities.remove, name="remove_localities"),
    path("workbench/changed/", queues.changed, name="changed"),
    path("workbench/votes/", queues.votes, name="votes"),
]
