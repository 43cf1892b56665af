"""Campaigns: which messages have a common origin, what they share, and what each sender added.

Begin with `find`. `gather` stops at the groups, for those who need no explanation.
"""

from hearhear.campaigns.campaigns import CAMPAIGNS_SCHEMA, FINDINGS_SCHEMA, Campaigns, find
from hearhear.campaigns.groups import Groups, gather
from hearhear.settings import CampaignSettings as Settings

__all__ = ["CAMPAIGNS_SCHEMA", "FINDINGS_SCHEMA", "Campaigns", "Groups", "Settings", "find", "gather"]
