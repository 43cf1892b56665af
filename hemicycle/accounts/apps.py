from allauth.core.internal import ratelimit
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.apps import HouseApp


class AccountsConfig(HouseApp):
    name = "hemicycle.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        super().ready()
        # allauth counts the attempts of one address of the network one after another, and refuses with "too many
        # attempts" whoever waits a second for their turn: a conference that signs in at once. Three times as long as
        # the lock of a thread that died is kept.
        ratelimit.CACHE_LOCK_WAIT_TIMEOUT = 3 * ratelimit.CACHE_LOCK_TIMEOUT
