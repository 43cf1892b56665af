"""Released announcements for programs, as the public register shows them: below /api/v1/, beside the record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema
from ninja.params import functions

from hemicycle.desk import addresses
from hemicycle.desk.models import Announcement
from hemicycle.desk.public import announcements as public
from hemicycle.record.api import schemas
from hemicycle.record.api.pagination import ADDRESS, Slice, Value, paged, ref, url
from hemicycle.rules.egress import EgressPoint

router = Router(tags=[gettext_noop("Announcements")])
WORDS: Any = functions.Query("", description=gettext_noop("Words that must all occur in one of its languages."))
YEAR: Any = functions.Query(None, ge=1, le=9999, description=gettext_noop("The year in which it was released."))
ABOUT: Any = functions.Query("", description=gettext_noop("The address of what it is about in the record."))


class Announced(schemas.Ref):
    state: str = Field(description=gettext_noop("released, corrected or withdrawn."))
    office: str = Field(description=gettext_noop("The office in whose name it was released."))
    released_at: dt.datetime = Field(description=gettext_noop("When it was released."))
    titles: schemas.Words = Field(description=gettext_noop("Its title in each language."))


class Sent(Schema):
    kind: str = Field(description=gettext_noop("The kind of channel."))
    account: str = Field(description=gettext_noop("The account through which it went out."))
    texts: dict[str, list[str]] = Field(description=gettext_noop("What was sent, by language and part."))


class Approved(Schema):
    by: str = Field(description=gettext_noop("Who approved it, in the detail that the House has decided to show."))
    at: dt.datetime = Field(description=gettext_noop("When it was approved."))


class Pictured(Schema):
    kind: str = Field(description=gettext_noop("image, video or audio."))
    url: str = Field(description=gettext_noop("Where the file is."))
    alternatives: schemas.Words = Field(description=gettext_noop("Its description, by language."))
    credit: str = Field(description=gettext_noop("Who is to be named beside it."))
    licence: str | None = Field(description=gettext_noop("The address of the licence under which others may use it."))


class AnnouncedInFull(Announced):
    texts: schemas.Words = Field(description=gettext_noop("Its text in each language."))
    warnings: schemas.Words = Field(
        description=gettext_noop("What readers are warned about before they open it, by language.")
    )
    about: schemas.Ref | None = Field(description=gettext_noop("What it is linked to in the record."))
    expires_at: dt.datetime | None = Field(description=gettext_noop("When it expires."))
    corrects: schemas.Ref | None = Field(description=gettext_noop("What it corrects."))
    corrected_by: schemas.Ref | None = Field(description=gettext_noop("What corrects it."))
    reasons: schemas.Words = Field(
        description=gettext_noop("Why it corrects another one, or was withdrawn, in each language.")
    )
    channels: list[Sent] = Field(description=gettext_noop("What went out on each channel, as it was sent."))
    approvals: list[Approved] = Field(description=gettext_noop("Who approved it."))
    media: list[Pictured] = Field(description=gettext_noop("Its pictures and recordings; none once it is withdrawn."))


@router.get(
    "/announcements",
    operation_id="list_announcements",
    response=schemas.Page[Announced],
    summary=gettext_noop("What the House has said, the latest first"),
)
def announcements(
    request: HttpRequest, part: Query[Slice], q: Value = WORDS, year: int | None = YEAR, about: Value = ABOUT
) -> Any:
    rows = public.found(public.register(), words=q, year=year, about=about)
    return paged(request, part, rows, lambda row: _summary(request, row))


@router.get(
    "/announcements/{address}",
    operation_id="get_announcement",
    response=AnnouncedInFull,
    summary=gettext_noop("One announcement, as it was sent on each channel"),
)
def announcement(request: HttpRequest, address: Value = ADDRESS) -> Any:
    row = public.by_address(address, via=EgressPoint.API, to=None)
    later = public.notice(row, "")[2]
    withdrawal = row.confirmed_withdrawal
    return _summary(request, row) | {
        "texts": {lang: one.body for lang, one in row.by_language.items()},
        "warnings": row.warnings,
        "about": _about(request, row),
        "expires_at": row.expires_at,
        "corrects": _ref(request, row.corrects),
        "corrected_by": _ref(request, later),
        "reasons": withdrawal.reasons if withdrawal else row.reasons,
        "channels": [
            {
                "kind": one.account.kind,
                "account": one.account.name,
                "texts": {lang: list(parts) for lang, parts in one.texts},
            }
            for one in public.sent_on_channels(row)
        ],
        "approvals": [{"by": by, "at": at} for by, at in public.approvals(row)],
        "media": [] if withdrawal else _media(request, row),
    }


def _summary(request: HttpRequest, row: Announcement) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": str(row.title),
        "url": url(request, row),
        "state": row.state,
        "office": str(row.office),
        "released_at": row.released_at,
        "titles": {lang: one.title for lang, one in row.by_language.items()},
    }


def _ref(request: HttpRequest, row: Announcement | None) -> dict[str, str] | None:
    return None if row is None else {"address": row.address, "name": str(row.title), "url": url(request, row)}


def _about(request: HttpRequest, row: Announcement) -> dict[str, str] | None:
    return ref(request, public.about(row))


def _media(request: HttpRequest, row: Announcement) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "url": request.build_absolute_uri(addresses.medium(row.address, one.digest)),
            "alternatives": {} if one.decorative else one.alternatives,
            "credit": one.credit,
            "licence": one.item.licence[1] or None,
        }
        for one in row.media.all()
    ]
