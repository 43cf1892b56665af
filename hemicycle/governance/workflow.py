"""The lives of a version of a policy, and of an amendment."""

from hemicycle.rules.workflow import Workflow

DRAFT, SENT, ADOPTED, IN_FORCE, REPLACED = "draft", "sent", "adopted", "in force", "replaced"
REJECTED, DISCARDED = "rejected", "discarded"

VERSION_WORKFLOW = Workflow(
    initial=DRAFT,
    final=frozenset({REPLACED, REJECTED, DISCARDED}),
    moves={
        "send": ((DRAFT,), SENT),
        # The body asks for changes before it decides.
        "return": ((SENT,), DRAFT),
        "adopt": ((SENT,), ADOPTED),
        "reject": ((SENT,), REJECTED),
        "activate": ((ADOPTED,), IN_FORCE),
        "replace": ((IN_FORCE,), REPLACED),
        "discard": ((DRAFT, ADOPTED), DISCARDED),
    },
)

PROPOSED, ACCEPTED, MERGED, DECLINED, WITHDRAWN = "proposed", "accepted", "merged", "declined", "withdrawn"

AMENDMENT_WORKFLOW = Workflow(
    initial=PROPOSED,
    final=frozenset({ACCEPTED, MERGED, DECLINED, WITHDRAWN}),
    moves={
        "accept": ((PROPOSED,), ACCEPTED),
        "merge": ((PROPOSED,), MERGED),
        "decline": ((PROPOSED,), DECLINED),
        "withdraw": ((PROPOSED,), WITHDRAWN),
    },
)

PLANNED, UNDER_WAY, DONE, CANCELLED = "planned", "under way", "done", "cancelled"

ACTIVITY_WORKFLOW = Workflow(
    initial=PLANNED,
    final=frozenset({DONE, CANCELLED}),
    moves={
        "begin": ((PLANNED,), UNDER_WAY),
        # What was short is recorded when it is over.
        "finish": ((PLANNED, UNDER_WAY), DONE),
        "cancel": ((PLANNED, UNDER_WAY), CANCELLED),
    },
)
