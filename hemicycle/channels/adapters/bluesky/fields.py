"""What an account on Bluesky is asked for."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

SERVER = "https://bsky.social"

FIELDS = (
    AccountField("address", _("Handle, like house.example or house.bsky.social"), required=True),
    AccountField(
        "password",
        _("App password (in the settings of the account there, under privacy)"),
        secret=True,
        required_to_send=True,
    ),
    AccountField("server", _("Address of the server"), "server", default=SERVER),
    AccountField("labels", _("Labels on every post, with blanks between")),
)
