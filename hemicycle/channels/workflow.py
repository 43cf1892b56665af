"""The life of a message that goes out.

    waiting ──begin──▶ sending ──accept──▶ sent ──deliver──▶ delivered
       ▲  │               │ ├──refuse──▶ failed ◀──fail── sent
       │  ├──cancel       │ └──mark_in_doubt──▶ unknown ──accept / fail (a person, or a late report)
       │  └──expire       │                        │
       └────retry─────────┴────────────────────────┘ (of an unknown by a person only)
       ├────resend──── failed (by a person only, and only what the other side never accepted)
       └────requeue─── cancelled (by a person only, where they change their mind about what they stopped)

Where the network takes nothing from a machine, a person posts it (adapters/by_hand):

    sending ──hand_off──▶ by hand ──mark_posted──▶ sent ──unpost──▶ by hand
                             └──skip──▶ failed, or expire, cancel as while it waited

`sending` is written just before the other side may have the message, and not earlier: a worker that dies while a
message waits has sent nothing, one that dies while it is sending leaves an unknown. A report of the other side counts
whatever we thought: what waits to be sent once more does not go again (`accept`, `deliver`).
"""

from hemicycle.rules.workflow import Workflow

WAITING, SENDING, SENT, DELIVERED = "waiting", "sending", "sent", "delivered"
BY_HAND = "by hand"
FAILED, UNKNOWN, EXPIRED, CANCELLED = "failed", "unknown", "expired", "cancelled"

OUTBOUND_LIFE = Workflow(
    initial=WAITING,
    final=frozenset({DELIVERED, EXPIRED}),
    moves={
        "begin": ((WAITING,), SENDING),
        "accept": ((WAITING, SENDING, UNKNOWN), SENT),
        "retry": ((SENDING, UNKNOWN), WAITING),
        "resend": ((FAILED,), WAITING),
        "mark_in_doubt": ((SENDING,), UNKNOWN),
        "refuse": ((WAITING, SENDING), FAILED),
        "deliver": ((WAITING, SENDING, SENT, UNKNOWN), DELIVERED),
        "fail": ((SENDING, SENT, UNKNOWN), FAILED),
        "expire": ((WAITING, BY_HAND), EXPIRED),
        "cancel": ((WAITING, BY_HAND), CANCELLED),
        "requeue": ((CANCELLED,), WAITING),
        "hand_off": ((SENDING, UNKNOWN), BY_HAND),
        "mark_posted": ((BY_HAND,), SENT),
        "unpost": ((SENT,), BY_HAND),
        "skip": ((BY_HAND,), FAILED),
    },
)

# One activity to one inbox (fediverse): tried again until it is there, since servers take the same one once.
GIVEN_UP = "given_up"
DISPATCH_LIFE = Workflow(
    initial=WAITING,
    final=frozenset({SENT, GIVEN_UP}),
    moves={
        "arrive": ((WAITING,), SENT),
        "give_up": ((WAITING,), GIVEN_UP),
        "cancel": ((WAITING,), CANCELLED),
        "requeue": ((CANCELLED,), WAITING),
    },
)
