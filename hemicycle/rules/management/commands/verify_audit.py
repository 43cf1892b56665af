"""Walk the audit log from its first entry to its last and say where the chain is broken.

Whoever owns the machine could write the whole chain anew, and it would hold. Note the hash of the last entry
elsewhere; later, `--expect` that hash says whether the log is still the one it was then.
"""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hemicycle.rules.audit import verify_chain
from hemicycle.rules.models import AuditEntry, AuditHead

# SHA-256 in hexadecimal.
HASH = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="HASH",
            help="Exit code 1 unless the log has an entry with this hash; may be given several times.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        expected = [_checked(value) for value in options["expect"]]
        broken = list(verify_chain())
        head = AuditHead.objects.first() or AuditHead()
        self.stdout.write(f"Last entry: {head.sequence} {head.hash or 'none'}")
        for place in broken:
            self.stderr.write(f"entry {place.sequence} {place.reason}")
        if broken:
            raise CommandError(f"The log is not intact: {len(broken)} places.", returncode=1)
        for value in expected:
            self._find(value)
        self.stdout.write(f"The log holds: {head.sequence} entries.")

    def _find(self, value: str) -> None:
        """In a chain that holds, a hash stands for its entry and every one before it."""
        entry = AuditEntry.objects.filter(hash=value).first()
        if entry is None:
            raise CommandError(
                f"No entry has the hash {value}: the log was cut off before it, or written anew.", returncode=1
            )
        self.stdout.write(f"Expected entry: {entry.sequence} {entry.hash}")


def _checked(value: str) -> str:
    found = value.strip().lower()
    if not HASH.fullmatch(found):
        raise CommandError(
            f"--expect {value}: a hash has 64 digits from 0 to f, as this command prints it.", returncode=2
        )
    return found
