"""Campaigns: which messages have a common origin, what they share, and what each sender added.

Begin with `find`. `gather` only groups the messages, without template and evidence.
"""

from hearhear.campaigns.campaigns import CAMPAIGNS_SCHEMA, FINDINGS_SCHEMA, Campaigns, find
from hearhear.campaigns.groups import Groups, gather
from hearhear.settings import CampaignSettings as Settings

__all__ = ["CAMPAIGNS_SCHEMA", "FINDINGS_SCHEMA", "Campaigns", "Groups", "Settings", "find", "gather"]
