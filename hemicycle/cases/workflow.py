"""The workflows of a case, of a campaign, of a report of a threat, and of a fake account.

open ──close──▶ closed ──reopen──▶ open          an answer closes it, a further message reopens it
open, closed, set aside ──merge──▶ merged ──split──▶ open
set aside ──reopen──▶ open                       written by a machine, or a command that was answered by itself

proposed ──accept──▶ running ──answer──▶ answered         by its organiser, or by the software that found it
proposed ──refuse──▶ refused ──accept──▶ running
running ──end──▶ ended ──resume──▶ running                without an answer
proposed, running ──merge──▶ merged

new ──assess──▶ assessed ──pass──▶ passed        to the police
new, assessed, passed ──close──▶ closed ──reopen──▶ assessed

found, submitted ──submit──▶ submitted           to its network; done again, it was asked once more
submitted ──take_down──▶ down
found, submitted ──dismiss──▶ dismissed
down, dismissed ──reopen──▶ found
"""

from hemicycle.rules.workflow import Workflow

OPEN, CLOSED, SET_ASIDE, MERGED = "open", "closed", "set_aside", "merged"
NEW, ASSESSED, PASSED = "new", "assessed", "passed"
FOUND, SUBMITTED, DOWN, DISMISSED = "found", "submitted", "down", "dismissed"

CASE_WORKFLOW = Workflow(
    initial=OPEN,
    final=frozenset(),
    moves={
        "set_aside": ((OPEN,), SET_ASIDE),
        "close": ((OPEN, SET_ASIDE), CLOSED),
        "reopen": ((CLOSED, SET_ASIDE), OPEN),
        "merge": ((OPEN, CLOSED, SET_ASIDE), MERGED),
        "split": ((MERGED,), OPEN),
    },
)

PROPOSED, RUNNING, ANSWERED, ENDED, REFUSED = "proposed", "running", "answered", "ended", "refused"

CAMPAIGN_WORKFLOW = Workflow(
    initial=PROPOSED,
    final=frozenset({ANSWERED, MERGED}),
    moves={
        "accept": ((PROPOSED, REFUSED), RUNNING),
        "refuse": ((PROPOSED,), REFUSED),
        "answer": ((RUNNING,), ANSWERED),
        "end": ((RUNNING,), ENDED),
        "resume": ((ENDED,), RUNNING),
        "merge": ((PROPOSED, RUNNING), MERGED),
    },
)

DRAFTED, RELEASED, SENT = "drafted", "released", "sent"

OUTCOME_WORKFLOW = Workflow(
    initial=DRAFTED,
    final=frozenset(),
    moves={
        "release": ((DRAFTED,), RELEASED),
        "take_back": ((RELEASED,), DRAFTED),
        "finish": ((RELEASED,), SENT),
        "go_on": ((SENT,), RELEASED),
    },
)
"""What became of a bill: released with its announcement, or by a member's office, which may take it back before
anything leaves; and sent once nobody who wrote is left to write to. It goes on for whoever confirms later."""

THREAT_WORKFLOW = Workflow(
    initial=NEW,
    final=frozenset(),
    moves={
        "assess": ((NEW,), ASSESSED),
        "pass": ((ASSESSED,), PASSED),
        "close": ((NEW, ASSESSED, PASSED), CLOSED),
        "reopen": ((CLOSED,), ASSESSED),
    },
)

FAKE_WORKFLOW = Workflow(
    initial=FOUND,
    final=frozenset(),
    moves={
        "submit": ((FOUND, SUBMITTED), SUBMITTED),
        "take_down": ((SUBMITTED,), DOWN),
        "dismiss": ((FOUND, SUBMITTED), DISMISSED),
        "reopen": ((DOWN, DISMISSED), FOUND),
    },
)
