"""What search engines and other machines read of a page: schema.org as JSON-LD, with absolute addresses.

A block of type application/ld+json is data, which no browser runs and the policy of the pages lets stand.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from hemicycle.record.models import (
    Document,
    DocumentKind,
    Membership,
    Organization,
    Packing,
    Person,
    Sitting,
    VoteEvent,
)
from hemicycle.rules.house_name import house_name

from ..licensing import licence_of
from .debate import RenderedSpeech

# What would end the block early, or be read as markup, is written as JSON escapes.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def block(thing: dict[str, Any]) -> SafeString:
    """The whole element; what is empty is left out."""
    rendered = {"@context": "https://schema.org", **_filled(thing)}
    words = json.dumps(rendered, ensure_ascii=False, sort_keys=True).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{words}</script>')  # noqa: S308 escaped above


def person(request: HttpRequest, someone: Person, memberships: list[Membership]) -> SafeString:
    return block(
        {
            "@type": "Person",
            "@id": at(request, someone),
            "url": at(request, someone),
            "name": someone.name,
            "alternateName": list(someone.other_names),
            "description": str(someone.biographies.here),
            "sameAs": sorted(set(someone.links.values())),
            "memberOf": [_role(request, row) for row in memberships],
        }
    )


def organization(request: HttpRequest, body: Organization, kind: str) -> SafeString:
    return block(
        {
            "@type": kind,
            "@id": at(request, body),
            "url": at(request, body),
            "name": str(body.names.here),
            "alternateName": str(body.short_names.here),
            "description": str(body.descriptions.here),
            "foundingDate": body.since,
            "dissolutionDate": body.until,
            "sameAs": sorted(set(body.links.values())),
        }
    )


def bill(request: HttpRequest, document: Document, languages: list[str]) -> SafeString:
    return block(
        {
            "@type": "Legislation",
            "@id": at(request, document),
            "url": at(request, document),
            "name": str(document.titles.here),
            "legislationIdentifier": document.number,
            "legislationType": str(document.get_kind_display()),
            "legislationDate": _day(document.introduced_on),
            "legislationLegalForce": "" if document.kind == DocumentKind.ACT else "NotInForce",
            "abstract": str(document.summaries.here),
            "license": _licence(document),
            "inLanguage": languages,
            "sponsor": {"@type": "Person", "name": document.sponsor.name, "url": at(request, document.sponsor)}
            if document.sponsor
            else "",
        }
    )


def sitting(request: HttpRequest, meeting: Sitting) -> SafeString:
    begins = meeting.date.isoformat() + (f"T{meeting.opened_at:%H:%M}" if meeting.opened_at else "")
    ends = f"{meeting.date.isoformat()}T{meeting.closed_at:%H:%M}" if meeting.closed_at else ""
    name = str(meeting.titles.here) or str(meeting)
    house = {"@type": "GovernmentOrganization", "name": str(meeting.organization)}
    return block(
        {
            "@type": "Event",
            "@id": at(request, meeting),
            "url": at(request, meeting),
            "name": name,
            "startDate": begins,
            "endDate": ends,
            "organizer": house,
            "location": {"@type": "Place", "name": str(meeting.organization)},
        }
    )


def speech(request: HttpRequest, rendered: RenderedSpeech) -> SafeString:
    row = rendered.speech
    speaker = {"@type": "Person", "name": rendered.name.text}
    if row.person:
        speaker["url"] = at(request, row.person)
    return block(
        {
            "@type": "Quotation",
            "@id": at(request, row),
            "url": at(request, row),
            "inLanguage": rendered.lang,
            "datePublished": row.sitting.date.isoformat(),
            "creator": speaker if rendered.name else "",
            "license": _licence(row),
            "text": "\n\n".join(paragraph.words for paragraph in rendered.paragraphs),
            "isPartOf": {"@type": "Event", "name": str(row.sitting), "url": at(request, row.sitting)},
        }
    )


def vote(request: HttpRequest, event: VoteEvent, counts: dict[str, int]) -> SafeString:
    return block(
        {
            "@type": "Dataset",
            "@id": at(request, event),
            "url": at(request, event),
            "name": str(event.titles.here) or event.number,
            "description": ", ".join(f"{label}: {count}" for label, count in counts.items()),
            "temporalCoverage": event.sitting.date.isoformat(),
            "license": _licence(event),
            "creator": {"@type": "GovernmentOrganization", "name": str(event.sitting.organization)},
            "isPartOf": {"@type": "Event", "name": str(event.sitting), "url": at(request, event.sitting)},
        }
    )


def dataset(request: HttpRequest, packed: Packing | None, name: str, description: str) -> SafeString:
    """What search engines for data read; nothing as long as there is no file."""
    if packed is None or packed.finished_at is None:
        return SafeString("")
    page = request.build_absolute_uri(request.path)
    licences = packed.summary["licences"]
    return block(
        {
            "@type": "Dataset",
            "@id": page,
            "url": page,
            "name": name,
            "description": description,
            "license": [words for words in licences if words.startswith("http")],
            "creator": {"@type": "GovernmentOrganization", "name": house_name()},
            "dateModified": packed.finished_at.date().isoformat(),
            "version": packed.summary["version"],
            "isAccessibleForFree": True,
            "distribution": {
                "@type": "DataDownload",
                "contentUrl": request.build_absolute_uri(reverse("record:dataset_file")),
                "encodingFormat": "application/zip",
                "contentSize": str(packed.size),
                "sha256": packed.digest,
            },
        }
    )


def at(request: HttpRequest, row: Any) -> str:
    return request.build_absolute_uri(row.get_absolute_url())


def _role(request: HttpRequest, row: Membership) -> dict[str, Any]:
    body = {"@type": "Organization", "name": str(row.organization), "url": at(request, row.organization)}
    role = str(row.labels.here) or str(row.get_role_display())
    return _filled(
        {
            "@type": "OrganizationRole",
            "roleName": role,
            "startDate": row.since,
            "endDate": row.until,
            "memberOf": body,
        }
    )


def _licence(row: Any) -> str:
    """By its address: schema.org takes no name."""
    licence = licence_of(row)
    return licence.url if licence else ""


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value not in ("", [], {}, None)}
