"""What the channels register at start: audit labels, and no door, for a message leaves through no page of theirs."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import audit

audit.register("channels.receive", _("Received messages"))
audit.register("channels.erase", _("Erased messages"))
