"""The addresses of campaigns, below /campaigns/; `cases/addresses.py` builds them."""

from django.urls import path

from . import announcing, pages

urlpatterns = [
    path("", pages.campaigns, name="campaigns"),
    path("announce/", announcing.announce, name="announce_campaign"),
    path("announced/", announcing.announced, name="campaign_announced"),
    path("<slug:address>/", pages.campaign, name="campaign"),
    path("<slug:address>/organiser/<str:key>/", announcing.organiser, name="campaign_organiser"),
    path("<slug:address>/organiser/<str:key>/confirm/", announcing.confirm, name="confirm_campaign"),
    path("<slug:address>/organiser/<str:key>/write/", announcing.write, name="write_about_campaign"),
]
