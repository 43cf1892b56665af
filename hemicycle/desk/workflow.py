"""The life of an announcement.

    draft ──submit──▶ in review ──approve──▶ approved ──schedule──▶ scheduled ──release──▶ released
      ▲                  │  ▲                   │                       │                   │    │
      ├───send_back──────┘  └── one approval    ├───────edit────────────┤               correct withdraw
      └───edit (every approval is void)─────────┘                       └──miss──▶ missed   ▼    ▼
                                                                                   corrected  withdrawn

`approve` is said once the approvals that the House asks for are there. Whatever was approved and is then changed in
its text, pictures, variants, channels or times is a draft again. `miss`: its last moment passed, and it had not left.
"""

from hemicycle.rules.workflow import Workflow

DRAFT, IN_REVIEW, APPROVED, SCHEDULED = "draft", "in_review", "approved", "scheduled"
RELEASED, CORRECTED, WITHDRAWN, MISSED, DISCARDED = "released", "corrected", "withdrawn", "missed", "discarded"

ANNOUNCEMENT_LIFE = Workflow(
    initial=DRAFT,
    final=frozenset({CORRECTED, WITHDRAWN, DISCARDED}),
    moves={
        "submit": ((DRAFT,), IN_REVIEW),
        "send_back": ((IN_REVIEW,), DRAFT),
        "edit": ((DRAFT, IN_REVIEW, APPROVED, SCHEDULED, MISSED), DRAFT),
        "approve": ((IN_REVIEW,), APPROVED),
        "schedule": ((APPROVED,), SCHEDULED),
        "unschedule": ((SCHEDULED,), APPROVED),
        "release": ((SCHEDULED,), RELEASED),
        "miss": ((APPROVED, SCHEDULED), MISSED),
        "correct": ((RELEASED,), CORRECTED),
        "withdraw": ((RELEASED,), WITHDRAWN),
        "discard": ((DRAFT, IN_REVIEW, APPROVED, MISSED), DISCARDED),
    },
)

PUBLIC = frozenset({RELEASED, CORRECTED, WITHDRAWN})
"""What the public register shows."""

ASKED, SAID_YES, SAID_NO, TAKEN_BACK = "asked", "approved", "sent_back", "taken_back"

DUTY_LIFE = Workflow(
    initial=ASKED,
    final=frozenset({SAID_YES, SAID_NO, TAKEN_BACK}),
    moves={
        "approve": ((ASKED,), SAID_YES),
        "send_back": ((ASKED,), SAID_NO),
        "take_back": ((ASKED,), TAKEN_BACK),
    },
)
"""A signed link to somebody on duty elsewhere: it is answered once, or taken back."""

NOT_WHAT_WAS_READ = "not-the-same"
"""Why an approval is void where what would be sent is not what was approved."""

OPEN, TAKEN, DECLINED = "open", "taken", "declined"

PROPOSAL_LIFE = Workflow(
    initial=OPEN,
    final=frozenset({TAKEN, DECLINED}),
    moves={"take": ((OPEN,), TAKEN), "decline": ((OPEN,), DECLINED)},
)
