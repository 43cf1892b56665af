from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField
from hemicycle.channels.http.graph import VERSION
from hemicycle.channels.sms import COUNTRY

FIELDS = (
    AccountField("address", _("Telephone number that messages come from"), "telephone", required=True),
    AccountField("phone_number_id", _("Its number at Meta (phone number ID)"), required=True),
    AccountField("template", _("Approved template with one variable; without it only answers within 24 hours arrive")),
    AccountField("template_characters", _("Characters of the template’s own words"), "number", default="0"),
    AccountField("token", _("Access token of a system user"), secret=True, required_to_send=True),
    AccountField("app_secret", _("Secret of the app, with which Meta signs its calls"), secret=True),
    AccountField("verify_token", _("Word with which Meta asks for the address of our hook"), secret=True),
    AccountField("version", _("Version of the API"), default=VERSION),
    COUNTRY,
    AccountField("per_second", _("Messages a second, at most"), "number"),
)
