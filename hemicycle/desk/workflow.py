"""The workflow of an announcement.

    draft ──submit──▶ in review ──approve──▶ approved ──schedule──▶ scheduled ──release──▶ released
      ▲                  │  ▲                   │                       │                   │    │
      ├───send_back──────┘  └── one approval    ├───────edit────────────┤               correct withdraw
      └───edit (every approval is void)─────────┘                       └──miss──▶ missed   ▼    ▼
                                                                                   corrected  withdrawn

`withdraw_with`: what was corrected is withdrawn together with its correction.
`approve` moves it once it has as many approvals as the House asks for. `edit`: any change of its text, pictures,
channels or times. `restore`: what was discarded is a draft again.
`miss`: the last time at which it may be released has passed, whatever it still waited for; or a sensitive period that
stopped it at its hour is over, and those who wrote it choose a new time.
"""

from hemicycle.rules.workflow import Workflow

DRAFT, IN_REVIEW, APPROVED, SCHEDULED = "draft", "in_review", "approved", "scheduled"
RELEASED, CORRECTED, WITHDRAWN, MISSED, DISCARDED = "released", "corrected", "withdrawn", "missed", "discarded"

ANNOUNCEMENT_WORKFLOW = Workflow(
    initial=DRAFT,
    final=frozenset({WITHDRAWN}),
    moves={
        "submit": ((DRAFT,), IN_REVIEW),
        "send_back": ((IN_REVIEW,), DRAFT),
        "edit": ((DRAFT, IN_REVIEW, APPROVED, SCHEDULED, MISSED), DRAFT),
        "approve": ((IN_REVIEW,), APPROVED),
        "schedule": ((APPROVED,), SCHEDULED),
        "unschedule": ((SCHEDULED,), APPROVED),
        "release": ((SCHEDULED,), RELEASED),
        "miss": ((IN_REVIEW, APPROVED, SCHEDULED), MISSED),
        "correct": ((RELEASED,), CORRECTED),
        "withdraw": ((RELEASED,), WITHDRAWN),
        "withdraw_with": ((CORRECTED,), WITHDRAWN),
        "discard": ((DRAFT, IN_REVIEW, APPROVED, MISSED), DISCARDED),
        "restore": ((DISCARDED,), DRAFT),
    },
)

RETIMED = frozenset({IN_REVIEW, APPROVED, SCHEDULED, MISSED})
"""What was submitted and did not leave: with a new time it is in review again."""

PUBLIC = frozenset({RELEASED, CORRECTED, WITHDRAWN})
"""What the public register shows."""

ASKED, LINK_APPROVED, LINK_SENT_BACK, TAKEN_BACK = "asked", "approved", "sent_back", "taken_back"

DUTY_LINK_WORKFLOW = Workflow(
    initial=ASKED,
    final=frozenset({LINK_APPROVED, LINK_SENT_BACK, TAKEN_BACK}),
    moves={
        "approve": ((ASKED,), LINK_APPROVED),
        "send_back": ((ASKED,), LINK_SENT_BACK),
        "take_back": ((ASKED,), TAKEN_BACK),
    },
)
"""A signed link to somebody on duty elsewhere: answered once, or revoked."""

CHANGED_SINCE_READ, RIGHTS_REFUSED = "not-the-same", "rights"
REVERTED = (CHANGED_SINCE_READ, RIGHTS_REFUSED)
"""Why an approval is void where nobody edited: what would be sent is not what was approved, or a picture of it may not
be shown any more."""

PERIOD = "period"
"""Why something was missed that a sensitive period stopped at its hour."""

OPEN, TAKEN, DECLINED = "open", "taken", "declined"

PROPOSAL_WORKFLOW = Workflow(
    initial=OPEN,
    final=frozenset({TAKEN, DECLINED}),
    moves={"take": ((OPEN,), TAKEN), "decline": ((OPEN,), DECLINED)},
)
