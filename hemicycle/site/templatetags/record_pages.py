"""What the pages of the record look up while they are drawn."""

from collections.abc import Mapping
from typing import Any

from django import template

from hemicycle.record.models import VoteEvent, VoteOption
from hemicycle.site.record import votes

register = template.Library()


@register.filter
def of(rows: Mapping[Any, Any], key: object) -> Any:
    """`{{ chairs|of:body.pk }}`; None where there is none."""
    return rows.get(key)


@register.filter
def declared(event: VoteEvent) -> list[tuple[VoteOption, int]]:
    """What the House announced, as (option, count), the sides first."""
    return votes.declared(event)
