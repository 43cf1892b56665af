"""How long accounts keeps what, allauth's tables among them."""

from hemicycle.rules.retention import register

from .models import AccountMail

register("accounts.User", keeps=None, why="A person signs in while they work here; an administrator removes them.")
register("accounts.Office", keeps=None, why="Rows of every app belong to an office; it outlives its people.")
register("accounts.Assignment", keeps=None, why="Says who may open what; taken away by whoever keeps the office.")
register(
    "accounts.AccountMail",
    keeps=AccountMail.KEPT,
    counted_from="created_at",
    why="Waits a day at most; one that failed stays, without its address, until an administrator has seen it.",
)
register("account.EmailAddress", keeps=None, why="Goes with the person it belongs to.")
register("account.EmailConfirmation", keeps=None, why="Not used: an invitation proves the address.")
register("mfa.Authenticator", keeps=None, why="A second factor, until its owner removes it; goes with the person.")
