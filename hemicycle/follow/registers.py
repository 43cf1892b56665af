"""What following registers at start: audit labels, and the doors through which it tells of the record."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import audit, doors
from hemicycle.rules.doors import Door

for _action, _label in {
    "follow.ask": _("Asked to follow something"),
    "follow.confirm": _("Confirmed that they follow something"),
    "follow.end": _("Ended following something"),
}.items():
    audit.register(_action, _label)

doors.register(
    "follow", Door.NOTICE, refusal_test="tests/follow/test_things.py::test_what_is_internal_cannot_be_followed"
)
