"""On which day the committee agreed, and what shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import User
from hemicycle.cases.agreement import sittings_of
from hemicycle.cases.models import Announced


class AgreementForm(forms.Form):
    """A sitting of the committee where the record has any, or another day."""

    def __init__(self, data: Any = None, *, row: Announced, reader: User) -> None:
        super().__init__(data, prefix="agreement")
        if sittings := sittings_of(row, to=reader):
            offered = [(one.date.isoformat(), _named(one.date, str(one.titles.here))) for one in sittings]
            self.fields["sitting"] = forms.ChoiceField(
                label=_("Sitting at which the committee agreed"), choices=[("", _("On another day")), *offered],
                required=False,
            )  # fmt: skip
        label = _("Another day on which it agreed") if sittings else _("Day on which the committee agreed")
        self.fields["on"] = DayField(label=label, required=False)
        self.fields["minutes"] = forms.CharField(
            label=_("What shows it"), max_length=200, required=False,
            help_text=_(
                "The number or the address of the minutes. An address that begins with https:// is shown to "
                "everybody, a number to staff alone."
            ),
        )  # fmt: skip
        for name in {"sitting", "on"} & self.fields.keys():
            self.fields[name].is_one_of_several = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        on, sitting = found.get("on"), found.get("sitting")
        if on and sitting and on.isoformat() != sitting:
            self.add_error("on", _("Choose a sitting or write another day, not both."))
        elif on and on > timezone.localdate():
            self.add_error("on", _("This day is still to come. Record the agreement once the committee has given it."))
        elif not on and not sitting and "on" not in self.errors:
            self.add_error("on", _("Say on which day the committee agreed."))
        return found

    @property
    def day(self) -> date:
        """Of a valid form."""
        return self.cleaned_data["on"] or date.fromisoformat(self.cleaned_data["sitting"])


def _named(day: date, title: str) -> str:
    return " · ".join(filter(None, (formats.date_format(day, "DATE_FORMAT"), title)))
