"""A text message to the invented House, from a telephone that nobody has."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hemicycle.site.writing.long_text import LongText


class TextForm(forms.Form):
    number = forms.CharField(
        label=_("From the number"),
        initial="+999600301",
        help_text=_("Any number that begins with +999, which no country has."),
        validators=[RegexValidator(r"^\+999\d{4,9}$", _("Enter +999 and four to nine digits."))],
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    text = LongText(
        label=_("Text message"),
        help_text=_("Such as “BILL 12 Will the ferries still run?”, or “STATUS” and a reference."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
