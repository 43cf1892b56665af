"""Addresses of the desk that the public uses; its pages are those of `site`."""

from django.urls import path

from hemicycle.desk.public import feeds

app_name = "announcements"

urlpatterns = [
    path("feed.<feed:kind>", feeds.feed, name="feed"),
    path("<slug:address>/media/<slug:digest>", feeds.medium, name="medium"),
]
