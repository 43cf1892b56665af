from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class ChecksConfig(HouseApp):
    name = "hemicycle.checks"
    verbose_name = _("Checks")
