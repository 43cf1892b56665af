"""What the pages of the record look up while they are drawn."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(rows: Mapping[Any, Any], key: object) -> Any:
    """`{{ chairs|of:body.pk }}`; None where there is none."""
    return rows.get(key)
