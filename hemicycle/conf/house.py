"""How this House is named and coloured, for every template."""

from django.conf import settings
from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    return {"house_name": settings.HOUSE_NAME, "accent": settings.ACCENT}
