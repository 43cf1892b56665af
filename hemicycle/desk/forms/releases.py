"""What is decided about an announcement after it was written: sent back, a new time, a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.desk import timestamps
from hemicycle.desk.forms import NoteForm, ReasonForm
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.words import TIMES


class SendBackForm(NoteForm):
    """Why it goes back; refused, it has the focus."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        note = self.fields["note"]
        note.error_messages["required"] = _("Say what must change: this is all the author will see.")
        if self.errors:
            note.widget.attrs["autofocus"] = True


class NewTimeForm(forms.Form):
    """When what was submitted goes out instead. What was missed has no time that it could keep."""

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
        if announcement.state != State.MISSED:
            options.setdefault("initial", {name: getattr(announcement, name) for name in ("release_at", "not_after")})
        self.announcement = announcement
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.announcement.state != State.MISSED and self._is_unchanged(found):
            self.add_error("release_at", _("This is its time already. Choose another, or leave it as it is."))
        for name in ("release_at", "not_after"):
            if found.get(name) is not None and found[name] <= timezone.now():
                self.add_error(name, _("This time has passed. Choose one in the future, or none."))
        release_at, not_after = found.get("release_at"), found.get("not_after")
        if release_at is not None and not_after is not None and not_after <= release_at:
            self.add_error("not_after", _("This must be later than the release time."))
        return found

    def _is_unchanged(self, found: dict[str, Any]) -> bool:
        kept = {name: getattr(self.announcement, name) for name in ("release_at", "not_after")}
        return all(found[name] == (at and at.replace(second=0, microsecond=0)) for name, at in kept.items())


class WithdrawalForm(ReasonForm):
    """Why, and whether those who received it get a notice; that is asked only where somebody did."""

    notify = forms.BooleanField(
        label=gettext_lazy("Send a notice to those who received it"),
        required=False,
        help_text=gettext_lazy("A short message on the same channel: that it was withdrawn, and why."),
    )

    def __init__(self, *args: Any, announcement: Announcement, received: int, **options: Any) -> None:
        super().__init__(*args, announcement=announcement, initial={"notify": True}, **options)
        if received:
            self.order_fields([*self.by_lang.values(), "notify"])
        else:
            del self.fields["notify"]

    @property
    def notifies(self) -> bool:
        return bool(self.cleaned_data.get("notify"))
