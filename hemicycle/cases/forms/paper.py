"""What comes back on paper: a scan, and the answer of whoever was asked whether a letter may be passed on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.cases import actions
from hemicycle.cases.models import CameBy, PassingOn
from hemicycle.channels.contract import AttachedFile
from hemicycle.channels.files.attachments import SCANS, checked


class ScanField(forms.FileField):
    """The scan of a paper, as a list of it alone or of none."""

    def __init__(self, **options: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})
        help_text = _("PDF, JPEG or PNG, 10 MB at most.")
        super().__init__(**{"required": False, "help_text": help_text, "widget": widget, **options})

    def clean(self, data: Any, initial: Any = None) -> list[AttachedFile]:
        file = super().clean(data, initial)
        if not file:
            return []
        found = AttachedFile(str(file.name), str(file.content_type), file.read())
        refused = checked([found])[0].refused
        if refused or found.kind not in SCANS:
            raise forms.ValidationError(
                gettext("The file is larger than 10 MB. Scan it with fewer dots to the inch.")
                if refused == "size"
                else gettext("The file is no PDF, JPEG or PNG. Save it as one of them.")
            )
        return [found]


class PassingOnAnswerForm(forms.Form):
    """The yes or no of whoever was asked on paper, as it came back."""

    say = forms.ChoiceField(
        label=_("They said"), choices=(("yes", _("Yes, pass it on")), ("no", _("No"))), widget=forms.RadioSelect,
        error_messages={"required": _("Say what they answered.")},
    )  # fmt: skip
    came_by = forms.ChoiceField(
        label=_("It came"), choices=CameBy.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say how their answer came.")},
    )  # fmt: skip
    scan = ScanField(label=_("Scan of their answer"))

    def __init__(self, *args: Any, row: PassingOn, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_said_{row.pk}_%s", **options})
        self.row = row

    def store(self, *, by: User) -> str:
        said = self.cleaned_data
        return actions.record_passing_on(
            self.row, agreed=said["say"] == "yes", came_by=said["came_by"], scan=said["scan"], by=by
        )
