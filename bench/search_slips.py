"""Questions with slips, asked of the demonstration's record: how many still find what was meant; part of
docs/performance.md.

The questions were written before the search was taught to forgive, by somebody who looked at the record and not at
how it does. `HEMICYCLE_HOME` is a home that `hemicycle demo` made.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from markdown import made_by, put, table  # noqa: E402

from hemicycle.record.search.finding import find  # noqa: E402
from hemicycle.record.search.question import Question  # noqa: E402

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
# What is looked for is to be among the first so many.
BEST = 5
RUNS = 20
NOTHING = ""

# What is typed, and words of what was meant: of its title, its place, or the passage.
SLIPS = {
    "a letter": {
        "viadcut": "viaduct", "goverment emergency credit": "emergency credit",
        "prescripton telephone": "prescription",
        "wtaer utility": "water utility", "explanatery memorandum": "explanatory memorandum",
        "doorbels surnames": "doorbells", "padlok code": "padlock", "hectre stream": "hectare",
        "foundary badge": "foundry", "luxery connections": "luxury", "enginers tunnel dry": "engineers",
        "committe three thousand messages": "three thousand", "agricluteur": "agriculteur",
        "apartement loué": "appartement", "silense minute": "silence", "idendité numérique": "identité numérique",
        "logment": "logement", "eolienes": "olienne", "locatoins courte durée": "locations de courte durée",
        "aerogenrador": "aerogenerador", "viadutco": "viaducto", "teléfno receta": "teléfono",
        "cloaca desbordamineto": "desbordamiento", "vivienda alquilres": "alquileres",
    },
    "a name": {
        "Penhalow": "Penhallow", "Fairwether": "Fairweather", "Vandermeir": "Vandermeer",
        "Castanier helene": "Castagnier", "Inigo Valdetera": "Valdeterra", "Gwenaelle Postik": "Postic",
        "Clean Rivrs Bill": "River and Coastal", "Anmial Welfare": "Animal Welfare",
        "Carers Leave Bil": "Carers’ Leave",
        "digital identiy": "Digital Identity",
    },
    "accents": {
        "Echandia pilar": "Echandía", "Trevenan maele": "Trévenan", "riviere propre": "rivières",
        "autobus": "autobús", "habitacion verano": "habitación",
    },
    "a compound": {
        "windfarms": "Wind", "shortterm lets": "Short-Term", "fortyone doorbells": "forty-one",
        "door bells": "doorbells",
        "pad lock code": "padlock",
    },
    "no slip": {
        "viaduct": "viaduct", "water utility": "water utility", "Marchbank": "Marchbank", "noise": "noise",
        "xylophone": NOTHING, "Zaragoza cathedral": NOTHING,
    },
}  # fmt: skip


def main() -> None:
    scored = [
        (kind, typed, _finds(typed, meant)) for kind, several in SLIPS.items() for typed, meant in several.items()
    ]
    page = "\n\n".join(_page(scored))
    print(page)
    put(PAGE, "search with slips", page)


def _finds(typed: str, meant: str) -> bool:
    hits = find(Question.read({"q": typed}), to=None, limit=BEST, forgiving=True).hits
    if meant is NOTHING:
        return not hits
    shown = (" ".join(map(str, (hit.title, *hit.about, hit.passage))) for hit in hits)
    return any(meant.casefold() in words.casefold() for words in shown)


def _page(scored: list[tuple[str, str, bool]]) -> Iterator[str]:
    yield "## Search: questions with slips"
    yield made_by("python bench/search_slips.py", ("hemicycle", "tantivy"))
    yield (__doc__ or "").split("\n\n")[1].replace("\n", " ")
    yield table(("slip", "questions", "find what was meant", "not found", "ms each"), list(_kinds(scored)))


def _kinds(scored: list[tuple[str, str, bool]]) -> Iterator[tuple[str, ...]]:
    for kind in SLIPS:
        mine = [(typed, found) for one, typed, found in scored if one == kind]
        missed = ", ".join(f"“{typed}”" for typed, found in mine if not found)
        took = _milliseconds([typed for typed, _ in mine])
        yield kind, str(len(mine)), str(sum(found for _, found in mine)), missed, f"{took:.1f}"


def _milliseconds(several: list[str]) -> float:
    begun = time.process_time()
    for _ in range(RUNS):
        for typed in several:
            find(Question.read({"q": typed}), to=None, limit=BEST, forgiving=True)
    return 1000 * (time.process_time() - begun) / RUNS / len(several)


if __name__ == "__main__":
    main()
