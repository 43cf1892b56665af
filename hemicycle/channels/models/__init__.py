"""What went out, what came in, and whom we may write to."""

from hemicycle.channels.models.account import Account, AccountQuerySet
from hemicycle.channels.models.contact import Act, Consent, Contact, Suppression, opened_address, sealed_address
from hemicycle.channels.models.inbound import Attachment, Channel, Inbound, InboundPart, InboundQuerySet, Original
from hemicycle.channels.models.outbound import (
    Content,
    EarlyReport,
    Outbound,
    OutboundPart,
    OutboundQuerySet,
    Pause,
    State,
)

__all__ = [
    "Account",
    "AccountQuerySet",
    "Act",
    "Attachment",
    "Channel",
    "Consent",
    "Contact",
    "Content",
    "EarlyReport",
    "Inbound",
    "InboundPart",
    "InboundQuerySet",
    "Original",
    "Outbound",
    "OutboundPart",
    "OutboundQuerySet",
    "Pause",
    "State",
    "Suppression",
    "opened_address",
    "sealed_address",
]
