"""What an account on Bluesky is asked for."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

SERVER = "https://bsky.social"

NEEDS = (
    Need("address", _("Handle, like house.example or house.bsky.social"), required=True),
    Need("password", _("App password (in the settings of the account there, under privacy)"), secret=True, opens=True),
    Need("server", _("Address of the server"), "server", usual=SERVER),
    Need("labels", _("Labels on every post, with blanks between")),
)
