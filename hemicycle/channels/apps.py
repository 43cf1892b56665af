from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class ChannelsConfig(HouseApp):
    name = "hemicycle.channels"
    verbose_name = _("Channels")
