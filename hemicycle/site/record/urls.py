"""The addresses of the record's pages, below /record/; `record/addresses.py` builds them."""

from django.urls import path

from . import api, bills, bodies, calendar, data, heard, members, representatives, search, sittings, speeches, votes

urlpatterns = [
    path("", sittings.record, name="record"),
    path("search/", search.search, name="record_search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("members/", members.board, name="members"),
    path("members/<str:address>/", members.member, name="member"),
    path("members/<str:address>/portrait.jpg", members.portrait, name="portrait"),
    path("members/<str:address>/speeches/", members.speeches, name="member_speeches"),
    path("members/<str:address>/votes/", members.votes, name="member_votes"),
    path("representatives/", representatives.representatives, name="representatives"),
    path("parties/", bodies.parties, name="parties"),
    path("parties/<str:address>/", bodies.party, name="party"),
    path("committees/", bodies.committees, name="committees"),
    path("committees/<str:address>/", bodies.committee, name="committee"),
    path("bills/", bills.board, name="bills"),
    path("bills/<str:address>/", bills.bill, name="bill"),
    path("bills/<str:address>/heard/", heard.heard, name="heard"),
    path("bills/<str:address>/asked/", heard.asked, name="asked"),
    path("bills/<str:address>/<str:text>/", bills.bill, name="text"),
    path("bills/<str:address>/<str:text>/<str:other>/", bills.comparison, name="comparison"),
    path("sittings/", sittings.board, name="sittings"),
    path("sittings/<str:address>/", sittings.sitting, name="sitting"),
    path("speeches/<str:address>/", speeches.speech, name="speech"),
    path("votes/", votes.board, name="votes"),
    path("votes/<str:address>/", votes.vote, name="vote"),
    path("calendar/", calendar.month, name="calendar"),
    path("data/", data.data, name="data"),
    path("api/", api.interface, name="interface"),
]
