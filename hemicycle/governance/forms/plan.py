"""An activity of the plan of outreach, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office, User

from ..actions.planning import PLANNED
from ..models import Activity
from .days import TERM, between
from .duties import house_offices, house_people

NUMBER = gettext_lazy("Enter a whole number, without a sign or a decimal point, of nine digits at most.")


class ActivityForm(forms.ModelForm[Activity]):
    """What is planned, whom it is to reach, and how that is measured."""

    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = [
            "title", "goal", "target", "unit", "audience", "channel", "office", "owner", "starts_on", "ends_on",
            "is_public",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {"goal": forms.Textarea(attrs={"rows": 3})}
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"starts_on": DayField, "ends_on": DayField}
        error_messages: ClassVar[dict[str, Any]] = {
            "target": dict.fromkeys(("invalid", "min_value", "max_value"), NUMBER)
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "goal": gettext_lazy("What will be different afterwards."),
            "target": gettext_lazy("A number by which everybody can tell whether the goal was reached."),
            "unit": gettext_lazy("For example: participants, visits, schools."),
            "channel": gettext_lazy("By which means: text messages, a visit, radio, the website."),
            "is_public": gettext_lazy("Everybody can read it on the public plan, without the owner’s name."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset, office.empty_label = house_offices(), _("Choose an office")
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset, owner.empty_label = house_people(), _("Choose a person")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes before the first: choose a later one."))
        elif starts_on and ends_on:
            self._refuse_far(starts_on, ends_on)
        return found

    def _refuse_far(self, starts_on: date, ends_on: date) -> None:
        """It begins in the plan of last year, of this one, or of one to come; and ends in that or the next."""
        this_year = timezone.localdate().year
        begins = (date(this_year - 1, 1, 1), date(this_year + TERM, 12, 31))
        ends = (starts_on, date(min(starts_on.year + 1, date.max.year), 12, 31))
        for name, found, (first, last) in (("starts_on", starts_on, begins), ("ends_on", ends_on, ends)):
            try:
                between(found, first, last)
            except forms.ValidationError as error:
                self.add_error(name, error)

    @property
    def known(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLANNED}


class ResultForm(forms.Form):
    """What came of it, in the unit of its target, and where that can be seen."""

    result = forms.IntegerField(label=gettext_lazy("Result"), min_value=0)
    what_came = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"), max_length=600,
        help_text=gettext_lazy(
            "The address of what shows it, or in words where it is kept: minutes, a list of participants."
        ),
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why it is not done."""

    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
