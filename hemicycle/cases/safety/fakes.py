"""What a person fills in about an account that pretends to be ours; how many there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Assignment
from hemicycle.accounts.roles import Role
from hemicycle.cases.models import FakeState, Imitated, ImpersonationReport
from hemicycle.channels.models import Account
from hemicycle.channels.status import public_list
from hemicycle.record.models import MemberOffice, Person


class PublicFakeForm(forms.Form):
    """What anybody fills in: nothing about themselves, and no text."""

    address = forms.CharField(
        label=_("Address of the account"), max_length=500, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("As the network shows it, such as https://network.example/name or @name@server.example."),
        error_messages={"required": _("Enter the address of the account.")},
    )  # fmt: skip
    imitated = forms.ChoiceField(label=_("It pretends to be"), choices=Imitated.choices, widget=forms.RadioSelect)
    member = forms.ModelChoiceField(
        label=_("Which member"), queryset=Person.objects.none(), required=False, empty_label=_("None"),
        help_text=_("Those whose office reads such reports here. Tell any other by the addresses on their page."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member"].queryset = members_here()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("imitated") == Imitated.HOUSE:
            cleaned["member"] = None
        elif cleaned.get("imitated") and not cleaned.get("member") and "member" not in self.errors:
            self.add_error("member", gettext("Choose the member."))
        return cleaned


def members_here() -> QuerySet[Person]:
    """For whom an office works in which somebody reads."""
    read = Assignment.objects.filter(role=Role.MEMBER, user__is_active=True)
    working = MemberOffice.objects.filter(office__in=read.values("office"))
    found: QuerySet[Person] = Person.objects.current().filter(pk__in=working.values("person")).order_by("name")
    return found


class FakeForm(PublicFakeForm):
    network = forms.CharField(label=_("Network"), max_length=60, required=False)
    account = forms.ModelChoiceField(
        label=_("Which of our accounts"), queryset=Account.objects.none(), required=False, empty_label=_("Not known")
    )
    evidence = forms.CharField(
        label=_("What was captured"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Screenshots, address, day and hour, by whom, and where they are kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ours = [one.pk for one in public_list.listed()]
        self.fields["account"].queryset = Account.objects.filter(pk__in=ours).order_by("name")  # type: ignore[attr-defined]


class SubmitForm(forms.Form):
    on = DayField(label=_("Reported to the network on"), error_messages={"required": _("Enter the day.")})
    reference = forms.CharField(label=_("Reference of the network"), max_length=120, required=False)

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(gettext("Enter a day that has come."))
        return self.cleaned_data["on"]


class CaptureForm(forms.Form):
    evidence = forms.CharField(
        label=_("What was captured"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Screenshots, address, day and hour, by whom, and where they are kept."),
        error_messages={"required": _("Write what was captured.")},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakenDown:
    """Within a year, of those with the House: how many were reported to networks, and how many of them are gone."""

    reported: int
    down: int


def taken_down() -> TakenDown:
    since = timezone.localdate() - timedelta(days=365)
    rows = ImpersonationReport.objects.confirmed().with_the_house().filter(submitted_on__gte=since)
    return TakenDown(rows.count(), rows.filter(state=FakeState.DOWN).count())
