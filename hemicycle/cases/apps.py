from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class CasesConfig(HouseApp):
    name = "hemicycle.cases"
    verbose_name = _("Cases")
