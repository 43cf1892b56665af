"""What is asked of whoever forwards a conversation into the record."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office
from hemicycle.channels.contract import AttachedFile
from hemicycle.channels.files.attachments import Checked, checked
from hemicycle.desk.forms.pictures import Several

from ..conversations import NotAConversation, read
from ..models import ForwardedConversation

REFUSED: dict[str, str | Promise] = {
    "empty": _("There is nothing in this file."),
    "size": _("The file is too large. Forward the days on which business of the House was done."),
    "text": _("This is no text. Export the chat without media and choose its text file."),
    "format": _("This is not the file that Telegram exports. Choose result.json, or paste the text."),
}  # fmt: skip


PICTURES = ("image/png", "image/jpeg", "application/pdf")


class Screenshots(forms.FileField):
    """None or more; each is checked as files that come with letters are."""

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        given = [AttachedFile(one.name, one.content_type or "", one.read()) for one in data or () if one]
        found = checked(given)
        if wrong := [one.name for one in found if one.refused or one.kind not in PICTURES]:
            raise forms.ValidationError(
                _("These are no pictures or PDF files of at most 10 MB: %(names)s."),
                params={"names": ", ".join(wrong)},
            )
        return found


class ForwardForm(forms.Form):
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    subject = forms.CharField(
        label=_("What it was about"),
        help_text=_("In one line, such as: Agenda of the sitting of 12 March."),
        max_length=200,
    )
    app = forms.ChoiceField(label=_("Where"), choices=ForwardedConversation.App.choices, widget=forms.RadioSelect)
    with_whom = forms.CharField(
        label=_("With whom"),
        help_text=_("In which function; leave out private numbers and addresses."),
        max_length=200,
    )
    began_on, ended_on = DayField(label=_("From")), DayField(label=_("Until"))
    text = forms.CharField(
        label=_("What was written"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Paste it here, or choose the exported file below. Leave out what is private."),
    )  # fmt: skip
    export = forms.FileField(
        label=_("Exported chat"), required=False,
        help_text=_("The text file of WhatsApp (exported without media), or result.json of Telegram."),
    )  # fmt: skip
    screenshots = Screenshots(
        label=_("Screenshots"),
        required=False,
        widget=Several(attrs={"multiple": True}),
        help_text=_("PNG, JPEG or PDF."),
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset = offices
        if len(offices) == 1:
            office.widget, office.initial = forms.HiddenInput(), offices[0]

    def clean_export(self) -> str:
        file = self.cleaned_data["export"]
        try:
            return read(file.read()) if file else ""
        except NotAConversation as refusal:
            raise forms.ValidationError(str(REFUSED[refusal.code])) from refusal

    def clean_ended_on(self) -> Any:
        ended_on, began_on = self.cleaned_data["ended_on"], self.cleaned_data.get("began_on")
        if ended_on > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that has come."))
        if began_on and ended_on < began_on:
            raise forms.ValidationError(_("It cannot end before it begins."))
        return ended_on

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        is_there = any(found.get(name) for name in ("text", "export", "screenshots"))
        if not is_there and not {"text", "export", "screenshots"} & self.errors.keys():
            self.add_error("text", _("Paste what was written, or choose a file."))
        return found

    @property
    def forwarded(self) -> dict[str, Any]:
        """As the action takes it."""
        given = dict(self.cleaned_data)
        parts = (given.pop("text").strip(), given.pop("export"))
        files = given.pop("screenshots")
        return {**given, "text": "\n\n".join(filter(None, parts)), "files": files}
