"""A file of the media library: put there, and what is known of it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office
from hemicycle.desk.forms.pictures import CREDIT_HINT, LONGEST_DESCRIPTION, PICTURES_HINT, SEVERAL, Several
from hemicycle.desk.forms.texts import WholeText, by_language
from hemicycle.desk.models import Consent, LibraryItem, Rights
from hemicycle.desk.words import language_name

_NOT_STATED = ("", gettext_lazy("Not stated"))
_KNOWN = ("decorative", "credit", "owner", "rights", "consent", "usable_until", "not_for_networks")


class Files(forms.FileField):
    """One or more; what each of them is, the action says, file by file."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not any(data or ()):
            raise forms.ValidationError(_("Choose a picture first."))
        return list(data)


class UploadForm(forms.Form):
    """One file or more, into the library of an office."""

    pictures = Files(label=gettext_lazy("Pictures"), help_text=PICTURES_HINT, widget=Several(attrs=SEVERAL))
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None)
    field_order = ("office", "pictures")

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset = offices
        if len(offices) == 1:
            office.widget, office.initial = forms.HiddenInput(), offices[0]


class LibraryItemForm(forms.Form):
    """Descriptions in each language, credit, rights. `edit` is that of the item that was read."""

    decorative = forms.BooleanField(
        label=gettext_lazy("Decorative"),
        required=False,
        help_text=gettext_lazy("It carries no information, so it needs no description."),
    )
    credit = WholeText(label=gettext_lazy("Credit"), max_length=200, required=False, help_text=CREDIT_HINT)
    rights = forms.ChoiceField(
        label=gettext_lazy("Rights"),
        choices=(_NOT_STATED, *Rights.choices),
        required=False,
        help_text=gettext_lazy("By what right it is used. Press agencies and CC BY licences ask for a credit."),
    )
    owner = WholeText(label=gettext_lazy("Rights holder"), max_length=200, required=False)
    usable_until = DayField(
        label=gettext_lazy("Usable until"),
        required=False,
        help_text=gettext_lazy("The last day. After it, no announcement with this file is submitted or released."),
        error_messages={"invalid": gettext_lazy("Enter a day, such as 2026-03-03.")},
    )
    not_for_networks = forms.BooleanField(
        label=gettext_lazy("Not for social networks"),
        required=False,
        help_text=gettext_lazy("Announcements with it go to the site, feeds and e-mail alone."),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("People shown"),
        choices=(_NOT_STATED, *Consent.choices),
        required=False,
        help_text=gettext_lazy("Why they may be shown. Their names do not belong here."),
    )
    edit = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, item: LibraryItem, **options: Any) -> None:
        options.setdefault("initial", {name: getattr(item, name) for name in (*_KNOWN, "edit")})
        super().__init__(*args, **options)
        self.item = item
        langs = dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *item.alternatives])
        self.alternatives = by_language("alternative", langs)
        for lang, name in self.alternatives.items():
            self.fields[name] = WholeText(
                label=_("Description, %(language)s") % {"language": language_name(lang)},
                required=False,
                max_length=LONGEST_DESCRIPTION,
                initial=item.alternatives.get(lang, ""),
                widget=forms.Textarea(attrs={"lang": lang, "dir": "auto", "rows": 2}),
            )
        self.order_fields([*self.alternatives.values(), *_KNOWN])

    @property
    def facts(self) -> dict[str, Any]:
        """For `actions.change_item`."""
        data = self.cleaned_data
        said = {lang: " ".join(data[name].split()) for lang, name in self.alternatives.items()}
        known = {name: data[name] for name in _KNOWN}
        known |= {name: " ".join(data[name].split()) for name in ("credit", "owner")}
        return {"alternatives": {lang: words for lang, words in sorted(said.items()) if words}, **known}

    def refuse_over(self, now: LibraryItem) -> None:
        """Somebody else has changed it: what it says now stands at each field that says otherwise."""
        fresh = type(self)(item=now)
        for name in self.fields:
            was, is_now = self.cleaned_data.get(name), fresh.get_initial_for_field(fresh.fields[name], name)
            if name != "edit" and (was or "") != (is_now or ""):
                self.add_error(name, _("Somebody else entered: %(value)s") % {"value": self._in_words(name, is_now)})
        self.data = cast("QueryDict", self.data).copy()
        self.data["edit"] = str(now.edit)

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if name == "usable_until" and value:
            return date_format(value, "DATE_FORMAT")
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value)) or _("Nothing")
