"""Every write of campaigns."""

from hemicycle.cases.actions.campaigns.deciding import (
    accept,
    describe,
    end,
    make_campaign,
    merge_campaigns,
    refuse,
    resume,
)
from hemicycle.cases.actions.campaigns.drafting import GIVEN_UP, ask_to_write, draft_answer
from hemicycle.cases.actions.campaigns.letters import answer_in_force
from hemicycle.cases.actions.campaigns.membership import join, join_many, leave
from hemicycle.cases.actions.campaigns.naming import name_organiser, remove_organiser
from hemicycle.cases.actions.campaigns.organising import Announced, announce, confirm_organiser, write_to_office
from hemicycle.cases.actions.campaigns.points import answer_points, note_points_read, set_point
from hemicycle.cases.actions.campaigns.replying import (
    TO_MANY,
    campaigns_to_reply,
    public_answer_of,
    reply,
    take_note_of_release,
    to_reply,
)
from hemicycle.cases.actions.campaigns.searching import start_searches
from hemicycle.cases.actions.campaigns.stopping import WITHDRAWN, campaigns_to_stop, stop_replies

__all__ = [
    "GIVEN_UP",
    "TO_MANY",
    "WITHDRAWN",
    "Announced",
    "accept",
    "announce",
    "answer_in_force",
    "answer_points",
    "ask_to_write",
    "campaigns_to_reply",
    "campaigns_to_stop",
    "confirm_organiser",
    "describe",
    "draft_answer",
    "end",
    "join",
    "join_many",
    "leave",
    "make_campaign",
    "merge_campaigns",
    "name_organiser",
    "note_points_read",
    "public_answer_of",
    "refuse",
    "remove_organiser",
    "reply",
    "resume",
    "set_point",
    "start_searches",
    "stop_replies",
    "take_note_of_release",
    "to_reply",
    "write_to_office",
]
