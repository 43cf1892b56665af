"""What is asked of an announcement as a whole: its office, another day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.desk.models import Announcement
from hemicycle.desk.timestamps import exists, zone


class OfficeForm(forms.Form):
    """Another office in which the person writes."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"), queryset=Office.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose an office.")},
    )  # fmt: skip

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Office]", self.fields["office"]).queryset = offices


class MoveForm(forms.Form):
    """Another day, at the same time of day."""

    day = forms.DateField(
        label=gettext_lazy("New day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Enter a day, such as 2026-03-03."),
        },
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        assert announcement.release_at is not None
        self.at = announcement.release_at.astimezone(zone())
        self.initial.setdefault("day", self.at.date())

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        moved = datetime.combine(day, self.at.time())
        if not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("Enter a day, such as 2026-03-03."))
        if not exists(moved):
            raise forms.ValidationError(
                _("On that day there is no %(time)s: the clocks go forward. Choose another day.")
                % {"time": f"{moved:%H:%M}"}
            )
        if moved.replace(tzinfo=zone()) <= timezone.now():
            raise forms.ValidationError(
                _("%(time)s on that day has passed. Choose a later day.") % {"time": f"{moved:%H:%M}"}
            )
        return day

    @property
    def release_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.at.time(), tzinfo=zone())
