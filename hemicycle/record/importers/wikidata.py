"""Members of a chamber from Wikidata: the JSON that its query service answers (SPARQL 1.1 Query Results JSON Format).

The variables read are those of the query for the French National Assembly: item, itemLabel, groupeLabel, id_an,
dateNaissance, debutMandat, finMandat, districtLabel, district, image, twitters, youtubes, urls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hemicycle.record.importers.coverage import Tally
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_json import Fields, expect_object, objects, parse
from hemicycle.record.importers.values import partial_date, web_address
from hemicycle.record.papers import AreaPaper, BodyPaper, Known, LeftAside, MembershipPaper, Paper, PersonPaper

# https://www.wikidata.org/wiki/Q193582
ASSEMBLY = Known("wikidata", "Q193582")
ASSEMBLY_NAMES = {
    "fr": "Assemblée nationale",
    "en": "National Assembly of France",
    "es": "Asamblea Nacional de Francia",
}
# https://www.wikidata.org/wiki/Wikidata:Licensing
LICENCE = "CC0-1.0"
_READ = """
item itemLabel groupeLabel id_an dateNaissance debutMandat finMandat districtLabel district image twitters youtubes
urls
"""
READ = frozenset(_READ.split())
OUTSIDE_GROUPS = "non-inscrit"

_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d{1,12})")


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """The chamber, its groups and constituencies, then the members. Raises UnreadableFile."""
    data = expect_object(path, parse(path))
    rows = objects(expect_object(path, data.get("results")).get("bindings"))
    if not rows:
        raise UnreadableFile(path, Fault.NO_PEOPLE)
    yield BodyPaper("chamber", ASSEMBLY_NAMES, (ASSEMBLY,))
    for group in sorted({_value(row, "groupeLabel") for row in rows} - {""}):
        if not group.startswith(OUTSIDE_GROUPS):
            yield BodyPaper("group", {"fr": group}, (_group(group),), parent=ASSEMBLY)
    areas = {_item(row, "district"): _value(row, "districtLabel") for row in rows}
    for item, name in sorted(areas.items()):
        if item and name:
            yield AreaPaper({"fr": name}, (Known("wikidata", item),))
    for number, row in enumerate(rows, start=1):
        yield _member(row) or LeftAside(1, f"results.bindings[{number - 1}]", "no-name")
    tally = Tally()
    tally.add((name, 1) for row in rows for name in row if name not in READ and _value(row, name))
    yield from tally.left_aside()


def _member(row: Fields) -> PersonPaper | None:
    item, name = _item(row, "item"), _value(row, "itemLabel")[:200]
    if not item or not name:
        return None
    official = _value(row, "id_an")
    known = (Known("wikidata", item), *([Known("an", official)] if official else []))
    return PersonPaper(
        name,
        known,
        born=partial_date(_value(row, "dateNaissance")),
        image=_value(row, "image")[:500],
        links=_links(row),
        memberships=tuple(_memberships(row)),
    )


def _memberships(row: Fields) -> Iterator[MembershipPaper]:
    since, until, group = (
        partial_date(_value(row, "debutMandat")),
        partial_date(_value(row, "finMandat")),
        _value(row, "groupeLabel"),
    )
    area = _item(row, "district") if _value(row, "districtLabel") else ""
    if until and since and until < since:
        until = ""
    yield MembershipPaper(ASSEMBLY, area=Known("wikidata", area) if area else None, since=since, until=until)
    if group and not group.startswith(OUTSIDE_GROUPS):
        yield MembershipPaper(_group(group), since=since, until=until)


def _group(name: str) -> Known:
    return Known("an", f"group/{name}"[:400])


def _links(row: Fields) -> dict[str, str]:
    """The first of each kind; several are parted by a space or a bar."""
    found = {kind: re.split(r"[ |,;]+", _value(row, name))[0] for kind, name in _LINKS.items()}
    x, youtube, web = found["x"], found["youtube"], found["web"]
    links = {
        "x": f"https://x.com/{x}" if re.fullmatch(r"\w{1,15}", x) else "",
        "youtube": f"https://www.youtube.com/channel/{youtube}" if re.fullmatch(r"[\w-]{10,40}", youtube) else "",
        "web": web_address(web),
    }
    return {kind: url for kind, url in links.items() if url}


_LINKS = {"x": "twitters", "youtube": "youtubes", "web": "urls"}


def _value(row: Fields, name: str) -> str:
    cell = row.get(name)
    value = cell.get("value") if isinstance(cell, dict) else None
    return " ".join(value.split()) if isinstance(value, str) else ""


def _item(row: Fields, name: str) -> str:
    found = _ITEM.fullmatch(_value(row, name))
    return found[1] if found else ""
