"""The addresses of following, below /follow/; `follow/addresses.py` builds them."""

from django.urls import path, register_converter

from hemicycle.follow.followables import WITH_PAGES

from . import asking, own


class Kind:
    """A kind of what can be followed."""

    regex = "|".join(WITH_PAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "followable")

urlpatterns = [
    path("", asking.overview, name="follow"),
    path("search/", asking.form_for_search, name="follow_search"),
    path("asked/", asking.asked, name="follow_asked"),
    path("own/<str:key>/", own.page, name="follow_own"),
    path("own/<str:key>/confirm/", own.confirm, name="follow_confirm"),
    path("own/<str:key>/leave/", own.leave, name="follow_leave"),
    path("own/<str:key>/choose/", own.choose, name="follow_choose"),
    path("own/<str:key>/silence/", own.silence, name="follow_silence"),
    path("own/<str:key>/speak/", own.speak, name="follow_speak"),
    path("own/<str:key>/end/", own.end, name="follow_end"),
    path("own/<str:key>/send/", own.send, name="follow_send"),
    path("own/<str:key>/what-is-held.json", own.export, name="follow_export"),
    path("own/<str:key>/erase/", own.erase, name="follow_erase"),
    path("<followable:kind>/<str:address>/", asking.form_for, name="follow_one"),
]
