"""What an actor of ours is asked for; its keys it makes itself."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NEEDS = (
    Need("address", _("Name before the @: small letters, digits and _"), "handle", required=True),
    Need("display_name", _("Name that readers see")),
    Need("summary", _("Who speaks here, in a sentence")),
)
