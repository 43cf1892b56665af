"""What a person fills in about what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.channels import actions
from hemicycle.channels.models import Pause
from hemicycle.channels.status.labels import reason

MOST_SEEN, LONGEST_SEEN = 200, 300
NOT_ALL = _("Tick each step once it is done, or say that it cannot be posted.")


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
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=[
            (actions.SENT, _("It has arrived")),
            (actions.NOT_SENT, _("It has not arrived, and is not to be sent any more")),
            (actions.RETRY, _("It has not arrived: send it once more")),
        ],
        help_text=_("If it had arrived and you send it again, it is there twice and cannot be recalled."),
    )


class PostedForm(forms.Form):
    """That it was posted: every step seen to, and where it stands."""

    steps = forms.MultipleChoiceField(
        label=_("Checklist"), widget=forms.CheckboxSelectMultiple, error_messages={"required": NOT_ALL}
    )
    address = forms.CharField(
        label=_("Address of the post"),
        max_length=2_000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("Open the post where everybody sees it, and copy its address."),
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], has_address: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.MultipleChoiceField", self.fields["steps"]).choices = steps
        if not has_address:
            del self.fields["address"]

    def clean_steps(self) -> list[str]:
        seen: list[str] = self.cleaned_data["steps"]
        if len(seen) < len(cast("forms.MultipleChoiceField", self.fields["steps"]).choices):  # type: ignore[arg-type]
            raise forms.ValidationError(NOT_ALL)
        return seen


class SkipForm(forms.Form):
    """Why something is not posted."""

    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["why"]).choices = [(code, reason(code)) for code in actions.WHY_NOT]


class SeenForm(forms.Form):
    """Addresses and names that somebody saw, one a line."""

    seen = forms.CharField(
        label=_("What was seen"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off", "dir": "auto"}),
        help_text=_("Addresses, handles or names, one a line, 200 at most. Nothing of it is kept."),
    )

    def clean_seen(self) -> list[str]:
        lines = list(dict.fromkeys(filter(None, (line.strip() for line in self.cleaned_data["seen"].splitlines()))))
        if len(lines) > MOST_SEEN:
            raise forms.ValidationError(_("These are more than 200; enter some of them first."))
        if any(len(line) > LONGEST_SEEN for line in lines):
            raise forms.ValidationError(_("A line is longer than any address."))
        return lines
