"""What an account for SMPP is asked for, as the operator gave it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need
from hemicycle.channels.texting import NUMBER, TEXTING

_TOLD = _("As the operator says: {name}")


def _told(name: str, kind: str = "text", usual: str = "", choices: tuple[str, ...] = ()) -> Need:
    return Need(name, format_lazy(_TOLD, name=name), kind, usual, choices)


NEEDS = (
    NUMBER,
    Need("host", _("Server of the operator"), "host", required=True),
    Need("port", _("Port of the operator"), "number", usual="2775"),
    Need("tls", _("Encrypted (TLS)"), "yes"),
    Need("system_id", _("User name at the operator"), required=True),
    Need("password", _("Password at the operator"), secret=True),
    *(_told(name) for name in ("system_type", "service_type", "free_source", "free_service_type")),
    _told("window", "number", "10"),
    *(_told(name, "number") for name in ("source_ton", "source_npi", "valid_hours")),
    _told("receipt_ids", "choice", "", ("dec", "hex")),
    *TEXTING,
)
