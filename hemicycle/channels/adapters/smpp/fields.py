"""What an account for SMPP is asked for, as the operator gave it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField
from hemicycle.channels.sms import NUMBER, TEXTING

_TOLD = _("As the operator says: {name}")


def _told(name: str, kind: str = "text", default: str = "", choices: tuple[str, ...] = ()) -> AccountField:
    return AccountField(name, format_lazy(_TOLD, name=name), kind, default, choices)


FIELDS = (
    NUMBER,
    AccountField("host", _("Server of the operator"), "host", required=True),
    AccountField("port", _("Port of the operator"), "number", default="2775"),
    AccountField("tls", _("Encrypted (TLS)"), "yes"),
    AccountField("system_id", _("User name at the operator"), required=True),
    AccountField("password", _("Password at the operator"), secret=True),
    *(_told(name) for name in ("system_type", "service_type", "free_source", "free_service_type")),
    _told("window", "number", "10"),
    *(_told(name, "number") for name in ("source_ton", "source_npi", "valid_hours")),
    _told("receipt_ids", "choice", "", ("dec", "hex")),
    *TEXTING,
)
