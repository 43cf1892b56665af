"""What whoever organises a campaign fills in."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import DayField
from hemicycle.cases.actions.campaigns import Announced
from hemicycle.cases.forms.campaigns import MOST_BILLS, BillChoice
from hemicycle.follow.errors import BadAddress
from hemicycle.follow.follow_accounts import MOST_LETTERS, advice_on_mailbox, checked
from hemicycle.record.models import Document, Organization

from ..writing.long_text import LongText

# More than any House has voters.
MOST_EXPECTED = 100_000_000
_TOO_MANY = _("Enter at most 100 million, or leave it empty.")
_NO_NUMBER = _("Enter how many people, 1 or more, or leave it empty.")


class AnnounceForm(forms.Form):
    title = LongText(
        label=_("Name of the campaign"), most=120, error_messages={"required": _("Give the campaign a name.")}
    )
    organisation = LongText(
        label=_("Organisation"), most=160,
        help_text=_("Who stands behind it. It is public."),
        error_messages={"required": _("Say who stands behind it.")},
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail address"), max_length=MOST_LETTERS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("Not public. We send a link to it, and write to it about the campaign."),
        error_messages={"required": _("Enter an e-mail address, such as name@example.org.")},
    )  # fmt: skip
    text = LongText(
        label=_("Text that people send"),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={"required": _("Enter the text that people send.")},
    )  # fmt: skip
    lang = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    bill = BillChoice(
        label=_("Bill"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=pgettext_lazy("bill", "None"),
        error_messages={"invalid_choice": _("Choose a bill of the list: the House has finished with this one.")},
    )
    committee = forms.ModelChoiceField(
        label=_("Committee"), queryset=Organization.objects.none(), required=False,
        empty_label=pgettext_lazy("committee", "None"), help_text=_("Where it is about no bill."),
    )  # fmt: skip
    expected = forms.IntegerField(
        label=_("How many people you expect"), required=False, min_value=1, max_value=MOST_EXPECTED,
        error_messages={"invalid": _NO_NUMBER, "min_value": _NO_NUMBER, "max_value": _TOO_MANY},
    )  # fmt: skip
    until = DayField(label=_("Last day"), required=False, error_messages={"invalid": _("This is no date.")})

    def __init__(self, *args: Any, ended: Document | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Document]", self.fields["bill"])
        bills = Document.objects.bills().readable_by(None).under_way(timezone.localdate())
        field.queryset = Document.objects.filter(
            pk__in=list(bills.newest_first().values_list("pk", flat=True)[:MOST_BILLS])
        )
        if ended is not None:
            field.help_text = gettext("%(bill)s is no longer in this list.") % {"bill": ended.name}
        committees = cast("forms.ModelChoiceField[Organization]", self.fields["committee"])
        committees.queryset = Organization.objects.current().committees().on(timezone.localdate())
        # By their names in the language of the page, which no column has.
        named = sorted(((one.pk, str(one)) for one in committees.queryset), key=lambda one: one[1].casefold())
        committees.choices = [("", committees.empty_label or ""), *named]

    def clean_email(self) -> str:
        try:
            return checked("email", self.cleaned_data["email"])
        except BadAddress as error:
            raise forms.ValidationError(advice_on_mailbox(self.cleaned_data["email"])) from error

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(gettext("Choose a day that has not passed."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("bill") and said.get("committee"):
            self.add_error("committee", gettext("Choose a bill or a committee, not both."))
        return said

    def announced(self) -> Announced:
        said = self.cleaned_data
        return Announced(
            title=said["title"], text=said["text"], lang=said["lang"], organisation=said["organisation"],
            address=said["email"], expected=said["expected"], until=said["until"], bill=said["bill"],
            committee=said["committee"],
        )  # fmt: skip


class MessageForm(forms.Form):
    text = LongText(
        label=_("Message to the office"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write a message.")},
    )  # fmt: skip
