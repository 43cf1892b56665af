"""The files of a letter: checked as those of mail are, and asked for once more where a browser could not keep them.

A page that comes back for another reason comes without the files that were chosen: their names stand in a hidden
field, so that the letter does not leave without them unless its writer says so.
"""

from __future__ import annotations

import mimetypes
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.channels.contract import AttachedFile
from hemicycle.channels.files import attachments
from hemicycle.channels.files.attachments import Checked

OCTETS = "application/octet-stream"
# No name of a file holds one (attachments.py).
_BETWEEN = "/"

REFUSED = {
    "kind": gettext_lazy("%(name)s is of a kind that is not taken."),
    "empty": gettext_lazy("%(name)s is empty."),
    "size": gettext_lazy("%(name)s is too large."),
    "number": gettext_lazy("%(name)s is one file too many."),
    "content": gettext_lazy("%(name)s is not what its name says."),
}


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Each is kept, or has the reason why not."""

    widget = SeveralFiles

    def clean(self, value: Any, initial: Any = None) -> list[Checked]:
        sent = [one for one in value or () if one] if isinstance(value, list | tuple) else [value] if value else []
        return attachments.checked(_attached(one) for one in sent)


class FilesForm(forms.Form):
    """`names` are those of the files that were chosen, now or before the page came back."""

    chosen = forms.CharField(widget=forms.HiddenInput, required=False)
    without = forms.BooleanField(label=gettext_lazy("Send the letter without these files"), required=False)
    attached = FilesField(label=gettext_lazy("Files"), required=False)

    names: tuple[str, ...] = ()
    once_more = ""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and (self.errors or (self.names and not self.cleaned_data.get("attached"))):
            self.ask_for_files_again()

    def clean_attached(self) -> list[Checked]:
        found: list[Checked] = self.cleaned_data["attached"]
        earlier = self.cleaned_data.get("chosen", "").split(_BETWEEN)[: attachments.MOST]
        self.names = tuple(one.name for one in found if not one.refused) if found else tuple(filter(None, earlier))
        if wrong := [REFUSED[one.refused] % {"name": one.name} for one in found if one.refused]:
            raise forms.ValidationError(wrong)
        return found

    def ask_for_files_again(self) -> None:
        """At the field, unless its writer said that the letter goes without them."""
        self.data = data = cast(QueryDict, self.data).copy()
        data["chosen"] = _BETWEEN.join(self.names)
        if self.names and (self.files or not data.get("without")):
            self.once_more = ""
            self.add_error("attached", _("Choose your files once more: %(names)s") % {"names": ", ".join(self.names)})


def _attached(sent: UploadedFile[bytes]) -> AttachedFile:
    """Phones say of many files only that they are octets: then the name tells."""
    name, kind = sent.name or "", sent.content_type or OCTETS
    return AttachedFile(name, mimetypes.guess_type(name)[0] or kind if kind == OCTETS else kind, sent.read())
