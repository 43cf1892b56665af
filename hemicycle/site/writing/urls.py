"""The addresses of writing, below /write/ and /status/; `cases/addresses.py` builds them."""

from django.urls import path

from . import asking, confirming, own, status, stopping

urlpatterns = [
    path("write/", asking.write, name="write"),
    path("write/confirm/<str:key>/", confirming.confirm, name="write_confirm"),
    path("write/confirm/<str:key>/not-mine/", confirming.dispute, name="write_dispute"),
    path("write/stop/<str:key>/", stopping.stop, name="write_stop"),
    path("write/<str:key>/", own.letter, name="letter"),
    path("write/<str:key>/code/", own.code, name="letter_code"),
    path("write/<str:key>/address/", own.address, name="letter_address"),
    path("write/<str:key>/add/", own.add, name="letter_add"),
    path("write/<str:key>/take-back/", own.take_back, name="letter_take_back"),
    path("status/", status.status, name="status"),
]
