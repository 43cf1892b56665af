"""Print what every address answers to every kind of person; `--markdown` for docs/permissions.md."""

from http import HTTPStatus
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hemicycle.accounts.permissions import Address, Permission, addresses
from hemicycle.accounts.roles import Role

OWN = "own"
KINDS = ("anonymous", "outsider", *Role.values)
HEAD = """# Permissions

What each address answers to GET, by who asks: 200 the page, 302 on to sign-in or to the next page, 403 refused,
405 takes POST only, 404 nothing to show yet, own: 200 for what is their own (the duty that they hold, the activity
that they lead, the text to which they were invited), 403 or 404 for the rest.
An outsider has signed in and has no role. What belongs to another office answers 404 to everyone outside it.
This page is made by `python manage.py permissions --markdown > docs/permissions.md`.
"""


def answers(address: Address) -> list[int | str]:
    """The status for each of KINDS, or OWN where a page is there for what is their own."""
    return [_answer(address.permission, signed_in=False), _answer(address.permission)] + [
        _answer(address.permission, role) for role in Role
    ]


def _answer(permission: Permission, *roles: Role, signed_in: bool = True) -> int | str:
    status = permission.status(signed_in=signed_in, roles=roles)
    is_own = status == HTTPStatus.OK and permission.depends_on_whose(signed_in=signed_in, roles=roles)
    return OWN if is_own else status


def plain() -> str:
    found = addresses()
    width = max(len(a.pattern) for a in found)
    lines = [f"{'address':<{width}}  {'  '.join(KINDS)}"]
    for address in found:
        cells = (f"{status:<{len(kind)}}" for kind, status in zip(KINDS, answers(address), strict=True))
        lines.append(f"{address.pattern:<{width}}  {'  '.join(cells)}".rstrip())
    return "\n".join(lines) + "\n"


def markdown() -> str:
    lines = [f"| address | {' | '.join(KINDS)} |", "|---" * (len(KINDS) + 1) + "|"]
    lines += [f"| `{a.pattern}` | {' | '.join(map(str, answers(a)))} |" for a in addresses()]
    return "\n".join((HEAD, *lines)) + "\n"


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--markdown", action="store_true", help="As a page of the documentation.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown() if options["markdown"] else plain(), ending="")
