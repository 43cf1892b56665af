"""What an account on a server of the fediverse is asked for."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

FIELDS = (
    AccountField("address", _("Handle, like @house@social.example"), required=True),
    AccountField("server", _("Address of the server"), "server", required=True),
    AccountField("token", _("Access token"), secret=True, required_to_send=True),
    AccountField("visibility", _("Who sees the posts"), "choice", default="public", choices=("public", "unlisted")),
    AccountField("characters", _("Most characters of a post"), "number", default="500"),
    AccountField("characters_per_link", _("Characters that a link counts"), "number", default="23"),
)
