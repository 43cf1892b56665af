"""The workflows of a case, and of a report of a threat.

open ──close──▶ closed ──reopen──▶ open          an answer closes it, a further message reopens it
open, closed, set aside ──merge──▶ merged ──split──▶ open
set aside ──reopen──▶ open                       written by a machine, or a command that was answered by itself

new ──assess──▶ assessed ──pass──▶ passed        to the police
new, assessed, passed ──close──▶ closed ──reopen──▶ assessed
"""

from hemicycle.rules.workflow import Workflow

OPEN, CLOSED, SET_ASIDE, MERGED = "open", "closed", "set_aside", "merged"
NEW, ASSESSED, PASSED = "new", "assessed", "passed"

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
