"""What is asked of an announcement as a whole: its office, another time."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.desk import timestamps
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.words import TIMES

NEW_TIMES = ("release_at", "not_after")


class OfficeForm(forms.Form):
    """Another office in which the person writes."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"), queryset=Office.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose an office.")},
    )  # fmt: skip

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Office]", self.fields["office"]).queryset = offices


class NewTimeForm(forms.Form):
    """Another time for its release. What was missed keeps none."""

    release_at = timestamps.TimestampField(
        label=TIMES["release_at"],
        help_text=gettext_lazy(
            "Once approved, it goes out at this time. Leave empty to release it when someone chooses Release now."
        ),
    )
    not_after = timestamps.TimestampField(
        label=TIMES["not_after"],
        help_text=gettext_lazy("If it has not been sent by then, it will not be sent."),
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.announcement = announcement

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.announcement.state != State.MISSED and self._is_unchanged(found):
            self.add_error("release_at", _("This is its time already. Choose another, or leave it as it is."))
        for name in NEW_TIMES:
            if found.get(name) is not None and found[name] <= timezone.now():
                self.add_error(name, _("This time has passed. Choose one in the future, or none."))
        release_at, not_after = found.get("release_at"), found.get("not_after")
        if release_at is not None and not_after is not None and not_after <= release_at:
            self.add_error("not_after", _("This must be later than the release time."))
        return found

    def _is_unchanged(self, found: dict[str, Any]) -> bool:
        kept = {name: getattr(self.announcement, name) for name in NEW_TIMES}
        return all(found[name] == (at and at.replace(second=0, microsecond=0)) for name, at in kept.items())
