"""How several pages of governance answer: what was done or refused, a form, a confirmation, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.rules.models import AuditEntry
from hemicycle.rules.spreadsheets import as_csv

from .lookup import person

Words = str | Promise | Callable[[Any], str | Promise]
QUICKER = gettext_lazy("Somebody else was quicker: this is how it is now.")
DONE_ALREADY = gettext_lazy("It is done already.")
THERE_ALREADY = gettext_lazy("It is there already: you have sent the same before. Nothing was added.")
# In the audit log of a row without any change of it.
LOOKS = ("governance.request_look",)


def quicker(request: HttpRequest, row: Model) -> Promise:
    """After IllegalMove: who pressed twice did it themselves; else somebody else was quicker."""
    done = AuditEntry.objects.about(row).exclude(action__in=LOOKS).first()
    return DONE_ALREADY if done is not None and done.actor == person(request).audit_label else QUICKER


def moved(request: HttpRequest, row: Model) -> Words:
    """The same, as `carry_out` asks for it."""
    return lambda _error: quicker(request, row)


def carry_out(
    request: HttpRequest, act: Callable[[], object], done: Words, refused: Mapping[type[Exception], Words]
) -> None:
    """Do it and say so, or say by its error why it was not done. Words may depend on what `act` gave, or the error."""
    try:
        outcome = act()
    except tuple(refused) as error:
        words = next(words for kind, words in refused.items() if isinstance(error, kind))
        messages.error(request, str(words(error) if callable(words) else words))
    else:
        messages.success(request, str(done(outcome) if callable(done) else done))


def status_of(*forms: BaseForm | None) -> HTTPStatus:
    """Of a page with these forms: whether one of them refuses what was typed."""
    refused = any(form.errors for form in forms if form is not None)
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def form_page(
    request: HttpRequest, form: BaseForm, *, heading: str, submit: str, kicker: str, back: str, lead: str = ""
) -> HttpResponse:
    """A page with nothing but a form; `kicker` says where `back` leads."""
    context = {"form": form, "heading": heading, "submit": submit, "kicker": kicker, "back": back, "lead": lead}
    return render(request, "governance/form.html", context, status=status_of(form))


def confirmation(
    request: HttpRequest, head: dict[str, Any], *, heading: str, consequences: Sequence[str], submit: str, back: str,
    form: BaseForm | None = None,
) -> HttpResponse:  # fmt: skip
    """What will happen, before it does."""
    context = {**head, "heading": heading, "consequences": consequences, "submit": submit, "cancel_url": back}
    return render(request, "governance/confirm.html", {**context, "form": form}, status=status_of(form))


def attachment(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file to be saved under this name."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def csv_file(name: str, columns: Sequence[object], rows: Iterable[Iterable[object]]) -> HttpResponse:
    return attachment("".join(as_csv(columns, rows)), name, "text/csv; charset=utf-8")
