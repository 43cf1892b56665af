"""What an account at a Kannel is asked for."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need
from hemicycle.channels.texting import NUMBER, TEXTING

_TOLD = _("As the operator says: {name}")

NEEDS = (
    NUMBER,
    Need("url", _("Address of the gateway, where messages are handed over"), "server", required=True),
    Need("username", _("User name at the gateway")),
    Need("password", _("Password at the gateway"), secret=True),
    Need("admin_url", _("Address of the gateway, where it is asked what it has"), "server"),
    Need("admin_password", _("Password with which the gateway is asked"), secret=True),
    *(Need(name, format_lazy(_TOLD, name=name)) for name in ("smsc", "binfo", "source", "free_source", "free_binfo")),
    Need("valid_hours", format_lazy(_TOLD, name="valid_hours"), "number"),
    *TEXTING,
)
