"""What the inquiry refuses.

ListeningError
├── InquiryClosed        nothing is added to a closed inquiry, and nothing in it is corrected
├── NotEmpty             an inquiry that holds something is closed, not deleted
├── FileRefused          the file cannot be imported; the message says why
├── NotReadYet           the worker has not opened the file yet
├── AlreadyImported      the same file is already in this inquiry
├── WrongEncoding        the file cannot be said to be in that encoding
├── WrongColumns         the choice of columns cannot be read
├── NothingToAnalyse     no message has been imported yet
├── AlreadyRunning       one analysis of an inquiry at a time
├── NothingToCollect     no message of the inbox is what was asked for
├── NothingToReport      a dossier needs an analysis that is shown
├── NotADraft            what was released stays as it is
├── QuotesNotReviewed    a quote that nobody looked at in its letter goes out nowhere
├── NotByOneself         whoever asked for a release does not give it
└── NotACorrection       the correction would change nothing, or breaks what a campaign is
"""


class ListeningError(Exception):
    """Refused, with a sentence a person can read; trying the same again does not help."""


class InquiryClosed(ListeningError):
    pass


class NotEmpty(ListeningError):
    pass


class FileRefused(ListeningError):
    pass


class NotReadYet(ListeningError):
    pass


class AlreadyImported(ListeningError):
    pass


class WrongEncoding(ListeningError):
    pass


class WrongColumns(ListeningError):
    pass


class NothingToAnalyse(ListeningError):
    pass


class AlreadyRunning(ListeningError):
    pass


class NothingToCollect(ListeningError):
    pass


class NothingToReport(ListeningError):
    pass


class NotADraft(ListeningError):
    pass


class QuotesNotReviewed(ListeningError):
    pass


class NotByOneself(ListeningError):
    pass


class NobodyToRelease(ListeningError):
    pass


class NotACorrection(ListeningError):
    pass
