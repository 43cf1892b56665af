"""Open an office with the first person who may let others in; prints the link with which they choose a password.

Administrators open the next ones on the page *People*.
Its first editor, clerk or researcher is confirmed by one of another office, or given by `give_role`.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from hemicycle.accounts import actions
from hemicycle.accounts.errors import RoleDoesNotFit
from hemicycle.accounts.mail import password_path
from hemicycle.accounts.models import Office
from hemicycle.rules.site_address import absolute


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="Short name in letters and dashes, for addresses and the log.")
        parser.add_argument("name", help="Name of the office, as people read it.")
        parser.add_argument("--email", required=True, help="Address of the first person.")
        parser.add_argument("--name", dest="person", required=True, help="Name of the first person.")
        parser.add_argument("--member", action="store_true", help="A member's office, which the House cannot read.")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = Office.Kind.MEMBER if options["member"] else Office.Kind.INSTITUTION
        try:
            office, person = actions.open_office_with(
                slug=options["slug"], name=options["name"], kind=kind, email=options["email"],
                person=options["person"], by="command line",
            )  # fmt: skip
        except IntegrityError as error:
            raise CommandError(f"There is an office {options['slug']} already.", returncode=2) from error
        except RoleDoesNotFit as error:
            raise CommandError("This person works for the House or for a member already.", returncode=2) from error
        link = absolute(password_path(person))
        self.stdout.write(f"{office.name} is open. {person.name} chooses a password at {link}")
