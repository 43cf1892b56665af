"""The hub of our feeds (W3C WebSub): which topics there are, and what stands in them now.

An app that has feeds registers them at start; jobs/distributing.py notifies whoever subscribed when
`actions.publish_topics` says that they changed, or `actions.publish_changed` finds it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from hemicycle.rules.site_address import absolute

Knows = Callable[[str], bool]
"""Whether this is the address of a topic: asked by anybody, so that it costs a look-up at most."""
Content = Callable[[str], tuple[str, bytes] | None]
"""Of a topic: its type and what stands in it now; None for what is none (any more)."""

_registered: dict[str, tuple[Knows, Content]] = {}


def register_topics(name: str, knows: Knows, content: Content) -> None:
    _registered[name] = knows, content


def is_topic(address: str) -> bool:
    return any(knows(address) for knows, _content in _registered.values())


def content_of(topic: str) -> tuple[str, bytes] | None:
    """None for what is no topic of ours (any more)."""
    for _knows, content in _registered.values():
        if (found := content(topic)) is not None:
            return found
    return None


def address() -> str:
    """The address at which one subscribes: ours, or another one that the House has chosen."""
    return settings.WEBSUB_HUB or own_address()


def own_address() -> str:
    """For feeds of which there are too many to tell another hub of each; nothing where the House has chosen one."""
    return "" if settings.WEBSUB_HUB else absolute(reverse("channels:hub"))
