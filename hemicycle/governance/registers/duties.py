"""What duties, training and the plan of outreach register at start."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import SubjectKind, register_subject
from hemicycle.accounts.navigation import MenuItem, register_menu
from hemicycle.accounts.notices.kinds import Kind, register_kind
from hemicycle.accounts.training import register_training
from hemicycle.rules import audit

from ..actions import reminding
from ..actions.duties import STANDS_IN
from ..models import HOUSE_ROLES, is_trained
from ..presenters import reminders

for action, label in {
    "governance.open_duty": _("Opened a duty"),
    "governance.close_duty": _("Closed a duty"),
    "governance.appoint": _("Gave a duty to somebody"),
    "governance.remove_appointment": _("Removed whoever was given a duty by mistake"),
    "governance.end_appointment": _("Ended the time in which somebody holds a duty"),
    "governance.enter_leave": _("Entered a leave"),
    "governance.remove_leave": _("Removed a leave"),
    "governance.test_recovery": _("Recorded a test of the recovery contacts of an account"),
    "governance.record_training": _("Recorded a training"),
    "governance.remove_training": _("Removed a record of training"),
    "governance.state_hours": _("Stated the hours that a person can give"),
    "governance.plan_activity": _("Planned an activity"),
    "governance.change_activity": _("Changed an activity"),
    "governance.begin_activity": _("Began an activity"),
    "governance.finish_activity": _("Finished an activity"),
    "governance.correct_result": _("Corrected the result of an activity"),
    "governance.cancel_activity": _("Cancelled an activity"),
}.items():
    audit.register(action, label)

register_subject("governance.duty", SubjectKind(_("Duty"), reminders.duty_pages))
register_subject("governance.activity", SubjectKind(_("Activity"), reminders.activity_pages))
register_training(is_trained)
register_menu(
    MenuItem(
        label=_("Duties"),
        url_name="governance:duties",
        roles=HOUSE_ROLES,
        order=85,
        icon="people",
        counter=reminders.open_gaps,
    )
)
register_kind(
    Kind(
        reminding.DUTY_ENDS,
        label=_("A duty that concerns me is to be handed over"),
        said=_("The time in which somebody holds a duty ends, and nobody follows."),
        roles=HOUSE_ROLES,
        describe=reminders.describe_ends,
    )
)
register_kind(
    Kind(
        STANDS_IN,
        label=_("I stand in for somebody from now on"),
        said=_("You stand in for a colleague who is away from today."),
        roles=HOUSE_ROLES,
        describe=reminders.describe_stand_in,
    )
)
register_kind(
    Kind(
        reminding.TRAINING_ENDS,
        label=_("A training of mine ends"),
        said=_("A training of yours is about to end."),
        roles=HOUSE_ROLES,
        describe=reminders.describe_training,
    )
)
