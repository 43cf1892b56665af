"""What every account for text messages is asked for, whichever way they travel."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need

NUMBER = Need("address", _("Number or name that messages come from"))
TEXTING = (
    Need("country", _("Calling code of numbers that begin with 0")),
    Need("most_segments", _("Most segments of one message"), "number", usual="10"),
    Need("per_second", _("Messages a second, at most"), "number"),
    Need("price", _("Price of a segment"), "number"),
    Need("currency", _("Currency")),
    Need("confirm_stop", _("Confirm STOP"), "yes", usual="yes"),
)
