"""Replies from a network that has no interface for them, added by a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hemicycle.channels.actions.incoming import batch_of, store_incoming
from hemicycle.channels.actions.receiving import short_enough
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import NotByHand
from hemicycle.channels.models import Account, Inbound
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit

MOST_AT_ONCE = 2_000
"""New messages of one file: a person waits for it. The rest comes when the file is added again."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class AddedReplies:
    """`left`: how many more are in the file, for the next time."""

    new: int
    already_there: int
    left: int


def add_replies(messages: Sequence[InboundMessage], *, account: Account, by: Any) -> AddedReplies:
    """Store each once, threaded to the post that it names. A run that was cut off is simply repeated."""
    adapter = adapter_of(account.kind)
    if not isinstance(adapter, ByHand):
        raise NotByHand(account.kind)
    fresh = list(_fresh(messages, account))
    new = 0
    for one in threaded(fresh[:MOST_AT_ONCE], account):
        new += store_incoming(one, account=account, by=by) is not None
    added = AddedReplies(new, len(messages) - len(fresh), max(0, len(fresh) - MOST_AT_ONCE))
    audit.record(
        "channels.add_replies", by=by, about=account, office=account.office, kind=account.kind, new=added.new,
        already_there=added.already_there, left=added.left,
    )  # fmt: skip
    return added


def threaded(messages: Sequence[InboundMessage], account: Account) -> Iterator[InboundMessage]:
    """Each with the addresses of those of our posts that it names."""
    adapter = adapter_of(account.kind)
    assert isinstance(adapter, ByHand)
    posts = {name: where for where in _places(account) if (name := adapter.post_id(where))}
    for one in messages:
        found = (posts.get(adapter.post_id(name), "") for name in one.answers)
        yield replace(one, answers=tuple(filter(None, found)))


def own_names(account: Account) -> tuple[str, ...]:
    """How the network's files may call it."""
    return account.address, account.name, str(account.settings.get("own_id", ""))


def _fresh(messages: Sequence[InboundMessage], account: Account) -> Iterable[InboundMessage]:
    rows = Inbound.objects.of_batch(account.office, batch_of(account))
    seen: set[str] = set()
    for start in range(0, len(messages), _CHUNK):
        chunk = messages[start : start + _CHUNK]
        names = [short_enough(one.external_id) for one in chunk]
        seen |= set(rows.filter(external_id__in=names).values_list("external_id", flat=True))
        for name, one in zip(names, chunk, strict=True):
            if name not in seen:
                seen.add(name)
                yield one


def _places(account: Account) -> Iterable[str]:
    return account.outbounds.exclude(external_id="").values_list("external_id", flat=True)
