"""Sign-in, one's own account, and the people of an office.

Of allauth's addresses only those named here are served, each with a permission like our own: nobody signs up
by themselves and nobody changes the address they were invited by, so those pages do not exist.
"""

from collections.abc import Iterable

from allauth.account import urls as allauth_account
from allauth.mfa import urls as allauth_mfa
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from . import views
from .audit_log import views as audit_log
from .permissions import Permission, guard
from .retention_page import views as retention_page
from .sign_in import oidc
from .sign_in import views as sign_in

# An extra of the installation: imported by those alone who use it.
if settings.SAML_METADATA:
    from .sign_in.saml_urls import urlpatterns as saml
else:
    saml = []

ANYONE = Permission(public=True)
VISITORS = Permission(public=True, once_signed_in=302)
MOVES_ON = Permission(public=True, answers=302)
SIGNED_IN = Permission(signed_in=True)
# A second factor is changed only by those who have just given their password; GET sends them there first.
ASKS_AGAIN = Permission(signed_in=True, answers=302)
# There is none to see or to remove until one is set up.
ONCE_SET_UP = Permission(signed_in=True, answers=404)

SERVED = {
    "account_login": VISITORS,
    "account_inactive": ANYONE,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "account_logout": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": ASKS_AGAIN,
    "mfa_authenticate": MOVES_ON,
    "mfa_login_webauthn": MOVES_ON,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": ASKS_AGAIN,
    "mfa_activate_totp": ASKS_AGAIN,
    "mfa_deactivate_totp": ONCE_SET_UP,
    "mfa_view_recovery_codes": ONCE_SET_UP,
    "mfa_generate_recovery_codes": ASKS_AGAIN,
    "mfa_download_recovery_codes": ONCE_SET_UP,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": ASKS_AGAIN,
    "mfa_reauthenticate_webauthn": ASKS_AGAIN,
    "mfa_remove_webauthn": ASKS_AGAIN,
    "mfa_edit_webauthn": ASKS_AGAIN,
}
# There is no directory to sign in by until the installation names one.
ONCE_NAMED = Permission(public=True, answers=404)

# Where ours takes the place of allauth's view.
OURS = {"account_reset_password": views.PasswordReset.as_view()}


def served(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Those of allauth's addresses that SERVED names, each behind its permission."""
    kept: list[URLPattern | URLResolver] = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            kept.append(URLResolver(entry.pattern, served(entry.url_patterns)))
        elif permission := SERVED.get(entry.name or ""):
            view = OURS.get(entry.name or "", entry.callback)
            kept.append(URLPattern(entry.pattern, guard(view, permission), entry.default_args, entry.name))
    return kept


urlpatterns = [
    path("language/", views.switch_language, name="language"),
    path("account/", views.account, name="account"),
    path("account/notices/", views.notices, name="notices"),
    path("account/notices/read/", views.read_all_notices, name="read_all_notices"),
    path("account/notices/choices/", views.notice_choices, name="notice_choices"),
    path("account/notices/<int:key>/", views.open_notice, name="open_notice"),
    path("account/people/", views.people, name="people"),
    path("account/people/<uuid:key>/link/", views.send_link, name="send_link"),
    path("account/people/<int:key>/withdraw/", views.withdraw, name="withdraw"),
    path("account/people/waiting/<int:key>/confirm/", views.confirm_role, name="confirm_role"),
    path("account/people/waiting/<int:key>/decline/", views.decline_role, name="decline_role"),
    path("account/people/waiting/<int:key>/withdraw/", views.withdraw_pending, name="withdraw_pending"),
    path("account/people/<uuid:key>/address/", views.correct_address, name="correct_address"),
    path("account/log/", audit_log.audit_log, name="audit_log"),
    path("account/log/file/", audit_log.audit_log_file, name="audit_log_file"),
    path("account/offices/new/", views.open_office, name="open_office"),
    path("account/offices/<int:key>/name/", views.rename_office, name="rename_office"),
    path("account/second-factor/", sign_in.second_factor, name="second_factor"),
    path("account/press-again/", sign_in.press_again, name="press_again"),
    path("account/sessions/", sign_in.sessions, name="sessions"),
    path("account/sessions/<int:number>/end/", sign_in.end_session, name="end_session"),
    path("account/sessions/others/end/", sign_in.end_other_sessions, name="end_other_sessions"),
    path("account/not-confirmed/", sign_in.not_confirmed, name="not_confirmed"),
    path("account/directory/oidc/", guard(oidc.sign_in, ONCE_NAMED), name="openid_connect_login"),
    # allauth reverses it with the name of the directory, of which there is one.
    path(
        "account/directory/oidc/back/",
        guard(oidc.come_back, ONCE_NAMED),
        {"provider_id": oidc.DIRECTORY},
        name="openid_connect_callback",
    ),
    path("account/retention/", retention_page.retention, name="retention"),
    path("account/retention/holds/<int:key>/lift/", retention_page.lift, name="lift_hold"),
    path("account/directory/saml/", include(saml)),
    path("account/", include(served(allauth_account.urlpatterns))),
    path("account/2fa/", include(served(allauth_mfa.urlpatterns))),
]
