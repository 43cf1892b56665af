"""The addresses of staff, below /followers/; those of the public are in `site`."""

from django.urls import path

from hemicycle.follow import views

app_name = "follow"

urlpatterns = [
    path("", views.numbers, name="numbers"),
    path("topics/new/", views.topic, name="new_topic"),
    path("topics/<slug:address>/", views.topic, name="topic"),
]
