"""oEmbed 1.0 (https://oembed.com): a speech, a vote, a bill or an announcement as a quotation on somebody else's page.

Of type *rich*: a blockquote without script, style or frame, that reads well on any page.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.translation import override
from lxml import etree

from hemicycle.accounts.permissions import Permission, guard
from hemicycle.accounts.templatetags.look import house_name

from ..licensing import licence_of
from . import cards, shared

# A column of text; about as high as that many words are in it.
WIDTH, LEAST = 600, 200
_SIGNS_A_PIXEL, _LINE, _AROUND = 0.12, 24, 80
# A code of a language (BCP 47), and the fields of an address that are looked at.
MOST_LANG, MOST_FIELDS = 35, 20
FORMATS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


# Of no address, or one of something else.
@partial(guard, permission=Permission(public=True, answers=404))
def oembed(request: HttpRequest) -> HttpResponse:
    form = request.GET.get("format", "json")
    if form not in FORMATS:
        return HttpResponse(status=501, content_type="text/plain")
    path, lang = _page(request, request.GET.get("url", ""))
    found = shared.at(path, lang)
    if found is None:
        return HttpResponseNotFound(content_type="text/plain")
    with override(found.spoken):
        answer = _answer(request, found, lang, _most(request.GET.get("maxwidth", "")))
    response = JsonResponse(answer) if form == "json" else HttpResponse(_xml(answer), content_type="text/xml")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def links(request: HttpRequest, row: Any, lang: str = "") -> list[tuple[str, str]]:
    """(type, address) by which programs discover it on the page of the row, which the address shows in a language;
    none of what is not embedded."""
    if not shared.kind_of(row):
        return []
    url, at = url_of(request, row, lang), request.build_absolute_uri(reverse("site:oembed"))
    return [(kind, f"{at}?{urlencode({'url': url, 'format': form})}") for form, kind in FORMATS.items()]


def url_of(request: HttpRequest, row: Any, lang: str) -> str:
    return request.build_absolute_uri(f"{row.get_absolute_url()}?lang={lang}" if lang else row.get_absolute_url())


def _page(request: HttpRequest, url: str) -> tuple[str, str]:
    """Path and language of an address of this House; "" of another's."""
    try:
        parts = urlsplit(url)
        lang = dict(parse_qsl(parts.query, max_num_fields=MOST_FIELDS)).get("lang", "")
    except ValueError:
        return "", ""
    ours = parts.scheme in ("http", "https") and parts.netloc == request.get_host()
    return (f"/{parts.path.removeprefix(get_script_prefix())}", lang[:MOST_LANG]) if ours else ("", "")


def _most(asked: str) -> int | None:
    """The width that was asked for; None where none was."""
    return max(int(asked[:6]), 1) if asked.isascii() and asked.isdigit() else None


def _answer(request: HttpRequest, found: shared.Shared, lang: str, most: int | None) -> dict[str, Any]:
    url, width = url_of(request, found.row, lang), min(most or WIDTH, WIDTH)
    lines = len(found.words) / max(width * _SIGNS_A_PIXEL, 1)
    return {
        "version": "1.0",
        "type": "rich",
        "title": f"{found.title} – {found.by}" if found.by else found.title,
        **_author(found),
        "provider_name": str(house_name()),
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": 3600,
        "html": quotation(found, url),
        "width": width,
        "height": int(lines + 1) * _LINE + _AROUND,
        **_thumbnail(request, found, lang, most),
        **_licence(found),
    }


def _author(found: shared.Shared) -> dict[str, str]:
    named = {shared.SPEECH: found.row, shared.ANNOUNCEMENT: getattr(found.row, "office", "")}
    return {"author_name": str(named[found.kind])} if found.kind in named else {}


def _licence(found: shared.Shared) -> dict[str, str]:
    """Beside the specification, as other sites name it."""
    licence = licence_of(found.row)
    if licence is None:
        return {}
    return {"license": licence.name, **({"license_url": licence.url} if licence.url else {})}


def _thumbnail(request: HttpRequest, found: shared.Shared, lang: str, most: int | None) -> dict[str, Any]:
    """As large as its file is, so none where that is wider than was asked for."""
    picture = cards.of_link(found.row, found.title, lang)
    if most is not None and picture.width > most:
        return {}
    url = request.build_absolute_uri(picture.url)
    return {"thumbnail_url": url, "thumbnail_width": picture.width, "thumbnail_height": picture.height}


def quotation(found: shared.Shared, url: str) -> str:
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
