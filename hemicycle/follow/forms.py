"""What a person fills in to follow something, and to change how they are written to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.models import Account, Medium
from hemicycle.follow.actions import choose_follow_account, save_topic
from hemicycle.follow.errors import BadAddress
from hemicycle.follow.follow_accounts import MOST_LETTERS, advice_on_mailbox, advice_on_number, candidates, checked
from hemicycle.follow.models import FollowAccount, Frequency, Topic

FIELDS = {"email": Medium.EMAIL, "number": Medium.SMS}


class AddressForm(forms.Form):
    """An e-mail address, a telephone number, or both; only the channels that the House offers."""

    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    number = forms.CharField(
        label=_("Mobile number, for text messages"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def __init__(self, *args: Any, channels: Mapping[str, Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.channels = channels
        for name, channel in FIELDS.items():
            if channel not in channels:
                del self.fields[name]
        if len(self._asked) == 1:
            self.fields[self._asked[0]].required = True
        elif self._asked:
            self.fields[self._asked[0]].help_text = _("One of the two is enough.")
            for name in self._asked:
                # Neither is needed, and one of them is: no label says "optional".
                self.fields[name].is_one_of_several = True  # type: ignore[attr-defined]

    @property
    def _asked(self) -> list[str]:
        return [name for name in FIELDS if name in self.fields]

    def clean_email(self) -> str:
        return self._checked("email", advice_on_mailbox(self.cleaned_data["email"]))

    def clean_number(self) -> str:
        return self._checked("number", advice_on_number(self.cleaned_data["number"], self.channels[Medium.SMS]))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if len(self._asked) > 1 and not self.errors and not any(said.get(name) for name in self._asked):
            for name in self._asked:
                self.add_error(name, _("Enter an e-mail address or a mobile number."))
        return said

    def addresses(self) -> list[tuple[str, str]]:
        """(channel, address) of each that was given."""
        return [(str(FIELDS[name]), said) for name in self._asked if (said := self.cleaned_data.get(name))]

    def _checked(self, name: str, advice: Any) -> str:
        typed: str = self.cleaned_data[name]
        try:
            return checked(FIELDS[name], typed, self.channels[FIELDS[name]]) if typed else ""
        except BadAddress as error:
            raise forms.ValidationError(advice) from error


class ChoiceForm(forms.Form):
    """In which language, and how often."""

    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices, widget=forms.RadioSelect)


class FollowForm(AddressForm, ChoiceForm):
    """`words` are the sentence that stands above the button: what a person agrees to."""

    field_order = ("email", "number", "lang", "frequency")


# A word that begins with a digit is the number of a bill; these say which of several.
_TAKEN = frozenset({"all", "everything", "tout", "tous", "todo", "todos"})


class TopicForm(forms.Form):
    """A topic in the languages of the House. Its word is asked for once, and stays."""

    address = forms.CharField(
        label=_("Keyword"),
        max_length=24,
        help_text=_("Lowercase, such as “budget”. It is part of the address, and people text FOLLOW followed by it."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    is_open = forms.BooleanField(label=_("Can be followed"), required=False, initial=True)

    field_order = ("address",)

    def __init__(self, *args: Any, topic: Topic | None = None, **options: Any) -> None:
        self.topic = topic
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            said = {"language": name}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % said, max_length=80, required=code == settings.LANGUAGE_CODE
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("Description (%(language)s)") % said, max_length=200, required=False
            )
        self.order_fields(["address", *(name for name in self.fields if "_" in name and name != "is_open"), "is_open"])
        if topic is not None:
            del self.fields["address"]
            self.initial = {
                "is_open": topic.is_open,
                **_said("name", topic.names),
                **_said("description", topic.descriptions),
            }

    def clean_address(self) -> str:
        word: str = self.cleaned_data["address"].strip().lower()
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", word) or word in _TAKEN:
            raise forms.ValidationError(_("Use lowercase letters a to z, digits and hyphens, starting with a letter."))
        if Topic.objects.filter(address=word).exists():
            raise forms.ValidationError(_("A topic with this keyword already exists."))
        return word

    def put(self, *, by: Any) -> Topic:
        said = self.cleaned_data
        return save_topic(
            self.topic, address=said.get("address", ""), names=self._wording("name"),
            descriptions=self._wording("description"), is_open=said["is_open"], by=by,
        )  # fmt: skip

    def _wording(self, field: str) -> dict[str, str]:
        said = {code: self.cleaned_data.get(f"{field}_{code}", "") for code, _name in settings.LANGUAGES}
        kept = getattr(self.topic, f"{field}s") if self.topic else {}
        # Languages that the House does not offer any more keep what was said in them.
        return {
            **{code: words for code, words in kept.items() if code not in said},
            **{c: w for c, w in said.items() if w},
        }


def _said(field: str, wording: Mapping[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": words for code, words in wording.items()}


class AccountChoice(forms.ModelChoiceField[Account]):
    def label_from_instance(self, account: Account) -> str:
        return f"{account.name} · {account.office}"


class FollowAccountForm(forms.Form):
    """Which account speaks to followers, by channel."""

    email = AccountChoice(label=_("By e-mail"), queryset=Account.objects.none(), required=False)
    sms = AccountChoice(label=_("By text message"), queryset=Account.objects.none(), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for channel in FollowAccount.MEDIA:
            field = cast("AccountChoice", self.fields[channel.value])
            field.queryset = candidates(channel)
            field.empty_label = _("The first account opened")
            self.initial.setdefault(
                channel.value, FollowAccount.objects.open(channel).values_list("account", flat=True).first()
            )

    def put(self, *, by: Any) -> None:
        for channel in FollowAccount.MEDIA:
            if channel.value in self.changed_data:
                choose_follow_account(channel, account=self.cleaned_data[channel.value], by=by)
