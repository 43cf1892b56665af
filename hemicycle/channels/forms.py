"""What a person fills in about the channels."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.models import Pause


class PauseForm(forms.ModelForm[Pause]):
    """Why everything stops; read by all staff."""

    class Meta:
        model = Pause
        fields = ("reason",)
        labels = {"reason": _("Why")}
        help_texts = {"reason": _("All staff read this on every page until it is over.")}
