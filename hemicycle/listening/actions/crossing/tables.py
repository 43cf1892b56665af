"""Themes and campaigns by question and by fact, as pages and dossiers show them: counted, merged, hidden."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...models import Analysis, Place, Stratum
from ...models.stratum import FEWEST, NOT_STATED, OTHER, code_of
from .disclosure import hidden_cells

# A page holds so many beside each other; rarer values share a column.
MOST_COLUMNS = 12
# A committee reads no more names in one table (views/themes.py says the same of its map).
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Counted:
    """One message as far as counting goes. `question` is that of its stratum, if it has themes of its own."""

    place: str
    campaign: int | None
    lang: str
    sender: str
    stratum: int | None
    question: str


@dataclass
class Dimension:
    """What a table is crossed by: the questions (name "") or one fact, with the column of each stratum."""

    name: str
    columns: list[str]
    column_of: Mapping[int, str]

    @property
    def is_worth_a_table(self) -> bool:
        """Two values of its own, beside those that are not stated or rare."""
        return len([code for code in self.columns if code not in (OTHER, NOT_STATED)]) > 1


@dataclass
class Crowd:
    """Messages and senders by stratum."""

    messages: Counter[int] = field(default_factory=Counter)
    senders: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, counted: Iterable[Counted]) -> "Crowd":
        crowd = cls()
        for one in counted:
            if one.stratum is not None:
                crowd.messages[one.stratum] += 1
                crowd.senders[one.stratum].add(one.sender)
        return crowd

    def by(self, column_of: Mapping[int, str], columns: Sequence[str]) -> list[list[int]]:
        """[messages, senders] of each column."""
        messages, senders = Counter[str](), defaultdict[str, set[str]](set)
        for stratum, n in self.messages.items():
            messages[column_of[stratum]] += n
            senders[column_of[stratum]] |= self.senders[stratum]
        return [[messages[code], len(senders[code])] for code in columns]

    @property
    def total(self) -> list[int]:
        return [self.messages.total(), len(set().union(*self.senders.values()))]


def facts_of(crowd: Crowd, strata: Collection[Stratum]) -> list[dict[str, Any]]:
    """[{"name", "values": [[code, messages, senders]]}] of each fact with two values that enough senders have."""
    found = []
    for name in sorted({name for stratum in strata for name in stratum.facts}):
        one = dimension(name, crowd, strata)
        if one.is_worth_a_table:
            counts = crowd.by(one.column_of, one.columns)
            found.append(
                {"name": name, "values": [[code, *pair] for code, pair in zip(one.columns, counts, strict=True)]}
            )
    return found


def questions_of(
    analysis: Analysis, counted: Collection[Counted], strata: Collection[Stratum], answers: Mapping[int, int]
) -> list[list[int]]:
    """[answers, senders, individual voices] of each question of the analysis, in its order."""
    texts = {stratum.pk: stratum.question for stratum in strata}
    all_of, voices, senders = Counter[str](), Counter[str](), defaultdict[str, set[str]](set)
    for stratum, n in answers.items():
        all_of[texts[stratum]] += n
    for one in counted:
        if one.stratum is not None:
            senders[texts[one.stratum]].add(one.sender)
            voices[texts[one.stratum]] += one.place == Place.VOICE
    asked = [question["text"] for question in analysis.questions]
    return [[all_of[text], len(senders[text]), voices[text]] for text in asked]


def dimension(name: str, crowd: Crowd, strata: Collection[Stratum], *, most: int | None = None) -> Dimension:
    """The values that FEWEST senders have, most first, then those not stated and all others together."""
    raw = {stratum.pk: code_of(stratum, name) for stratum in strata}
    senders: dict[str, set[str]] = defaultdict(set)
    for stratum, who in crowd.senders.items():
        senders[raw[stratum]] |= who
    other = senders.pop(OTHER, set())
    kept = sorted(senders, key=lambda code: (-len(senders[code]), code))
    # Rare ones share a column, and with the next one if they are rare even together.
    while kept and (_is_rare(senders[kept[-1]]) or (other and _is_rare(other)) or (most and len(kept) >= most)):
        other = other | senders[kept.pop()]
    columns = sorted(kept, key=lambda code: code == NOT_STATED) + ([OTHER] if other else [])
    return Dimension(name, columns, {key: code if code in kept else OTHER for key, code in raw.items()})


def _is_rare(senders: Collection[str]) -> bool:
    return len(senders) < FEWEST


def cross(one: Dimension, everyone: Crowd, rows: Mapping[str, Crowd]) -> dict[str, Any]:
    """{"columns", "totals", "rows": [[key, messages, senders, cells]]}; a cell is [messages, senders], None if hidden.

    Groups that fewer than FEWEST senders are behind have no row; what is hidden is hidden by senders.
    """
    cells = {key: crowd.by(one.column_of, one.columns) for key, crowd in rows.items()}
    named = [key for key, crowd in rows.items() if crowd.total[1] >= FEWEST]
    hidden = hidden_cells([[senders for _messages, senders in cells[key]] for key in named])
    return {
        "columns": one.columns,
        "totals": everyone.by(one.column_of, one.columns),
        "rows": [
            [key, *rows[key].total, [None if (at, n) in hidden else cell for n, cell in enumerate(cells[key])]]
            for at, key in enumerate(named)
        ],
    }


def largest(crowds: Mapping[str, Crowd]) -> dict[str, Crowd]:
    ordered = sorted(crowds, key=lambda key: (-crowds[key].total[1], -crowds[key].total[0], key))
    return {key: crowds[key] for key in ordered[:MOST_ROWS]}
