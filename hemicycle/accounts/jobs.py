"""Background work: mail about accounts, the bell by mail for whoever wants it, and what is kept of ended sessions."""

from collections.abc import Callable, Sequence

from hemicycle.rules import work

from . import actions
from .mail import NotSent, send_password_link
from .models import AccountMail, Notice, User
from .notices.mailing import send_notices
from .sign_in.sessions import next_end, remove_ended


def send_mail(worker: str, stopping: Callable[[], bool]) -> int:
    """How many were taken up."""
    actions.queue_notices()
    taken = 0
    while not stopping() and (mail := actions.claim_mail()):
        _send(mail)
        taken += 1
    return taken


def _send(mail: AccountMail) -> None:
    user = User.objects.filter(email=mail.email, is_active=True).first()
    notified: Sequence[Notice] = ()
    try:
        if user is not None and mail.purpose == AccountMail.Purpose.NOTICES:
            notified = send_notices(user)
        elif user is not None:
            send_password_link(user, language=mail.language)
    except NotSent as error:
        actions.postpone_mail(mail, reason=error.reason, permanent=error.permanent, by="worker")
    else:
        actions.finish_mail(mail, to=user, notified=notified, by="worker")


work.register_round("account mail", send_mail, next_due=actions.next_notice)
work.register_round("ended sessions", remove_ended, next_due=next_end)
