"""One key question as a form: an option, several, a value of one's own, or left open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hemicycle.rules.parameters import PARAMETERS

from ..questions import Given, Question
from .values import field_of, refuse_unfit

OWN, LEFT_OPEN = "_own", "_open"


class AnswerForm(forms.Form):
    """`given`: as it is kept. After validation `options` and `values` say what was answered."""

    edit = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, question: Question, data: Any = None, *, given: Given, edit: int = 0) -> None:
        super().__init__(data, prefix=question.key, initial={"edit": edit})
        self.question = question
        keys = [(one.key, one.key) for one in question.options]
        if question.several:
            self.fields["choice"] = forms.MultipleChoiceField(choices=keys, required=False)
            self.initial["choice"] = list(given.options)
        else:
            own = [(OWN, OWN)] if question.own else []
            self.fields["choice"] = forms.ChoiceField(choices=[*keys, *own, (LEFT_OPEN, LEFT_OPEN)])
            self.fields["choice"].error_messages["required"] = _("Choose an answer, or leave the question open.")
            self.initial["choice"] = _chosen(given)
        if question.own:
            self.fields["own"] = field_of(PARAMETERS[question.own])
            self.fields["own"].required = False
            self.initial["own"] = given.values.get(question.own)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("choice") == OWN:
            self._clean_own(found)
        elif "own" in self.errors:
            # What stands there is not what was chosen.
            del self.errors["own"]
        return found

    def _clean_own(self, found: dict[str, Any]) -> None:
        parameter = PARAMETERS[self.question.own]
        if "own" in self.errors:
            return
        if found.get("own") in (None, "", []) and parameter.default not in ("", ()):
            self.add_error("own", _("Type the value, or choose one of the answers above."))
            return
        refuse_unfit(self, "own", parameter, found["own"])

    @property
    def options(self) -> list[str]:
        choice = self.cleaned_data["choice"]
        return [choice] if isinstance(choice, str) and choice not in (OWN, LEFT_OPEN) else _list(choice)

    @property
    def values(self) -> dict[str, Any]:
        if self.cleaned_data["choice"] != OWN:
            return {}
        own = self.cleaned_data["own"]
        return {self.question.own: own if own is not None else ""}

    @property
    def chosen(self) -> list[str]:
        """What is ticked as the form stands: typed by the person, else as it was kept."""
        value = self["choice"].value()
        return [value] if isinstance(value, str) else list(value or [])


def _chosen(given: Given) -> str:
    if given.values:
        return OWN
    return given.options[0] if given.options else LEFT_OPEN


def _list(choice: Any) -> list[str]:
    return [] if isinstance(choice, str) else list(choice)
