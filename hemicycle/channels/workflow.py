"""The life of a message that goes out.

    waiting ──begin──▶ sending ──accept──▶ sent ──deliver──▶ delivered
       ▲  │               │ ├──refuse──▶ failed ◀──fail── sent
       │  ├──cancel       │ └──lose────▶ unknown ──accept / fail (a person, or a late report), again (a person only)
       │  └──expire       │
       └────again─────────┘

`sending` is written just before the other side may have the message, and not earlier: a worker that dies while a
message waits has sent nothing, one that dies while it is sending leaves an unknown. A report of the other side counts
whatever we thought: what waits to be sent once more does not go again (`accept`, `deliver`).
"""

from hemicycle.rules.workflow import Workflow

WAITING, SENDING, SENT, DELIVERED = "waiting", "sending", "sent", "delivered"
FAILED, UNKNOWN, EXPIRED, CANCELLED = "failed", "unknown", "expired", "cancelled"

OUTBOUND_LIFE = Workflow(
    initial=WAITING,
    final=frozenset({DELIVERED, FAILED, EXPIRED, CANCELLED}),
    moves={
        "begin": ((WAITING,), SENDING),
        "accept": ((WAITING, SENDING, UNKNOWN), SENT),
        "again": ((SENDING, UNKNOWN), WAITING),
        "lose": ((SENDING,), UNKNOWN),
        "refuse": ((WAITING, SENDING), FAILED),
        "deliver": ((WAITING, SENDING, SENT, UNKNOWN), DELIVERED),
        "fail": ((SENDING, SENT, UNKNOWN), FAILED),
        "expire": ((WAITING,), EXPIRED),
        "cancel": ((WAITING,), CANCELLED),
    },
)
