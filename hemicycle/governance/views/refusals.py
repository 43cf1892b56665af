"""What governance refuses, as a page answers it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hemicycle.rules.errors import IllegalMove

from ..errors import NotEditor

View = Callable[..., HttpResponse]


def refusing(view: View) -> View:
    """A write by somebody who is not of the working group is forbidden; one that comes too late leads back."""

    @wraps(view)
    def refused(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotEditor as error:
            raise PermissionDenied from error
        except IllegalMove:
            messages.error(request, _("This version is not a draft any more: nothing was changed."))
            back = redirect("governance:questions", kwargs["address"])
            if "HX-Request" in request.headers:
                return HttpResponse(headers={"HX-Redirect": back.url})
            return back

    return refused
