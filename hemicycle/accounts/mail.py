"""Mail to people who sign in: the link to choose a password, and why a mail did not leave."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

from .models import AccountMail, Assignment, PendingAssignment, User
from .navigation import Banner
from .roles import MAY, Role

REASONS = {
    "unreachable": gettext_lazy("The mail server does not answer."),
    "no-tls": gettext_lazy("The mail server offers no TLS, or shows a certificate that this machine does not trust."),
    "not-authorised": gettext_lazy("The mail server refuses user name and password."),
    "recipient": gettext_lazy("The mail server does not accept mail for this address."),
    "refused": gettext_lazy("The mail server refuses the message."),
    "folder": gettext_lazy("The folder in which mail is kept cannot be written to."),
}
SERVER_SAYS_NO_FOR_GOOD = 500

Invitation = Callable[[User], Iterable[str]]
_INVITATIONS: list[Invitation] = []


def register_invitation(invitation: Invitation) -> None:
    """Called when the first mail to a person is made: one sentence for each thing to which they were invited."""
    _INVITATIONS.append(invitation)


@dataclass
class NotSent(Exception):
    """`reason` is one of REASONS; `permanent`: trying again does not help."""

    reason: str
    permanent: bool = False


def send_password_link(user: User, *, language: str) -> None:
    """Make the link and mail it, in the language of the person or else of whoever asked; raises NotSent."""
    with override(user.language or language or settings.LANGUAGE_CODE):
        message = EmailMessage(subject=_subject(user), body=_body(user), to=[user.email])
    deliver(message)


def deliver(message: EmailMessage) -> None:
    """Give one message to the mail server; raises NotSent."""
    try:
        # As a context it is closed when the server refuses at sign-in too; EmailMessage.send leaves it open then.
        with get_connection() as connection:
            connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        raise NotSent("recipient", permanent=min(codes, default=0) >= SERVER_SAYS_NO_FOR_GOOD) from error
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent("not-authorised") from error
    except smtplib.SMTPNotSupportedError as error:
        # smtplib has no other sign of which of the two it was.
        raise NotSent("not-authorised" if "AUTH" in str(error) else "no-tls") from error
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as error:
        raise NotSent("unreachable") from error
    except smtplib.SMTPException as error:
        raise NotSent("refused") from error
    except ssl.SSLError as error:
        raise NotSent("no-tls") from error
    except OSError as error:
        raise NotSent("unreachable" if settings.MAIL_HOST else "folder") from error


def password_path(user: User) -> str:
    """Where a person chooses a password; whoever runs the server may pass it on."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def _subject(user: User) -> str:
    if user.has_usable_password():
        return _("Choose a new password for %(house)s") % {"house": house_name()}
    return _("Invitation – %(house)s") % {"house": house_name()}


def _body(user: User) -> str:
    if user.has_usable_password():
        first = _("Somebody asked for a new password for your account. Choose one here:")
        last = _("If it was not you, do nothing: your password stays as it is.")
    else:
        first = "\n\n".join([*_invitations(user), _("Choose your password here:")])
        last = f"{_lasts()} {_('If you expected no invitation, do nothing.')}"
    return f"{house_name()}\n\n{first}\n\n{absolute(password_path(user))}\n\n{last}\n"


def _invitations(user: User) -> list[str]:
    """Who gives which role in which office, and what it may do; a role that waits says so."""
    given = list(user.assignments.select_related("office", "granted_by"))
    waiting = list(user.pending_assignments.select_related("office", "granted_by"))
    return [
        *(_invitation(one) for one in given),
        *(f"{_invitation(one)} {_('It begins once a second person has confirmed it.')}" for one in waiting),
        *(sentence for invitation in _INVITATIONS for sentence in invitation(user)),
    ] or [_("You have been given an account.")]


def _invitation(one: Assignment | PendingAssignment) -> str:
    names = {"giver": one.granted_by, "office": one.office, "role": one.get_role_display()}
    if one.granted_by is None:
        given = _("You have a role in the office “%(office)s”: %(role)s.") % names
    else:
        given = _("%(giver)s gives you a role in the office “%(office)s”: %(role)s.") % names
    return f"{given} {MAY[Role(one.role)]}"


def _lasts() -> str:
    until = timezone.localtime(timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    moment = date_format(until, "DATETIME_FORMAT")
    return _("The link works until %(moment)s, and once.") % {"moment": moment}


def mail_in_trouble(user: User) -> Banner | None:
    """What every page says to an administrator while such mail does not leave, with what is known of why. The
    recipient is not named: who asks for a password is their own business."""
    if not user.has_role({Role.ADMINISTRATOR}):
        return None
    rows = list(AccountMail.objects.in_trouble().values_list("created_at", "reason"))
    if not rows:
        return None
    moment = date_format(timezone.localtime(rows[0][0]), "DATETIME_FORMAT")
    title = _(
        "E-mails about accounts (invitations, new passwords and notices) have not been sent since %(moment)s"
    ) % {"moment": moment}
    known = dict.fromkeys(str(REASONS[reason]) for _at, reason in rows if reason in REASONS)
    return Banner("error", title, " ".join(known) or _("No background worker has sent them."))
