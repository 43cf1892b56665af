"""How a change is answered: a part of the page to htmx, the page again to everyone else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hemicycle.desk.errors import DeskError
from hemicycle.desk.forms import TextForm
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.presenters import composer
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.words import refusal
from hemicycle.rules.errors import IllegalMove

FormT = TypeVar("FormT", bound=Form)
REOPENED = "reopen"


def sent(request: HttpRequest) -> QueryDict | None:
    """The submitted data; None for a GET."""
    return request.POST if request.method == "POST" else None


def needs_reopening(announcement: Announcement, query: Mapping[str, Any]) -> bool:
    """It is submitted, and the person has not chosen to edit it anyway."""
    return announcement.state not in (State.DRAFT, State.MISSED) and not query.get(REOPENED)


def fragment(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A part of a page, with a header by which the script tells it from the sign-in page."""
    answer = render(request, template, context, status=status)
    answer.headers["X-Desk"] = "1"
    return answer


def back(request: HttpRequest, announcement: Announcement, *, place: str = "", refused: str = "") -> HttpResponse:
    """To the composer, at a place of it."""
    if refused:
        messages.error(request, refused)
    query = f"?{urlencode({REOPENED: 1})}" if request.POST.get(REOPENED) else ""
    return redirect(f"{reverse('desk:compose', args=[announcement.address])}{query}{'#' if place else ''}{place}")


def refused(
    request: HttpRequest, announcement: Announcement, why: Exception | str, *, place: str = "", status: int = 409
) -> HttpResponse:
    """Why it was not done, at the field with the id `place`, or at the form that was sent."""
    message = why if isinstance(why, str) else refusal(why)
    if request.htmx:  # type: ignore[attr-defined]
        return fragment(request, "desk/refused.html", {"refusals": {place: message}}, status=status)
    if place:
        return refused_at(request, announcement, {place: message}, status=status)
    messages.error(request, message)
    here = "compose" if composer.may_change(announcement) and announcement.state == State.DRAFT else "announcement"
    return redirect(f"desk:{here}", announcement.address)


def refused_at(
    request: HttpRequest, announcement: Announcement, refusals: Mapping[str, str], *, status: int = 422,
    texts: Mapping[str, TextForm] | None = None, forms: Mapping[str, Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """Why, by id of the field. Without a script the page comes again with what was sent in `texts` and `forms`."""
    if request.htmx:  # type: ignore[attr-defined]
        return fragment(request, "desk/refused.html", {"refusals": refusals}, status=status)
    context = composer.context(announcement, person(request), request.POST, refusals=refusals, texts=texts)
    return render(request, "desk/composer/composer.html", {**context, **(forms or {})}, status=status)


def conflict(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Two texts, for the person to choose: beside the field, or on a page of their own."""
    if request.htmx:  # type: ignore[attr-defined]
        return fragment(request, template, context, status=409)
    return render(request, "desk/composer/conflict_page.html", context | {"conflict": template}, status=409)


def focused(form: FormT) -> FormT:
    """The form with the focus in its first field that is wrong."""
    first = next((name for name in form.errors if name in form.fields), "")
    if first:
        form.fields[first].widget.attrs["autofocus"] = True
    return form


def refusals_of(form: Form) -> dict[str, str]:
    """What a form refuses, by id of the field."""
    return {form[name].auto_id: " ".join(map(str, errors)) for name, errors in form.errors.items()}


def saved(request: HttpRequest, address: str, *, lang: str = "", place: str = "", **more: Any) -> HttpResponse:
    """Saved: the remarks and previews are rendered again; the fields in use are not."""
    found = written(request, address)
    if request.htmx:  # type: ignore[attr-defined]
        context = composer.beside(take_snapshot(found), person(request)) | {"saved_lang": lang, "place": place, **more}
        return fragment(request, "desk/composer/saved.html", context)
    messages.success(request, _("Saved."))
    return back(request, found, place=place or (f"text-{lang}" if lang else ""))


def edit(
    request: HttpRequest,
    found: Announcement,
    act: Callable[[], Any],
    answer: Callable[[], HttpResponse],
) -> HttpResponse:
    """Edit it and answer, unless it was submitted meanwhile or cannot be edited any more."""
    if needs_reopening(found, request.POST):
        return refused(request, found, _("It was submitted in the meantime and was not changed."))
    try:
        act()
    except (DeskError, IllegalMove) as error:
        return refused(request, found, error)
    return answer()
