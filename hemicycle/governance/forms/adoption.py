"""How a body decided about a version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.forms import DayField

from ..models import Adoption
from .days import OLDEST_ADOPTION, passed, years_from

DECISIONS = (("adopted", gettext_lazy("Adopted")), ("rejected", gettext_lazy("Rejected")))


class DecidedForm(forms.Form):
    """Day and way of a decision; the figures of a vote."""

    on = DayField(label=gettext_lazy("Day of the decision"))
    way = forms.ChoiceField(
        label=gettext_lazy("How it decided"), choices=Adoption.Way.choices, widget=forms.RadioSelect
    )
    votes_for = forms.IntegerField(label=gettext_lazy("Votes for"), min_value=0, required=False)
    votes_against = forms.IntegerField(label=gettext_lazy("Votes against"), min_value=0, required=False)
    abstentions = forms.IntegerField(label=gettext_lazy("Abstentions"), min_value=0, required=False)
    reference = forms.CharField(
        label=gettext_lazy("Minutes or address of the decision"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("It is published with the policy."),
    )

    def clean_on(self) -> date:
        found: date = self.cleaned_data["on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come: record a decision once it is taken."))
        return passed(found, years_from(timezone.localdate(), -OLDEST_ADOPTION))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("way") == Adoption.Way.VOTE:
            for name in ("votes_for", "votes_against"):
                if found.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Enter the number of votes."))
            yes, no = found.get("votes_for"), found.get("votes_against")
            # A body may need more than half: what most voted for may be rejected, what most voted against not adopted.
            if self.adopts(found) and yes is not None and no is not None and yes <= no:
                self.add_error("votes_for", _("It was not adopted with these votes: look at the figures once more."))
        return found

    def adopts(self, found: dict[str, Any]) -> bool:
        raise NotImplementedError

    @property
    def votes(self) -> tuple[int, int, int | None] | None:
        given = self.cleaned_data
        if given["way"] != Adoption.Way.VOTE:
            return None
        return given["votes_for"], given["votes_against"], given["abstentions"]


class AdoptionForm(DecidedForm):
    """What was decided, and by which body."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    body = forms.CharField(label=gettext_lazy("Body that decided"), max_length=200)

    field_order = ("decision", "body")

    def adopts(self, found: dict[str, Any]) -> bool:
        return found.get("decision") == "adopted"


class CorrectionForm(DecidedForm):
    """What was recorded wrongly. What was decided, and by whom, is not corrected: that is another decision."""

    why = forms.CharField(
        label=gettext_lazy("What was wrong"),
        max_length=300,
        help_text=gettext_lazy(
            "It stands in the audit log, with what was recorded before. The public reads that it was corrected."
        ),
    )

    def __init__(self, *args: Any, adoption: Adoption, **options: Any) -> None:
        names = ("on", "way", "votes_for", "votes_against", "abstentions", "reference")
        super().__init__(*args, **options)
        self._adoption = adoption
        self.initial = {name: getattr(adoption, name) for name in names}

    def adopts(self, found: dict[str, Any]) -> bool:
        return self._adoption.is_adopted
