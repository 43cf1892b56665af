"""What is asked of whoever opens an incident, settles a step, closes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.desk import timestamps

from ..models import Incident
from .days import passed_within

# Its steps have clocks of hours and days; what the House has known for a year is not one to begin with now.
LONGEST_UNNOTICED = timedelta(days=365)


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=Incident.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In one line"), help_text=_("Without names of people."), max_length=200)
    description = forms.CharField(
        label=_("What is known so far"), required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )
    has_personal_data = forms.BooleanField(
        label=_("Personal data are concerned, or may be"),
        help_text=_("Then the supervisory authority is notified within 72 hours."),
        required=False,
    )
    aware_at = timestamps.TimestampField(
        label=_("The House became aware of it"), help_text=_("From this moment the clock runs.")
    )

    def clean_aware_at(self) -> Any:
        aware_at = self.cleaned_data["aware_at"]
        if aware_at is None:
            raise forms.ValidationError(_("Enter the day and the time."))
        return passed_within(aware_at, LONGEST_UNNOTICED)


class StepForm(forms.Form):
    note = forms.CharField(
        label=_("What was done, or why it is not needed"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}), max_length=4_000,
    )  # fmt: skip


class ReportForm(forms.Form):
    report = forms.CharField(
        label=_("Closing report"),
        help_text=_("What happened, what was done, what is changed so that it does not happen again."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
    )


class DrillForm(forms.Form):
    place = forms.CharField(
        label=_("Which paper is marked"),
        help_text=_("One that is not public, such as a draft of an announcement or an internal paper of the record."),
        max_length=200,
    )
