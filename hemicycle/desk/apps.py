from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class DeskConfig(HouseApp):
    name = "hemicycle.desk"
    verbose_name = _("Desk")
