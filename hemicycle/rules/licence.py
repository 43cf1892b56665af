"""Under which licence others may use what the House publishes, as it has decided; by default it states none.

What was taken from a source keeps the licence of that source, and a picture its own rights.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .parameters import DecidedBy, Parameter, in_force, register

CHOICE, NAME, URL = "licence", "licence_name", "licence_url"
OWN = "own"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Licence:
    """`url` is "" where it was only named."""

    name: str
    url: str = ""

    @property
    def words(self) -> str:
        """As files for programs write it: the address, else the name."""
        return self.url or self.name


# By SPDX identifier (spdx.org/licenses); that of the Parliament of the United Kingdom has none.
LICENCES = {
    "OPL-UK-3.0": Licence(
        "Open Parliament Licence v3.0",
        "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
    ),
    "CC-BY-4.0": Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "etalab-2.0": Licence(
        "Licence Ouverte 2.0 (Etalab)", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    ),
}  # fmt: skip
CHOICES: tuple[tuple[str, str | Promise], ...] = (
    ("", _("None stated")),
    *((key, one.name) for key, one in LICENCES.items()),
    (OWN, _("Another, named below")),
)

for _parameter in (
    Parameter(
        CHOICE,
        str,
        "",
        _("Licence of what the House publishes; empty for none stated"),
        "nobody but the House can give it",
        form="|".join(("", OWN, *(key.replace(".", r"\.") for key in LICENCES))),
        decided_by=DecidedBy.HOUSE,
    ),
    Parameter(
        NAME,
        str,
        "",
        _("Name of a licence of one's own"),
        "nobody but the House can give it",
        form=rf".{{0,{LONGEST}}}",
        decided_by=DecidedBy.HOUSE,
    ),
    Parameter(
        URL,
        str,
        "",
        _("Address of a licence of one's own"),
        "nobody but the House can give it",
        form=r"|https://\S+",
        decided_by=DecidedBy.HOUSE,
    ),
):
    register(_parameter)


def house_licence() -> Licence | None:
    """None where the House has stated none."""
    choice = in_force(CHOICE)
    if choice != OWN:
        return LICENCES.get(choice)
    return Licence(in_force(NAME), in_force(URL)) if in_force(NAME) else None


def record_licence() -> Licence | None:
    """That of the public record: what the House decided goes before what the environment says."""
    said = settings.RECORD_LICENCE
    stated = Licence(said, said if said.startswith(("http://", "https://")) else "") if said else None
    return house_licence() or stated
