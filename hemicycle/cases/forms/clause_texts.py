"""A form with a text for each clause of a bill in each language of the House."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hemicycle.desk.languages import required_languages

LONGEST = 2000


class ClauseTextsForm(forms.Form):
    """`clauses`: (eId, what it is called), "" for the bill as a whole; `texts` what was written before."""

    def __init__(
        self, data: Any = None, *, clauses: Sequence[tuple[str, str]], texts: Mapping[str, Mapping[str, str]]
    ) -> None:
        super().__init__(data)
        self.clauses = clauses
        for at, (eid, _of) in enumerate(clauses):
            for lang, _name in settings.LANGUAGES:
                area = forms.Textarea(attrs={"rows": 3, "lang": lang, "dir": "auto"})
                self.fields[f"text-{at}-{lang}"] = forms.CharField(
                    label=get_language_info(lang)["name_translated"].capitalize(), max_length=LONGEST, required=False,
                    widget=area, initial=texts.get(eid, {}).get(lang, ""),
                )  # fmt: skip

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields of each clause under its name."""
        return [
            (name, [self[f"text-{at}-{lang}"] for lang, _name in settings.LANGUAGES])
            for at, (_eid, name) in enumerate(self.clauses)
        ]

    def is_in_every_language(self) -> bool:
        """Whether each text that is written stands in all languages that the policy requires; where not, the fields
        that are empty say so. Of a valid form."""
        for at, _clause in enumerate(self.clauses):
            written = [lang for lang, _name in settings.LANGUAGES if self.cleaned_data.get(f"text-{at}-{lang}")]
            for lang in required_languages():
                field = f"text-{at}-{lang}"
                if written and lang not in written and field in self.fields:
                    self.add_error(field, _("Write it in this language as well, before it is announced."))
        return not self.errors

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by eId and language."""
        return {
            eid: {lang: self.cleaned_data[f"text-{at}-{lang}"] for lang, _name in settings.LANGUAGES}
            for at, (eid, _name) in enumerate(self.clauses)
        }
