"""Django's filter `date`, whose “c” is for machines: to the second, as RFC 3339 and browsers read it. In every
template, by settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as djangos

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> Any:
    if form == "c" and isinstance(value, datetime):
        value = value.replace(microsecond=0)
    return djangos(value, form)
