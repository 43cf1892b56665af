"""What the checks say of an announcement, and which of it keeps it from going out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from django.core.cache import cache
from django.utils import timezone

from hemicycle import checks
from hemicycle.channels.models import Medium as Through
from hemicycle.channels.registry import adapter_of
from hemicycle.checks import house as houses
from hemicycle.checks import passages
from hemicycle.checks.contract import About, Draft, House, Medium, Remark, Severity, Text, Variant
from hemicycle.checks.form import links as draft_links
from hemicycle.desk import link_previews
from hemicycle.desk.languages import required_languages
from hemicycle.desk.models import Announcement, State, Target
from hemicycle.desk.snapshot import languages_of, message_of, outgoing_text, text_in
from hemicycle.record.models import VoteEvent
from hemicycle.record.sources import web_pages
from hemicycle.rules.parameters import in_force

# Members and bills change by the day; what was released meanwhile may count a minute later.
HOUSE_KEPT_SECONDS = 60
# An address half typed leads nowhere; a page that was there yesterday may be gone. A draft of last month is left alone
# until somebody comes back and changes it.
SETTLED_AFTER, FORGOTTEN_AFTER = timedelta(minutes=1), timedelta(days=30)
LINKS_KEPT_SECONDS = 24 * 3600
NOT_OUT_YET = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
_KINDS = {"document": "bill", "sitting": "sitting", "vote": "vote", "committee": "committee", "member": "member"}


def remarks_on(announcement: Announcement, *, house: House | None = None) -> tuple[Remark, ...]:
    """Everything the checks say, in the reader's language; the same announcement gives the same remarks."""
    return checks.look(draft_of(announcement), house or house_now())


def blocking(announcement: Announcement) -> list[Remark]:
    """What keeps it from being submitted: blocking remarks that nobody has overruled."""
    overruled = set(announcement.overrides.values_list("remark", flat=True))
    found = remarks_on(announcement)
    return [one for one in found if one.severity == Severity.BLOCKING and key_of(one) not in overruled]


def refused_for_rights(announcement: Announcement) -> bool:
    """Whether a picture of it may not be shown, or not where it goes, and nobody has let it stand."""
    media = announcement.media.all()
    if not any(one.item.usable_until or one.item.not_for_networks for one in media):
        return False
    return any(one.check in checks.RIGHTS for one in blocking(announcement))


def key_of(remark: Remark) -> str:
    """What an overruled remark is known by while its words are unchanged; its place may shift."""
    parts = (remark.check, remark.lang, remark.field, remark.words, *filter(None, [remark.basis]))
    key = "\x1f".join(parts)
    return hashlib.sha256(key.encode()).hexdigest()


def draft_of(announcement: Announcement) -> Draft:
    """The announcement as the checks read it."""
    return Draft(
        texts={lang: Text(one.title, one.body) for lang, one in announcement.by_language.items()},
        warnings=_warnings(announcement),
        variants=tuple(_variants(announcement)),
        media=tuple(
            Medium(
                str(m.pk),
                m.kind,
                m.alternatives,
                frozenset(m.captions),
                Path(m.file.path),
                m.words,
                m.decorative,
                m.item.usable_until,
                not m.item.not_for_networks,
            )
            for m in announcement.media.all()
        ),
        about=about_of(announcement),
        purpose=announcement.purpose,
        release_at=announcement.release_at,
        channels=frozenset(target.account.kind for target in announcement.targets.all()),
        networks=_networks(announcement),
        out_on=timezone.localdate(max(timezone.now(), announcement.earliest_release or timezone.now())),
        languages=() if announcement.cannot_wait else required_languages(),
        links=cache.get(links_key(announcement)) or {},
        corrects=_corrected(announcement),
        begun_with=announcement.begun_with,
    )


def _corrected(announcement: Announcement) -> Mapping[str, Text]:
    """The texts of what it corrects, by language; empty where it corrects nothing."""
    first = announcement.corrects
    return {} if first is None else {lang: Text(one.title, one.body) for lang, one in first.by_language.items()}


def _variants(announcement: Announcement) -> Iterator[Variant]:
    """The own texts of its channels."""
    first, targets = announcement.corrects, [one for one in announcement.targets.all() if one.own_texts]
    were = {one.account_id: one.own_texts for one in first.targets.all()} if first is not None and targets else {}
    for target in targets:
        for lang in languages_of(announcement, target):
            if text := target.own_texts.get(lang):
                yield Variant(target.account.kind, lang, text, were.get(target.account_id, {}).get(lang, ""))


