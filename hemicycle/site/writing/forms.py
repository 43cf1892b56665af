"""What a person fills in to write: the letter, how to answer them, the language; files and a postcode if they like.

Against programs that fill in forms there are two things that ask nothing of people: a field that nobody sees and that
stays empty, and the moment at which the form was opened, signed. Nobody reads the page and writes in three seconds.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.cases.models import Campaign
from hemicycle.channels.files import attachments
from hemicycle.channels.models import Account, Medium
from hemicycle.follow.errors import BadAddress
from hemicycle.follow.follow_accounts import MOST_LETTERS, advice_on_mailbox, advice_on_number, checked
from hemicycle.record.models import Area, Locality

from ..record.representatives import constituencies
from .files import FilesForm
from .long_text import LongText

# A sentence of ten words takes a quick typist longer; a program needs less.
QUICKEST = 3
# A letter is written in one sitting, or over a day; then the form is signed anew.
STAMP_LASTS = 24 * 3_600
_SALT = "site.writing"


def new_stamp(*, at: float | None = None) -> str:
    """The signed moment, with a word that is the same where this form is sent twice."""
    return signing.dumps([secrets.token_hex(8), int(time.time() if at is None else at)], salt=_SALT)


class StampedForm(forms.Form):
    """`form_key` is the word of the stamp, once the form is valid; `once_more` says why it is to be sent again as it
    stands, "" where there is something to mend."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    form_key = ""
    once_more = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("stamp", new_stamp())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.form_key, opened_at = self._read(said.get("stamp", ""))
        if not self.form_key:
            self._stamp_again()
            raise self._again(_("This page was open for a long time. Your words are still here: send them once more."))
        if said.get("website"):
            self.data = data = cast(QueryDict, self.data).copy()
            data["website"] = ""
            raise self._again(_("Nothing is sent yet. Read it once more, then send it."))
        # Nobody chooses a file in that time, and a browser could not keep it: such a letter is not sent back; nor is
        # what has something to mend, which is sent once more anyway.
        if time.time() - opened_at < QUICKEST and not self.files and not self.errors:
            raise self._again(_("That came very fast. Press the button once more to send it."))
        return said

    def _again(self, words: str) -> forms.ValidationError:
        self.once_more = "" if self.errors else words
        return forms.ValidationError(words)

    def _read(self, stamp: str) -> tuple[str, int]:
        try:
            key, opened_at = signing.loads(stamp, salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return "", 0
        return (str(key), int(opened_at)) if time.time() - opened_at < STAMP_LASTS else ("", 0)

    def _stamp_again(self) -> None:
        self.data = data = cast(QueryDict, self.data).copy()
        data["stamp"] = new_stamp(at=time.time() - QUICKEST)


class AddressForm(forms.Form):
    """Where the answer to a letter goes, through one of the `accounts` of its office."""

    address = forms.CharField(
        label=gettext_lazy("Your e-mail address or mobile number"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none",
                                      "dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, *args: Any, accounts: Mapping[str, Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = accounts
        self.channel = ""
        if accounts:
            self.fields["address"].label = LABELS[frozenset(accounts)]
        else:
            del self.fields["address"]

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"].strip()
        if not typed:
            return ""
        self.channel = str(Medium.EMAIL if "@" in typed else Medium.SMS)
        if self.channel not in self.accounts:
            raise forms.ValidationError(self._advice(typed))
        try:
            return checked(self.channel, typed, self.accounts[self.channel])
        except BadAddress as error:
            raise forms.ValidationError(self._advice(typed)) from error

    def _advice(self, typed: str) -> str:
        """Of the kind of address that was meant, where that is plain."""
        offers_both = len(self.accounts) > 1
        if offers_both and self.channel == Medium.SMS and not any(sign.isdigit() for sign in typed):
            return _("Enter an e-mail address, such as name@example.org, or a mobile number.")
        if Medium.EMAIL in self.accounts and (self.channel == Medium.EMAIL or not offers_both):
            return advice_on_mailbox(typed)
        return advice_on_number(typed, self.accounts[Medium.SMS])


class LetterForm(AddressForm, FilesForm, StampedForm):
    text = LongText(
        label=gettext_lazy("What you want to say"),
        too_long=gettext_lazy(
            "Your letter has %(length)s characters; at most %(most)s can be sent. Shorten it, or attach it as a file."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )
    lang = forms.ChoiceField(label=gettext_lazy("Language of the answer"), choices=settings.LANGUAGES)
    where = forms.CharField(
        label=gettext_lazy("Your postcode or place"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        help_text=gettext_lazy("It says which constituency you write from. Only the constituency is kept."),
    )

    own = LongText(
        label=gettext_lazy("Your own words"),
        required=False,
        too_long=gettext_lazy(
            "They have %(length)s characters; at most %(most)s can be sent. Shorten them, or attach them as a file."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("They are read apart from the text of the campaign, and answered with it."),
    )

    field_order = ("text", "own", "address", "lang", "chosen", "without", "attached", "where", "website", "stamp")

    def __init__(
        self, *args: Any, accounts: Mapping[str, Account], campaign: Campaign | None = None, **options: Any
    ) -> None:
        super().__init__(*args, accounts=accounts, **options)
        self.campaign = campaign
        if campaign is None:
            del self.fields["own"]
        else:
            self._take_text_of(campaign)
        limits = {
            "n": attachments.MOST,
            "each": filesizeformat(attachments.LARGEST),
            "all": filesizeformat(attachments.LARGEST_IN_ALL),
        }
        words = _("Up to %(n)d files of %(each)s, %(all)s in all: PDF, pictures, documents, text.")
        self.fields["attached"].help_text = words % limits
        if accounts:
            self.fields["address"].help_text = _(
                "The answer goes there. Without it, the answer stands only on a page that you open by a link."
            )
        if not Locality.objects.exists():
            del self.fields["where"]

    def _take_text_of(self, campaign: Campaign) -> None:
        """It is sent as it is; whoever wants to say something else writes a letter of their own."""
        field = self.fields["text"]
        field.label, field.required, field.initial = _("Text of the campaign"), False, campaign.text
        field.widget.attrs |= {"readonly": True, "lang": campaign.lang}

    def clean_text(self) -> str:
        text: str = self.campaign.text if self.campaign is not None else self.cleaned_data["text"]
        return text.strip()

    @property
    def own_words(self) -> str:
        return str(self.cleaned_data.get("own", "")).strip()

    @property
    def letter(self) -> str:
        """All that is sent."""
        return "\n\n".join(filter(None, (self.cleaned_data["text"], self.own_words)))

    def clean_where(self) -> Area | None:
        typed: str = self.cleaned_data["where"].strip()
        found = constituencies(typed) if typed else []
        if typed and len(found) != 1:
            raise forms.ValidationError(
                _("No constituency was found. Check it, or leave it empty.")
                if not found
                else _("It lies in several constituencies. Enter your postcode, or leave it empty.")
            )
        return found[0].area if found else None

    @property
    def optional(self) -> Sequence[forms.BoundField]:
        """What hardly anybody fills in stands below the rest, open where something in it is wrong."""
        names = ("attached", "without", "where") if self.names else ("attached", "where")
        return [self[name] for name in names if name in self.fields]

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for field in self.optional)


_MAIL, _TEXTS = str(Medium.EMAIL), str(Medium.SMS)
LABELS = {
    frozenset({_MAIL, _TEXTS}): gettext_lazy("Your e-mail address or mobile number"),
    frozenset({_MAIL}): gettext_lazy("Your e-mail address"),
    frozenset({_TEXTS}): gettext_lazy("Your mobile number"),
}


class MoreForm(StampedForm):
    """One more letter to the same case."""

    text = LongText(
        label=gettext_lazy("What you want to add"),
        too_long=gettext_lazy(
            "It has %(length)s characters; at most %(most)s can be sent. Shorten it, or add it in several parts."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what you want to add.")},
    )

    field_order = ("text", "website", "stamp")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Six digits, in the message we sent you."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the code.")},
    )


class StatusForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("Such as 7K3M-Q2. It was shown when you wrote, and stands in our first answer."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Enter the reference.")},
    )
