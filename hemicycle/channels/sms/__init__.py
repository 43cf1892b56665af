"""What every account for messages to telephones is asked for, whichever way they travel."""

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField

NUMBER = AccountField("address", _("Number or name that messages come from"), "sender")
COUNTRY = AccountField("country", _("Country of numbers that do not say theirs"), "country")
TEXTING = (
    COUNTRY,
    AccountField("most_segments", _("Most segments of one message"), "number", default="10"),
    AccountField("per_second", _("Messages a second, at most"), "number"),
    AccountField("price", _("Price of a segment"), "number"),
    AccountField("currency", _("Currency")),
    AccountField("confirm_stop", _("Confirm STOP"), "yes", default="yes"),
)
