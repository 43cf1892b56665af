"""The API as people read it: made from its own description, with examples of this record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.api.examples import examples
from hemicycle.record.api.manual import operations, shapes
from hemicycle.record.api.openapi import described
from hemicycle.record.api.pagination import MOST_A_PAGE
from hemicycle.record.api.router import api
from hemicycle.record.models import Source
from hemicycle.rules.licence import record_licence
from hemicycle.rules.parameters import in_force

from .pages import page


@allow(public=True)
def interface(request: HttpRequest) -> HttpResponse:
    openapi = reverse("api:openapi")
    base = request.build_absolute_uri(openapi.removesuffix("/openapi.json"))
    schema = described(api.get_openapi_schema(path_prefix="/"))
    found = examples(request, base)
    groups = [(tag, [(each, found.get(each.path)) for each in several]) for tag, several in operations(schema)]
    return page(
        request,
        "interface",
        title=_("The API of the record"),
        description=_("An interface (API) through which programs read what these pages show: free, without a key."),
        base=base,
        openapi=openapi,
        groups=groups,
        shapes=shapes(schema),
        most_a_page=MOST_A_PAGE,
        requests_a_minute=in_force("api_requests_a_minute"),
        licences=_licences(),
    )


def _licences() -> list[str]:
    """That of the House, then those that sources state, each once."""
    own = record_licence()
    stated = Source.objects.exclude(licence="").order_by("licence").values_list("licence", flat=True).distinct()
    return list(dict.fromkeys([*([own.words] if own else []), *stated]))
