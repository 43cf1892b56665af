"""Where allauth asks us: nobody signs up by themselves, and a session lasts as long as the House decided."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.rules import audit
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force

from . import actions
from .models import User
from .permissions import is_refused
from .sign_in.devices import is_known, make_known
from .sign_in.sessions import UNKNOWN_ADDRESS, forget_session, notify_of_new_device
from .visitors import activate_language_of, visitor_address


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom allauth's limits count; those of IPv6 by their network of 64 bits (ALLAUTH_RATE_LIMIT_IPV6_PREFIX)."""
        return visitor_address(request) or UNKNOWN_ADDRESS

    def login(self, request: HttpRequest, user: Any) -> None:
        """An invited person's first browser is new to nobody."""
        was_here = user.last_login is not None
        super().login(request, user)
        if was_here and not is_known(request, user):
            notify_of_new_device(user)

    def logout(self, request: HttpRequest) -> None:
        forget_session(request.session.session_key)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        limit_session(request)
        # The greeting already speaks it: who asked to sign in was nobody yet, and the browser had chosen.
        activate_language_of(user, request)
        audit.record("accounts.sign_in", by=user, about=user)
        asked = details.get("redirect_url") or get_next_redirect_url(request)
        if asked and is_refused(user, asked):
            details["redirect_url"] = self.get_login_redirect_url(request)
            messages.info(request, _("The page that you asked for is not part of your role. Your work begins here."))
        response: HttpResponse = super().post_login(request, user, **details)
        make_known(request, response, user)
        return response


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    def get_totp_issuer(self) -> str:
        """What an authenticator calls the account."""
        return house_name()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # allauth calls it so
        """Which stands in the field when a passkey is set up."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(n)s") % {"n": number}


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's, in the words of our pages."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name of this key")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Sign in with this key alone")
            self.fields["passwordless"].help_text = _(
                "Without a password: the device then asks for your fingerprint, your face or its PIN."
            )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name of this key")


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # allauth's own word for it is "E-mail", which in French is another than that of every page of ours.
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autofocus"] = True
        # Its link would stand between the two fields, in the way of whoever goes from one to the other by keyboard.
        self.fields["password"].help_text = ""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth's own form sets a session length of its own after post_login; ours is the one that holds."""
        response = super().login(request, redirect_url)
        limit_session(request)
        return response  # type: ignore[no-any-return]


def limit_session(request: HttpRequest) -> None:
    request.session.set_expiry(in_force("session_hours") * 3600)


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        """As it is typed: allauth looks here who has the address, and we leave that to the worker."""
        return str(self.cleaned_data["email"]).lower()


def send_first_password_link(user: User) -> None:
    """The mail with which an invited person chooses a password, unless they have one."""
    if not user.has_usable_password():
        actions.ask_for_password_link(email=user.email, language=get_language() or "")
