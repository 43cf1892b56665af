"""Signing in by the House's own directory, whichever way it speaks (oidc.py, saml.py): the rules are the same.

Nobody gets in who was not invited. The first time, the directory's person is found by their e-mail address, which the
directory has to vouch for, and is linked; from then on by the directory's own name for them, so that an address which
passes to somebody else opens nothing. Of what the directory says about a person, nothing is kept but that name.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from hemicycle.rules import audit

from ..models import User
from ..step_up import VOUCHED

REASONS = {
    "unknown": gettext_lazy(
        "Nobody with your e-mail address has been invited here. Ask an administrator to invite you."
    ),
    "unverified": gettext_lazy("The directory does not confirm that the e-mail address it states is yours."),
    "another": gettext_lazy(
        "Your e-mail address belonged to somebody else of the directory, whose account it opens here. Ask an "
        "administrator to have it checked."
    ),
    "failed": gettext_lazy("The directory did not confirm who you are. Try again, or sign in with your password."),
}


class NotLetIn(Exception):
    """`reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Vouched:
    """What a directory says of somebody who has just signed in there. `at`: when, in seconds since 1970; None where it
    does not say."""

    by: str
    subject: str
    email: str
    is_verified: bool
    second_factor: bool
    at: float | None

    def remember(self, session: SessionBase, user: User) -> None:
        """For as long as the session, and for nobody else who signs in within it."""
        said = {"user": str(user.pk), "by": self.by, "second_factor": self.second_factor, "at": self.at}
        session[VOUCHED] = said


@transaction.atomic
def person_of(vouched: Vouched) -> User:
    """Whom it is here. Raises NotLetIn."""
    linked = SocialAccount.objects.filter(provider=vouched.by, uid=vouched.subject).select_related("user").first()
    if linked is not None:
        return _open(linked.user)
    if not vouched.is_verified or not vouched.email:
        raise NotLetIn("unverified")
    user = User.objects.select_for_update().filter(email=vouched.email.strip().lower()).first()
    person = _open(user)
    if SocialAccount.objects.filter(provider=vouched.by, user=person).exists():
        raise NotLetIn("another")
    SocialAccount.objects.create(provider=vouched.by, uid=vouched.subject, user=person)
    audit.record("accounts.link_directory", by=person, about=person, directory=vouched.by)
    return person


def _open(user: User | None) -> User:
    if user is None or not user.is_active:
        raise NotLetIn("unknown")
    return user


def turned_away(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "accounts/not_let_in.html", {"reason": REASONS[reason]}, status=403)
