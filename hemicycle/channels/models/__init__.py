"""What went out, what came in, and whom we may write to."""

from hemicycle.channels.models.account import Account, AccountQuerySet
from hemicycle.channels.models.contact import Act, Consent, Contact, Suppression, opened_address, sealed_address
from hemicycle.channels.models.fediverse import (
    Activity,
    ActorFollower,
    Block,
    Dispatch,
    HeardActivity,
    Peer,
    Reaction,
    RemoteInbox,
    Server,
)
from hemicycle.channels.models.inbound import Attachment, Inbound, InboundPart, InboundQuerySet, Medium, Original
from hemicycle.channels.models.moderation import (
    PUBLIC_CHANNELS,
    Appeal,
    Measure,
    MeasureQuerySet,
    Outcome,
    Step,
    There,
    in_the_open,
    is_public,
)
from hemicycle.channels.models.outbound import (
    Content,
    EarlyReport,
    Outbound,
    OutboundPart,
    OutboundQuerySet,
    Pause,
    State,
)
from hemicycle.channels.models.short_link import ClickCount, ShortLink
from hemicycle.channels.models.tally import FollowerCount, Tally, TallyQuerySet
from hemicycle.channels.models.websub import Subscriber, SubscriberQuerySet

__all__ = [
    "PUBLIC_CHANNELS",
    "Account",
    "AccountQuerySet",
    "Act",
    "Activity",
    "ActorFollower",
    "Appeal",
    "Attachment",
    "Block",
    "ClickCount",
    "Consent",
    "Contact",
    "Content",
    "Dispatch",
    "EarlyReport",
    "FollowerCount",
    "HeardActivity",
    "Inbound",
    "InboundPart",
    "InboundQuerySet",
    "Measure",
    "MeasureQuerySet",
    "Medium",
    "Original",
    "Outbound",
    "OutboundPart",
    "OutboundQuerySet",
    "Outcome",
    "Pause",
    "Peer",
    "Reaction",
    "RemoteInbox",
    "Server",
    "ShortLink",
    "State",
    "Step",
    "Subscriber",
    "SubscriberQuerySet",
    "Suppression",
    "Tally",
    "TallyQuerySet",
    "There",
    "in_the_open",
    "is_public",
    "opened_address",
    "sealed_address",
]
