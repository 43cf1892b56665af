"""What sensitive periods register at start."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.navigation import MenuItem, register_menu, register_public_banner
from hemicycle.rules.models import PeriodKind

from ..presenters import periods
from ..views.periods import MAY_PLAN

for _kind in PeriodKind:
    register_public_banner(f"sensitive period: {_kind}", partial(periods.banner, _kind))
register_menu(
    MenuItem(
        label=_("Sensitive periods"), url_name="governance:periods_board", roles=MAY_PLAN, order=82, icon="waiting"
    )
)
