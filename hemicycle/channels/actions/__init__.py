"""Every write of the channels."""

from hemicycle.channels.actions.accounts import change_account, close_account, open_account, show_hook
from hemicycle.channels.actions.answering import register_ending
from hemicycle.channels.actions.blocking import ask_block, block, confirm_block, followers_from, server_in, unblock
from hemicycle.channels.actions.contacts import (
    allow_again,
    choose_language,
    contact_of,
    forget,
    record_consent,
    suppress,
)
from hemicycle.channels.actions.fediverse.outbox import renew_keys, withhold
from hemicycle.channels.actions.incoming import store_incoming
from hemicycle.channels.actions.manual_replies import AddedReplies, add_replies, own_names
from hemicycle.channels.actions.metrics import store_followers, store_metrics
from hemicycle.channels.actions.moderating import LONGEST as LONGEST_MEASURE
from hemicycle.channels.actions.moderating import (
    appeal,
    confirm_measure,
    decide,
    default_days,
    lift,
    may_decide,
    moderate,
)
from hemicycle.channels.actions.posting import WHY_NOT, mark_posted, skip, unpost
from hemicycle.channels.actions.reading import REASONS_TO_READ, read_file, read_message
from hemicycle.channels.actions.receiving import Arriving, Received, erase, receive, register_forgetting
from hemicycle.channels.actions.sending import (
    NOT_SENT,
    RETRY,
    SENT,
    cancel,
    pause,
    prepare,
    queue,
    queue_many,
    render,
    resume,
    settle,
)
from hemicycle.channels.actions.short_links import count_click, lead_elsewhere, mint_short_links
from hemicycle.channels.actions.subscribing import publish_changed, publish_topics

__all__ = [
    "LONGEST_MEASURE",
    "NOT_SENT",
    "REASONS_TO_READ",
    "RETRY",
    "SENT",
    "WHY_NOT",
    "AddedReplies",
    "Arriving",
    "Received",
    "add_replies",
    "allow_again",
    "appeal",
    "ask_block",
    "block",
    "cancel",
    "change_account",
    "choose_language",
    "close_account",
    "confirm_block",
    "confirm_measure",
    "contact_of",
    "count_click",
    "decide",
    "default_days",
    "erase",
    "followers_from",
    "forget",
    "lead_elsewhere",
    "lift",
    "mark_posted",
    "may_decide",
    "mint_short_links",
    "moderate",
    "open_account",
    "own_names",
    "pause",
    "prepare",
    "publish_changed",
    "publish_topics",
    "queue",
    "queue_many",
    "read_file",
    "read_message",
    "receive",
    "record_consent",
    "register_ending",
    "register_forgetting",
    "render",
    "renew_keys",
    "resume",
    "server_in",
    "settle",
    "show_hook",
    "skip",
    "store_followers",
    "store_incoming",
    "store_metrics",
    "suppress",
    "unblock",
    "unpost",
    "withhold",
]
