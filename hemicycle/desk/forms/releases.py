"""What is decided about an announcement after it was written: sent back, a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.desk.forms import NoteForm, ReasonForm
from hemicycle.desk.models import Announcement


class SendBackForm(NoteForm):
    """Why it goes back; refused, it has the focus."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        note = self.fields["note"]
        note.error_messages["required"] = _("Say what must change: this is all the author will see.")
        if self.errors:
            note.widget.attrs["autofocus"] = True


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
