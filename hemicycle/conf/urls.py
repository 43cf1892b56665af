"""Every address of the project, by app. No language prefix: a link means the same to every reader."""

from django.urls import include, path

from hemicycle.record.urls import api_urlpatterns

from . import health, house

urlpatterns = [
    path("health/", health.health, name="health"),
    path("theme.css", house.theme, name="theme"),
    path("inquiries/", include("hemicycle.listening.urls")),
    path("record/", include("hemicycle.record.urls")),
    path("api/v1/", include((api_urlpatterns, "api"))),
    path("", include("hemicycle.accounts.urls")),
    path("", include("hemicycle.site.urls")),
]
