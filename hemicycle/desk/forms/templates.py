"""A template: its name, its texts, and what comes with it; and what it leaves open, asked when it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account
from hemicycle.desk.actions.copying import Beginning
from hemicycle.desk.forms.texts import LONGEST_TEXT, LONGEST_TITLE, WholeText
from hemicycle.desk.models import LibraryItem, Template
from hemicycle.desk.models.template import PLACEHOLDER
from hemicycle.desk.words import language_name


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: its tick, its own texts, and whether there is one or an error in them."""

    account: Account
    tick: Any
    texts: list[forms.BoundField]

    @property
    def has_texts(self) -> bool:
        return any(one.value() or one.errors for one in self.texts)


class TemplateForm(forms.Form):
    """At least one language has a title or a text. Channels and pictures are asked for once the office is known:
    `holds` is what comes with it up to now."""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    replaces = forms.BooleanField(label=gettext_lazy("Replace the template of this name"), required=False)
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None)

    def __init__(self, *args: Any, offices: QuerySet[Office], holds: Beginning | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.name_is_taken = False
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset = offices
        self.langs = [code for code, _name in settings.LANGUAGES]
        for lang in self.langs:
            words = {"language": language_name(lang)}
            self._add(f"title-{lang}", lang, _("Title: %(language)s") % words, LONGEST_TITLE, forms.TextInput())
            body = forms.Textarea(attrs={"rows": 5})
            self._add(f"body-{lang}", lang, _("Text: %(language)s") % words, LONGEST_TEXT, body)
        self.holds = holds
        if len(offices) == 1:
            office.widget, office.initial = forms.HiddenInput(), offices[0]
            self.holds = holds or Beginning(offices[0], {}, {}, (), {}, ())
            self._add_channels(offices[0])

    def _add(self, name: str, lang: str, label: str, longest: int, widget: forms.Widget) -> None:
        widget.attrs |= {"lang": lang, "dir": "auto"}
        self.fields[name] = WholeText(label=label, max_length=longest, required=False, widget=widget)

    def _add_channels(self, office: Office) -> None:
        assert self.holds is not None
        self.accounts = list(Account.objects.open().filter(office=office).order_by("kind", "pk"))
        self.fields["accounts"] = forms.TypedMultipleChoiceField(
            label=_("Channels"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(one.pk, one.name) for one in self.accounts],
            error_messages={"invalid_choice": _("One of these channels was closed meanwhile. Choose again.")},
        )  # fmt: skip
        self.initial["accounts"] = [one.pk for one in self.holds.own_texts]
        for account in self.accounts:
            for lang in self._spoken(account):
                name = f"own-{account.pk}-{lang}"
                said = {"channel": account.name, "language": language_name(lang)}
                label = _("Own text for %(channel)s, %(language)s") % said
                self._add(name, lang, label, LONGEST_TEXT, forms.Textarea(attrs={"rows": 3}))
                self.initial[name] = self.holds.own_texts.get(account, {}).get(lang, "")
        items = [item for item, _said in self.holds.media]
        self.fields["pictures"] = forms.TypedMultipleChoiceField(
            label=_("Pictures"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(one.pk, one.name) for one in items],
        )  # fmt: skip
        self.initial["pictures"] = [one.pk for one in items]

    def _spoken(self, account: Account) -> list[str]:
        return [lang for lang in self.langs if not account.languages or lang in account.languages]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.texts:
            self.add_error(f"title-{self.langs[0]}", _("Write a title or a text in at least one language."))
        for name in (*self._common_texts(), *(one.name for channel in self.shown_channels() for one in channel.texts)):
            if re.search(r"[{}]", PLACEHOLDER.sub("", cleaned.get(name, ""))):
                self.add_error(name, _("Close each brace on its line, with at most 40 characters in it: {committee}."))
        for channel in self.shown_channels():
            self._refuse_unused(channel)
        return cleaned

    def _refuse_unused(self, channel: Channel) -> None:
        """Own texts that no announcement would ever have: the channel is not chosen, or the language has no text."""
        written = [one.name for one in channel.texts if self.cleaned_data.get(one.name)]
        if written and channel.account.pk not in self.cleaned_data.get("accounts", ()):
            said = _("%(channel)s is not chosen. Choose it, or empty this text.")
            self.add_error(written[0], said % {"channel": channel.account.name})
        for name in written:
            lang = name.rpartition("-")[2]
            if not any(self[f"{part}-{lang}"].value() for part in ("title", "body")):
                said = _("The template has no title or text in this language. Write one, or empty this text.")
                self.add_error(name, said)

    def refuse_name(self, *, may_replace: bool) -> None:
        """Another template has it: that one may be replaced by a new one."""
        self.name_is_taken = may_replace
        said = _("Another template of this office has this name.")
        self.add_error("name", f"{said} {_('Enter another name, or replace it.')}" if may_replace else said)

    def common(self) -> Iterator[forms.BoundField]:
        """Name, office, title and text in each language."""
        shown = [*(["office"] if not self["office"].is_hidden else []), *self._common_texts()]
        yield from (self[name] for name in ["name", *(["replaces"] if self.name_is_taken else []), *shown])

    def _common_texts(self) -> list[str]:
        return [f"{part}-{lang}" for lang in self.langs for part in ("title", "body")]

    def shown_channels(self) -> list[Channel]:
        if "accounts" not in self.fields:
            return []
        ticks = {str(one.data["value"]): one for one in self["accounts"].subwidgets}
        return [
            Channel(one, ticks[str(one.pk)], [self[f"own-{one.pk}-{lang}"] for lang in self._spoken(one)])
            for one in self.accounts
        ]

    def shown_pictures(self) -> list[tuple[LibraryItem, Mapping[str, Any], Any]]:
        """Each with what is said of it, and its tick."""
        if self.holds is None or "pictures" not in self.fields:
            return []
        ticks = {str(one.data["value"]): one for one in self["pictures"].subwidgets}
        return [(item, said, ticks[str(item.pk)]) for item, said in self.holds.media]

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        said = {lang: (self.cleaned_data[f"title-{lang}"], self.cleaned_data[f"body-{lang}"]) for lang in self.langs}
        return {lang: texts for lang, texts in said.items() if any(texts)}

    @property
    def chosen(self) -> Beginning | None:
        """All that comes with it now; None where its office was still to be chosen."""
        if self.holds is None or "accounts" not in self.fields:
            return None
        own_texts = {
            account: {
                lang: text for lang in self._spoken(account)
                if (text := self.cleaned_data[f"own-{account.pk}-{lang}"].replace("\r\n", "\n").strip())
            }
            for account in self.accounts
            if account.pk in self.cleaned_data["accounts"]
        }  # fmt: skip
        media = [one for one in self.holds.media if one[0].pk in self.cleaned_data["pictures"]]
        return replace(self.holds, own_texts=own_texts, media=media)


class FillForm(forms.Form):
    """What a template leaves open, asked in each language in which it stands."""

    def __init__(self, *args: Any, template: Template, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked: dict[str, tuple[str, str]] = {}
        for lang in template.texts:
            for number, name in enumerate(template.placeholders(lang)):
                field = f"{lang}-{number}"
                self.asked[field] = (lang, name)
                self.fields[field] = forms.CharField(
                    label=f"{name} ({language_name(lang)})",
                    max_length=200,
                    widget=forms.TextInput(attrs={"lang": lang, "dir": "auto"}),
                    error_messages={"required": gettext_lazy("Enter what stands here this time.")},
                )

    @property
    def values(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for field, (lang, name) in self.asked.items():
            found.setdefault(lang, {})[name] = self.cleaned_data[field]
        return found
