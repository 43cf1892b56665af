from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Need
from hemicycle.channels.graph import VERSION
from hemicycle.channels.texting import COUNTRY

NEEDS = (
    Need("address", _("Telephone number that messages come from"), "telephone", required=True),
    Need("phone_number_id", _("Its number at Meta (phone number ID)"), required=True),
    Need("template", _("Approved template with one variable; without it only answers within 24 hours arrive")),
    Need("template_characters", _("Characters of the template’s own words"), "number", usual="0"),
    Need("token", _("Access token of a system user"), secret=True, opens=True),
    Need("app_secret", _("Secret of the app, with which Meta signs its calls"), secret=True),
    Need("verify_token", _("Word with which Meta asks for the address of our hook"), secret=True),
    Need("version", _("Version of the API"), usual=VERSION),
    COUNTRY,
    Need("per_second", _("Messages a second, at most"), "number"),
)
