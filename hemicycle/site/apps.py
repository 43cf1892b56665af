from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class SiteConfig(HouseApp):
    name = "hemicycle.site"
    label = "site"
    verbose_name = _("Public pages")
