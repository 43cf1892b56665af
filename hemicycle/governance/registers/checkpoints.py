"""What the checkpoints of the audit log register at start."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import audit
from hemicycle.rules.actions import register_witness

from ..actions.checkpoints import disproved

audit.register("governance.make_signing_key", _("Made the key that signs checkpoints of the audit log"))
audit.register("governance.make_checkpoint", _("Signed a checkpoint of the audit log"))
register_witness(disproved)
