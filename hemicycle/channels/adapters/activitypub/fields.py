"""What an actor of ours is asked for; its keys it makes itself."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

FIELDS = (
    AccountField("address", _("Name before the @: small letters, digits and _"), "handle", required=True),
    AccountField("display_name", _("Name that readers see")),
    AccountField("icon", _("Address of a picture of the House: PNG, JPEG or WebP, square"), "url"),
    AccountField("header", _("Address of a wide picture above its page"), "url"),
    AccountField("summary", _("Who speaks here, in a sentence")),
)
