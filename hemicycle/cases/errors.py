"""The errors of cases, by what whoever asked can do about them.

CaseError
├── NotAReader         the person may not read what they would be given
├── CannotMerge        the cases are not of one office and one person
├── OnlyMessage        a case keeps at least one message
├── NotConfirmed       anybody could have named the address, and its owner is asked about the whole
├── AlreadyAnnounced   its announcement was drafted: that is changed at the desk, or discarded there first
├── NotAgreed          the committee in whose name it speaks has not agreed to these words
├── NotInRecord        the record was corrected: it does not say that step on that day any more
├── NothingToAgree     nothing stands there yet in a committee's name
├── NothingReleased    no dossier about the bill was released, from which a page could be read
├── NotAnOfficer       the person may not see the report of a threat that they would be given
├── CannotPassOn       nobody can be asked, or the other office takes nothing
├── MayNotTakeBack     it speaks of danger, and the House has to keep it for now
├── WrongCode          not the code that was sent, or it is too old, or was tried too often
├── NoReason           whoever announced a campaign is told why it is refused
├── HasAnswer          the campaign is answered, or its answer is being written
├── CannotCorrect      what was posted went to the address that stands there
└── CannotReceive      the House has no account for mail, or does not know that the address is the organiser's
"""


class CaseError(Exception):
    """Nothing was changed."""


class NotAReader(CaseError):
    pass


class CannotMerge(CaseError):
    pass


class OnlyMessage(CaseError):
    pass


class NotConfirmed(CaseError):
    pass


class CannotPassOn(CaseError):
    pass


class CannotCorrect(CaseError):
    pass


class NotAnOfficer(CaseError):
    pass


class AlreadyAnnounced(CaseError):
    pass


class NotAgreed(CaseError):
    pass


class NotInRecord(CaseError):
    pass


class NothingToAgree(CaseError):
    pass


class NothingReleased(CaseError):
    pass


class NoReason(CaseError):
    pass


class HasAnswer(CaseError):
    pass


class CannotReceive(CaseError):
    pass


class MayNotTakeBack(CaseError):
    pass


class WrongCode(CaseError):
    pass
