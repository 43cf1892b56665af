"""What people on the fediverse write to our actors: stored, changed and erased as they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, now

from hemicycle.channels.actions import contacts, incoming, receiving
from hemicycle.channels.actions.fediverse import outbox
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.fediverse import addresses, keys
from hemicycle.channels.models import Account, Contact, Inbound, InboundQuerySet, Medium, Original
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.text import html
from hemicycle.rules import audit

_WORDS = frozenset({"Note", "Article", "Question", "Page"})
# "@house@parliament.example (https://…)" before the words: to whom they are written is known.
_MENTIONS = re.compile(r"^(?:@[\w.-]+(?:@[\w.:-]+)?(?: \(https?://[^)\s]+\))?[\s,:]*)+")
MOST_FILES = 20


def _id_of(value: object) -> str:
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def is_theirs(note: dict[str, Any], actor: str) -> bool:
    """Words that the actor wrote, at their own server."""
    theirs = _id_of(note.get("attributedTo")) == actor
    return theirs and note.get("type") in _WORDS and addresses.host_of(_id_of(note)) == addresses.host_of(actor)


def addressed(note: dict[str, Any], actor: str) -> Iterator[Account]:
    """The account of ours that it answers; else those that it names."""
    if not is_theirs(note, actor):
        return
    answered = answers(note)
    if answered and (account := Account.objects.filter(outbounds__key=answered, is_open=True).first()):
        yield account
        return
    named = {_id_of(one) for part in ("to", "cc") for one in _list(note.get(part))}
    named |= {str(one.get("href")) for one in _list(note.get("tag")) if isinstance(one, dict)}
    for name in sorted(filter(None, map(addresses.name_of_actor, named))):
        if (found := outbox.account_named(name)) is not None:
            yield found


def is_direct(note: dict[str, Any]) -> bool:
    """To nobody but those it names, or to its author's followers: not to the public."""
    recipients = {_id_of(one) for part in ("to", "cc") for one in _list(note.get(part))}
    return recipients.isdisjoint(addresses.PUBLIC_NAMES)


def answers(note: dict[str, Any]) -> str:
    """The key of the message of ours that it answers, or of the one that was answered by what it answers."""
    named = _id_of(note.get("inReplyTo"))
    if not named or (key := addresses.key_of_note(named)):
        return key if named else ""
    rows = Inbound.objects.filter(account__kind=keys.KIND, external_id=receiving.short_enough(named))
    return rows.exclude(answers=None).values_list("answers__key", flat=True).first() or ""


def store_reply(note: dict[str, Any], *, account: Account, actor: str, kind: str, raw: bytes) -> Inbound | None:
    text, subject, lang = content_of(note)
    arrived = InboundMessage(
        _id_of(note), text, sender=actor, subject=subject, lang=lang, sent_at=_published_at(note.get("published")),
        answers=(answers(note),), automatic=kind in keys.MACHINES, direct=is_direct(note), authenticated=True, raw=raw,
    )  # fmt: skip
    return incoming.store_incoming(arrived, account=account, by="fediverse")


def content_of(note: dict[str, Any]) -> tuple[str, str, str]:
    """What it says, what stands before it as a warning, and in which language."""
    content, by_lang = note.get("content"), note.get("contentMap")
    by_lang = by_lang if isinstance(by_lang, dict) else {}
    if not isinstance(content, str):
        content = next((one for one in by_lang.values() if isinstance(one, str)), "")
    lang = next((str(one) for one, said in by_lang.items() if said == content), "")
    text = _MENTIONS.sub("", html.text_of(content))
    files = [
        str(one["url"]) for one in _list(note.get("attachment"))[:MOST_FILES]
        if isinstance(one, dict) and isinstance(one.get("url"), str) and addresses.host_of(one["url"])
    ]  # fmt: skip
    summary = note.get("summary")
    subject = html.text_of(summary) if isinstance(summary, str) else ""
    return "\n\n".join(filter(None, (text, "\n".join(files)))), " ".join(subject.split())[:300], lang[:20]


def _published_at(value: object) -> datetime | None:
    """Nobody wrote later than now, whatever their clock says."""
    try:
        at = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return min(at, now()) if at is not None and is_aware(at) else None


def _stored(address: str, actor: str) -> Iterator[tuple[Account, InboundQuerySet]]:
    """What we hold of that name, by that sender, in each office."""
    for account in Account.objects.of_kind(keys.KIND).select_related("office"):
        rows = Inbound.objects.from_sender(account.office, actor).filter(account=account)
        if address:
            rows = rows.filter(external_id=receiving.short_enough(address))
        if rows.exists():
            yield account, rows


def change_reply(note: dict[str, Any], *, actor: str, raw: bytes) -> None:
    """The row stays where it is threaded, and says what they say now."""
    if not is_theirs(note, actor):
        return
    text, subject, lang = content_of(note)
    for account, rows in _stored(_id_of(note), actor):
        for row in rows:
            said = {"text": receiving.storable(text), "subject": subject, "lang": lang}
            # What was for few is not opened by a change of its words.
            Inbound.objects.filter(pk=row.pk).update(**said, direct=row.direct or is_direct(note))
            Original.objects.filter(inbound=row).update(raw=raw)
            audit.record("channels.change_message", by="fediverse", about=row, office=account.office)


def erase_reply(address: str, *, actor: str) -> None:
    for account, rows in _stored(address, actor) if address else ():
        receiving.erase(rows, office=account.office, by="fediverse")


def erase_all_of(actor: str) -> None:
    """Everything that they wrote to us, and that we could write to them."""
    for account, rows in _stored("", actor):
        receiving.erase(rows, office=account.office, by="fediverse")
        digest = Pseudonyms(account.office).of(actor)
        for contact in Contact.objects.filter(office=account.office, channel=Medium.SOCIAL, digest=digest):
            contacts.forget(contact, by="fediverse")
