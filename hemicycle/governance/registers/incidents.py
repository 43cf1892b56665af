"""What incidents and leak drills register at start."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.navigation import MenuItem, register_banner, register_menu
from hemicycle.rules import audit

from ..models import Incident
from ..presenters import incidents

for action, label in {
    "governance.open_incident": _("Opened an incident"),
    "governance.incident_data": _("Found that an incident concerns personal data"),
    "governance.settle_step": _("Settled a step of an incident"),
    "governance.close_incident": _("Closed an incident"),
    "governance.plant_drill": _("Began a leak drill"),
    "governance.search_drill": _("Asked to search for the words of a leak drill"),
    "governance.drill_searched": _("Searched for the words of a leak drill"),
}.items():
    audit.register(action, label)

register_menu(
    MenuItem(
        label=_("Incidents"),
        url_name="governance:incidents",
        roles=incidents.RESPONSIBLE,
        order=83,
        icon="failed",
        counter=lambda user: Incident.objects.open(),
    )
)
register_banner("incidents", incidents.banner, order=12)
incidents.register_notices()
