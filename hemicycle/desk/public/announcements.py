"""What the public reads of an announcement: how it stands, what was sent on each channel, who approved it.

The pages themselves are in `site`, the feeds in feeds.py; both ask here. Whoever reads is not known: nothing that was
never released is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.utils.translation import gettext, override

from hemicycle.channels.files.pictures import Size, size_of_file
from hemicycle.channels.models import Account, Content, Outbound
from hemicycle.channels.models import State as Sent
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import addresses
from hemicycle.desk.actions import source_of
from hemicycle.desk.models import (
    ABOUT,
    Announcement,
    AnnouncementQuerySet,
    AnnouncementText,
    Approval,
    Kind,
    MediaFile,
    State,
)
from hemicycle.desk.snapshot import credit_in, text_in, warning_of
from hemicycle.follow.messages import TOKEN
from hemicycle.record.phrases import Phrase as Titles
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.parameters import in_force

# Pixels on a side, below which networks leave out the picture of a link (Open Graph's smallest at Facebook).
LEAST_SIDE = 200
_PERSONAL = re.compile(rf"\S*{re.escape(TOKEN)}\S*")


@dataclass(frozen=True)
class SentOnChannel:
    """What went out through one account: the text in each language as it was sent, where it stands on a network that
    shows it at an address of its own, and what became of it."""

    account: Account
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    sent_at: datetime | None
    counts: dict[str, int]
    stands_at: tuple[str, ...] = ()

    @property
    def recipients(self) -> int:
        """To how many people it was addressed; 0 on a channel that everybody reads."""
        return sum(self.counts.values()) if adapter_of(self.account.kind).addressed else 0

    @property
    def reached(self) -> int:
        return self.counts.get(Sent.SENT, 0) + self.counts.get(Sent.DELIVERED, 0)


def register() -> AnnouncementQuerySet:
    """Everything that was ever released, the latest first, with its texts and its office."""
    rows = Announcement.objects.public().select_related("office", "corrects", "withdrawal", *ABOUT)
    return rows.prefetch_related("texts").order_by("-released_at", "-pk")


def with_corrections(rows: AnnouncementQuerySet) -> AnnouncementQuerySet:
    """What `notice` asks of each."""
    corrections = Announcement.objects.public().select_related("withdrawal").prefetch_related("texts")
    return rows.prefetch_related(Prefetch("corrections", corrections))


def found(rows: AnnouncementQuerySet, *, words: str = "", year: int | None = None, about: str = "") -> Any:
    """Narrowed by words that stand in a text (all of them, in any language), a year, an address of the record."""
    # PostgreSQL refuses the character NUL.
    for word in words.replace("\0", " ").split():
        matching = AnnouncementText.objects.filter(Q(title__icontains=word) | Q(body__icontains=word))
        rows = rows.filter(pk__in=matching.values("announcement"))
    if year is not None:
        rows = rows.filter(released_at__year=year)
    if about:
        named = Q()
        for name in ABOUT:
            named |= Q(**{f"{name}__address": about})
        rows = rows.filter(named)
    return rows


def in_full() -> AnnouncementQuerySet:
    """The register with pictures, and with what became of each."""
    return with_corrections(register()).prefetch_related("media")


def by_address(address: str, *, via: EgressPoint, to: object) -> Announcement:
    """One announcement of the register; raises Http404 for whatever was never released."""
    row = in_full().filter(address=address).first()
    if row is None or not gate.allowed(row, via=via, to=to):
        raise Http404
    return row


def about(row: Announcement) -> Any:
    """What of the record it is about, as long as everybody may read that; None."""
    thing = row.about_what
    return thing if thing is not None and gate.allowed(thing, via=EgressPoint.API, to=None) else None


def text_for(row: Announcement, lang: str) -> AnnouncementText:
    """Its text in a language, or in another where it has none."""
    tags = Titles({one: one for one in row.by_language})
    return row.by_language[tags.in_language(lang).lang]


def notice(row: Announcement, lang: str) -> tuple[str, str, Announcement | None]:
    """What became of it: the state, the reason in a language, and what it was corrected by. With its correction it is
    withdrawn, too."""
    if row.state not in (State.WITHDRAWN, State.CORRECTED):
        return "", "", None
    later = next(iter(row.corrections.all()), None)
    if row.state == State.CORRECTED:
        return State.CORRECTED, text_in(later.reasons, lang) if later else "", later
    withdrawal = row.confirmed_withdrawal
    reason = text_in(withdrawal.reasons, lang) if withdrawal else ""
    return State.WITHDRAWN, reason, later if withdrawal and withdrawal.announcement_id != row.pk else None


@dataclass(frozen=True)
class Summary:
    """An announcement where little of it is shown; `warning` is what its readers are to know before its `words`."""

    title: str
    words: str
    warning: str
    lang: str
    state: str


def summary(row: Announcement, lang: str) -> Summary:
    """In a language: a corrected or withdrawn one says so, and a withdrawn text is left out."""
    text = text_for(row, lang)
    state, reason, _later = notice(row, lang)
    if state == State.WITHDRAWN:
        return Summary(gettext("Withdrawn: %(title)s") % {"title": text.title}, reason, "", text.lang, state)
    title = gettext("Corrected since: %(title)s") % {"title": text.title} if state == State.CORRECTED else text.title
    return Summary(title, text.body, warning_of(row, text.lang), text.lang, state)


def sent_on_channels(row: Announcement) -> list[SentOnChannel]:
    """What went out on each channel, as it was sent; four questions to the database."""
    contents = Content.objects.filter(source=source_of(row)).select_related("account").order_by("account_id", "lang")
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    sent = Outbound.objects.of_source(source_of(row))
    for account, state, count in sent.order_by().values_list("account", "state").annotate(count=Count("pk")):
        numbers[account][state] = count
    at = dict(sent.order_by("sent_at").values_list("account", "sent_at"))
    places: dict[int, list[str]] = defaultdict(list)
    if row.state != State.WITHDRAWN:
        shown = sent.filter(contact=None, external_id__startswith="https://").order_by("content__lang")
        for account, address in shown.values_list("account", "external_id"):
            places[account].append(address)
    texts: dict[Account, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for content in contents:
        texts[content.account].append((content.lang, tuple(_as_public(part, content.lang) for part in content.parts)))
    return [
        SentOnChannel(account, tuple(by_lang), at.get(account.pk), numbers[account.pk], tuple(places[account.pk]))
        for account, by_lang in sorted(texts.items(), key=lambda one: (one[0].kind, one[0].name, one[0].pk))
    ]


def _as_public(part: str, lang: str) -> str:
    """What a person got, without the address that was theirs alone."""
    with override(lang):
        return _PERSONAL.sub(f"[{gettext('a link of the reader’s own')}]", part)


def approvals(row: Announcement) -> Iterable[tuple[str, datetime]]:
    """Who approved it and when: the office, or the person too where the policy in force says so."""
    names = in_force("approvals_shown") == "names"
    approvals = Approval.objects.filter(announcement=row).current().select_related("office", "by")
    for one in approvals:
        yield (f"{one.by}, {one.office}" if names else str(one.office)), one.at


@dataclass(frozen=True)
class PublicMedium:
    """A picture or a recording as a page shows it. `credit` was approved with it; the licence is the file's."""

    kind: str
    url: str
    alternative: str
    credit: str = ""
    licence: str = ""
    licence_url: str = ""
    content_type: str = ""


def media(row: Announcement, lang: str) -> list[PublicMedium]:
    return [_medium(row, one, lang) for one in row.media.all()]


def _medium(row: Announcement, one: MediaFile, lang: str) -> PublicMedium:
    alternative = "" if one.decorative else text_in(one.alternatives, lang)
    url = addresses.medium(row.address, one.digest)
    return PublicMedium(one.kind, url, alternative, credit_in(one, lang), *one.item.licence, one.content_type)


def picture(row: Announcement, lang: str) -> tuple[PublicMedium, Size] | None:
    """What a link to it shows, with width and height: its first picture that is large enough, as long as
    it stands and warns of nothing."""
    if row.state != State.RELEASED or warning_of(row, lang):
        return None
    for one in row.media.all():
        if one.kind == Kind.IMAGE and (size := size_of_file(one.file.path)) and min(size) >= LEAST_SIDE:
            return _medium(row, one, lang), size
    return None
