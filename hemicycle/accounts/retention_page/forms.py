"""The form that places a legal hold. Of one row alone, whose number is soon mistyped, and of all that an office has it
says first what that is."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.actions import place_hold, refuse_unless_there
from hemicycle.rules.errors import HoldRefused
from hemicycle.rules.models import LegalHold

from ..audit_log.subjects import Subject
from ..governed import OF_NO_OFFICE, governed
from ..models import User
from .report import everything, subject_of, tables

# What the form sends for the House as a whole: an empty choice is none.
WHOLE_HOUSE = "*"
# What it sends once it has said that all of an office will be on hold.
EVERYTHING = "*"


class HoldForm(forms.Form):
    """`checked`: what whoever fills it in has been told that they will hold."""

    office = forms.ChoiceField(label=_("Whose data"))
    about = forms.ChoiceField(label=_("What is on hold"), required=False)
    row = forms.CharField(
        label=_("Only one of them"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Its number, as the audit log shows it. Leave empty for all of them."),
    )
    checked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=160)
    why = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "For example, the reference number of a court case or an investigation. It is shown on this page, not in "
            "the audit log."
        ),
    )

    def __init__(self, *args: Any, keeper: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keeper, self.subject = keeper, cast(Subject | None, None)
        offices = [(slug or WHOLE_HOUSE, name) for slug, name in governed(keeper).items()]
        # Nobody holds the data of a whole House because that stood there when they came.
        first = [] if len(offices) == 1 else [("", _("Choose an office"))]
        self.fields["office"].choices = [*first, *offices]  # type: ignore[attr-defined]
        self.fields["about"].choices = [("", _("All of it")), *tables()]  # type: ignore[attr-defined]

    def clean_office(self) -> str:
        chosen: str = self.cleaned_data["office"]
        return OF_NO_OFFICE if chosen == WHOLE_HOUSE else chosen

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("row") and not found.get("about") and "about" not in self.errors:
            self.add_error("about", _("Choose what the number is of."))
        return found

    def place(self) -> LegalHold | None:
        """The hold; or None, with the reason beside the field, or with `subject`, which is to be looked at first."""
        given = self.cleaned_data
        about = ":".join(filter(None, (given["about"], given["row"])))
        try:
            if (given["row"] or not about) and given["checked"] != (about or EVERYTHING):
                if about:
                    refuse_unless_there(given["office"], about)
                self._show(given["office"], about)
                return None
            return place_hold(office=given["office"], about=about, why=given["why"], by=self.keeper)
        except HoldRefused as refused:
            field, words = _REFUSED[refused.code]
            self.add_error(field, words)
            return None

    def _show(self, office: str, about: str) -> None:
        """Sent again as it is, it is placed."""
        self.subject = subject_of(about, self.keeper) if about else everything(office, self.keeper)
        self.data = cast(QueryDict, self.data).copy()
        self.data["checked"] = about or EVERYTHING


_REFUSED = {
    "no-reason": ("why", _("Enter a reason.")),
    "no-table": (
        "about",
        _("The data of this office holds nothing of that kind. Choose something else, or another office."),
    ),
    "no-row": ("row", _("This office has nothing with this number.")),
    "held-already": ("about", _("This is already on hold: lift that hold first, or keep it.")),
}
