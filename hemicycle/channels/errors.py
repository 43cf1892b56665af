"""What the channels refuse.

ChannelsError
├── UnknownChannel     no adapter of that kind
├── AccountInUse       an account that still has something to send is not closed
├── ClosingBlocked     what has to be done before an account is closed is not done: `blockers` say what
├── NotSettled         only what is unknown can be settled
├── AlreadyPaused      everything stands still already
├── NotByHand          it does not wait for a person (any more)
├── BadPost            no address of a post there, or of another one; `code` says why
├── CodeTaken          the code of a short link leads elsewhere already
├── CannotAnswer       nobody, or nothing, can be answered there; `code` says why
├── NotModerated       a house rule is about what everybody reads, and about somebody
├── NotInMessage       the words that break a rule are not its own
└── OwnMeasure         nobody confirms what they asked for, or decides on what they did
"""

from typing import Any


class ChannelsError(Exception):
    pass


class UnknownChannel(ChannelsError):
    pass


class AccountInUse(ChannelsError):
    pass


class ClosingBlocked(ChannelsError):
    def __init__(self, blockers: list[Any]) -> None:
        super().__init__(" ".join(str(one.sentence) for one in blockers))
        self.blockers = blockers


class NotSettled(ChannelsError):
    pass


class AlreadyPaused(ChannelsError):
    pass


class NotByHand(ChannelsError):
    pass


class BadPost(ChannelsError):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class CodeTaken(ChannelsError):
    pass


class CannotAnswer(ChannelsError):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class NotModerated(ChannelsError):
    pass


class NotInMessage(ChannelsError):
    pass


class NotAServer(ChannelsError):
    pass


class OwnMeasure(ChannelsError):
    pass
