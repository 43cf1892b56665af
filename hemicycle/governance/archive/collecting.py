"""Everything that is kept of a subject: its pages in each language, what was sent, where it stands outside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from hemicycle.channels.models import Account, Content
from hemicycle.channels.models.outbound import State as Sent
from hemicycle.channels.registry import adapter_of
from hemicycle.desk.models import Announcement
from hemicycle.desk.public import announcements as public
from hemicycle.desk.snapshot import source_of
from hemicycle.listening.models import Dossier
from hemicycle.rules.site_address import absolute

from ..addresses import site_pages
from ..models import Version
from . import networks
from .gaps import LOOK, NO_ADDRESS, NO_FILE, NO_PAGE, Gap
from .pages import Pages, is_ours, path_of
from .subjects import Kind, Subject
from .warc import METADATA, RESOURCE, Record

Parts = Iterator[Record | Gap]
_JSON = "application/json"
# Channels that this installation serves itself: what stands there is the page that is captured.
_OURS = frozenset({"web", "feed", "activitypub"})


def collected(subject: Subject) -> Parts:
    """Takes seconds, for each place outside up to half a minute: never inside a transaction."""
    return _COLLECT[subject.kind](subject)


def _announcement(subject: Subject) -> Parts:
    row, pages = subject.row, Pages()
    assert isinstance(row, Announcement)
    sent = public.sent_on_channels(row)
    places = {url for one in sent for url in one.stands_at}
    for language in sorted(row.by_language):
        for part in pages.page(subject.path, language, with_links=True):
            # Where it stands itself is asked for below.
            if not (isinstance(part, Gap) and part.what in places):
                yield part
    for one in sent:
        yield from _sent(row, one)


def _sent(row: Announcement, sent: public.SentOnChannel) -> Parts:
    account, kind = sent.account, adapter_of(sent.account.kind)
    page = absolute(row.get_absolute_url())
    for content in Content.objects.filter(source=source_of(row), account=account).order_by("lang"):
        cleaned, files = _without_paths(content.content)
        for path, name in files.items():
            yield from _file(path, name, account)
        said = {
            "announcement": page, "channel": account.kind, "account": account.name, "account_url": account.url,
            "language": content.lang, "made_at": content.made_at.isoformat(),
            "sent_at": sent.sent_at.isoformat() if sent.sent_at else None, "stands_at": list(sent.stands_at),
            "states": sorted(sent.counts), "parts": dict(sent.texts).get(content.lang, ()), "content": cleaned,
        }  # fmt: skip
        yield _json(METADATA, f"urn:hemicycle:sent:{content.pk}", said)
    if kind.addressed:
        yield Gap(account.name, LOOK, str(account.pk))
    elif not sent.stands_at and account.kind not in _OURS and sent.counts.keys() & {Sent.SENT, Sent.DELIVERED}:
        yield Gap(account.name, NO_ADDRESS, str(account.pk))
    for url in sent.stands_at:
        if not is_ours(url):
            found = networks.asked(url)
            yield replace(found, account=str(account.pk)) if isinstance(found, Gap) else found


def _without_paths(content: Any) -> tuple[Any, dict[str, str]]:
    """What an adapter was given, with each file of this machine named by its digest, and those files."""
    files: dict[str, str] = {}

    def cleaned(value: Any) -> Any:
        if isinstance(value, Mapping):
            named = {name: cleaned(part) for name, part in value.items() if name != "path"}
            if isinstance(path := value.get("path"), str):
                named["file"] = files.setdefault(path, _digest(path))
            return named
        return [cleaned(part) for part in value] if isinstance(value, list) else value

    return cleaned(content), files


def _digest(path: str) -> str:
    """Its name in the archive; that of a file which is gone is of its path, which stays here."""
    file = Path(settings.HOME) / path
    said = file.read_bytes() if file.is_file() else path.encode()
    return f"urn:sha256:{hashlib.sha256(said).hexdigest()}"


def _file(path: str, name: str, account: Account) -> Parts:
    file = Path(settings.HOME) / path
    if not file.is_file():
        yield Gap(account.name, NO_FILE, str(account.pk))
        return
    yield Record(RESOURCE, name, timezone.now(), "application/octet-stream", file.read_bytes())


def _json(kind: str, uri: str, said: Mapping[str, Any]) -> Record:
    body = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return Record(kind, uri, timezone.now(), _JSON, body)


def _dossier(subject: Subject) -> Parts:
    row, pages = subject.row, Pages()
    assert isinstance(row, Dossier)
    for path in ("", "whole/"):
        yield from pages.page(f"{subject.path}{path}", row.language)
    for file in ("dossier.pdf", "dossier.json"):
        yield from pages.page(f"{subject.path}{file}", "")


def _policy(subject: Subject) -> Parts:
    row, pages = subject.row, Pages()
    assert isinstance(row, Version)
    for language in row.policy.languages:
        yield from pages.page(subject.path, language)
        yield from pages.page(f"{subject.path}policy.pdf", language)


def _account(subject: Subject) -> Parts:
    row = subject.row
    assert isinstance(row, Account)
    said = {
        "account": row.name, "channel": row.kind, "url": row.url, "office": str(row.office),
        "languages": row.languages, "open_since": row.opened_at.isoformat(),
    }  # fmt: skip
    yield _json(METADATA, f"urn:hemicycle:account:{row.pk}", said)
    if not row.url:
        if not adapter_of(row.kind).addressed:
            yield Gap(row.name, NO_PAGE, str(row.pk))
    elif is_ours(row.url):
        yield from Pages().page(path_of(row.url), "")
    else:
        yield networks.asked(row.url)


def _site(subject: Subject) -> Parts:
    pages = Pages()
    for path in site_pages():
        for language, _name in settings.LANGUAGES:
            yield from pages.page(path, language)


_COLLECT: dict[str, Callable[[Subject], Parts]] = {
    Kind.ANNOUNCEMENT: _announcement, Kind.DOSSIER: _dossier, Kind.POLICY: _policy, Kind.ACCOUNT: _account,
    Kind.SITE: _site,
}  # fmt: skip
