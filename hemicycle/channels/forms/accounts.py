"""An account: what is known of it, and what its adapter says it needs.

Secrets are written here and never read: a field for one is empty, says whether there is one, and keeps it when it
stays empty; a tick beside it takes it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import DomainNameValidator
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions
from hemicycle.channels.contract import AccountField
from hemicycle.channels.fediverse.addresses import HANDLE
from hemicycle.channels.models import Account
from hemicycle.channels.permissions import MAY_KEEP
from hemicycle.channels.registry import ADAPTERS, fields_of, is_offered
from hemicycle.channels.sms import phones
from hemicycle.channels.status.labels import reason
from hemicycle.channels.status.public_list import is_listed_always
from hemicycle.rules.http_client import BadAddress, address_of
from hemicycle.rules.internet import NotAHost, NotPublic, is_permitted, look_up

SETTING, SECRET, FORGET = "setting-", "secret-", "forget-"
LONGEST = 4_000
# Only the name is looked up; that there is a port must be said.
ANY_PORT = 443
WEB_ADDRESS = gettext_lazy("Enter a web address that begins with https://.")


def is_offered_to(office: Office, kind: str) -> bool:
    """Whether an office may open accounts of this kind."""
    is_members = office.kind == Office.Kind.MEMBER
    return is_offered(kind) and not (is_members and ADAPTERS[kind].institution_only)


def kept_by(user: User) -> Any:
    """The offices whose accounts a person opens, changes and closes."""
    return Office.objects.filter(pk__in=user.assignments.filter(role__in=MAY_KEEP).values("office"))


class KindForm(forms.Form):
    """What a new account is, and whose."""

    kind = forms.ChoiceField(label=gettext_lazy("Channel"))
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind, adapter.label) for kind, adapter in ADAPTERS.items() if is_offered(kind)]
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset, office.empty_label = kept_by(user), None
        self.initial.setdefault("office", office.queryset.first())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        office = cleaned.get("office")
        if office and not is_offered_to(office, cleaned.get("kind", "")):
            self.add_error("kind", _("A modem belongs to the House; a member’s office uses another channel."))
        return cleaned


class Unshown(forms.Textarea):
    """Shows nothing of what it holds, not even when the form comes back with an error."""

    def format_value(self, value: Any) -> None:
        return None


class AccountForm(forms.ModelForm[Account]):
    """One account that is opened or changed."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple, required=False
    )
    url = forms.URLField(
        label=gettext_lazy("Public address"),
        help_text=gettext_lazy("Where anybody can see it."),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": WEB_ADDRESS},
    )

    class Meta:
        model = Account
        fields = (
            "name", "address", "languages", "owner", "deputy", "purpose", "recovery", "trained_on", "url", "is_public",
        )  # fmt: skip
        labels = {"owner": gettext_lazy("Responsible"), "deputy": gettext_lazy("Deputy")}
        help_texts = {
            "recovery": gettext_lazy("Where it is written down how to get the account back. No passwords here."),
            "trained_on": gettext_lazy("When whoever answers for it was last trained in using it safely."),
            "is_public": gettext_lazy("Anybody can check there that the account is yours."),
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "recovery": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {"trained_on": DayField}

    def __init__(self, *args: Any, office: Office, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.office, self.kind, self.needs = office, kind, fields_of(kind)
        self.is_new = self.instance.pk is None
        people = User.objects.filter(pk__in=office.assignments.values("user"), is_active=True).order_by("name")
        for name in ("owner", "deputy"):
            person = cast("forms.ModelChoiceField[User]", self.fields[name])
            person.queryset, person.empty_label = people, _("Nobody yet")
        named = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
        cast("forms.MultipleChoiceField", self.fields["languages"]).choices = named
        self._ask_for_the_address()
        if is_listed_always(office, kind):
            del self.fields["is_public"]
        has = frozenset() if self.is_new else self.instance.secrets_set
        for need in self.needs:
            if need.name != "address":
                self._ask_for(need, is_set=need.name in has)

    def _ask_for_the_address(self) -> None:
        """Once an account is open, its address says which one it is."""
        if not self.is_new:
            del self.fields["address"]
            return
        need = next((one for one in self.needs if one.name == "address"), None)
        if need is None:
            self.fields["address"] = forms.CharField(
                label=gettext_lazy("Name of the account, shown on the public register"),
                max_length=200,
                initial=self.kind,
            )
        else:
            self.fields["address"] = _field(need, required=True)

    def _ask_for(self, need: AccountField, *, is_set: bool) -> None:
        if not need.secret:
            field = _field(need, required=need.required)
            field.initial = self.instance.settings.get(need.name, _default(need))
            self.fields[SETTING + need.name] = field
            return
        widget: forms.Widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        if need.kind == "lines":
            widget = Unshown(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})
        hint = _("Already set. Leave empty to keep it.") if is_set else ""
        self.fields[SECRET + need.name] = forms.CharField(
            label=need.label, required=False, max_length=LONGEST, widget=widget, help_text=hint
        )
        if is_set:
            label = _("Remove: %(secret)s") % {"secret": need.label}
            self.fields[FORGET + need.name] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_public") and not cleaned.get("url"):
            self.add_error("url", _("An account on the public list needs a public address."))
        if cleaned.get("owner") and cleaned.get("owner") == cleaned.get("deputy"):
            self.add_error("deputy", _("Somebody else has to stand in for whoever answers for it."))
        if self.is_new and cleaned.get("address"):
            cleaned["address"] = self._in_one_form(cleaned["address"], cleaned.get(f"{SETTING}country", ""))
            self._is_free(cleaned["address"])
        for need in self.needs:
            name = need.name if need.name == "address" else SETTING + need.name
            if need.kind in ("server", "host") and cleaned.get(name):
                self._may_be_called(name, _host_of(need.kind, cleaned[name]))
        return cleaned

    def _may_be_called(self, name: str, host: str) -> None:
        """Said at the field, for a connection that is refused later says it to nobody who is writing. A name that
        nobody can look up now may be there tomorrow."""
        try:
            look_up(host, ANY_PORT, allowed=is_permitted)
        except NotPublic as error:
            self.add_error(name, reason(error.code))
        except NotAHost:
            self.add_error(name, _("This is not the name of a server."))
        except OSError:
            pass

    def _in_one_form(self, address: str, country: str) -> str:
        """A telephone number as it is compared with those that messages come from."""
        kind = next((one.kind for one in self.needs if one.name == "address"), "")
        written = {"sender": phones.recipient, "telephone": phones.to_e164}.get(kind)
        try:
            return written(address, country or settings.COUNTRY) if written else address
        except phones.InvalidNumber:
            hint = _(
                "This is no telephone number. Write it with + and its country’s calling code, such as +34 612 345 678."
            )
            self.add_error("address", hint)
        return address

    def _is_free(self, address: str) -> None:
        same = Account.objects.filter(kind=self.kind, address=address)
        if same.filter(office=self.office).exists():
            self.add_error("address", _("Your office has an account with this address already."))
        elif same.exists() and any(one.kind == "handle" for one in self.needs):
            self.add_error("address", _("Another actor has this name, or had it once."))

    def _post_clean(self) -> None:
        """Nothing is put into the row here: the action does that."""

    def keep(self, *, by: User) -> Account:
        """Open or change the account."""
        cleaned = self.cleaned_data
        known = {name: cleaned[name] for name in self.Meta.fields if name in cleaned and name != "address"}
        known["settings"] = self._settings()
        secret = {name: cleaned[SECRET + name] for name in self._secrets() if cleaned[SECRET + name]}
        if self.is_new:
            return actions.open_account(
                office=self.office, kind=self.kind, address=cleaned["address"], secret=secret, by=by, **known
            )
        forget = [name for name in self._secrets() if cleaned.get(FORGET + name)]
        return actions.change_account(self.instance, secret=secret, forget=forget, by=by, **known)

    def _secrets(self) -> Iterable[str]:
        return [need.name for need in self.needs if need.secret]

    def _settings(self) -> dict[str, Any]:
        """What was set on the machine stays; what is emptied is as usual again."""
        kept = dict(self.instance.settings)
        for need in self.needs:
            if need.secret or need.name == "address":
                continue
            given = self.cleaned_data[SETTING + need.name]
            if given in (None, "") or (given is False and need.default != "yes"):
                kept.pop(need.name, None)
            else:
                kept[need.name] = int(given) if isinstance(given, float) and given.is_integer() else given
        return kept


def _host_of(kind: str, value: str) -> str:
    """The name of the server; "" where there is none in it."""
    if kind == "host":
        return value
    try:
        return address_of(value).host
    except BadAddress:
        return ""


def _is_country(value: str) -> None:
    if not phones.region(value):
        raise forms.ValidationError(
            _("No country has this calling code or these two letters. Write 34 or ES, for example.")
        )


def _default(need: AccountField) -> Any:
    """What a tick or a list shows before anybody chose."""
    return {"yes": need.default == "yes", "choice": need.default}.get(need.kind)


def _field(need: AccountField, *, required: bool) -> forms.Field:
    hint = (
        _("Usually %(value)s") % {"value": need.default} if need.default and need.kind not in ("yes", "choice") else ""
    )
    common: dict[str, Any] = {"label": need.label, "required": required, "help_text": hint}
    if need.kind == "yes":
        return forms.BooleanField(**(common | {"required": False}))
    if need.kind == "choice":
        first = [] if need.default else [("", "—")]
        return forms.ChoiceField(choices=[*first, *((one, one) for one in need.choices)], **common)
    if need.kind == "number":
        return forms.FloatField(min_value=0, error_messages={"min_value": _("Enter 0 or more.")}, **common)
    if need.kind == "handle":
        hint = _("Once it is open it stays: followers know it by this name.")
        return forms.RegexField(rf"^{HANDLE.pattern}\Z", max_length=30, strip=True, **(common | {"help_text": hint}))
    if need.kind == "country":
        hint = _("Calling code or two letters: 34 or ES. Left empty, the country of the House.")
        return forms.CharField(max_length=5, validators=[_is_country], **(common | {"help_text": hint}))
    if need.kind == "domain":
        return forms.CharField(max_length=200, validators=[DomainNameValidator(accept_idna=False)], **common)
    if need.kind == "email":
        return forms.EmailField(max_length=200, **common)
    if need.kind in ("url", "server"):
        return forms.URLField(max_length=200, assume_scheme="https", error_messages={"invalid": WEB_ADDRESS}, **common)
    return forms.CharField(max_length=200, **common)
