"""Walk the audit log from its first entry to its last and say where the chain does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hemicycle.rules.audit import verify_chain
from hemicycle.rules.models import AuditHead


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(verify_chain())
        for place in broken:
            self.stderr.write(f"entry {place.sequence} {place.reason}")
        if broken:
            raise CommandError(f"The log does not hold: {len(broken)} places.", returncode=1)
        head = AuditHead.objects.first() or AuditHead()
        self.stdout.write(f"The log holds: {head.sequence} entries, the last is {head.hash or 'none'}.")
