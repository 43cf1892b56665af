"""What accounts registers at start."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.actions import register_alarm
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.models import RetentionRun
from hemicycle.rules.parameters import register_words
from hemicycle.rules.personal_data import Holding

from . import personal_data as held
from .audit_log.checks import LOG_BROKEN, describe_breaks, notify_administrators
from .audit_log.subjects import SubjectKind, people_page, register_subject
from .mail import mail_in_trouble
from .models import PendingAssignment, office_names
from .models.notices import NEW_DEVICE
from .navigation import MenuItem, register_banner, register_menu
from .notices.kinds import Kind, register_kind
from .people import describe_pending
from .retention_page.report import hold_pages
from .roles import CONFIRMERS, KEEPERS, Role
from .sign_in.second_factor import others_roles_are_shut, own_role_is_shut
from .sign_in.sessions import describe_new_device

audit.register_area("accounts", _("People and access"))
audit.register("accounts.invite", _("Invited a person"))
audit.register("accounts.assign", _("Gave a role"))
audit.register("accounts.confirm", _("Confirmed a role"))
audit.register("accounts.decline", _("Declined to confirm a role"))
audit.register("accounts.withdraw", _("Removed a role"))
audit.register("accounts.open_office", _("Opened an office"))
audit.register("accounts.rename_office", _("Renamed an office"))
audit.register("accounts.correct_address", _("Corrected the address of an invitation"))
audit.register("accounts.sign_in", _("Signed in"))
audit.register("accounts.end_sessions", _("Ended sessions"))
audit.register("accounts.link_directory", _("Linked a person with the directory"))
audit.register("accounts.reset_sign_in", _("Removed second factors and the link with the directory"))
audit.register("accounts.language", _("Chose a language"))
audit.register("accounts.mail_link", _("Sent a link to choose a password"))
audit.register("accounts.mail_failed", _("Gave up sending an e-mail about an account"))
audit.register("accounts.mail_notices", _("Sent notices by e-mail"))
audit.register("accounts.choose_notices", _("Chose how often to get notices"))
audit.register("accounts.read_people", _("Read the addresses of colleagues"))
audit.register("accounts.read_log", _("Read the audit log"))
audit.register("accounts.export_log", _("Took a copy of the audit log"))

egress.register(
    "accounts",
    EgressPoint.EXPORT,
    refusal_test="tests/accounts/test_audit_log.py::test_no_administrator_reads_what_is_done_in_a_members_office",
)

register_subject("accounts.user", SubjectKind(_("Person"), people_page))
register_subject("accounts.office", SubjectKind(_("Office"), people_page))
register_subject("rules.legalhold", SubjectKind(_("Legal hold"), hold_pages))

register_menu(
    MenuItem(
        label=_("People"),
        url_name="people",
        roles=(*KEEPERS, *CONFIRMERS),
        order=90,
        icon="people",
        counter=PendingAssignment.objects.confirmable_by,
    )
)
register_menu(MenuItem(label=_("Audit log"), url_name="audit_log", roles=KEEPERS, order=91, icon="waiting"))
register_menu(
    MenuItem(
        label=_("Retention"),
        url_name="retention",
        roles=KEEPERS,
        order=92,
        icon="policy",
        counter=lambda user: RetentionRun.objects.failing(),
    )
)
register_banner("account mail", mail_in_trouble, order=15)
register_banner("second factor", own_role_is_shut, order=5)
register_banner("second factors of others", others_roles_are_shut, order=16)
register_kind(
    Kind(
        "accounts.role",
        label=_("A role awaits my confirmation"),
        said=_("A role awaits your confirmation."),
        roles=CONFIRMERS,
        describe=describe_pending,
    )
)
register_kind(
    Kind(
        LOG_BROKEN,
        label=_("The audit log was changed outside Hemicycle"),
        said=_("The nightly check found that the audit log is no longer intact."),
        roles=(Role.ADMINISTRATOR,),
        describe=describe_breaks,
        trouble=True,
    )
)
register_kind(
    Kind(
        NEW_DEVICE,
        label=_("Somebody signed in to my account with a new browser or device"),
        said=ngettext_lazy(
            "Your account was opened with a browser or device that was not used before. Was it you?",
            "Your account was opened %(n)s times with browsers or devices that were not used before. Was it you?",
            "n",
        ),
        roles=tuple(Role),
        describe=describe_new_device,
        trouble=True,
        counts=True,
    )
)
register_alarm(notify_administrators)
personal_data.register(
    Holding(
        "accounts",
        tables=(
            "accounts.User", "accounts.Assignment", "accounts.PendingAssignment", "accounts.AccountMail",
            "accounts.Notice", "accounts.NoticeChoice", "account.EmailAddress", "account.EmailConfirmation",
            "mfa.Authenticator", "sessions.Session",
            "usersessions.UserSession", "socialaccount.SocialApp", "socialaccount.SocialAccount",
            "socialaccount.SocialToken",
        ),
        rows=held.rows, data=held.data, kept=held.KEPT,
    )
)  # fmt: skip
personal_data.register_without("accounts.Office", why="Offices; of a person they hold nothing.")
register_words("approving_offices", office_names)
