from django.urls import path

from . import views

app_name = "site"

urlpatterns = [
    path("", views.home, name="home"),
    path("letters/", views.letters, name="letters"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("start/", views.start, name="start"),
    path("search/", views.search, name="search"),
]
