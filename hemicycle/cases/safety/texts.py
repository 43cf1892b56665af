"""The form for what the House tells its own staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from hemicycle.cases.models import Guidance


class GuidanceForm(forms.Form):
    """One text in each language of the site."""

    def __init__(self, *args: Any, topic: str, texts: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{topic}_%s", **options})
        self.topic, self.title = topic, Guidance(topic).label
        for lang, name in settings.LANGUAGES:
            self.fields[lang] = forms.CharField(
                label=name, required=False, max_length=1000, initial=texts.get(lang, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": lang, "dir": "auto"}),
            )  # fmt: skip

    def texts(self) -> dict[str, str]:
        return {lang: self.cleaned_data[lang] for lang, _name in settings.LANGUAGES}
