"""What governance registers at start: the words of its entries in the audit log, its place in the menu."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import SubjectKind, register_subject
from hemicycle.accounts.navigation import MenuItem, register_menu
from hemicycle.accounts.notices.kinds import Kind, register_kind
from hemicycle.accounts.training import register_training
from hemicycle.rules import audit

from .actions import reminding
from .models import HOUSE_ROLES, is_trained
from .presenters import reminders

audit.register_area("governance", _("Policy"))
for action, label in {
    "governance.start": _("Started a policy"),
    "governance.draft": _("Started a new version of a policy"),
    "governance.discard": _("Discarded a version of a policy"),
    "governance.add_article": _("Added an article"),
    "governance.remove_article": _("Removed an article"),
    "governance.move_article": _("Moved an article"),
    "governance.write": _("Changed the text of an article"),
    "governance.up_to_date": _("Confirmed that an article says the same in two languages"),
    "governance.decide": _("Changed what an article decides"),
    "governance.practices": _("Changed which practices an article serves"),
    "governance.answer": _("Answered a key question"),
    "governance.build": _("Made the articles from the key questions"),
    "governance.start_over": _("Removed the answers to the key questions"),
    "governance.invite": _("Invited a participant"),
    "governance.leave": _("Ended a participation"),
    "governance.comment": _("Commented on an article"),
    "governance.settle": _("Settled a comment"),
    "governance.propose": _("Proposed an amendment"),
    "governance.withdraw_amendment": _("Withdrew an amendment"),
    "governance.accept": _("Accepted an amendment"),
    "governance.merge": _("Merged an amendment"),
    "governance.decline": _("Did not accept an amendment"),
    "governance.send": _("Sent a policy for adoption"),
    "governance.return": _("Returned a policy to its drafters"),
    "governance.adopt": _("Recorded the adoption of a policy"),
    "governance.reject": _("Recorded the rejection of a policy"),
    "governance.activate": _("Put a policy in force"),
    "governance.ask_override": _("Asked for an emergency override"),
    "governance.confirm_override": _("Confirmed an emergency override"),
    "governance.end_override": _("Ended an emergency override"),
    "governance.open_duty": _("Opened a duty"),
    "governance.close_duty": _("Closed a duty"),
    "governance.appoint": _("Gave a duty to somebody"),
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
        reminding.TRAINING_ENDS,
        label=_("A training of mine ends"),
        said=_("A training of yours is about to end."),
        roles=HOUSE_ROLES,
        describe=reminders.describe_training,
    )
)
