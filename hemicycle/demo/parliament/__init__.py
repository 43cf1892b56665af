"""The Republic of Valmora and the papers of its Assembly: invented, trilingual, the same on every machine.

`load()` reads the files under `data/` into frozen dataclasses. The files are the place to change a name or a clause.
"""

from hemicycle.demo.parliament.model import (
    LANGUAGES,
    AgendaItem,
    Bill,
    Clause,
    Committee,
    Constituency,
    Contribution,
    Country,
    Division,
    Member,
    NextSitting,
    Parliament,
    Party,
    Place,
    Sitting,
    Stage,
    Trilingual,
    Version,
)
from hemicycle.demo.parliament.reading import BadDataError, load

__all__ = [
    "LANGUAGES",
    "AgendaItem",
    "BadDataError",
    "Bill",
    "Clause",
    "Committee",
    "Constituency",
    "Contribution",
    "Country",
    "Division",
    "Member",
    "NextSitting",
    "Parliament",
    "Party",
    "Place",
    "Sitting",
    "Stage",
    "Trilingual",
    "Version",
    "load",
]
