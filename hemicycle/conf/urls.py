"""Every address of the project, by app. No language prefix: a link means the same to every reader."""

from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

from . import health, house

_HERE = Path(__file__).resolve().parent.parent

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health.health, name="health"),
    path("theme.css", house.theme, name="theme"),
    path("", include("hemicycle.accounts.urls")),
    *(
        path(prefix, include(f"hemicycle.{app}.urls"))
        for prefix, app in (("inquiries/", "listening"), ("record/", "record"), ("", "site"))
        if (_HERE / app / "urls.py").exists()
    ),
]
