"""One typed field for each kind of parameter: a number with its unit, an hour, a choice, several, words one a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hemicycle.rules.errors import BadParameter
from hemicycle.rules.parameters import PARAMETERS, Parameter


class WordsField(forms.CharField):
    """Words one a line, or with commas between them; a list in, a list out."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return list(value)
        return [word.strip() for word in re.split(r"[,\n]", value or "") if word.strip()]


class ParameterValidator:
    """What the parameter itself refuses, said at the field."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter

    def __call__(self, value: Any) -> None:
        try:
            self.parameter.checked(value)
        except BadParameter as error:
            raise ValidationError(_message(self.parameter)) from error


def _message(parameter: Parameter) -> str:
    if _is_hour(parameter):
        return _("Enter an hour such as 08:30.")
    if parameter.type is int:
        return _("Enter a whole number from 1 to %(most)s.") % {"most": parameter.most}
    return _("This is no value of that kind. Look at the hint, and correct it.")


def _is_hour(parameter: Parameter) -> bool:
    return parameter.type is str and re.fullmatch(parameter.form, "23:59") is not None and not re.fullmatch(
        parameter.form, "word"
    )  # fmt: skip


def field_of(name: str, *, label: str = "", required: bool = True) -> forms.Field:
    """The field in which a value of this parameter is typed; what it gives is what `Parameter.checked` takes."""
    parameter = PARAMETERS[name]
    shared: dict[str, Any] = {
        "label": label or parameter.meaning, "required": required, "validators": [ParameterValidator(parameter)],
    }  # fmt: skip
    if parameter.type is int:
        wrong = _message(parameter)
        limits = {"min_value": 1, "max_value": parameter.most}
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        return forms.IntegerField(**shared, **limits, error_messages=errors)
    if parameter.choices:
        choices = [(key, str(word)) for key, word in parameter.choices.items()]
        return _choice(parameter.type, choices, shared)
    if parameter.type is tuple:
        return WordsField(**shared)
    return forms.CharField(**shared, max_length=200)


def _choice(kind: type, choices: Sequence[tuple[str, str]], shared: dict[str, Any]) -> forms.Field:
    if kind is tuple:
        return forms.MultipleChoiceField(**shared, choices=choices, widget=forms.CheckboxSelectMultiple)
    return forms.ChoiceField(**shared, choices=choices)
