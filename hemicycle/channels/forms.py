"""What a person fills in about the channels."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.channels import actions
from hemicycle.channels.models import Pause


class PauseForm(forms.ModelForm[Pause]):
    """Why everything stops; read by all staff."""

    class Meta:
        model = Pause
        fields = ("reason",)
        labels = {"reason": _("Why")}
        help_texts = {"reason": _("All staff read this on every page until it is over.")}


class SettleForm(forms.Form):
    """What became of a message that nobody could tell about."""

    found = forms.ChoiceField(
        label=_("What became of it"),
        widget=forms.RadioSelect,
        choices=[
            (actions.SENT, _("It has arrived")),
            (actions.NOT_SENT, _("It has not arrived, and is not to be sent any more")),
            (actions.AGAIN, _("It has not arrived: send it once more")),
        ],
        help_text=_("Sent once more although it had arrived, it is there twice, and cannot be taken back."),
    )
