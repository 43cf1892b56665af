"""What the public pages register at start: their door, and the record's place in the menu of staff."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts import navigation
from hemicycle.accounts.roles import Role
from hemicycle.channels.actions import register_ways
from hemicycle.rules import egress
from hemicycle.rules.egress import EgressPoint

from . import house, reaching

egress.register(
    "site", EgressPoint.PAGE, refusal_test="tests/site/test_record.py::test_what_is_internal_is_not_there_for_others"
)
egress.register(
    "site", EgressPoint.FEED, refusal_test="tests/site/test_sitemaps.py::test_a_sitemap_lists_nothing_internal"
)

egress.register(
    "site", EgressPoint.EMBED, refusal_test="tests/site/test_sharing.py::test_what_is_internal_is_not_embedded"
)

egress.register(
    "site",
    EgressPoint.EXPORT,
    refusal_test="tests/site/test_following.py::test_the_key_of_one_opens_nothing_of_another",
)

navigation.register_menu(
    navigation.MenuItem(label=_("Our office"), url_name="site:office", roles=(Role.MEMBER,), order=5, icon="home")
)
navigation.register_menu(
    navigation.MenuItem(label=_("Record"), url_name="site:record", roles=tuple(Role), order=40, icon="record")
)
navigation.register_menu(
    navigation.MenuItem(
        label=_("The House"), url_name="site:house", roles=(Role.ADMINISTRATOR,), order=91, icon="home"
    )
)
navigation.register_banner("house name", house.unnamed, order=5)
register_ways(reaching.said_ways)
