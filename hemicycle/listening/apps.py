from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class ListeningConfig(HouseApp):
    name = "hemicycle.listening"
    verbose_name = _("Listening")
