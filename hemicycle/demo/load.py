"""Puts the demonstration into an installation: the parliament and its people first, since they are quick, so that
the first page can be shown. What is left is in `preparing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from hemicycle.demo import parliament, spine, staff
from hemicycle.record.actions import load_localities
from hemicycle.record.importers.localities_csv import read
from hemicycle.record.models import Locality
from hemicycle.rules.actions import decide


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


def _say_who_represents_whom(*, by: Any) -> None:
    """The table of postcodes and places, and where people write to."""
    if not Locality.objects.exists():
        load_localities(read((files(parliament.__package__) / "data" / "localities.csv").read_bytes()), by=by)
        decide({"write_to_email": staff.LETTERS_TO, "write_to_post": staff.WRITTEN_TO}, by=by)


def load(*, by: Any = "demo", console: Console) -> Opened:
    """Enter the parliament, and let its staff in; a second time adds nothing."""
    papers = parliament.load()
    with console.status(_("Entering the parliament")):
        spine.enter(papers, by=by)
        _say_who_represents_whom(by=by)
        return Opened(staff.employ(papers, by=by), staff.password())
