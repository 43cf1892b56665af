"""What the pages of the record look up while they are drawn."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import translation

from hemicycle.record.models import Clause, VoteEvent, VoteOption
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


@register.filter
def cited_in(clause: Clause, language: str) -> str:
    """“Clause 4” or “Article 4” in the language of the text it stands in, whichever the page speaks."""
    with translation.override(language):
        return clause.cited_as
