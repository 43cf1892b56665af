"""Which channels there are: one line each."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.adapters.bluesky import Bluesky
from hemicycle.channels.adapters.by_hand import NETWORKS, PostedByHand
from hemicycle.channels.adapters.email import Email
from hemicycle.channels.adapters.facebook import Facebook
from hemicycle.channels.adapters.gammu import Gammu
from hemicycle.channels.adapters.kannel import Kannel
from hemicycle.channels.adapters.mastodon import Mastodon
from hemicycle.channels.adapters.smpp import Smpp
from hemicycle.channels.adapters.web import Feed, Web
from hemicycle.channels.adapters.webhook import Webhook
from hemicycle.channels.adapters.whatsapp import WhatsApp
from hemicycle.channels.adapters.wordpress import WordPress
from hemicycle.channels.adapters.youtube import YouTube
from hemicycle.channels.contract import AccountField, Adapter
from hemicycle.channels.errors import UnknownChannel

_ALL: tuple[Adapter, ...] = (
    Web(),
    Webhook(),
    Feed(),
    Email(),
    Gammu(),
    Kannel(),
    Smpp(),
    ActivityPub(),
    Mastodon(),
    WordPress(),
    Bluesky(),
    *map(PostedByHand, NETWORKS),
    Facebook(),
    YouTube(),
    WhatsApp(),
)

ADAPTERS: dict[str, Adapter] = {adapter.kind: adapter for adapter in _ALL}


def refuse_unknown_names() -> None:
    """A channel that HEMICYCLE_UNVERIFIED_CHANNELS names and nobody knows stops the start."""
    known = {adapter.unverified for adapter in _ALL}
    if unknown := set(settings.UNVERIFIED_CHANNELS) - known:
        raise ImproperlyConfigured(f"HEMICYCLE_UNVERIFIED_CHANNELS: there is no {', '.join(sorted(unknown))}")


def unverified_kinds() -> list[str]:
    """What was tried against an imitation alone."""
    return [kind for kind, adapter in ADAPTERS.items() if adapter.unverified]


def is_offered(kind: str) -> bool:
    """Whether accounts of this kind may be opened here. One that is open stays in use."""
    adapter = ADAPTERS.get(kind)
    return adapter is not None and (not adapter.unverified or adapter.unverified in settings.UNVERIFIED_CHANNELS)


def fields_of(kind: str) -> tuple[AccountField, ...]:
    """What an account of this kind is asked for."""
    return ADAPTERS[kind].fields if kind in ADAPTERS else ()


def adapter_of(kind: str) -> Adapter:
    """Raises UnknownChannel."""
    if kind not in ADAPTERS:
        raise UnknownChannel(kind)
    return ADAPTERS[kind]
