"""Remove a person's second factors and their link with the directory, and end their sessions.

For whoever has lost the phone and the recovery codes, and where the address of somebody who left has passed to another
person. Make sure first who asks: from then on, the password alone opens the account.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hemicycle.accounts.models import User
from hemicycle.accounts.sign_in.sessions import reset_sign_in


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Address of the person.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["email"].strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['email']}.", returncode=2)
        reset_sign_in(person, by="command line")
        self.stdout.write(f"{person.name}: second factors and link with the directory removed, sessions ended.")
