"""What following registers at start: audit labels, the egress points for news of the record, and that programs
subscribe to the feeds of the record at our hub."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.navigation import MenuItem, register_menu
from hemicycle.channels.actions import register_ending
from hemicycle.channels.fediverse import hub
from hemicycle.channels.models import register_to_one_person
from hemicycle.channels.status import public_list
from hemicycle.follow import keywords
from hemicycle.follow import personal_data as held
from hemicycle.follow.actions.erasing import end_following_of, erase_following_of
from hemicycle.follow.actions.requests import REQUESTED
from hemicycle.follow.follow_accounts import offered
from hemicycle.follow.numbers import MAY_SEE
from hemicycle.record.feeds import topics
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.personal_data import Holding

for _action, _label in {
    "follow.ask": _("Asked to follow something"),
    "follow.confirm": _("Confirmed that they follow something"),
    "follow.end": _("Stopped following something"),
    "follow.choose": _("Chose how often to get messages"),
    "follow.forget": _("Deleted requests that nobody confirmed"),
    "follow.put_topic": _("Added or changed a topic"),
    "follow.choose_entrance": _("Chose the account that writes to followers"),
    "follow.take_back": _("Removed an announcement from the next digests"),
}.items():
    audit.register(_action, _label)
audit.register_area("follow", _("Followers"))

egress.register(
    "follow",
    EgressPoint.NOTICE,
    refusal_test="tests/follow/test_followables.py::test_what_is_internal_cannot_be_followed",
)

personal_data.register(
    Holding(
        "follow", tables=("follow.Follower", "follow.Subscription", "follow.FollowedSearch"), rows=held.rows,
        data=held.data, erase=erase_following_of, order=45,
    )
)  # fmt: skip
personal_data.register_without(
    "follow.Topic", "follow.News", "follow.NewsAbout", "follow.DigestRun", "follow.FollowAccount",
    why="What can be followed, and what the House said about it.",
)  # fmt: skip
personal_data.register_objection("follow", end_following_of)
keywords.register_all()
register_ending(keywords.stop)
register_to_one_person(REQUESTED)
public_list.register(lambda: offered().values())

hub.register_topics("record", topics.knows, topics.content_of)
topics.register_hub(hub.own_address)

register_menu(MenuItem(label=_("Followers"), url_name="follow:numbers", roles=MAY_SEE, order=35, icon="voice"))
