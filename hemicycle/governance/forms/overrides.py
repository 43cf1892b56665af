"""What an emergency override replaces, why, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.rules.parameters import PARAMETERS, DecidedBy, in_force

from .values import PREFIX, field_of, refuse_unfit, written_out

# What stands in the way when lives are in danger: offered first.
LIKELY = (
    "quiet_from", "quiet_until", "approvals_needed", "approvals_sensitive", "required_languages", "election_freezes",
    "dissolution_freezes", "mourning_freezes", "checks_blocking",
)  # fmt: skip


def choices(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, str(PARAMETERS[name].meaning)) for name in names]


def others() -> list[str]:
    """All else that a policy decides."""
    return sorted(
        (name for name, one in PARAMETERS.items() if one.decided_by is DecidedBy.POLICY and name not in LIKELY),
        key=lambda name: str(PARAMETERS[name].meaning).lower(),
    )


class ChoiceForm(forms.Form):
    """Which values are to be replaced."""

    values = forms.MultipleChoiceField(
        label=gettext_lazy("What stands in the way?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    more = forms.MultipleChoiceField(
        label=gettext_lazy("Something else"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["values"].choices = choices(LIKELY)  # type: ignore[attr-defined]
        self.fields["more"].choices = choices(others())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen:
            self.add_error("values", _("Tick at least one."))
        return found

    @property
    def chosen(self) -> list[str]:
        return [*self.cleaned_data.get("values", []), *self.cleaned_data.get("more", [])]


class OverrideForm(forms.Form):
    """A field for each value that is to be replaced, the reason and the hours."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is public from the moment a second person confirms. Name nobody in it."),
    )
    hours = forms.IntegerField(label=gettext_lazy("For how many hours"), min_value=1)

    def __init__(self, *args: Any, names: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = [name for name in names if name in {*LIKELY, *others()}]
        most = in_force("override_hours")
        hours = self.fields["hours"]
        hours.validators.append(MaxValueValidator(most))
        hours.widget.attrs["max"] = most
        hours.help_text = _("The policy allows %(n)s at most; it ends by itself.") % {"n": most}
        for name in self.names:
            field = self.fields[PREFIX + name] = field_of(PARAMETERS[name])
            field.initial = written_out(PARAMETERS[name], in_force(name))
            now = PARAMETERS[name].said(in_force(name)).rstrip(".")
            field.help_text = _("Now: %(value)s.") % {"value": now}
        self.order_fields([*(PREFIX + name for name in self.names), "reason", "hours"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in self._given(found):
            refuse_unfit(self, PREFIX + name, PARAMETERS[name], value)
        if not self.errors and not self.values:
            self.add_error(None, _("Nothing would be replaced: change at least one value."))
        return found

    def _given(self, found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        return ((name, found[PREFIX + name]) for name in self.names if PREFIX + name in found)

    @property
    def values(self) -> dict[str, Any]:
        """Those that differ from what is in force."""
        return {
            name: value
            for name, value in self._given(self.cleaned_data)
            if PARAMETERS[name].checked(value) != self.fields[PREFIX + name].initial
        }

    @property
    def until(self) -> datetime:
        return timezone.now() + timedelta(hours=self.cleaned_data["hours"])
