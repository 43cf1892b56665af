"""One mail about all that is due to a person. It holds the names of offices and numbers: what a notice is about stands
on the page to which its link leads, and that asks anew who may see it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hemicycle.rules.site_address import absolute

from ..mail import deliver
from ..models import Notice, User
from ..templatetags.look import house_name
from .presenting import Shown, shown


def send_notices(person: User) -> Sequence[Notice]:
    """Mail what is due and still concerns this person, as one; what was in it, and what no longer was due to be.

    Raises NotSent. A worker that dies between sending and noting that sends the same mail again, under the same
    Message-ID, by which the mailbox knows it.
    """
    due = list(Notice.objects.of(person).due().select_related("office").unread_first())
    with override(person.language or settings.LANGUAGE_CODE):
        current = [one for one in shown(person, due) if one.described]
        if current:
            deliver(_message(person, current))
    return due


def _message(person: User, current: Sequence[Shown]) -> EmailMessage:
    return EmailMessage(
        subject=_("%(house)s: %(said)s") % {"house": house_name(), "said": _subject(current)},
        body=_body(current),
        to=[person.email],
        headers={"Message-ID": _message_id(current)},
    )


def _subject(current: Sequence[Shown]) -> str:
    if len(current) == 1:
        return current[0].sentence.rstrip(".")
    return ngettext("%(n)d notice for you", "%(n)d notices for you", len(current)) % {"n": len(current)}


def _body(current: Sequence[Shown]) -> str:
    notified = [
        f"{one.sentence}\n{one.notice.office}\n{absolute(reverse('open_notice', args=[one.notice.pk]))}"
        for one in current
    ]
    choose = _("Choose what you are notified of, and how often:")
    return "\n\n".join([*notified, f"{choose}\n{absolute(reverse('notice_choices'))}"]) + "\n"


def _message_id(current: Sequence[Shown]) -> str:
    """The same for the same notices, and guessed from nothing else."""
    named = ",".join(f"{one.notice.pk}:{one.notice.times}" for one in current)
    digest = salted_hmac("accounts.notices", named).hexdigest()
    return f"<{digest}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>') or 'localhost'}>"
