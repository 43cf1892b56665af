"""What accounts refuses.

AccountsError
├── RoleDoesNotFit    the office has no such role, or House and member would mix
└── LastOne           nobody would be left who can let others in
"""


class AccountsError(Exception):
    """A refusal; trying the same again does not help."""


class RoleDoesNotFit(AccountsError):
    pass


class LastOne(AccountsError):
    pass
