"""How long it is kept who follows what."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.follow.actions.erasing import (
    followed_nothing_since,
    forget_contacts,
    forget_requests,
    never_confirmed_since,
)
from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

retention.register(
    "follow.Topic", name=_("Topics"), keeps=FOR_GOOD, why=_("What can be followed; holds no personal data.")
)
retention.register(
    "follow.Follower",
    name=_("People who follow something"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.follow.actions.subscribing.end",
    why=_("As long as its owner follows something; deleted with the last subscription."),
)
retention.register(
    "follow.Subscription",
    name=_("What people follow"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.follow.actions.subscribing.end",
    why=_("As long as its owner wants it: deleted as soon as it ends."),
)
retention.register(
    "follow.FollowedSearch",
    name=_("Searches that people follow"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.follow.actions.subscribing.end",
    why=_("As long as anybody follows it; its words are encrypted, and deleted with the last subscription."),
)
retention.register(
    "follow.Subscription",
    name=_("Requests to follow that nobody confirmed"),
    part="unconfirmed",
    keeps="follow_confirm_days",
    due=never_confirmed_since,
    end=forget_requests,
    why=_("A request that nobody confirmed in time may not have been made by the owner of the address."),
)
retention.register(
    "channels.Contact",
    name=_("Addresses that nobody confirmed"),
    part="unconfirmed",
    keeps="follow_confirm_days",
    due=lambda before: followed_nothing_since(before, confirmed=False),
    end=forget_contacts,
    why=_("An address whose owner never confirmed that it is theirs, and who follows nothing, is erased."),
)
retention.register(
    "channels.Contact",
    name=_("Addresses of people who follow nothing any more"),
    part="following nothing",
    keeps="consent_kept_days",
    due=lambda before: followed_nothing_since(before, confirmed=True),
    end=forget_contacts,
    why=_(
        "People who no longer follow anything may still complain about what was sent; after that the address is "
        "erased."
    ),
)
for _model, _field, _name in (
    ("News", "at", _("News for followers")),
    ("NewsAbout", "news__at", _("What the news is about")),
):
    retention.register(
        f"follow.{_model}",
        name=_name,
        keeps=timedelta(days=120),
        counted_from=_field,
        why=_(
            "The first digest after a sensitive period, which may last three months, covers all of it; the rest "
            "allows us to answer people who ask why they got a message."
        ),
    )
retention.register(
    "follow.FollowAccount",
    name=_("Accounts that write to followers"),
    keeps=FOR_GOOD,
    why=_("Which account writes to followers; holds no personal data."),
)
retention.register(
    "follow.DigestRun",
    name=_("Times of digests"),
    keeps=timedelta(days=60),
    counted_from="until",
    why=_("Shows when digests were made; holds no personal data."),
)
