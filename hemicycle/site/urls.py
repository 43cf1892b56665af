from django.urls import include, path

from . import dossiers, sitemaps, views
from .record import urls as record

app_name = "site"

urlpatterns = [
    path("", views.home, name="home"),
    path("letters/", views.letters, name="letters"),
    path("dossiers/", dossiers.board, name="dossiers"),
    path("dossiers/<slug:address>/", dossiers.dossier, name="dossier"),
    path("dossiers/<slug:address>/notes/<int:number>/", dossiers.note, name="dossier_note"),
    path("dossiers/<slug:address>/dossier.<paper:kind>", dossiers.take_away, name="dossier_file"),
    path("record/", include(record.urlpatterns)),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/<slug:name>.xml", sitemaps.sitemap, name="sitemap"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("start/", views.start, name="start"),
    path("search/", views.search, name="search"),
]
