"""What is news: what was announced, and what came into the record about what people follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import override

from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account
from hemicycle.follow import followables
from hemicycle.follow.models import DigestRun, FollowedSearch, News, NewsAbout
from hemicycle.record.feeds import Entry, news
from hemicycle.record.search.question import NEWEST
from hemicycle.rules import audit
from hemicycle.rules.site_address import absolute

# A digest covers a week; whoever was away for longer reads the page.
LONGEST = timedelta(days=8)
# An archive that is imported today is no news.
OLDEST = timedelta(days=30)
RECORD = "record:"
"""What the sources of news from the record begin with."""


def _of_search(search: FollowedSearch, at: news.Absolute) -> list[Entry]:
    """The newest that it finds, each named once: a speech by who spoke and on what."""
    found = news.of_search(replace(search.question, order=NEWEST), at)
    return [replace(entry, key=UUID(str(entry.key)), author="") for entry in found]


_ENTRIES: dict[str, Callable[[Any, news.Absolute], list[Entry]]] = {
    followables.BILL: news.of_bill,
    followables.MEMBER: news.of_member,
    followables.COMMITTEE: news.of_committee,
    followables.SEARCH: _of_search,
}


@transaction.atomic
def add_announcement(
    *, source: str, words: Iterable[str], outgoing_texts: Mapping[str, OutgoingText], account: Account
) -> News:  # fmt: skip
    """Add an announcement to the digests to come; sent through several accounts it is one item of news."""
    said = {
        lang: {"title": outgoing.title or _beginning(outgoing.body), "url": outgoing.link}
        for lang, outgoing in outgoing_texts.items()
    }
    row, _ = News.objects.get_or_create(source=source, defaults={"office": account.office, "words": said})
    _add_about(row, words)
    return row


@transaction.atomic
def remove_news(*, source: str, about: models.Model | str = "follow.news", office: Any = None, by: Any) -> bool:
    """Keep a withdrawn announcement out of the digests to come; returns whether it was in any."""
    taken, _ = News.objects.filter(source=source).delete()
    if taken:
        audit.record("follow.take_back", by=by, about=about, office=office, source=source)
    return bool(taken)


@transaction.atomic
def restore_news(
    *, source: str, about: Iterable[Any], outgoing_texts: Mapping[str, OutgoingText], account: Account,
    announced_at: datetime, removed_at: datetime,
) -> None:  # fmt: skip
    """Put what was taken out of the digests to come back into them. Where a digest may have said it before, it keeps
    its hour, and nobody reads it twice; else it is new, and nobody misses it."""
    words = followables.keys_about(*about)
    if not words or not outgoing_texts:
        return
    row = add_announcement(source=source, words=words, outgoing_texts=outgoing_texts, account=account)
    row.came_at = announced_at
    if DigestRun.objects.filter(until__gt=announced_at, until__lte=removed_at).exists():
        row.at = announced_at
    row.save(update_fields=["came_at", "at"])


def add_from_record(followed: Iterable[str], *, at: datetime) -> set[str]:
    """Note what came into the record about these things; the sources of all that everybody may read of it now.

    What was internal when it came is noted when it becomes public; what has become internal since is not among them.
    """
    public: set[str] = set()
    for word in followed:
        row = followables.by_key(word)
        entries = _entries(word, row) if row is not None else []
        public.update(_source(entry) for entry in entries)
        fresh = {str(entry.key) for entry in entries if _is_fresh(entry, at)}
        if row is not None and fresh - _known(word):
            _add_fresh(word, row, fresh, at)
    return public


def latest(row: Any) -> Entry | None:
    """The newest that everybody may read about something in the record, in the language of the moment."""
    return next(iter(_entries(followables.key_of(row), row)), None)


def _add_fresh(word: str, row: Any, fresh: set[str], at: datetime) -> None:
    said: dict[str, dict[str, dict[str, str]]] = {}
    for lang, _name in settings.LANGUAGES:
        with override(lang):
            for entry in _entries(word, row):
                said.setdefault(str(entry.key), {})[lang] = {"title": _title(entry), "url": entry.url}
    for key in sorted(fresh & said.keys()):
        with transaction.atomic():
            noted, _ = News.objects.get_or_create(
                source=f"{RECORD}{key}", defaults={"words": said[key], "at": at, "came_at": came_in(UUID(key))}
            )
            _add_about(noted, [word])


def _entries(word: str, row: Any) -> list[Entry]:
    entries = _ENTRIES.get(word.partition(":")[0])
    return entries(row, absolute) if entries else []


def _known(word: str) -> set[str]:
    sources = NewsAbout.objects.filter(followable=word).values_list("news__source", flat=True)
    return {source.removeprefix(RECORD) for source in sources}


def _add_about(row: News, words: Iterable[str]) -> None:
    NewsAbout.objects.bulk_create([NewsAbout(news=row, followable=word) for word in words], ignore_conflicts=True)


def _is_fresh(entry: Entry, at: datetime) -> bool:
    return came_in(entry.key) > at - LONGEST and entry.at > at - OLDEST


def came_in(key: UUID) -> datetime:
    """When a row came into the record: its key begins with the milliseconds (record/addresses.py)."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, tz=UTC)


def _source(entry: Entry) -> str:
    return f"{RECORD}{entry.key}"


def _title(entry: Entry) -> str:
    return f"{entry.author}: {entry.title}" if entry.author else entry.title


def _beginning(body: str) -> str:
    return body.strip().partition("\n")[0]
