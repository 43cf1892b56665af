"""What the desk refuses.

DeskError
├── EditConflict        somebody else has changed it since it was read: nothing was overwritten
├── DigestMismatch      what is approved or would be sent is not what was read
├── OwnWork             nobody approves what they wrote or edited
├── NotIndependent      who gave somebody their role counts as one with them: not both have a part in it
├── MayNotApprove       this person is not among those whom the House lets approve
├── NotTrained          the policy asks for training that this person has no valid record of
├── LinkClosed          a signed link that was answered, revoked or has expired; `why` says which
├── NameTaken           another template of the office has this name
├── InUse               a file of the library that an announcement uses is not deleted
├── RightsRefused       a picture of it may not be shown any more, or not where it would be
├── NotReady            remarks that block it, or something missing; `reasons` say which
└── InvalidTime         a time in the past, or one that must come after another and does not
"""

from collections.abc import Iterable


class DeskError(Exception):
    pass


class EditConflict(DeskError):
    pass


class DigestMismatch(DeskError):
    pass


class OwnWork(DeskError):
    pass


class NotIndependent(DeskError):
    pass


class MayNotApprove(DeskError):
    pass


class NotTrained(DeskError):
    pass


class LinkClosed(DeskError):
    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NameTaken(DeskError):
    pass


class InUse(DeskError):
    pass


class RightsRefused(DeskError):
    pass


class NotReady(DeskError):
    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(self.reasons))


class InvalidTime(DeskError):
    pass


class BadPicture(ValueError):
    """`why`: kind, size, pixels, shape, moving, broken, number."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
