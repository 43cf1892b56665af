"""What every account for messages to telephones is asked for, whichever way they travel."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NUMBER = Need("address", _("Number or name that messages come from"), "sender")
COUNTRY = Need("country", _("Country of numbers that do not say theirs"), "country")
TEXTING = (
    COUNTRY,
    Need("most_segments", _("Most segments of one message"), "number", usual="10"),
    Need("per_second", _("Messages a second, at most"), "number"),
    Need("price", _("Price of a segment"), "number"),
    Need("currency", _("Currency")),
    Need("confirm_stop", _("Confirm STOP"), "yes", usual="yes"),
)