def _networks(announcement: Announcement) -> tuple[str, ...]:
    """Social networks on which its pictures would be; asked only where one may not be there."""
    if not any(one.item.not_for_networks for one in announcement.media.all()):
        return ()
    targets = [one for one in announcement.targets.all() if adapter_of(one.account.kind).medium == Through.SOCIAL]
    return tuple(one.account.name for one in targets if _carries_pictures(announcement, one))


def _carries_pictures(announcement: Announcement, target: Target) -> bool:
    messages = (
        message_of(target, lang, outgoing_text(announcement, target, lang))
        for lang in languages_of(announcement, target)
    )
    return any(one.rendered.content.get("pictures") for one in messages)


def _warnings(announcement: Announcement) -> dict[str, str]:
    """Those that go out: one of a language that was taken away does where another has none of its own."""
    warnings = announcement.warnings
    going = {text_in(warnings, lang) for lang in announcement.by_language}
    return {lang: words for lang, words in warnings.items() if words in going}


def about_of(announcement: Announcement) -> About | None:
    row = announcement.about_what
    if row is None:
        return None
    kind = next(_KINDS[name] for name in _KINDS if getattr(announcement, f"{name}_id") is not None)
    if isinstance(row, VoteEvent):
        return About(kind, _called(row), {lang: (words,) for lang, words in row.motions.items()})
    names = getattr(row, "titles", None) or getattr(row, "names", None) or {}
    return About(kind, tuple(dict.fromkeys(filter(None, (*dict(names).values(), str(row))))))


def _called(vote: VoteEvent) -> tuple[str, ...]:
    """By what a vote is known: the heading and the bill it was about. The motion is its movers' words, no name."""
    headings = [one.titles for one in (vote.item, vote.document) if one is not None]
    return tuple(dict.fromkeys(words for titles in headings for words in titles.values() if words))


def links_key(announcement: Announcement) -> str:
    return f"desk.links.{announcement.pk}"


def with_unchecked_links() -> list[Announcement]:
    """Announcements that nobody is typing in, and whose links as they stand have not been asked for within a day."""
    now = timezone.now()
    settled = Announcement.objects.whole().in_state(*NOT_OUT_YET)
    settled = settled.filter(changed_at__lte=now - SETTLED_AFTER, changed_at__gte=now - FORGOTTEN_AFTER)
    recent = dict(settled.values_list("pk", "digest"))
    asked = cache.get_many([_asked_key(*one) for one in recent.items()])
    return list(settled.filter(pk__in=[pk for pk, digest in recent.items() if _asked_key(pk, digest) not in asked]))


def link_previews_key(announcement: Announcement) -> str:
    return f"desk.link_previews.{announcement.pk}"


def link_previews_of(announcement: Announcement) -> list[link_previews.LinkPreview]:
    """What the publishers of its links call them, as far as a worker has read it."""
    return cache.get(link_previews_key(announcement)) or []


def check_links(
    announcement: Announcement,
    *,
    status: Callable[[str], int] = web_pages.status,
    page: link_previews.Read = web_pages.read,
) -> None:  # fmt: skip
    """Ask what is at the other end of each link, and keep the answers for `draft_of`. Takes seconds: for a job, and
    never within a transaction. Public addresses only, whatever a name or a redirect leads to."""
    links = draft_links.links_of(passages.read(draft_of(announcement), House()))
    cache.set(links_key(announcement), draft_links.ask(links, status=status), LINKS_KEPT_SECONDS)
    cache.set(link_previews_key(announcement), link_previews.read(links, page=page), LINKS_KEPT_SECONDS)
    cache.set(_asked_key(announcement.pk, announcement.digest), True, LINKS_KEPT_SECONDS)


def _asked_key(pk: int, digest: str) -> str:
    return f"desk.links.{pk}.{digest[:16]}"


def named_in(announcement: Announcement) -> dict[str, int]:
    """Whom it names, counted as the check of balance counts."""
    return checks.mentions(draft_of(announcement), house_now())


def house_now() -> House:
    """The House as the checks know it, read again every minute."""
    kept: House | None = cache.get("desk.house")
    if kept is None:
        since = timezone.now() - timedelta(days=in_force("balance_window_days"))
        kept = houses.current(timezone.localdate(), mentions=Announcement.objects.named_since(since))
        cache.set("desk.house", kept, HOUSE_KEPT_SECONDS)
    return kept
