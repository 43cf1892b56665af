"""How long accounts keeps what, allauth's tables among them."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED, register

from .models import AccountMail, Notice

register(
    "accounts.User",
    name=_("People who sign in"),
    keeps=FOR_GOOD,
    why=_("A person signs in while they work here; an administrator removes them."),
)
register(
    "accounts.Office",
    name=_("Offices of the House and of members"),
    keeps=FOR_GOOD,
    why=_("Every record belongs to an office, which outlives the people who work there."),
)
register(
    "accounts.Assignment",
    name=_("Roles of people"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.accounts.actions.withdraw",
    why=_("Says who may open what; removed by whoever manages the office."),
)
register(
    "accounts.PendingAssignment",
    name=_("Roles that await confirmation"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.accounts.actions.confirm",
    why=_("Waits for a second person to confirm or decline it, then is deleted."),
)
register(
    "account.EmailAddress",
    name=_("E-mail addresses of people who sign in"),
    keeps=FOR_GOOD,
    why=_("Deleted with the person it belongs to."),
)
register(
    "account.EmailConfirmation",
    name=_("Confirmations of e-mail addresses"),
    keeps=FOR_GOOD,
    why=_("Not used: an invitation proves the address."),
)
register(
    "mfa.Authenticator",
    name=_("Second factors of people who sign in"),
    keeps=FOR_GOOD,
    why=_("A second factor, until its owner removes it; deleted with the person."),
)
register(
    "usersessions.UserSession",
    name=_("Where people are signed in"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.accounts.sign_in.sessions.remove_ended",
    why=_("Shows its owner from where and since when they are signed in; ends with the session."),
)
register(
    "socialaccount.SocialAccount",
    name=_("Links of people with the directory of the House"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.accounts.sign_in.sessions.reset_sign_in",
    why=_("By which name the directory knows a person, and nothing else; deleted with the person."),
)
register(
    "socialaccount.SocialApp",
    name=_("Directories kept in the database"),
    keeps=FOR_GOOD,
    why=_("Not used: the directory is a setting of the installation."),
)
register(
    "socialaccount.SocialToken",
    name=_("Tokens of the directory"),
    keeps=FOR_GOOD,
    why=_("Not used: none is kept."),
)
register(
    "accounts.AccountMail",
    name=_("E-mails about accounts"),
    keeps=AccountMail.KEPT,
    due=AccountMail.objects.given_up_before,
    why=_("Waits a day at most. If sending failed it stays, without its address, until an administrator has seen it."),
)
register(
    "accounts.Notice",
    name=_("Notices to staff"),
    keeps=Notice.KEPT,
    counted_from="at",
    why=_("Says what awaited a person; what still awaits them stands where it is done."),
)
register(
    "accounts.NoticeChoice",
    name=_("How often people get notices"),
    keeps=FOR_GOOD,
    why=_("How often a person is mailed; deleted with the person."),
)
