"""Every address of the project, by app. No language prefix: a link means the same to every reader."""

from django.urls import include, path

from hemicycle.record.urls import admin_urlpatterns, api_urlpatterns

from . import health, house

urlpatterns = [
    path("health/", health.health, name="health"),
    path("theme.css", house.theme, name="theme"),
    path("desk/", include("hemicycle.desk.urls")),
    path("inbox/", include("hemicycle.cases.urls")),
    path("", include("hemicycle.channels.urls")),
    path("inquiries/", include("hemicycle.listening.urls")),
    path("followers/", include("hemicycle.follow.urls")),
    path("record/", include("hemicycle.record.urls")),
    path("announcements/", include("hemicycle.desk.public.urls")),
    path("policy/", include("hemicycle.governance.urls")),
    path("admin/", include((admin_urlpatterns, "admin"))),
    path("api/v1/", include((api_urlpatterns, "api"))),
    path("demonstration/", include("hemicycle.demo.urls")),
    path("", include("hemicycle.accounts.urls")),
    path("", include("hemicycle.site.urls")),
]

handler500 = "hemicycle.conf.error_pages.server_error"
