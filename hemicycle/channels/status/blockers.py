"""What keeps messages from leaving through an account, in a sentence, with where a person goes about it.

That everything is paused is no matter of one account: the banner says it on every page (banners.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.channels.models import Account
from hemicycle.channels.permissions import ATTENDANTS, MAY_KEEP
from hemicycle.channels.registry import fields_of
from hemicycle.channels.status.labels import reason


@dataclass(frozen=True, slots=True)
class Blocker:
    """`url` and `action` are "" where this person can do nothing about it."""

    sentence: str
    url: str = ""
    action: str = ""


def is_linked(account: Account) -> bool:
    """Whether we hold what lets us in."""
    return all(need.name in account.secrets_set for need in fields_of(account.kind) if need.required_to_send)


def blocker(account: Account, *, to: User) -> Blocker | None:
    """None where nothing is in the way."""
    if not account.is_open:
        return Blocker(_("This account is closed: nothing goes out through it."))
    if not is_linked(account):
        return _not_linked(account, to)
    if account.is_resting and account.rests_until is not None:
        return _resting(account, to)
    return None


def _not_linked(account: Account, to: User) -> Blocker:
    if to.holds(MAY_KEEP, office=account.office_id):
        sentence = _("Not linked yet: nothing goes out through it until you link it.")
        return Blocker(sentence, _page(account), _("Link it"))
    # A member's office has no other people than the member's own, who all may.
    sentence = _(
        "Not linked yet: nothing goes out through it until an editor or an administrator of %(office)s links it."
    )
    return Blocker(sentence % {"office": str(account.office)})


def _resting(account: Account, to: User) -> Blocker:
    sentence = _("It failed and is suspended until %(moment)s; released messages wait. %(reason)s") % {
        "moment": date_format(localtime(account.rests_until), "DATETIME_FORMAT"),
        "reason": reason(account.trouble),
    }
    if to.holds(ATTENDANTS, office=account.office_id):
        return Blocker(sentence.strip(), _page(account), _("See the account"))
    return Blocker(sentence.strip())


def _page(account: Account) -> str:
    return reverse("channels:account", args=[account.pk])
