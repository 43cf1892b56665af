"""Every write of following."""

from hemicycle.follow.actions.digests import gather, start_digests
from hemicycle.follow.actions.erasing import erase
from hemicycle.follow.actions.news import remove_news, restore_news
from hemicycle.follow.actions.notifying import notify_followers, notify_recipients
from hemicycle.follow.actions.requests import ask_search, request, request_search, send_link, send_own_page
from hemicycle.follow.actions.subscribing import ask, choose, confirm, end
from hemicycle.follow.actions.topics import choose_follow_account, save_topic

__all__ = [
    "ask",
    "ask_search",
    "choose",
    "choose_follow_account",
    "confirm",
    "end",
    "erase",
    "gather",
    "notify_followers",
    "notify_recipients",
    "remove_news",
    "request",
    "request_search",
    "restore_news",
    "save_topic",
    "send_link",
    "send_own_page",
    "start_digests",
]
