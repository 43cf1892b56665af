"""Give a role on the server, where the House has no second person who could confirm it; the page and the log say so.

For the first editor, clerk or researcher of a House, for a House of two people, and where whoever could confirm has
left. What waits for confirmation is thereby confirmed; who had given a role before is its giver no more.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hemicycle.accounts import actions
from hemicycle.accounts.errors import RoleDoesNotFit
from hemicycle.accounts.mail import password_path
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Address of the person.")
        parser.add_argument("office", help="Short name of the office.")
        parser.add_argument("role", choices=Role.values, help="What they do there.")
        parser.add_argument("--name", dest="person", help="Name of the person, where they are new.")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(slug=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']}.", returncode=2)
        if office.kind == Office.Kind.MEMBER and office.assignments.filter(user__is_active=True).exists():
            raise CommandError("A member's office lets its own people in; nobody else does.", returncode=2)
        known = User.objects.filter(email=options["email"].strip().lower()).first()
        if known is None and not options["person"]:
            raise CommandError(f"Nobody has the address {options['email']}: say their --name.", returncode=2)
        try:
            with transaction.atomic():
                person = actions.invite(
                    email=options["email"], name=options["person"] or "", office=office, role=Role(options["role"]),
                    by="command line",
                )  # fmt: skip
        except RoleDoesNotFit as error:
            raise CommandError(f"This person or this office cannot have that role: {error}.", returncode=2) from error
        self.stdout.write(f"{person.name}: {Role(options['role']).label}, {office.name}. Given on the server.")
        if not person.has_usable_password():
            self.stdout.write(f"A password is chosen at {password_path(person)}")
