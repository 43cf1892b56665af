"""What governance refuses. Trying the same again does not help, except after EditConflict.

GovernanceError
├── NotEditor          who may read a text, and is not of its working group
├── EditConflict       somebody else changed the same words since they were read
├── NotReady           a version that cannot be sent: `reasons` names what is missing
├── SecondPersonNeeded the one who recorded the adoption, or asked for the override, cannot confirm it
├── NothingEnforced    a text of several bodies, which no software obeys, cannot be activated
├── NoReason           a decision that others will ask about, without its reason
├── NothingChanged     an amendment that proposes what the article says already
├── DecidedTwice       a parameter that another article of the same version decides already
├── NoAccount          the House, or the office, has no account that writes to such an address
├── WrongCode          not the code that was sent to the address, too old, or tried too often
├── Blocked            nothing can be erased now: `reasons` are sentences that say why and what to do
├── NotErased          something was left after an erasure: everything is taken back
├── PackageGone        a package that was opened, or that nobody opened in time
├── Changed            the text is not the one that was sent, adopted or read
├── LogRewritten       the audit log no longer has what its last checkpoint signed: no further one is signed
├── BadPlaceholder     a text that names a parameter which its article does not decide
├── MayNotAllocate     who leads the policy allocates duties; others enter their own leave
├── NotOfTheHouse      a duty belongs to an office of the House, and to somebody who works for it
├── PeriodTaken        somebody holds that part of the duty at that time
├── BothParts          nobody stands in for themselves
├── AlreadyThere       the same was sent before by the same person: `row` is what came of it
├── NotBegun           an activity has no result before its first day
├── ArchiveDamaged     a file of the archive is shorter than what was written to it
├── NotResponsible     who answers for an account, or stands in, confirms what of it is archived
└── OwnTraining        another person records what somebody has completed
"""

from typing import Any


class GovernanceError(Exception):
    pass


class NotEditor(GovernanceError):
    pass


class EditConflict(GovernanceError):
    pass


class NotReady(GovernanceError):
    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


class SecondPersonNeeded(GovernanceError):
    pass


class NothingEnforced(GovernanceError):
    pass


class NoReason(GovernanceError):
    pass


class NothingChanged(GovernanceError):
    pass


class LogRewritten(GovernanceError):
    """`sequence`: the entry that the last checkpoint names."""

    def __init__(self, sequence: int) -> None:
        super().__init__(str(sequence))
        self.sequence = sequence


class BadPlaceholder(GovernanceError):
    """`name` is what stands between the braces."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class DecidedTwice(GovernanceError):
    def __init__(self, name: str, article: str) -> None:
        super().__init__(f"{name} is decided by {article}")
        self.name, self.article = name, article


class Changed(GovernanceError):
    pass


class NoAccount(GovernanceError):
    pass


class WrongCode(GovernanceError):
    pass


class Blocked(GovernanceError):
    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotErased(GovernanceError):
    pass


class PackageGone(GovernanceError):
    pass


class MayNotAllocate(GovernanceError):
    pass


class NotOfTheHouse(GovernanceError):
    pass


class PeriodTaken(GovernanceError):
    pass


class BothParts(GovernanceError):
    pass


class AlreadyThere(GovernanceError):
    """A form that was sent again: with Back, by a second click, after a line that broke."""

    def __init__(self, row: Any) -> None:
        super().__init__(str(row.pk))
        self.row = row


class NotBegun(GovernanceError):
    pass


class OwnTraining(GovernanceError):
    pass


class ArchiveDamaged(GovernanceError):
    pass


class NotResponsible(GovernanceError):
    pass
