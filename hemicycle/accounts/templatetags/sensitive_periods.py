"""Which of the things of a page wait because of a sensitive period."""

from __future__ import annotations

from django import template

from hemicycle.accounts import sensitive_periods

register = template.Library()


@register.simple_tag
def stopped_now(*parts: str) -> list[tuple[str, str]]:
    """`{% stopped_now "mass-messages" as stopped %}`: title and sentence of each period that stops one of them."""
    return sensitive_periods.lines(*parts)
