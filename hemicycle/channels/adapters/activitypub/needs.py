"""What an actor of ours is asked for; its keys it makes itself."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NEEDS = (
    Need("address", _("Name before the @: small letters, digits and _"), "handle", required=True),
    Need("display_name", _("Name that readers see")),
    Need("icon", _("Address of a picture of the House: PNG, JPEG or WebP, square"), "url"),
    Need("header", _("Address of a wide picture above its page"), "url"),
    Need("summary", _("Who speaks here, in a sentence")),
)
