"""The errors of cases, by what whoever asked can do about them.

CaseError
├── NotAReader         the person may not read what they would be given
├── CannotMerge        the cases are not of one office and one person
├── OnlyMessage        a case keeps at least one message
├── CannotPassOn       nobody can be asked, or the other office takes nothing
├── MayNotTakeBack     it speaks of danger, and the House has to keep it for now
└── WrongCode          not the code that was sent, or it is too old, or was tried too often
"""


class CaseError(Exception):
    """Nothing was changed."""


class NotAReader(CaseError):
    pass


class CannotMerge(CaseError):
    pass


class OnlyMessage(CaseError):
    pass


class CannotPassOn(CaseError):
    pass


class MayNotTakeBack(CaseError):
    pass


class WrongCode(CaseError):
    pass
