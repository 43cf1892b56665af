"""What is asked of an announcement as a whole: its office, another time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.desk import timestamps
from hemicycle.desk.models import Announcement
from hemicycle.desk.words import TIMES


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
    """Another time; by default another day at the same hour."""

    release_at = timestamps.TimestampField(
        label=TIMES["release_at"], required=True, error_messages={"required": gettext_lazy("Choose a time.")}
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        assert announcement.release_at is not None
        self.at = announcement.release_at.astimezone(timestamps.zone())
        self.initial.setdefault("release_at", self.at)

    def clean_release_at(self) -> datetime:
        moved: datetime = self.cleaned_data["release_at"]
        if not 1900 <= moved.year <= 2200:
            raise forms.ValidationError(self.fields["release_at"].error_messages["invalid"])
        if moved == self.at.replace(second=0, microsecond=0):
            raise forms.ValidationError(_("This is its time already. Choose another, or leave it as it is."))
        if moved <= timezone.now():
            raise forms.ValidationError(_("This time has passed. Choose a later one."))
        return moved
