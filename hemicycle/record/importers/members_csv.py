"""Members of a House as CSV: one row a membership, the columns known by their names in the first line.

The names are those of EveryPolitician's tables (https://everypolitician.org/) and what a spreadsheet of a House calls
the same in English, French or Spanish. Cells are parted by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from hemicycle.record.importers import encodings
from hemicycle.record.importers.coverage import Tally
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_json import Text, first_line
from hemicycle.record.importers.values import web_address
from hemicycle.record.papers import (
    AreaPaper,
    BodyPaper,
    Known,
    LeftAside,
    MembershipPaper,
    Paper,
    PersonPaper,
)

SCHEME = "csv"
UNKNOWN = "und"
COLUMNS = {
    "id": "id person_id identifier identifiant identificador",
    "wikidata": "wikidata wikidata_id qid",
    "name": "name full_name nom nom_complet nombre nombre_completo",
    "sort_name": "sort_name nom_de_tri nombre_de_orden",
    "gender": "gender sex genre sexe genero sexo",
    "born": "birth_date born date_de_naissance fecha_de_nacimiento",
    "image": "image photo foto",
    "email": "email e_mail courriel correo correo_electronico",
    "phone": "phone telephone telefono",
    "web": "website web url site_web sitio_web",
    "x": "twitter x",
    "facebook": "facebook",
    "chamber": "chamber house chambre camara",
    "group": "group groupe grupo",
    "group_id": "group_id groupe_id grupo_id",
    "party": "party parti partido",
    "party_id": "party_id parti_id partido_id",
    "area": "area constituency district riding circonscription circunscripcion distrito",
    "area_id": "area_id constituency_id",
    "since": "start_date since from debut debut_mandat inicio fecha_de_inicio",
    "until": "end_date until to fin fin_mandat fecha_de_fin",
    "role": "role fonction cargo",
}
_MEANINGS = {word: meaning for meaning, words in COLUMNS.items() for word in words.split()}
GENDERS = {"f": "female", "female": "female", "femme": "female", "mujer": "female"} | {
    "m": "male",
    "male": "male",
    "homme": "male",
    "hombre": "male",
}
# A table of members says, beside the name, at least one of these.
_OF_MEMBERS = {"chamber", "group", "party", "area", "since"}
_ROLES = ("member", "chair", "vice_chair", "leader", "office_holder")
_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q\d{1,12})$")
_HANDLE = re.compile(r"@?(\w{1,15})$")

# The longest cell, and the most columns, that a table of members can need; csv itself has no limit to columns.
LONGEST_CELL, MOST_COLUMNS = 4_000, 400
# No House of any year has had so many; a row of three signs takes a hundred times its size in memory.
MOST_ROWS = 200_000

Row = dict[str, str]


def columns(line: str) -> dict[int, str]:
    """What the columns of a first line mean, by their place; nothing for a line that begins no table of members."""
    try:
        cells = next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:
        return {}
    found: dict[int, str] = {}
    for place, cell in enumerate(cells[:MOST_COLUMNS]):
        meaning = _MEANINGS.get(_slug(cell).replace("-", "_"))
        if meaning and meaning not in found.values():
            found[place] = meaning
    return found if "name" in found.values() and _OF_MEMBERS & set(found.values()) else {}


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """The bodies and areas of a table, then its people. Raises UnreadableFile."""
    text = Text.of_table(path)
    table = _Table(text)
    if not table.people:
        raise UnreadableFile(path, Fault.NO_PEOPLE)
    yield from table.bodies()
    yield from table.areas()
    for rows in table.people.values():
        yield table.person(rows)
    if text.encoding == encodings.WINDOWS:
        yield LeftAside(1, encodings.WINDOWS, "guessed-encoding")
    if damaged := text.text.count("\ufffd"):
        yield LeftAside(1, str(damaged), "bad-bytes")
    yield from table.aside
    yield from table.unread.left_aside()


class _Table:
    """The rows by person. Ids are those of one table, so each is kept with the name of its chamber."""

    def __init__(self, text: Text) -> None:
        self.aside: list[LeftAside] = []
        self.unread = Tally()
        rows = list(self._rows(text))
        self.source = next((slug for _line, row in rows if (slug := _slug(row.get("chamber", "")))), "members")
        self.people: dict[str, list[Row]] = {}
        for line, row in rows:
            self._take(line, row)

    def _take(self, line: int, row: Row) -> None:
        """Rows without an id that bear the same name are one person, unless they say two things of that person."""
        number = row.get("id") or row.get("wikidata")
        if not row.get("name"):
            self.aside.append(LeftAside(line, (number or "?")[:80], "no-name"))
            return
        found = self.people.setdefault(number or row["name"], [])
        if not number and found and any(_differ(row, found[0], name) for name in ("born", "gender", "email")):
            self.aside.append(LeftAside(line, row["name"][:80], "one-of-the-same-name"))
        else:
            found.append(row)

    def _rows(self, text: Text) -> Iterator[tuple[int, Row]]:
        """Each row with its line; raises UnreadableFile for what is no table."""
        heading = first_line(text.text)
        meanings = columns(heading)
        reader = csv.reader(io.StringIO(text.text, newline=""), delimiter=_delimiter(heading), strict=True)
        begun, heads = False, list[str]()
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end" in str(error):
                    detail = str(error)[:80]
                    raise UnreadableFile(text.path, Fault.TRUNCATED, line=reader.line_num, detail=detail) from error
                self.aside.append(LeftAside(reader.line_num, "row", "broken-row"))
                continue
            if reader.line_num > MOST_ROWS:
                raise UnreadableFile(text.path, Fault.TOO_LARGE, line=reader.line_num)
            if begun and any(cell.strip() for cell in cells):
                named = (
                    (heads[at] if at < len(heads) else f"column {at + 1}", cell)
                    for at, cell in enumerate(cells)
                    if at not in meanings
                )
                self.unread.add((name, reader.line_num) for name, cell in named if cell.strip())
                yield reader.line_num, {**_meant(cells, meanings), "line": str(reader.line_num)}
            heads = heads or cells
            begun = begun or bool(cells)

    def known(self, kind: str, value: str) -> Known:
        return Known(SCHEME, f"{self.source}/{kind}/{value}"[:400])

    def _named(self, row: Row, kind: str) -> Known | None:
        """The body or area of a row by its id, else by its name."""
        name = row.get(kind, "")
        return self.known(kind, row.get(f"{kind}_id") or _slug(name)) if _slug(name) else None

    def bodies(self) -> Iterator[Paper]:
        for kind in ("chamber", "party", "group"):
            for known, name in self._bodies_named(kind):
                yield BodyPaper(kind, {UNKNOWN: name}, (known,))

    def _bodies_named(self, kind: str) -> list[tuple[Known, str]]:
        """Each body or area of a kind once, with the first name it is given."""
        found: dict[Known, str] = {}
        for row in (row for rows in self.people.values() for row in rows):
            if known := self._named(row, kind):
                found.setdefault(known, row[kind][:300])
        return list(found.items())

    def areas(self) -> Iterator[Paper]:
        for known, name in self._bodies_named("area"):
            yield AreaPaper({UNKNOWN: name}, (known,))

    def person(self, rows: list[Row]) -> PersonPaper:
        row = {meaning: value for each in reversed(rows) for meaning, value in each.items() if value}
        number = row.get("id") or row.get("wikidata") or _slug(row["name"])
        known = [self.known("person", number)]
        if found := _QID.match(row.get("wikidata", "")):
            known.append(Known("wikidata", found[1]))
        return PersonPaper(
            row["name"][:200],
            tuple(known),
            sort_name=row.get("sort_name", "")[:200],
            gender=GENDERS.get(row.get("gender", "").lower(), ""),
            born=_partial(row.get("born", "")),
            image=web_address(row.get("image", "")),
            links=_links(row),
            contacts={kind: row[kind][:300] for kind in ("email", "phone") if row.get(kind)},
            memberships=tuple(self._memberships(rows)),
        )

    def _memberships(self, rows: list[Row]) -> Iterator[MembershipPaper]:
        """The seat in the House on behalf of the group or party, and the place in these; each once."""
        seen: set[tuple[Known, str]] = set()
        for row in rows:
            since, until = _partial(row.get("since", "")), _partial(row.get("until", ""))
            until = "" if until and until < since[:4] else until
            chamber, group, party = (self._named(row, kind) for kind in ("chamber", "group", "party"))
            seat = chamber or group or party
            for body in (chamber, group, party):
                if body is None or (body, since) in seen:
                    continue
                seen.add((body, since))
                area = self._named(row, "area") if body == seat else None
                behalf = (group or party) if body == chamber else None
                role = _role(row) if body == seat else "member"
                yield MembershipPaper(
                    body, role, area=area, on_behalf_of=behalf, since=since, until=until, line=int(row["line"])
                )


def _role(row: Row) -> str:
    role = _slug(row.get("role", "")).replace("-", "_")
    return role if role in _ROLES else "member"


def _differ(one: Row, other: Row, name: str) -> bool:
    return bool(one.get(name) and other.get(name) and one[name] != other[name])


def _meant(cells: list[str], meanings: dict[int, str]) -> Row:
    named = ((meaning, cells[place]) for place, meaning in meanings.items() if place < len(cells))
    return {meaning: " ".join(cell.split())[:LONGEST_CELL] for meaning, cell in named}


def _links(row: Row) -> dict[str, str]:
    handle = _HANDLE.match(row.get("x", "").removeprefix("https://twitter.com/").removeprefix("https://x.com/"))
    facebook = row.get("facebook", "")
    links = {
        "web": web_address(row.get("web", "")),
        "x": f"https://x.com/{handle[1]}" if handle else "",
        "facebook": web_address(facebook)
        or (f"https://facebook.com/{facebook}" if re.fullmatch(r"[\w.]+", facebook) else ""),
    }
    return {kind: url for kind, url in links.items() if url}


def _partial(words: str) -> str:
    return words if _PARTIAL.match(words) else ""


def _slug(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^\w]+", "-", "".join(sign for sign in apart if not unicodedata.combining(sign))).strip("-_")[:200]
