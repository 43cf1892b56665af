"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import URLPattern

app_name = "governance"
urlpatterns: list[URLPattern] = []
