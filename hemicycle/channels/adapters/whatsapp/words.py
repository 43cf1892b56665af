"""What codes of the Cloud API mean for us (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes)."""

from __future__ import annotations

from hemicycle.channels.contract import DeliveryStatus
from hemicycle.channels.http.graph import Meaning

MEANINGS: dict[int, Meaning] = {
    0: ("not-authorised", False),
    131005: ("not-authorised", False),
    131031: ("not-authorised", False),
    131042: ("we-are-refused", False),
    131045: ("not-authorised", False),
    **dict.fromkeys((80007, 130429, 131048, 131056), ("too-many", False)),
    **dict.fromkeys((131016, 131057, 133004), ("busy", False)),
    131021: ("mail-loop", True),
    131026: ("takes-no-mail", True),
    131047: ("outside-the-window", True),
    131049: ("refused-by-policy", True),
    131050: ("asked", True),
    130472: ("refused-by-policy", True),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068), ("no-template", True)),
}
"""(code, for good). 131000, "something went wrong", is in none: nobody can tell. 131026 is a number without WhatsApp
among other things; it may well take text messages, so its owner stays on our list."""

ENDED = 131050
"""Its recipient asked WhatsApp to get no more of it."""

STATUSES: dict[str, DeliveryStatus] = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.DELIVERED,
    "played": DeliveryStatus.DELIVERED,
    "failed": DeliveryStatus.FAILED,
}
"""Of `statuses`; an unknown word says nothing."""
