"""The texts of an announcement: a new one, one language, one channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.desk.models import Announcement
from hemicycle.desk.offices import usual_office, written_in
from hemicycle.desk.words import language_name

LONGEST_TITLE, LONGEST_TEXT = 200, 20_000


class WholeText(forms.CharField):
    """A text that no browser cuts: what is too long is kept in its field, and refused there."""

    default_error_messages = {
        "max_length": gettext_lazy("At most %(limit_value)d characters: this has %(show_value)d.")
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def languages() -> list[tuple[str, str]]:
    """Those of the House, the one of the page first."""
    here = get_language()
    return sorted(
        ((code, language_name(code)) for code, _name in settings.LANGUAGES), key=lambda pair: pair[0] != here
    )


def by_language(name: str, langs: Iterable[str]) -> dict[str, str]:
    """The names of fields of which there is one for each language of an announcement: `name-en`, `name-fr`."""
    return {lang: f"{name}-{lang}" for lang in langs}


class NewForm(forms.Form):
    """What a new announcement begins with; the rest is written in the composer."""

    title = WholeText(label=gettext_lazy("Title"), max_length=LONGEST_TITLE, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You can add or remove languages while you write."),
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offices = offices = written_in(user)
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset, office.empty_label = offices, None
        self.initial.setdefault("office", usual_office(user))
        if len(offices) == 1:
            office.widget = forms.HiddenInput()
        cast("forms.MultipleChoiceField", self.fields["languages"]).choices = languages()
        self.initial.setdefault("languages", [code for code, _name in settings.LANGUAGES])

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """The title stands in the language of the page, or in the first that was chosen."""
        chosen = self.cleaned_data["languages"]
        here = get_language() if get_language() in chosen else chosen[0]
        return {lang: (self.cleaned_data["title"] if lang == here else "", "") for lang in chosen}


class TextForm(forms.Form):
    """Title and text in one language. `edit` counts what was read."""

    title = WholeText(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-most": LONGEST_TITLE}),
    )
    body = WholeText(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lang: str, **options: Any) -> None:
        super().__init__(*args, **{**options, "prefix": lang})
        for name in ("title", "body"):
            self.fields[name].widget.attrs |= {"lang": lang, "dir": "auto", "spellcheck": "true"}


class VariantForm(forms.Form):
    """An own text of one channel. `read` is the version that was read; `common`: the common text again."""

    read = forms.CharField(required=False, max_length=16)
    common = forms.BooleanField(required=False)
    text = WholeText(
        label=gettext_lazy("Text for this channel"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class LanguageForm(forms.Form):
    lang = forms.ChoiceField(
        label=gettext_lazy("Language"), error_messages={"required": gettext_lazy("Choose a language.")}
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["lang"]).choices = [
            one for one in languages() if one[0] not in announcement.by_language
        ]
