"""Puts the demonstration into an installation: the parliament and its people first, since they are quick, so that
the first page can be shown. What is left is in `preparing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from hemicycle.demo import parliament, spine, staff


@dataclass(frozen=True)
class Opened:
    """With what people sign in."""

    sign_ins: tuple[staff.SignIn, ...]
    password: str = field(repr=False)

    def tell(self, console: Console) -> None:
        """Print who can sign in."""
        table = Table(title=_("Sign in with"), title_justify="left")
        for heading in (_("E-mail address"), _("Name"), _("Role")):
            table.add_column(heading)
        for person in self.sign_ins:
            table.add_row(person.email, person.name, person.part)
        console.print(table)
        console.print(_("Password for all of them: %(password)s") % {"password": self.password}, highlight=False)


def load(*, by: Any = "demo", console: Console) -> Opened:
    """Enter the parliament, and let its staff in; a second time adds nothing."""
    papers = parliament.load()
    with console.status(_("Entering the parliament")):
        spine.enter(papers, by=by)
        return Opened(staff.employ(papers, by=by), staff.password())
