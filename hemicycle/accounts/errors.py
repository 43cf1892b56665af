"""What accounts refuses.

AccountsError
├── RoleDoesNotFit    the office has no such role, or House and member would mix
├── OwnRole           nobody gives themselves a role
├── MayNotGive        a role is given by those who let others into that office
├── MayNotOpen        an office is opened by an administrator of the House
├── MayNotCorrect     an address is corrected by whoever gave every role, while the invitation has not been used
├── AddressTaken      somebody else has that address
├── MayNotConfirm     a role is confirmed by a second person, who neither gave nor gets it and holds such a role
└── LastOne           nobody would be left who can let others in
"""


class AccountsError(Exception):
    """A refusal; trying the same again does not help."""


class RoleDoesNotFit(AccountsError):
    pass


class OwnRole(AccountsError):
    pass


class MayNotGive(AccountsError):
    pass


class MayNotOpen(AccountsError):
    pass


class MayNotCorrect(AccountsError):
    pass


class AddressTaken(AccountsError):
    pass


class MayNotConfirm(AccountsError):
    pass


class LastOne(AccountsError):
    pass
