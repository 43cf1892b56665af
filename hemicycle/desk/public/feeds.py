"""The register as Atom and JSON Feed, one for each language, and the pictures of what was released."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext, override

from hemicycle.accounts.permissions import allow
from hemicycle.channels.fediverse import hub
from hemicycle.desk import addresses
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.public import announcements as public
from hemicycle.desk.snapshot import warning_line
from hemicycle.record.feeds import KINDS, Entry, EntryMedium, Feed, language_of, respond, write
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.house_name import house_name
from hemicycle.rules.licence import house_licence
from hemicycle.rules.site_address import absolute

# What a reader of feeds fetches at once; who was away for longer reads the register.
MOST_ENTRIES = 50
SHORTEST_DIGEST = 16
# Of the register as a whole; drawn once (RFC 9562).
KEY = "0d6f5c52-8a0e-4f0b-9a5e-5b8f0c6b2f11"


@allow(public=True)
def feed(request: HttpRequest, kind: str) -> HttpResponseBase:
    return respond(request, _feed(kind, language_of(request)), kind)


def is_feed(address: str) -> bool:
    return address in addresses.feeds()


def content_of(address: str) -> tuple[str, bytes] | None:
    """The feed as it is now, for its subscribers, and its type."""
    if not is_feed(address):
        return None
    kind, lang = addresses.feeds()[address]
    return KINDS[kind], write(_feed(kind, lang), kind, address)


def _feed(kind: str, lang: str) -> Feed:
    with override(lang):
        entries = [_entry(row, lang) for row in _rows()]
        house = house_name(lang)
        title = gettext("Announcements from %(house)s") % {"house": house}
        page = absolute(addresses.register())
        return Feed(
            KEY, title, page, house, lang, entries, address=addresses.feed(kind, lang), hub=hub.address(),
            licence=house_licence(),
        )  # fmt: skip


def _rows() -> list[Announcement]:
    rows = public.in_full()[:MOST_ENTRIES]
    return [row for row in rows if gate.allowed(row, via=EgressPoint.FEED, to=None)]


def _entry(row: Announcement, lang: str) -> Entry:
    said = public.summary(row, lang)
    words = f"{warning_line(said.warning, said.lang)}\n\n{said.words}" if said.warning else said.words
    assert row.released_at is not None
    return Entry(
        key=uuid5(NAMESPACE_URL, row.address),
        url=absolute(row.get_absolute_url()),
        title=said.title,
        at=row.released_at,
        words=words,
        language=said.lang,
        author=str(row.office),
        media=_media(row, said),
    )


def _media(row: Announcement, said: public.Summary) -> list[EntryMedium]:
    """None of what was withdrawn, nor of what readers are warned of: a reader of feeds shows it unasked."""
    if said.warning or said.state == State.WITHDRAWN:
        return []
    return [
        EntryMedium(
            absolute(one.url), one.content_type, one.kind, one.alternative, one.credit, one.licence, one.licence_url
        )
        for one in public.media(row, said.lang)
    ]


@allow(public=True)
def medium(request: HttpRequest, address: str, digest: str) -> FileResponse:
    """A picture or a recording of what was released, by the digest of its content: it never changes."""
    row = public.by_address(address, via=EgressPoint.PAGE, to=request.user)
    found = row.media.filter(item__digest__startswith=digest).first() if len(digest) >= SHORTEST_DIGEST else None
    if found is None or row.state == State.WITHDRAWN:
        raise Http404
    answer = FileResponse(found.file.open("rb"), content_type=found.content_type or "application/octet-stream")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
