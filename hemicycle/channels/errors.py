"""What the channels refuse.

ChannelsError
├── UnknownChannel     no adapter of that kind
├── AccountInUse       an account that still has something to send is not closed
├── NotSettled         only what is unknown can be settled
└── AlreadyPaused      everything stands still already
"""


class ChannelsError(Exception):
    pass


class UnknownChannel(ChannelsError):
    pass


class AccountInUse(ChannelsError):
    pass


class NotSettled(ChannelsError):
    pass


class AlreadyPaused(ChannelsError):
    pass
