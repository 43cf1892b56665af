from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class RecordConfig(HouseApp):
    name = "hemicycle.record"
    verbose_name = _("Record")
