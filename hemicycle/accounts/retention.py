"""How long accounts keeps what, allauth's tables among them."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED, register

from .models import AccountMail

register(
    "accounts.User", keeps=FOR_GOOD, why=_("A person signs in while they work here; an administrator removes them.")
)
register("accounts.Office", keeps=FOR_GOOD, why=_("Rows of every app belong to an office; it outlives its people."))
register(
    "accounts.Assignment",
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.accounts.actions.withdraw",
    why=_("Says who may open what; removed by whoever manages the office."),
)
register(
    "accounts.PendingAssignment",
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.accounts.actions.confirm",
    why=_("Waits for a second person, who confirms or declines it: then it goes."),
)
register("account.EmailAddress", keeps=FOR_GOOD, why=_("Goes with the person it belongs to."))
register("account.EmailConfirmation", keeps=FOR_GOOD, why=_("Not used: an invitation proves the address."))
register(
    "mfa.Authenticator", keeps=FOR_GOOD, why=_("A second factor, until its owner removes it; goes with the person.")
)
register(
    "accounts.AccountMail",
    keeps=AccountMail.KEPT,
    due=AccountMail.objects.given_up_before,
    why=_("Waits a day at most; one that failed stays, without its address, until an administrator has seen it."),
)
