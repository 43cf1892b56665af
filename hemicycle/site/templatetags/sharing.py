"""What the head of a page says to programs that show it elsewhere."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import override

from hemicycle.rules.licence import record_licence

from ..licensing import licence_of
from ..sharing import cards, oembed, shared

register = template.Library()


@register.inclusion_tag("site/sharing.html", takes_context=True)
def sharing(context: dict[str, Any], row: Any, title: str, lang: str = "") -> dict[str, Any]:
    """A picture, and where to ask for a quotation; of what everybody may read alone. `lang`: of the row's own words,
    where its address may name that."""
    if not shared.kind_of(row) or not shared.is_public(row):
        return {}
    request = context["request"]
    picture = cards.of_link(row, title, lang)
    url = request.build_absolute_uri(picture.url)
    return {"picture": picture, "url": url, "embeds": oembed.links(request, row, lang), "title": title}


@register.inclusion_tag("site/licence.html")
def licence(row: Any = None) -> dict[str, Any]:
    """The line that says how others may use the page; without a row, that of the record."""
    return {"licence": record_licence() if row is None else licence_of(row)}


@register.inclusion_tag("site/quotation.html", takes_context=True)
def quotation(context: dict[str, Any], row: Any, lang: str = "") -> dict[str, Any]:
    """A button that copies it as HTML, for whoever writes on a page of their own; the same as by oEmbed."""
    found = shared.read(row, lang)
    if found is None:
        return {}
    with override(found.spoken):
        return {"quotation": oembed.quotation(found, oembed.url_of(context["request"], row, lang))}
