"""What the floor registers at start: audit labels of its own."""

from django.utils.translation import gettext_lazy as _

from . import audit

audit.register("rules.change_site_address", _("Changed the address of the site"))
