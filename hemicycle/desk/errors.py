"""What the desk refuses.

DeskError
├── ChangedMeanwhile    somebody else has changed it since it was read: nothing was overwritten
├── NotWhatWasRead      an approval of something that is not there any more
├── OwnWork             nobody approves what they wrote or edited
├── NotIndependent      who gave somebody their role counts as one with them: not both have a part in it
├── MayNotApprove       this person is not among those whom the House lets approve
├── LinkOver            a link to somebody on duty that was answered, taken back, or has run out; `why` says which
├── NotReady            remarks that block it, or something missing; `reasons` say which
└── WrongTime           a time that does not exist, lies behind us, or comes after another that must follow it
"""

from collections.abc import Iterable


class DeskError(Exception):
    pass


class ChangedMeanwhile(DeskError):
    pass


class NotWhatWasRead(DeskError):
    pass


class OwnWork(DeskError):
    pass


class NotIndependent(DeskError):
    pass


class MayNotApprove(DeskError):
    pass


class LinkOver(DeskError):
    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NotReady(DeskError):
    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(self.reasons))


class WrongTime(DeskError):
    pass
