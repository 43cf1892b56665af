from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need
from hemicycle.channels.graph import VERSION

NEEDS = (
    Need("address", _("Number of the page (ID)"), required=True),
    Need("token", _("Access token of the page, which does not expire"), secret=True, opens=True),
    Need("version", _("Version of the API"), usual=VERSION),
)
