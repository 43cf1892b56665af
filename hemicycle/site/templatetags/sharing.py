"""What the head of a page says to programs that show it elsewhere."""

from __future__ import annotations

from typing import Any

from django import template

from hemicycle.rules.classification import Classification

from ..record.sharing import cards, oembed, shared

register = template.Library()


@register.inclusion_tag("site/record/sharing.html", takes_context=True)
def sharing(context: dict[str, Any], row: Any, title: str) -> dict[str, Any]:
    """A picture, and where to ask for a quotation; of what everybody may read alone."""
    rows = [one for one in (row, getattr(row, "sitting", None)) if one is not None]
    if not shared.kind_of(row) or any(one.classification != Classification.PUBLIC for one in rows):
        return {}
    request = context["request"]
    picture = request.build_absolute_uri(cards.address_of(row))
    return {"picture": picture, "embeds": oembed.links(request, row), "title": title}
