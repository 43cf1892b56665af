"""What staff fill in about campaigns: what they are called and about, why one is refused, the answer to a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import Campaign
from hemicycle.record.models import Document

# The newest; a campaign about an older one is rare, and can be set at the desk.
MOST_BILLS = 200


class BillChoice(forms.ModelChoiceField[Document]):
    def label_from_instance(self, bill: Document) -> str:
        return f"{bill.name}, {bill.titles.here}"[:120]


class CampaignForm(forms.Form):
    """A name in each language, one at least, and the bill."""

    bill = BillChoice(
        label=_("Bill"), queryset=Document.objects.none(), required=False, empty_label=pgettext_lazy("bill", "None")
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": name}, max_length=120, required=False,
                initial=campaign.titles.get(code, ""),
            )  # fmt: skip
        self.order_fields([*(f"title_{code}" for code, _name in settings.LANGUAGES), "bill"])
        field = cast("forms.ModelChoiceField[Document]", self.fields["bill"])
        newest = Document.objects.bills().readable_by(None).newest_first().values("pk")[:MOST_BILLS]
        field.queryset = Document.objects.filter(pk__in=[one["pk"] for one in newest])
        field.initial = campaign.bill_id

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.titles():
            self.add_error(f"title_{settings.LANGUAGE_CODE}", gettext("Give it a name in one language at least."))
        return said

    def titles(self) -> dict[str, str]:
        said = {code: " ".join(self.cleaned_data.get(f"title_{code}", "").split()) for code, _n in settings.LANGUAGES}
        return {code: words for code, words in said.items() if words}


class NewCampaignForm(CampaignForm):
    """One that nobody announced and nothing found."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    text = forms.CharField(
        label=_("What it says"), max_length=10_000, required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("The shared words, without anybody’s name: everybody reads them, and letters in them are added."),
    )  # fmt: skip
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, campaign=Campaign(), **options)
        field = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        field.queryset = offices
        if len(offices) == 1:
            field.widget, field.initial = forms.HiddenInput(), offices[0]


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=600, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Its organiser reads it on their page."),
        error_messages={"required": _("Say why: whoever announced it reads the reason.")},
    )  # fmt: skip


class OrganiserForm(forms.Form):
    """Of a campaign that nobody announced."""

    organisation = forms.CharField(
        label=_("Organisation"), max_length=160, error_messages={"required": _("Say who organises it.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("For your office alone; stored encrypted. They get the answer to the campaign, too."),
        error_messages={"required": _("Write their e-mail address.")},
    )  # fmt: skip


class PointForm(forms.Form):
    """One answer for the points that are ticked."""

    text = forms.CharField(
        label=_("Answer to the ticked points"), max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("It stands above the answer to the campaign, in the message of those who made the point."),
        error_messages={"required": _("Write an answer.")},
    )  # fmt: skip
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class WriterForm(forms.Form):
    """A colleague who is to write the answer."""

    to = forms.ChoiceField(label=_("Who is to write it"), error_messages={"required": _("Choose a colleague.")})

    def __init__(self, *args: Any, colleagues: Mapping[User, int], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["to"]).choices = [
            ("", "–"), *((str(user.pk), _option(user, able)) for user, able in colleagues.items())
        ]  # fmt: skip


def _option(user: User, able: int) -> str:
    said = ngettext("%(name)s (%(n)d person can approve it then)", "%(name)s (%(n)d people can approve it then)", able)
    return said % {"name": user, "n": able}


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Merge into"), queryset=Campaign.objects.none(), error_messages={"required": _("Choose a campaign.")}
    )

    def __init__(self, *args: Any, others: QuerySet[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Campaign]", self.fields["into"]).queryset = others


class AddForm(forms.Form):
    """By their references, as people write them."""

    references = forms.CharField(
        label=_("References of letters"), max_length=2_000, help_text=_("Such as 7K3M-Q2, several with spaces."),
        error_messages={"required": _("Enter the reference of a letter.")},
    )  # fmt: skip


def ticked(values: Iterable[str]) -> list[int]:
    """The keys of what is ticked on a page."""
    return [int(value) for value in values if value.isdigit()]
