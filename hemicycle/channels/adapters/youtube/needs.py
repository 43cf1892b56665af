from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NEEDS = (
    Need("address", _("Number of the channel, which begins with UC"), required=True),
    Need("video", _("Video below which announcements stand, by the name in its address"), required=True),
    Need("client_id", _("Client ID of the program at Google"), secret=True),
    Need("client_secret", _("Client secret of the program at Google"), secret=True),
    Need("refresh_token", _("Refresh token with which the channel’s owner let it in"), secret=True, opens=True),
    Need("fetch_seconds", _("Seconds between two looks for comments"), "number", usual="60"),
)
