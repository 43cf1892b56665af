"""oEmbed 1.0 (https://oembed.com): a speech, a vote or a bill as a quotation on somebody else's page.

Of type *rich*: a blockquote without script, style or frame, that reads well on any page.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from lxml import etree

from hemicycle.accounts.permissions import Permission, guard
from hemicycle.accounts.templatetags.look import house_name

from . import cards, shared

# A column of text; about as high as that many words are in it.
WIDTH, LEAST = 600, 200
_SIGNS_A_PIXEL, _LINE, _AROUND = 0.12, 24, 80
FORMATS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


# Of no address, or one of something else.
@partial(guard, permission=Permission(public=True, answers=404))
def oembed(request: HttpRequest) -> HttpResponse:
    form = request.GET.get("format", "json")
    if form not in FORMATS:
        return HttpResponse(status=501, content_type="text/plain")
    found = shared.at(_path(request, request.GET.get("url", "")))
    if found is None:
        return HttpResponseNotFound(content_type="text/plain")
    answer = _answer(request, found, _width(request.GET.get("maxwidth", "")))
    response = JsonResponse(answer) if form == "json" else HttpResponse(_xml(answer), content_type="text/xml")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def links(request: HttpRequest, row: Any) -> list[tuple[str, str]]:
    """(type, address) by which programs discover it on the page of the row; none of what is not embedded."""
    if not shared.kind_of(row):
        return []
    url, at = request.build_absolute_uri(row.get_absolute_url()), request.build_absolute_uri(reverse("site:oembed"))
    return [(kind, f"{at}?{urlencode({'url': url, 'format': form})}") for form, kind in FORMATS.items()]


def _path(request: HttpRequest, url: str) -> str:
    """Of an address of this House; "" of another's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    ours = parts.scheme in ("http", "https") and parts.netloc == request.get_host()
    return f"/{parts.path.removeprefix(get_script_prefix())}" if ours else ""


def _width(asked: str) -> int:
    most = int(asked[:6]) if asked.isascii() and asked.isdigit() else WIDTH
    return min(max(most, 1), WIDTH)


def _answer(request: HttpRequest, found: shared.Shared, width: int) -> dict[str, Any]:
    url = request.build_absolute_uri(found.row.get_absolute_url())
    lines = len(found.words) / max(width * _SIGNS_A_PIXEL, 1)
    picture = {"thumbnail_url": request.build_absolute_uri(cards.address_of(found.row))}
    size = {"thumbnail_width": cards.WIDTH, "thumbnail_height": cards.HEIGHT}
    return {
        "version": "1.0",
        "type": "rich",
        "title": f"{found.title} – {found.by}" if found.by else found.title,
        **({"author_name": str(found.row)} if found.kind == shared.SPEECH else {}),
        "provider_name": str(house_name()),
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": 3600,
        "html": _quotation(found, url),
        "width": width,
        "height": int(lines + 1) * _LINE + _AROUND,
        **(picture | size if width >= cards.WIDTH else {}),
    }


def _quotation(found: shared.Shared, url: str) -> str:
    words = format_html('<p lang="{}" dir="auto">{}</p>', found.language, found.words)
    by = format_html("{}, ", found.by) if found.by else ""
    return format_html(
        '<blockquote cite="{}">{}<footer>{}<cite><a href="{}">{}</a></cite> – {}</footer></blockquote>',
        url, words, by, url, found.title, house_name(),
    )  # fmt: skip


def _xml(answer: dict[str, Any]) -> bytes:
    root = etree.Element("oembed")
    for name, value in answer.items():
        etree.SubElement(root, name).text = "".join(sign for sign in str(value) if sign >= " " or sign in "\t\n")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
