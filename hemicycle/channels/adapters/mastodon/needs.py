"""What an account on a server of the fediverse is asked for."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NEEDS = (
    Need("address", _("Handle, like @house@social.example"), required=True),
    Need("server", _("Address of the server"), "server", required=True),
    Need("token", _("Access token"), secret=True, opens=True),
    Need("visibility", _("Who sees the posts"), "choice", usual="public", choices=("public", "unlisted")),
    Need("characters", _("Most characters of a post"), "number", usual="500"),
    Need("characters_per_link", _("Characters that a link counts"), "number", usual="23"),
)
