"""A House and drafts for the tests of the checks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from hemicycle.checks import Draft, House, Member, Paper, Party, Remark, Text, look
from hemicycle.rules.quiet_hours import QuietHours

HOUSE = House(
    parties=(
        Party("cu", ("Civic Union", "Union civique", "Unión Cívica"), ("CU", "UC"), seats=19, speaking=400),
        Party("nl", ("National Liberal Party", "Parti national-libéral"), ("NLP", "PNL"), seats=18, speaking=380),
        Party("gc", ("Green Commons", "Communs verts", "Verdes Comunes"), ("GC", "CV", "VC"), seats=6, speaking=200),
    ),
    members=(
        Member("ada", ("Ada Okafor",), "cu"),
        Member("rupert", ("Rupert Ashgrove",), "nl"),
        Member("clemence", ("Clémence Ravault",), "gc"),
        Member("speaker", ("Isolde Marchbank",), "cu", presides=True),
    ),
    papers=(
        Paper("12", ("River and Coastal Waters (Protection) Bill", "Clean Rivers Bill", "loi Rivières propres")),
        Paper("31", ("Digital Identity Bill", "Projet de loi relatif à l’identité numérique"), public=False),
    ),
    bodies=("Assembly of Valmora", "Committee on Environment, Water and Energy"),
    hosts=("assembly.example",),
    quiet=QuietHours(time(20), time(8), ZoneInfo("Europe/Paris")),
    blocking=frozenset({"alternative", "quiet-hours"}),
)


def remarks(body: str, *checks: str, lang: str = "en", house: House = HOUSE, **more: Any) -> list[Remark]:
    """What `look` says of one text, of these checks only."""
    draft = Draft(texts={lang: Text(body=body)}, **more)
    return [remark for remark in look(draft, house) if not checks or remark.check in checks]


def words(found: Iterable[Remark]) -> list[str]:
    return [remark.words for remark in found]


__all__ = ["HOUSE", "remarks", "replace", "words"]
