from collections.abc import Mapping

from django.conf import settings

from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.adapters.bluesky import Bluesky
from hemicycle.channels.adapters.by_hand import NETWORKS, HandOverTo
from hemicycle.channels.adapters.email import Email
from hemicycle.channels.adapters.facebook import Facebook
from hemicycle.channels.adapters.feed import Feed
from hemicycle.channels.adapters.gammu import Gammu
from hemicycle.channels.adapters.kannel import Kannel
from hemicycle.channels.adapters.mastodon import Mastodon
from hemicycle.channels.adapters.smpp import Smpp
from hemicycle.channels.adapters.web import Web
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
    *map(HandOverTo, NETWORKS),
    Facebook(),
    YouTube(),
    WhatsApp(),
)

ADAPTERS: dict[str, Adapter] = {adapter.kind: adapter for adapter in _ALL}

NOT_VERIFIED: Mapping[str, str] = {
    "facebook-page": "facebook", "youtube-comments": "youtube", "whatsapp-business": "whatsapp",
}  # fmt: skip
"""Adapters that were tried against an imitation alone, by the name that HEMICYCLE_UNVERIFIED_CHANNELS has for each."""


def is_offered(kind: str) -> bool:
    """Whether accounts of this kind may be opened here. One that is open stays in use."""
    return kind in ADAPTERS and (kind not in NOT_VERIFIED or NOT_VERIFIED[kind] in settings.UNVERIFIED_CHANNELS)


def fields_of(kind: str) -> tuple[AccountField, ...]:
    """What an account of this kind is asked for."""
    needs: tuple[AccountField, ...] = getattr(ADAPTERS.get(kind), "fields", ())
    return needs


def adapter_of(kind: str) -> Adapter:
    """Raises UnknownChannel."""
    if kind not in ADAPTERS:
        raise UnknownChannel(kind)
    return ADAPTERS[kind]
