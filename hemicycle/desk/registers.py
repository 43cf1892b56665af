"""What the desk registers at start: audit labels, and its doors with the tests in which they refuse."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import audit, doors
from hemicycle.rules.doors import Door

for _action, _label in {
    "desk.draft": _("Opened a draft"),
    "desk.edit": _("Changed an announcement"),
    "desk.submit": _("Submitted an announcement"),
    "desk.approve": _("Approved an announcement"),
    "desk.send_back": _("Sent an announcement back"),
    "desk.propose": _("Proposed an edit"),
    "desk.take_over": _("Took a proposed edit over"),
    "desk.decline": _("Declined a proposed edit"),
    "desk.overrule": _("Overruled a remark"),
    "desk.schedule": _("Scheduled an announcement"),
    "desk.unschedule": _("Kept an announcement back"),
    "desk.release": _("Released an announcement"),
    "desk.put_out": _("Put an announcement out to its recipients"),
    "desk.miss": _("Left an announcement unreleased that was too late"),
    "desk.fall_back": _("Kept back what was not what had been approved"),
    "desk.correct": _("Began a correction"),
    "desk.ask_withdrawal": _("Asked for a withdrawal"),
    "desk.drop_withdrawal": _("Dropped a withdrawal"),
    "desk.withdraw": _("Withdrew an announcement"),
    "desk.discard": _("Discarded a draft"),
}.items():
    audit.register(_action, _label)

doors.register(
    "desk", Door.PAGE, refusal_test="tests/site/test_announcements.py::test_what_was_never_released_is_not_there"
)
doors.register(
    "desk", Door.FEED, refusal_test="tests/site/test_announcements.py::test_no_feed_tells_of_what_was_never_released"
)
