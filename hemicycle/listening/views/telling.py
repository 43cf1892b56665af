"""A correction is made and said, with a way back; a refusal is said in its own words."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ..errors import ListeningError
from ..models import Correction, Inquiry


def attempt(request: HttpRequest, inquiry: Inquiry, act: Callable[[], Correction], said: str) -> Correction | None:
    """Correct, and say so; None where it was refused."""
    try:
        correction = act()
    except ListeningError as error:
        messages.error(request, str(error))
        return None
    if said:
        tell(request, inquiry, correction, said)
    return correction


def tell(request: HttpRequest, inquiry: Inquiry, correction: Correction, said: str) -> None:
    undo_url = reverse("listening:undo", args=[inquiry.address, correction.pk])
    messages.success(request, said, extra_tags=f"undo:{undo_url}")


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page the person came from, if it is one of ours."""
    page = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else otherwise
