"""Comments, amendments, and what is decided about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ..models import Version
from ..words import FIELDS
from .articles import NewArticleForm, WordsForm

LONGEST = 4_000
ASKED_WHY = gettext_lazy("Say why: others will ask.")


def reason_field(help_text: Any = "", without: Any = ASKED_WHY) -> forms.CharField:
    """`without`: said where it is empty."""
    return forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST,
        help_text=help_text,
        error_messages={"required": without},
    )


def reason_of_amendment() -> forms.CharField:
    return reason_field(
        gettext_lazy("It stands with the amendment in the record."),
        gettext_lazy("Say why: an amendment is not decided on without it."),
    )


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class ChangeForm(WordsForm):
    """An amendment that changes an article."""

    reason = reason_of_amendment()


class AdditionForm(NewArticleForm):
    """An amendment that adds an article."""

    reason = reason_of_amendment()


class ReasonForm(forms.Form):
    """Why an article should go, or why an amendment is not accepted."""

    decision = reason_field()


class AcceptanceForm(forms.Form):
    decision = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea({"rows": 2}), max_length=LONGEST
    )


class MergeForm(WordsForm):
    """What the working group makes of an amendment, with the reason."""

    decision = reason_field(gettext_lazy("What was taken over, what was not, and why."))

    def __init__(self, data: Any = None, *, version: Version, offered: dict[str, Any], **options: Any) -> None:
        """`offered`: what could be brought together, to begin with."""
        super().__init__(data, version=version, **options)
        if data is None:
            for name in FIELDS:
                self.fields[name].initial = offered[name]
            for name in self.names:
                self.fields[f"value-{name}"].initial = offered["parameters"].get(name)
