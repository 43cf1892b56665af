from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class DemoConfig(HouseApp):
    name = "hemicycle.demo"
    verbose_name = _("Demonstration")
