from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class GovernanceConfig(HouseApp):
    name = "hemicycle.governance"
    verbose_name = _("Governance")
