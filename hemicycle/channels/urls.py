"""The pages of the channels for staff, and the addresses that the other side calls."""

from django.urls import include, path

from hemicycle.channels.views import board, hooks, pausing

app_name = "channels"

staff = [
    path("", board.board, name="board"),
    path("messages/<int:number>/settle/", board.settle, name="settle"),
    path("pause/", pausing.pause, name="pause"),
    path("pause/end/", pausing.resume, name="resume"),
]

urlpatterns = [
    path("channels/", include(staff)),
    path("hooks/<slug:kind>/<slug:key>/", hooks.hook, name="hook"),
]
