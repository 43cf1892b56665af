"""What conf refuses.

CannotStart    one sentence for the person at the command line; exit code 2
"""


class CannotStart(Exception):
    """The message is what the person reads, and says what to do."""
