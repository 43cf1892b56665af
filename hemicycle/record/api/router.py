"""The interface as a whole, and its addresses, each behind what all answers have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import ValidationError

from hemicycle.accounts.permissions import Permission, guard
from hemicycle.record.api import papers, people, responses, search, sittings
from hemicycle.record.api.openapi import described
from hemicycle.rules.licence import record_licence

VERSION = "1"
DESCRIPTION = gettext_noop(
    "The public record of the House, read-only. Lists come in pages of `limit` from `offset`; `next` is the address "
    "of the next page. Responses have an ETag: send it in If-None-Match, and what has not changed is answered by "
    "304. Errors are described as in RFC 9457. Scripts on other sites can call the API (CORS)."
)

api = NinjaAPI(
    title="Record",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    # Ninja's own pages load scripts from elsewhere; ours is a page of `site`.
    docs_url=None,
    openapi_url=None,
)
for part in (people, papers, sittings, search):
    api.add_router("", part.router)
api.add_exception_handler(Http404, responses.not_found)
api.add_exception_handler(ValidationError, responses.not_valid)


def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description, with the addresses as they are served here."""
    schema = api.get_openapi_schema(path_prefix=request.path.removesuffix("openapi.json"))
    return JsonResponse(described(schema, record_licence()))


def patterns() -> list[URLPattern]:
    """The interface's addresses, for everybody; its root, which only leads to documentation, is left out."""
    entries: list[Any] = [path("openapi.json", description, name="openapi"), *api.urls[0]]
    return [
        URLPattern(
            entry.pattern,
            guard(responses.served(entry.callback), Permission(public=True)),
            entry.default_args,
            entry.name,
        )
        for entry in entries
        if entry.name != "api-root"
    ]
