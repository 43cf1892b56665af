"""How this House is named and coloured, for every template."""

from django.conf import settings
from django.http import HttpRequest

from hemicycle.accounts.templatetags.look import house_name


def context(request: HttpRequest) -> dict[str, object]:
    return {"house_name": house_name(), "accent": settings.THEME.light}
