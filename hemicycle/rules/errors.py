"""What the floor refuses.

RulesError
├── AuditError
│   ├── UnknownAction        an action nobody registered
│   ├── NotAFact             a fact that is not small JSON, or looks like personal data
│   └── AppendOnly           the log is written once
├── NotACheckpoint           a file that is no checkpoint of the log, or no key
├── Refused                  the gate keeps a thing in
├── EgressNotRegistered              a door nobody opened with its refusal test
├── UnknownParameter
├── BadParameter             a value in force that its declaration does not allow
├── DecidedByPolicy          a parameter that an adopted policy alone decides
├── NotDecidedByPolicy       a parameter of which no policy speaks
├── PdfRefused               typst cannot set a document
├── HoldRefused              a legal hold on what is not there, or is held already
├── PeriodRefused            a sensitive period that overlaps another, or does not fit the clock
├── SecondPersonNeeded       what nobody does alone: another person has to have asked for it
├── IllegalMove              a state has no such move
└── WorkStopped              the running job must put its tools down; never a failure
    ├── Cancelled            a person said so
    ├── LeaseLost            another worker has it
    └── StopRequested        the worker is asked to stop; the work goes back
"""


class RulesError(Exception):
    """Anything the floor refuses; trying the same again does not help."""


class AuditError(RulesError):
    pass


class UnknownAction(AuditError):
    pass


class NotAFact(AuditError):
    pass


class AppendOnly(AuditError):
    pass


class NotACheckpoint(RulesError):
    pass


class Refused(RulesError):
    pass


class EgressNotRegistered(RulesError):
    pass


class UnknownParameter(RulesError):
    pass


class BadParameter(RulesError):
    pass


class PdfRefused(RulesError):
    pass


class DecidedByPolicy(RulesError):
    pass


class NotDecidedByPolicy(RulesError):
    pass


class HoldRefused(RulesError):
    """`code` says why: "no-reason", "no-table", "no-row" or "held-already"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PeriodRefused(RulesError):
    """`code` says why: "begins-earlier", "ends-earlier", "not-longer", "too-soon", "overlaps" or "over"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SecondPersonNeeded(RulesError):
    pass


class IllegalMove(RulesError):
    pass


class WorkStopped(RulesError):
    pass


class Cancelled(WorkStopped):
    pass


class LeaseLost(WorkStopped):
    pass


class StopRequested(WorkStopped):
    pass
