"""What is decided about an announcement after it was written: sent back, a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.desk.forms import NoteForm, ReasonForm
from hemicycle.desk.forms.decisions import at_most
from hemicycle.desk.forms.texts import WholeText
from hemicycle.desk.models import Announcement
from hemicycle.rules import audit


class SendBackForm(NoteForm):
    """Why it goes back; refused, it has the focus."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        note = self.fields["note"]
        note.error_messages["required"] = _("Say what must change: this is all the author will see.")
        if self.errors:
            note.widget.attrs["autofocus"] = True


class RefusalForm(forms.Form):
    """Why a withdrawal is refused; refused itself, it has the focus. It is kept in the audit log alone, as it is."""

    reason = WholeText(label=gettext_lazy("Why it is refused"), required=False, max_length=audit.LONGEST_FACT)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reads = _("Whoever requested it reads this in the history.")
        self.fields["reason"].help_text = f"{reads} {at_most(audit.LONGEST_FACT)}"
        if self.errors:
            self.fields["reason"].widget.attrs["autofocus"] = True

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if audit.E_MAIL.search(reason):
            raise forms.ValidationError(_("Leave out the e-mail address: the history keeps none."))
        return reason


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
