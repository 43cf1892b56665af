"""Text messages: segments and alphabets (gsm.py), telephone numbers (phones.py), and the fields that all accounts for
text messages have."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField
from hemicycle.channels.text.short_links import SAVING_SHORT_LINKS

NUMBER = AccountField("address", _("Number or name that messages come from"), "sender")
COUNTRY = AccountField("country", _("Default country of phone numbers"), "country")
PER_SECOND = AccountField("per_second", _("Messages a second, at most"), "number")
TEXTING = (
    COUNTRY,
    AccountField("most_segments", _("Most segments of one message"), "number", default="10"),
    PER_SECOND,
    SAVING_SHORT_LINKS,
    AccountField("price", _("Price of a segment"), "number"),
    AccountField("currency", _("Currency")),
    AccountField("confirm_stop", _("Confirm STOP"), "yes", default="yes"),
)


def as_agreed(name: str, kind: str = "text", default: str = "", choices: tuple[str, ...] = ()) -> AccountField:
    """A field under the name that the operator knows it by."""
    return AccountField(name, format_lazy(_("As the operator says: {name}"), name=name), kind, default, choices)
