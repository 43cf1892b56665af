"""What is left of the demonstration once its parliament and its staff are there: the steps of `progress`, in order.

Each is done once, so that a second start, or one after an interruption, continues where the first stopped. Long work
is left to the worker: a step that waits for it is tried again later.
"""

from __future__ import annotations

from collections.abc import Callable

from hemicycle.demo import cases, desk, dossiers, duties, outcomes, policy, post, replies
from hemicycle.demo.progress import STEPS

# Of the steps that are not here, `load` does the first, and the worker the others.
DOES: dict[str, Callable[[int], None]] = {
    "govern": lambda seed: policy.govern(),
    "bring": lambda seed: post.bring(seed=seed),
    "announce": lambda seed: desk.announce(),
    "allocate": lambda seed: duties.allocate(),
    "read": lambda seed: post.choose_columns(),
    "correct": lambda seed: desk.correct(),
    "reply": lambda seed: replies.bring(),
    "receive": lambda seed: cases.receive(),
    "write": lambda seed: dossiers.write(),
    "answer": lambda seed: outcomes.answer(),
}


def advance(*, seed: int) -> bool:
    """Do what can be done now; whether everything is."""
    for step in STEPS:
        if not step.is_done():
            if step.name in DOES:
                DOES[step.name](seed)
            if not step.is_done():
                return False
    return True
