"""Loading the table of postcodes and places, with what could not be used of it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.permissions import allow
from hemicycle.record import admin
from hemicycle.record.actions.localities import Loaded, load_localities, remove_localities
from hemicycle.record.importers.localities_csv import FAULTS, REASONS, SHOWN_ASIDE, UnreadableTable, read
from hemicycle.record.models import Locality


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table with places"),
        help_text=gettext_lazy("CSV, with the columns constituency and postcode or place, or both."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
    )


@allow(*admin.KEEPERS)
def localities(request: HttpRequest) -> HttpResponse:
    form, loaded = TableForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            loaded = load_localities(read(form.cleaned_data["file"].read()), by=request.user)
        except UnreadableTable as error:
            form.add_error("file", str(FAULTS[error.fault]))
        else:
            form = _refused(form) if not loaded.rows else TableForm()
    context = {
        "form": form,
        "loaded": loaded,
        "aside": _named(loaded),
        "rows": Locality.objects.count(),
        "some": Locality.objects.select_related("area").order_by("postcode_key", "name_key")[:5],
    }
    return render(request, "record/localities.html", context, status=422 if form.errors else 200)


@allow(*admin.KEEPERS, only_post=True)
def remove(request: HttpRequest) -> HttpResponse:
    remove_localities(by=request.user)
    messages.success(request, _("Removed. People find their constituency by its name alone."))
    return redirect("record:localities")


def _refused(form: TableForm) -> TableForm:
    form.add_error("file", _("No row could be used, so the table before it stays. The reasons stand below."))
    return form


def _named(loaded: Loaded | None) -> list[tuple[int, str, str]]:
    aside = loaded.aside[:SHOWN_ASIDE] if loaded else []
    return [(one.line, one.what, str(REASONS[one.reason])) for one in aside]
