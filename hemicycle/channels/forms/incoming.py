"""What a person fills in about what came in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.channels import actions


class ReadForm(forms.Form):
    """Why somebody reads what a person wrote."""

    why = forms.ChoiceField(
        label=_("Why you read it"),
        help_text=_("It is written down under your name."),
        choices=list(actions.REASONS_TO_READ.items()),
    )
