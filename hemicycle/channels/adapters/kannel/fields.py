"""What an account at a Kannel is asked for."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField
from hemicycle.channels.sms import NUMBER, TEXTING

_TOLD = _("As the operator says: {name}")

FIELDS = (
    NUMBER,
    AccountField("url", _("Address of the gateway, where messages are handed over"), "server", required=True),
    AccountField("username", _("User name at the gateway")),
    AccountField("password", _("Password at the gateway"), secret=True),
    AccountField("admin_url", _("Address of the gateway, where it is asked what it has"), "server"),
    AccountField("admin_password", _("Password with which the gateway is asked"), secret=True),
    *(
        AccountField(name, format_lazy(_TOLD, name=name))
        for name in ("smsc", "binfo", "source", "free_source", "free_binfo")
    ),
    AccountField("valid_hours", format_lazy(_TOLD, name="valid_hours"), "number"),
    *TEXTING,
)
