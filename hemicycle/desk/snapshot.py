"""What an announcement says and would send, read once: the text of each account and language, rendered, and a hash.

What an approver reads is what is sent: the rendered texts are part of the hash, so that a changed signature of an
account voids an approval as a changed word does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext, override

from hemicycle.channels.contract import Act, OutgoingText, Picture, Rendered
from hemicycle.channels.contract.capabilities import Warns
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.text.short_links import are_on, shorten
from hemicycle.desk import addresses
from hemicycle.desk.models import ABOUT, TIMES, Announcement, MediaFile, Target
from hemicycle.desk.workflow import RELEASED, WITHDRAWN
from hemicycle.follow.messages import with_footer
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

SOURCE = "desk.announcement:"
"""Before the key of an announcement: what its messages are called in channels."""
OF_WITHDRAWAL = ":withdrawn"
"""Behind it, and as the part of a delivery: the notices of its withdrawal."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out through one target in one language. `own`: somebody wrote a text for this account. `links`: what
    its short links lead to, by their codes; they are minted on release."""

    target: Target
    lang: str
    outgoing: OutgoingText
    rendered: Rendered
    own: bool = False
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Taken once in a request or an action and passed along, so that each message is rendered once.

    `content`: everything that an approver reads, as a JSON value. `digest`: its SHA-256.
    """

    announcement: Announcement
    messages: tuple[Message, ...]
    content: dict[str, Any]
    digest: str


def take_snapshot(announcement: Announcement) -> Snapshot:
    media = list(announcement.media.all())
    messages = tuple(
        message_of(
            target, lang, outgoing_text(announcement, target, lang, media), own=bool(target.own_texts.get(lang))
        )
        for target in _targets(announcement)
        for lang in languages_of(announcement, target)
    )
    content = _content(announcement, messages, media)
    # Written in one way: sorted keys, no spaces (as RFC 8785 does for such values).
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Snapshot(announcement, messages, content, hashlib.sha256(written.encode()).hexdigest())


def _targets(announcement: Announcement) -> Iterable[Target]:
    """With their accounts, in one query; none where they have been read before."""
    targets = announcement.targets.all()
    return targets if targets._result_cache is not None else targets.select_related("account__office")


def message_of(target: Target, lang: str, outgoing: OutgoingText, *, own: bool = False) -> Message:
    account, adapter, links = target.account, adapter_of(target.account.kind), dict[str, str]()
    shown = outgoing
    if are_on(adapter.fields, account.settings):
        shown, links = shorten(outgoing, source=source_of(target.announcement), account=account.pk)
    return Message(target, lang, outgoing, adapter.render(shown, account.settings), own, links)


def source_of(announcement: Announcement) -> str:
    """Its key in channels."""
    return f"{SOURCE}{announcement.pk}"


def key_of(source: str) -> int:
    """The key of the announcement of which a source is."""
    return int(source.removeprefix(SOURCE).partition(":")[0])


def source_in_force(announcement: Announcement, *, asked_to_withdraw: bool) -> str:
    """The key of what of it should be out: once withdrawn, of the notices of that; "" where it was corrected, or
    somebody asked to withdraw it."""
    if announcement.state == RELEASED and not asked_to_withdraw:
        return source_of(announcement)
    return f"{source_of(announcement)}{OF_WITHDRAWAL}" if announcement.state == WITHDRAWN else ""


def _content(announcement: Announcement, messages: tuple[Message, ...], media: Iterable[MediaFile]) -> dict[str, Any]:
    """The keys are those of stored editions and approvals: whoever renames one voids every approval."""
    return {
        "purpose": announcement.purpose,
        "sensitivity": announcement.sensitivity,
        "about": {name: str(key) for name in ABOUT if (key := getattr(announcement, f"{name}_id")) is not None},
        "topics": sorted(topic.address for topic in announcement.topics.all()),
        "hashtags": announcement.hashtags,
        "times": {name: _written(getattr(announcement, name)) for name in TIMES},
        "corrects": str(announcement.corrects_id or ""),
        "reasons": announcement.reasons,
        "wordings": texts_of(announcement),
        "media": [
            {"digest": m.digest, "kind": m.kind, "alternatives": m.alternatives, "captions": m.captions,
             "words": m.words, "decorative": m.decorative, **({"credit": m.credit} if m.credit else {})}
            for m in media
        ],
        "channels": [
            {"account": one.target.account_id, "name": one.target.account.name, "kind": one.target.account.kind,
             "lang": one.lang, "own": one.own, "parts": list(one.rendered.parts)}
            for one in messages
        ],
        # Not where there is none: what was approved before there were warnings stays approved.
        **({"warnings": announcement.warnings} if announcement.warnings else {}),
        **({"cannot_wait": True} if announcement.cannot_wait else {}),
        **({"for_safety": True} if announcement.for_safety else {}),
    }  # fmt: skip


