"""What the record refuses.

RecordError
├── UnknownReference     a paper refers to a person, a body or a document that the record does not have
├── NotOneThing          the identifiers of one paper belong to several rows
├── DoesNotFit           rows of a dataset that the record already has under other keys
├── UnclearDate          a partial date that is not YYYY, YYYY-MM or YYYY-MM-DD
├── AlreadyDecided       a match or a speaker decided, or undone, by somebody else meanwhile
└── StillUsed            a row of reference data that others refer to, and that is therefore not deleted
"""


class RecordError(Exception):
    """Refused; trying the same again does not help."""


class UnknownReference(RecordError):
    pass


class NotOneThing(RecordError):
    pass


class DoesNotFit(RecordError):
    pass


class UnclearDate(RecordError):
    pass


class AlreadyDecided(RecordError):
    pass


class StillUsed(RecordError):
    pass
