"""What is filled in at the end of a mandate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office

from .days import TERM, between, years_from


class EndForm(forms.Form):
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.filter(kind=Office.Kind.MEMBER).order_by("name"),
        empty_label=_("Choose an office"),
    )
    ends_on = DayField(label=_("Last day of the mandate"))

    def clean_ends_on(self) -> date:
        today = timezone.localdate()
        return between(self.cleaned_data["ends_on"], years_from(today, -TERM), years_from(today, TERM))


class SuccessorForm(forms.Form):
    successor = forms.ModelChoiceField(
        label=_("Office of the successor"), queryset=Office.objects.none(), empty_label=_("Choose an office")
    )

    def __init__(self, *args: Any, office: Office, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Office.objects.filter(kind=Office.Kind.MEMBER).exclude(pk=office.pk).order_by("name")
        field: Any = self.fields["successor"]
        field.queryset = others


class NameForm(forms.Form):
    """Typed, so that nobody erases an office by a click too many."""

    name = forms.CharField(label=_("Name of the office, in full"), max_length=160)