def texts_of(announcement: Announcement) -> dict[str, dict[str, str]]:
    return {lang: {"title": one.title, "body": one.body} for lang, one in sorted(announcement.by_language.items())}


def _written(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def languages_of(announcement: Announcement, target: Target) -> list[str]:
    """Those it is written in, of those the account speaks (none named: all)."""
    spoken = target.account.languages
    return [lang for lang in sorted(announcement.by_language) if not spoken or lang in spoken]


def outgoing_text(
    announcement: Announcement, target: Target, lang: str, media: Iterable[MediaFile] | None = None
) -> OutgoingText:
    """An account's own text stands for title and text both; what corrects something says so first. `media` are those
    of the announcement, for who has read them."""
    media = announcement.media.all() if media is None else media
    text, own = announcement.by_language[lang], target.own_texts.get(lang, "")
    outgoing = OutgoingText(
        title="" if own else text.title,
        body=own or text.body,
        lang=lang,
        link=absolute(announcement.get_absolute_url()),
        sender=house_name(lang),
        hashtags=tuple(announcement.hashtags.get(lang, ())),
        pictures=tuple(_picture(announcement, medium, lang) for medium in media if medium.kind == "image"),
        notice=notice_of(announcement, lang),
        warning=warning_of(announcement, lang),
        act=Act.SAY if announcement.corrects_id is None else Act.CORRECT,
    )
    adapter = adapter_of(target.account.kind)
    if outgoing.warning and not isinstance(adapter, Warns):
        notice = filter(None, (outgoing.notice, warning_line(outgoing.warning, lang)))
        outgoing = replace(outgoing, notice="\n".join(notice), warning="")
    return with_footer(outgoing, target.account) if adapter.addressed else outgoing


def own_version(target: Target, lang: str) -> str:
    """Which text an account has of its own in a language, as a short hash: what a writer has read. "" for none."""
    own = target.own_texts.get(lang, "")
    return hashlib.sha256(own.encode()).hexdigest()[:16] if own else ""


def notice_of(announcement: Announcement, lang: str) -> str:
    """What must come first: that this is a correction, and why; "" for none."""
    if announcement.corrects_id is None:
        return ""
    with override(lang):
        return gettext("Correction: %(reason)s") % {"reason": text_in(announcement.reasons, lang)}


def warning_of(announcement: Announcement, lang: str) -> str:
    """What a reader is warned of, in a language or in another; "" for nothing."""
    return text_in(announcement.warnings, lang)


def warning_line(warning: str, lang: str) -> str:
    """A warning as words of their own, where nothing else marks it as one."""
    with override(lang):
        return gettext("Content warning: %(warning)s") % {"warning": warning}


def withdrawal_text(announcement: Announcement, lang: str, reasons: dict[str, str]) -> OutgoingText:
    """The notice of a withdrawal, with the reason; without the withdrawn text."""
    with override(lang):
        notice = gettext("Withdrawn: %(reason)s") % {"reason": text_in(reasons, lang)}
    title = announcement.by_language[lang].title
    return OutgoingText(
        title=title, body="", lang=lang, link=absolute(announcement.get_absolute_url()), notice=notice,
        sender=house_name(lang), act=Act.WITHDRAW,
    )  # fmt: skip


def text_in(reasons: dict[str, str], lang: str) -> str:
    """The reason in a language, or in another where it was not given in this one."""
    return reasons.get(lang) or next(iter(reasons.values()), "")


def _picture(announcement: Announcement, medium: MediaFile, lang: str) -> Picture:
    url = absolute(addresses.medium(announcement.address, medium.digest))
    return Picture(medium.file.path, medium.content_type, medium.alternative_in(lang), url, credit_in(medium, lang))


def credit_in(medium: MediaFile, lang: str) -> str:
    """Who made it, as it is printed beside it; "" where nobody is named."""
    with override(lang):
        return gettext("Picture: %(credit)s") % {"credit": medium.credit} if medium.credit else ""
