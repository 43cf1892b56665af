"""Campaigns: which messages have a common origin, what they share, and what each sender added.

Begin with `find`, or with `search` where messages are so many that their findings are better written than kept.
`gather` only groups the messages, without template and evidence.
"""

from hearhear.campaigns.campaigns import CAMPAIGNS_SCHEMA, Campaigns, Stream, find, search
from hearhear.campaigns.findings import FINDINGS_SCHEMA
from hearhear.campaigns.groups import Groups, gather
from hearhear.settings import CampaignSettings as Settings

__all__ = [
    "CAMPAIGNS_SCHEMA",
    "FINDINGS_SCHEMA",
    "Campaigns",
    "Groups",
    "Settings",
    "Stream",
    "find",
    "gather",
    "search",
]
