"""Pictures: files, and what they show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.desk.forms.texts import WholeText, by_language
from hemicycle.desk.models import MediaFile
from hemicycle.desk.words import language_name

LONGEST_DESCRIPTION = 2_000
CREDIT_HINT = gettext_lazy("Who made it, as readers are to see it beside the picture.")


PICTURES_HINT = gettext_lazy("PNG, JPEG or WebP, up to 10 MB each. Place, time and author are removed from the file.")
SEVERAL = {"accept": "image/png,image/jpeg,image/webp", "multiple": True}


class Several(forms.ClearableFileInput):
    """An input that takes more than one file."""

    allow_multiple_selected = True


class PicturesForm(forms.Form):
    """One file or more; what each of them is, its content says."""

    pictures = forms.FileField(
        label=gettext_lazy("Add pictures"),
        help_text=PICTURES_HINT,
        widget=Several(attrs=SEVERAL),
    )


class PictureForm(forms.Form):
    """What a picture shows, in each language of the announcement, and which words stand in it."""

    decorative = forms.BooleanField(
        label=gettext_lazy("Decorative"),
        required=False,
        help_text=gettext_lazy("It carries no information, so it needs no description."),
    )

    credit = WholeText(label=gettext_lazy("Credit"), max_length=200, required=False, help_text=CREDIT_HINT)

    def __init__(self, *args: Any, medium: MediaFile, langs: Iterable[str], **options: Any) -> None:
        options.setdefault("initial", {"decorative": medium.decorative, "credit": medium.credit})
        super().__init__(*args, **{**options, "prefix": f"picture-{medium.pk}"})
        self.medium = medium
        self.alternatives, self.words = by_language("alternative", langs), by_language("words", langs)
        for names, kept, label in (
            (self.alternatives, medium.alternatives, _("Description, %(language)s")),
            (self.words, medium.words, _("Text in the picture, %(language)s")),
        ):
            for lang, name in names.items():
                self.fields[name] = WholeText(
                    label=label % {"language": language_name(lang)},
                    required=False,
                    max_length=LONGEST_DESCRIPTION,
                    initial=kept.get(lang, ""),
                    widget=forms.Textarea(attrs={"lang": lang, "dir": "auto", "rows": 2}),
                )

    @property
    def replace_id(self) -> str:
        """The id of the field of the file that takes its place."""
        return f"replace-{self.medium.pk}"

    @property
    def alternative_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.alternatives.values()]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.words.values()]

    @property
    def described(self) -> dict[str, Any]:
        """For `actions.describe_media_file`; what was said in a language that is not there now stays."""
        data = self.cleaned_data
        return {
            "alternatives": {
                **self.medium.alternatives,
                **{lang: data[name] for lang, name in self.alternatives.items()},
            },
            "words": {**self.medium.words, **{lang: data[name] for lang, name in self.words.items()}},
            "decorative": data["decorative"],
            # Not sent by a page that was open before there was a credit.
            "credit": data["credit"] if self["credit"].html_name in self.data else None,
        }
