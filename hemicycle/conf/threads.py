"""How the threads of one process share its interpreter."""

import sys

# A thread lets go of the interpreter with each answer of a server or a database, and has it back only once those that
# calculate give it up: after five milliseconds each, unless told. Meanwhile it may hold what others wait for.
SWITCH_SECONDS = 0.0005


def take_turns_often() -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
