"""Every write of following."""

from hemicycle.follow.actions.forgetting import erase
from hemicycle.follow.actions.gathering import gather, start_digests
from hemicycle.follow.actions.keeping import choose_entrance, put_topic
from hemicycle.follow.actions.noting import take_back
from hemicycle.follow.actions.requesting import request, send_link, send_own_page
from hemicycle.follow.actions.subscribing import ask, choose, confirm, end
from hemicycle.follow.actions.telling import tell

__all__ = [
    "ask",
    "choose",
    "choose_entrance",
    "confirm",
    "end",
    "erase",
    "gather",
    "put_topic",
    "request",
    "send_link",
    "send_own_page",
    "start_digests",
    "take_back",
    "tell",
]
