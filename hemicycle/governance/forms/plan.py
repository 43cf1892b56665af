"""An activity of the plan of outreach, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office, User

from ..actions.planning import PLANNED
from ..models import Activity
from .duties import EndsLater, house_offices, house_people

NUMBER = gettext_lazy("Enter a whole number, without a sign or a decimal point, of nine digits at most.")


class ActivityForm(EndsLater, forms.ModelForm[Activity]):
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
        office.queryset, office.empty_label = house_offices(), gettext("Choose an office")
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset, owner.empty_label = house_people(), gettext("Choose a person")

    @property
    def known(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLANNED}


class ResultForm(forms.Form):
    """What came of it, in the unit of its target, and where that can be seen."""

    result = forms.IntegerField(label=gettext_lazy("Result"), min_value=0)
    what_came = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.URLField(
        label=gettext_lazy("Evidence"), assume_scheme="https",
        help_text=gettext_lazy("The address of a page or file that shows it."),
        error_messages={"invalid": gettext_lazy("Enter the whole address, such as https://www.example.org/report.")},
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why it is not done."""

    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
