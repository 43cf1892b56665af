from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class AccountsConfig(HouseApp):
    name = "hemicycle.accounts"
    verbose_name = _("Accounts")
