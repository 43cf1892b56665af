"""What a person fills in to ask about their data, and what staff fill in to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import DayField
from hemicycle.follow.forms import AddressForm
from hemicycle.rules.parameters import in_force

from ..actions.requests.asking import LONGEST_WORDS
from ..actions.requests.deciding import ANSWER, LONGEST_EXTENSION, REFUSE
from ..models import PersonalDataRequest


class AskForm(AddressForm):
    kind = forms.ChoiceField(
        label=_("What do you ask for?"), choices=PersonalDataRequest.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What is wrong, and what is right"),
        help_text=_("Only where something is to be rectified."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lang = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)

    field_order = ("kind", "words", "email", "number", "lang")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") == PersonalDataRequest.Kind.RECTIFICATION and not said.get("words"):
            self.add_error("words", _("Say what is wrong, and what is right."))
        return said


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Eight digits, which we sent to your address."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class AnswerForm(forms.Form):
    wanted = forms.ChoiceField(
        label=_("Decision"),
        choices=((ANSWER, _("Do what the person asks for")), (REFUSE, _("Refuse"))),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For a refusal. The person reads it: write it to them, and name nobody."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("wanted") == REFUSE and not said.get("reason", "").strip():
            self.add_error("reason", _("A refusal says why."))
        return said


class ExtendForm(forms.Form):
    until = DayField(label=_("Answer by"))
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("It is sent to the person."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, row: PersonalDataRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        latest = self.row.asked_at + timedelta(days=LONGEST_EXTENSION * in_force("request_within_days"))
        if not timezone.localtime(self.row.due_at).date() < day < timezone.localtime(latest).date():
            raise forms.ValidationError(
                _("Choose a day after the present one, and at most three times as long after the request.")
            )
        return day
