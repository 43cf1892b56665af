from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

FIELDS = (
    AccountField("address", _("Number of the channel, which begins with UC"), required=True),
    AccountField("video", _("Video below which announcements stand, by the name in its address"), required=True),
    AccountField("client_id", _("Client ID of the program at Google"), secret=True),
    AccountField("client_secret", _("Client secret of the program at Google"), secret=True),
    AccountField(
        "refresh_token",
        _("Refresh token with which the channel’s owner let it in"),
        secret=True,
        required_to_send=True,
    ),
    AccountField("fetch_seconds", _("Seconds between two looks for comments"), "number", default="60"),
)
