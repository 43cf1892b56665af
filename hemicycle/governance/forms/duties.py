"""Duties, leave, training, tests of recovery contacts, hours."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Assignment, Office, User

from ..models import Appointment, Duty, Training
from .days import LONGEST_DUTY, LONGEST_LEAVE, OLDEST_TEST, PeriodForm, between, passed, years_from


def house_people() -> Any:
    held = Assignment.objects.filter(office__kind=Office.Kind.INSTITUTION)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def house_offices() -> Any:
    return Office.objects.filter(kind=Office.Kind.INSTITUTION)


class DutyForm(forms.Form):
    """A duty of an office; accounts of the House are listed by themselves."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Duty"), choices=[one for one in Duty.Kind.choices if one[0] != Duty.Kind.ACCOUNT]
    )
    name = forms.CharField(
        label=gettext_lazy("Its name, where the House names it"), max_length=120, required=False,
        help_text=gettext_lazy("Only for “Named by the House”."),
    )  # fmt: skip
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=house_offices(), empty_label=None)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        is_named = found.get("kind") == Duty.Kind.NAMED
        if is_named and not found.get("name", "").strip():
            self.add_error("name", _("Enter what this duty is called."))
        if not is_named:
            found["name"] = ""
        return found


class AppointForm(PeriodForm):
    """Who holds a part of a duty, and from when to when."""

    part = forms.ChoiceField(label=gettext_lazy("As"), choices=Appointment.Part.choices, widget=forms.RadioSelect)
    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=house_people(), empty_label=gettext_lazy("Choose a person")
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until somebody follows.")
    )
    handover = forms.CharField(
        label=gettext_lazy("Handover note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What the person who leaves the duty hands over; read by those who hold it and by those who allocate it. "
            "No passwords."
        ),
    )  # fmt: skip

    field_order = ("person", "part", "starts_on", "ends_on", "handover")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("starts_on", timezone.localdate())
        self.initial.setdefault("part", Appointment.Part.HOLDER)


class EndForm(forms.Form):
    """The last day of an appointment that began on `since`, and what is handed over."""

    on = DayField(label=gettext_lazy("Last day"))
    handover = forms.CharField(
        label=gettext_lazy("Handover note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What whoever comes next has to know: what is open, who helps. No passwords."),
    )  # fmt: skip

    def __init__(self, *args: Any, since: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._since = since

    def clean_on(self) -> date:
        latest = years_from(max(self._since, timezone.localdate()), LONGEST_DUTY)
        return between(self.cleaned_data["on"], self._since, latest)


class LeaveForm(PeriodForm):
    """When somebody is away; nobody asks why. `allocates`: of whom may be chosen."""

    longest = LONGEST_LEAVE

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=house_people(), empty_label=None)

    field_order = ("person", "starts_on", "ends_on")

    def __init__(self, *args: Any, allocates: bool, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("person", by.pk)
        if not allocates:
            del self.fields["person"]

    def clean_ends_on(self) -> Any:
        last = self.cleaned_data["ends_on"]
        if last < timezone.localdate():
            raise forms.ValidationError(_("This day has passed: enter leave that lasts or is to come."))
        return last


class TrainingForm(forms.Form):
    """What somebody completed on a day."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=User.objects.none(), empty_label=gettext_lazy("Choose a person")
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Subjects"), choices=Training.Subject.choices, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(
        label=gettext_lazy("Which other subject"), max_length=120, required=False,
        help_text=gettext_lazy("Only for “Another subject”."),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Completed on"))

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        people = cast("forms.ModelChoiceField[User]", self.fields["person"])
        people.queryset = house_people().exclude(pk=by.pk)
        people.help_text = _("Your own training is recorded by somebody else.")
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        return passed(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if Training.Subject.OTHER in found.get("subjects", ()) and not found.get("title", "").strip():
            self.add_error("title", _("Enter which subject it was."))
        return found


class RecoveryForm(forms.Form):
    """Whether an account can be got back."""

    on = DayField(label=gettext_lazy("Tested on"))
    works = forms.ChoiceField(
        label=gettext_lazy("Could the account be recovered?"), widget=forms.RadioSelect,
        choices=(("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        return passed(self.cleaned_data["on"], years_from(timezone.localdate(), -OLDEST_TEST))


class HoursForm(forms.Form):
    """A person of an office, and what they can give in a week."""

    held = forms.ChoiceField(label=gettext_lazy("Person and office"))
    hours = forms.IntegerField(
        label=gettext_lazy("Hours a week"), min_value=0, max_value=7 * 24,
        help_text=gettext_lazy("For reading, answering and moderating. 0 removes the figure."),
    )  # fmt: skip

    def __init__(self, *args: Any, offices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Assignment.objects.filter(office__in=offices, user__is_active=True).select_related("user", "office")
        named = {f"{one.user_id}.{one.office_id}": f"{one.user} · {one.office}" for one in rows}
        self._rows = {f"{one.user_id}.{one.office_id}": one for one in rows}
        choices = sorted(named.items(), key=lambda one: one[1])
        cast("forms.ChoiceField", self.fields["held"]).choices = choices

    @property
    def chosen(self) -> Assignment:
        return self._rows[self.cleaned_data["held"]]
