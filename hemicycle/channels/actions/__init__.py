"""Every write of the channels."""

from hemicycle.channels.actions.accounts import change_account, close_account, open_account, show_hook
from hemicycle.channels.actions.answering import register_ending
from hemicycle.channels.actions.blocking import ask_block, block, confirm_block, followers_from, server_in, unblock
from hemicycle.channels.actions.contacts import (
    allow_again,
    choose_language,
    contact_of,
    forget,
    note_consent,
    suppress,
)
from hemicycle.channels.actions.fediverse.outbox import hold_back, renew_keys
from hemicycle.channels.actions.incoming import take
from hemicycle.channels.actions.manual_replies import Brought, bring, own_names
from hemicycle.channels.actions.metrics import tally
from hemicycle.channels.actions.moderating import LONGEST as LONGEST_MEASURE
from hemicycle.channels.actions.moderating import (
    appeal,
    confirm_measure,
    decide,
    lift,
    may_decide,
    moderate,
    usual_days,
)
from hemicycle.channels.actions.posting import WHY_NOT, leave, post, take_back
from hemicycle.channels.actions.reading import REASONS_TO_READ, read_file, read_message
from hemicycle.channels.actions.receiving import Arriving, Received, erase, receive, register_forgetting
from hemicycle.channels.actions.sending import (
    AGAIN,
    NOT_SENT,
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
from hemicycle.channels.actions.subscribing import tell_changed, tell_topics

__all__ = [
    "AGAIN",
    "LONGEST_MEASURE",
    "NOT_SENT",
    "REASONS_TO_READ",
    "SENT",
    "WHY_NOT",
    "Arriving",
    "Brought",
    "Received",
    "allow_again",
    "appeal",
    "ask_block",
    "block",
    "bring",
    "cancel",
    "change_account",
    "choose_language",
    "close_account",
    "confirm_block",
    "confirm_measure",
    "contact_of",
    "decide",
    "erase",
    "followers_from",
    "forget",
    "hold_back",
    "leave",
    "lift",
    "may_decide",
    "moderate",
    "note_consent",
    "open_account",
    "own_names",
    "pause",
    "post",
    "prepare",
    "queue",
    "queue_many",
    "read_file",
    "read_message",
    "receive",
    "register_ending",
    "register_forgetting",
    "render",
    "renew_keys",
    "resume",
    "server_in",
    "settle",
    "show_hook",
    "suppress",
    "take",
    "take_back",
    "tally",
    "tell_changed",
    "tell_topics",
    "unblock",
    "usual_days",
]
