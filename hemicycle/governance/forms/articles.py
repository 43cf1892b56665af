"""What an article says and decides: typed by the working group, or by whoever proposes an amendment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..content import reading
from ..errors import BadPlaceholder, DecidedTwice
from ..models import Article, Version
from ..presenters.practices import by_area
from ..questions import practices
from ..words import CONFLICT, FIELDS, meaning, refuse_unknown
from .values import ValuesForm

_SALT = "governance.article"
LOST = gettext_lazy("This page was open too long, or was changed. Copy what you typed, and load it anew.")


class WordsForm(ValuesForm):
    """`read` goes with the form, signed: what its words and values were when the page was loaded."""

    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea({"rows": 12}),
        help_text=gettext_lazy(
            "Words in curly brackets stand for a value of this article: readers see the value with its unit."
        ),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Why there is this article, in a sentence or two."),
    )
    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, version: Version, read: Mapping[str, Any], besides: str = "", **options: Any
    ) -> None:
        """`read`: as it is now; what a form that was sent was made of is used in its place."""
        self.seen: dict[str, Any] = dict(read)
        self.is_lost = False
        if data is not None:
            self._take_up(data.get("read", ""))
        text = self.seen["text"]
        super().__init__(
            data, version=version, values=self.seen["parameters"], besides=besides, text=text, **options
        )  # fmt: skip
        for name in FIELDS:
            self.fields[name].initial = self.seen[name]
        self.fields["read"].initial = signed(self.seen)

    def _take_up(self, sent: str) -> None:
        try:
            self.seen = signing.loads(sent, salt=_SALT)
        except signing.BadSignature:
            self.is_lost = True

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if found := CONFLICT.search(text):
            raise forms.ValidationError(
                _("Decide this place, and remove the brackets and the bar: %(words)s") % {"words": found[0]}
            )
        return text

    def clean_why(self) -> str:
        return str(self.cleaned_data["why"]).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.is_lost:
            self.add_error(None, LOST)
        if not self.errors:
            self._refuse_unknown()
        return found

    def _refuse_unknown(self) -> None:
        try:
            for words in self.words.values():
                refuse_unknown(words, self.values)
        except BadPlaceholder as error:
            self.refuse(error)

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def said(self) -> dict[str, Any]:
        return {**self.words, "parameters": self.values}

    def refuse(self, error: BadPlaceholder | DecidedTwice) -> None:
        """What the actions found, at its field."""
        if isinstance(error, DecidedTwice):
            said = _("“%(meaning)s” is decided by another article already.") % {"meaning": meaning(error.name)}
            return self.add_error(f"value-{error.name}" if error.name in self.names else "add", said)
        said = _("{%(name)s} stands in the words in one of the languages, and this article does not decide it.")
        return self.add_error("text", said % {"name": error.name})


def signed(read: Mapping[str, Any]) -> str:
    return signing.dumps(dict(read), salt=_SALT, compress=True)


class WritingForm(WordsForm):
    """Of the working group."""

    same_meaning = forms.BooleanField(
        label=gettext_lazy("It says the same as the other languages"),
        required=False,
        help_text=gettext_lazy("Ticked, no language falls behind. Not ticked, the others are to follow."),
    )


class NewArticleForm(WordsForm):
    """An article that is not there yet, behind another one."""

    after = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=int)

    def __init__(self, data: Any = None, *, places: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, read=reading(None, {}), **options)
        self.fields["after"].choices = places  # type: ignore[attr-defined]
        self.fields["after"].initial = places[-1][0]


class PracticesForm(forms.Form):
    """Which practices an article serves, ticked area by area."""

    def __init__(self, *args: Any, article: Article, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unknown = [key for key in article.practices if key not in practices()]
        for n, (area, choices) in enumerate(by_area()):
            self.fields[f"area-{n}"] = forms.MultipleChoiceField(
                label=area,
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                initial=[key for key, _title in choices if key in article.practices],
            )

    @property
    def chosen(self) -> list[str]:
        return [*self.unknown, *(key for name in self.fields for key in self.cleaned_data[name])]
