"""The end of a mandate, on every page of the member's office until it is done."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.accounts.roles import Role

from ..models import Mandate


def banner(user: User) -> Banner | None:
    if not user.has_role([Role.MEMBER]):
        return None
    row = Mandate.objects.under_way().of_the_office(user).first()
    if row is None:
        return None
    title = gettext("The mandate ends on %(day)s") % {"day": date_format(row.ends_on, "DATE_FORMAT")}
    text = gettext("Download what your office holds, pass on open cases, and have the rest erased.")
    return Banner("warning", title, text, reverse("governance:mandate"), gettext("See the steps"))
