from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class FollowConfig(HouseApp):
    name = "hemicycle.follow"
    verbose_name = _("Follow")
