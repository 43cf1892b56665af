"""What people may expect of the House: where it is, when it reads, when it answers, and when no reply comes."""

from __future__ import annotations

from hemicycle.cases.inbox.triage import guide
from hemicycle.cases.outcomes.figures import of_the_house
from hemicycle.channels.moderation.house_rules import HOUSE_RULES
from hemicycle.governance.models import Version
from hemicycle.rules.parameters import PARAMETERS, in_force

from ..our_accounts.listing import own_addresses
from ..reaching import ways

SAID = (
    "answer_within_days", "attended_days", "attended_from", "attended_until", "direct_messages", "quiet_from",
    "quiet_until", "appeal_within_days", "messages_kept_days",
)  # fmt: skip


def expectations() -> dict[str, object]:
    return {
        **{name: PARAMETERS[name].said(in_force(name)) for name in SAID},
        "figures": of_the_house(),
        "ways": ways(),
        "guide": guide(),
        "accounts": own_addresses(),
        "rules": list(HOUSE_RULES.values()),
        "version": Version.objects.in_force(),
    }
