"""The hub of our feeds (W3C WebSub): which topics there are, and what stands in them now.

An app that has feeds registers them at start; whoever subscribed is told by distributing.py when `actions.tell_topics`
says that they changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.urls import reverse

from hemicycle.rules.site_address import absolute

Topics = Callable[[], Iterable[str]]
Content = Callable[[str], tuple[str, bytes]]
"""Of a topic: its type and what stands in it now."""

_registered: dict[str, tuple[Topics, Content]] = {}


def register_topics(name: str, topics: Topics, content: Content) -> None:
    _registered[name] = topics, content


def topics() -> Iterator[str]:
    for known, _content in _registered.values():
        yield from known()


def content_of(topic: str) -> tuple[str, bytes] | None:
    """None for what is no topic of ours (any more)."""
    for known, content in _registered.values():
        if topic in known():
            return content(topic)
    return None


def address() -> str:
    """The address at which one subscribes: ours, or another one that the House has chosen."""
    return settings.WEBSUB_HUB or absolute(reverse("channels:hub"))
