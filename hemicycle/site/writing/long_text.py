"""A field for what somebody writes at length: too much of it is said, where a browser would cut it without a word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

# Some ten pages of print, as an answer.
LONGEST_LETTER = 20_000
_SHORTEN = gettext_lazy("It has %(length)s characters; at most %(most)s are taken. Shorten it.")


class LongText(forms.CharField):
    """`too_long` says that with `length` and `most`. What was typed stays in the field, whole."""

    def __init__(self, *, too_long: Any = _SHORTEN, most: int = LONGEST_LETTER, **options: Any) -> None:
        super().__init__(**options)
        self.too_long, self.most = too_long, most

    def validate(self, value: str) -> None:
        super().validate(value)
        # A browser sends two characters for each end of a line.
        length = len(value.replace("\r\n", "\n"))
        if length > self.most:
            numbers = {"length": length, "most": self.most}
            words = {name: number_format(number, force_grouping=True) for name, number in numbers.items()}
            raise forms.ValidationError(str(self.too_long) % words)
