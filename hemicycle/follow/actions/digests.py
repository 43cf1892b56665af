"""Making digests: one message for each follower about everything that came since the last; none where nothing did.

A run goes through the followers chunk by chunk; what is put out for a chunk and how far its followers have been told
is one transaction, so that a run that was cut off goes on where it was. The same news for several is one content.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction

from hemicycle.accounts.models import Office
from hemicycle.channels.actions import prepare, queue_many, render
from hemicycle.channels.models import Account, Content, Medium, Outbound
from hemicycle.channels.sms.quiet_hours import quiet_hours
from hemicycle.follow.actions.news import LONGEST, add_from_record
from hemicycle.follow.actions.subscribing import DIGEST
from hemicycle.follow.follow_accounts import account_for
from hemicycle.follow.followables import SEARCH
from hemicycle.follow.messages import compose, lines, with_footer
from hemicycle.follow.models import DigestRun, Follower, Frequency, News, NewsAbout, Subscription
from hemicycle.rules import periods, work
from hemicycle.rules.periods import MASS_MESSAGES, Freezable
from hemicycle.rules.work import attempt

# Followers in one transaction: other writers wait no longer than for a chunk of queue_many.
CHUNK = 500
# Whoever is told at once gets what the record shows once a day.
FREQUENCIES = {
    Frequency.DAILY: (Frequency.AT_ONCE, Frequency.DAILY),
    Frequency.WEEKLY: (Frequency.WEEKLY,),
}
# A digest of yesterday is no use when the next one comes.
GOOD_FOR = {Frequency.DAILY: timedelta(days=1), Frequency.WEEKLY: timedelta(days=3)}

BY = "digests"
TO_RESUME = Freezable((MASS_MESSAGES,), resumes=True)
"""A digest goes on by itself after a sensitive period: it is one message, however much it tells."""


@transaction.atomic
def start_digests(*, frequency: str, until: datetime) -> bool:
    """Have the digests made that were due at a moment, once; whether that is new."""
    _, new = DigestRun.objects.get_or_create(frequency=frequency, until=until)
    if new:
        work.wake()
    return new


def gather(run: DigestRun, tick: work.Tick) -> None:
    """Run again after it was cut off, nobody is told twice."""
    tick(message_key="reading")
    public = add_from_record(Subscription.objects.confirmed().news_of_the_record().followables(), at=run.until)
    builder = _DigestBuilder(run, public)
    followers = Follower.objects.due_for_digest(FREQUENCIES[Frequency(run.frequency)], run.until)
    followers = followers.select_related("contact")
    done, total, last = 0, followers.count(), 0
    while chunk := list(followers.filter(pk__gt=last)[:CHUNK]):
        tick(done, total, "gathering")
        builder.notify(chunk)
        done, last = done + len(chunk), chunk[-1].pk
    tick(done, total, "gathering")


class _Edition(NamedTuple):
    """Those who get the same message."""

    office: int
    channel: str
    lang: str
    news: tuple[int, ...]


class _DigestBuilder:
    def __init__(self, run: DigestRun, public: set[str]) -> None:
        self.run = run
        rows = News.objects.between(_since(run.until), run.until).oldest_first()
        self.news = {row.pk: row for row in rows if row.office_id is not None or row.source in public}
        self.place = {key: place for place, key in enumerate(self.news)}
        self.about: dict[str, list[News]] = defaultdict(list)
        for news, key in NewsAbout.objects.filter(news__in=list(self.news)).values_list("news", "followable"):
            self.about[key].append(self.news[news])
        self.accounts: dict[tuple[int, str], Account | None] = {}
        # Chunk after chunk the same digests: each is written and rendered once a run.
        self.contents: dict[_Edition, Content] = {}

    @transaction.atomic
    def notify(self, chunk: Sequence[Follower]) -> None:
        same: dict[_Edition, list[int]] = defaultdict(list)
        notified = self._notified(chunk)
        followed = self._followed(chunk)
        for follower in chunk:
            contact = follower.contact
            found = {
                news.pk for key, since in followed[follower.pk] for news in self.about.get(key, ())
                if self._is_new(news, follower, since, key) and (contact.pk, news.source) not in notified
            }  # fmt: skip
            if found:
                ordered = tuple(sorted(found, key=self.place.__getitem__))
                same[_Edition(contact.office_id, contact.channel, contact.lang, ordered)].append(contact.pk)
        left: list[int] = []
        for key, contacts in sorted(same.items()):
            # What cannot be made is in the next digest of those who wait for it; the others have theirs.
            attempt(self.run, partial(self._enqueue, key, contacts), failed=partial(_skip, left, contacts))
        of_chunk = Follower.objects.filter(pk__in=[f.pk for f in chunk], notified_until__lt=self.run.until)
        of_chunk.exclude(contact__in=left).update(notified_until=self.run.until)

    def _is_new(self, news: News, follower: Follower, since: datetime, key: str) -> bool:
        """Something they were not told, that came after they had begun to follow."""
        if news.at <= follower.notified_until or news.came_at <= since:
            return False
        if news.office_id is None:
            # What nobody in the House has approved costs nothing by mail alone; a search has no other news.
            return follower.contact.channel == Medium.EMAIL or key.startswith(f"{SEARCH}:")
        if follower.frequency == Frequency.AT_ONCE and news.at >= follower.frequency_since:
            return False
        return news.office_id == follower.contact.office_id

    def _notified(self, chunk: Sequence[Follower]) -> set[tuple[int | None, str]]:
        announced = [row.source for row in self.news.values() if row.office_id is not None]
        rows = Outbound.objects.filter(contact__in=[f.contact_id for f in chunk], content__source__in=announced)
        return set(rows.values_list("contact", "content__source"))

    def _followed(self, chunk: Iterable[Follower]) -> dict[int, list[tuple[str, datetime]]]:
        found: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
        rows = Subscription.objects.confirmed().filter(follower__in=[f.pk for f in chunk])
        for row in rows:
            assert row.confirmed_at is not None
            found[row.follower_id].append((row.followable, row.confirmed_at))
        return found

    @transaction.atomic
    def _enqueue(self, same: _Edition, contacts: list[int]) -> None:
        account = self._speaking(same)
        if account is None:
            return
        if same not in self.contents:
            self.contents[same] = self._content(same, account)
        due = quiet_hours().over(self.run.until) if same.channel == Medium.SMS else self.run.until
        good_for = GOOD_FOR[Frequency(self.run.frequency)]
        queue_many(self.contents[same], contacts, due_at=due, not_after=due + good_for, by=BY)

    def _speaking(self, same: _Edition) -> Account | None:
        key = (same.office, same.channel)
        if key not in self.accounts:
            self.accounts[key] = account_for(Office.objects.get(pk=same.office), same.channel)
        return self.accounts[key]

    def _content(self, same: _Edition, account: Account) -> Content:
        items = lines((self.news[pk].words for pk in same.news), same.lang)
        outgoing = with_footer(compose(same.channel, same.lang, items), account)
        rendered = render(account, outgoing)
        return prepare(account, source=self._source(same), lang=same.lang, rendered=rendered, freezable=TO_RESUME)

    def _source(self, same: _Edition) -> str:
        """The same for the same news on the same day; 64 bits keep a day's digests apart."""
        sources = "\n".join(self.news[pk].source for pk in same.news)
        digest = hashlib.sha256(sources.encode()).hexdigest()[:16]
        return f"{DIGEST}{self.run.frequency}:{self.run.until:%Y-%m-%dT%H:%M}:{digest}"


def _since(until: datetime) -> datetime:
    """How far back news is looked for: longer, where a sensitive period stopped the digests in between."""
    since = until - LONGEST
    while (
        period := periods.stopped_between(TO_RESUME, since, until)
    ) is not None and period.starts_at - LONGEST < since:
        since = period.starts_at - LONGEST
    return since


def _skip(left: list[int], contacts: list[int], _code: str) -> None:
    left.extend(contacts)
