from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField
from hemicycle.channels.http.graph import VERSION

FIELDS = (
    AccountField("address", _("Number of the page (ID)"), required=True),
    AccountField("token", _("Access token of the page, which does not expire"), secret=True, required_to_send=True),
    AccountField("version", _("Version of the API"), default=VERSION),
)
