"""Which column is which: first by its name, where the content agrees, then by the content alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from hearhear.sources import dates, exports, names
from hearhear.sources.reading import Certainty, Column

# A share of values that must look like what the column is taken for: a clear majority, since heads of real files
# have blanks and slips in them.
MOST = 0.8
FIELDS = ("text", "id", "lang", "channel", "sender", "sent_at")
URL = re.compile(r"https?://\S+\s*$")


@dataclass(frozen=True)
class Facts:
    """A column of the file's head, with its name made comparable and its values as strings."""

    column: Column
    plain: str
    values: tuple[str, ...]
    is_date: bool

    @property
    def name(self) -> str:
        return self.column.name

    def share(self, pattern: str) -> float:
        """The share of the values that match."""
        return sum(bool(re.match(pattern, value)) for value in self.values) / max(1, len(self.values))

    @property
    def is_text(self) -> bool:
        """Words, and not only numbers, dates, addresses of pages or codes."""
        return bool(self.values) and not self.is_date and self.share(r"[^A-Za-zÀ-ɏ]*$|https?://\S+\s*$") < MOST

    @property
    def is_language(self) -> bool:
        known = set(names.LANGUAGES.values()) | set(names.LANGUAGES)
        codes = [names.plain(value) for value in self.values]
        good = sum(code in known or bool(re.fullmatch(r"[a-z]{2}(_[a-z0-9]{2,4})?", code)) for code in codes)
        return good >= MOST * max(1, len(codes)) and bool(codes)


def describe(head: pa.Table) -> list[Facts]:
    """What the first rows show of every column."""
    return [_facts(name, head[name]) for name in head.column_names]


def _facts(name: str, column: pa.ChunkedArray) -> Facts:
    moment = pa.types.is_temporal(column.type)
    strings = column.cast(pa.string())
    values = tuple(value for value in strings.to_pylist() if value and value.strip())
    samples = tuple(" ".join(value.split())[:120] for value in dict.fromkeys(values[:50]))[:3]
    rows = max(1, len(column))
    facts = Column(
        name,
        samples,
        len(values) / rows,
        len(set(values)) / max(1, len(values)),
        sum(map(len, values)) / max(1, len(values)),
    )
    return Facts(facts, names.plain(name), values, moment or _are_dates(values))


def _are_dates(values: Sequence[str]) -> bool:
    short = [value for value in values[:200] if len(value) < 40]
    if not values or len(short) < MOST * min(200, len(values)) or not any(re.search("[-/.:]", v) for v in short):
        return False
    parsed = dates.parse(pa.chunked_array([pa.array(short, pa.string())]))
    return bool(len(parsed) - parsed.null_count >= MOST * len(short))


def guess(found: Sequence[Facts]) -> tuple[dict[str, str], dict[str, Certainty], str | None]:
    """The mapping of fields to columns, how certain each is, and the export the file is, if it is a known one."""
    export = exports.recognise({facts.name for facts in found})
    columns: dict[str, str] = {}
    certainty: dict[str, Certainty] = {}
    for name, choose in (("text", _text), ("id", _id), ("lang", _lang), ("channel", _channel), ("sender", _sender),
                         ("sent_at", _sent_at)):  # fmt: skip
        choice = choose([facts for facts in found if facts.name not in columns.values()], columns)
        if choice:
            columns[name], certainty[name] = choice
    if export:
        known = exports.columns(export, [facts.name for facts in found])
        columns.update(known)
        certainty.update(dict.fromkeys(known, "sure"))
    return {name: columns[name] for name in FIELDS if name in columns}, certainty, export


Choice = tuple[str, Certainty] | None
Chosen = Mapping[str, str]


def _named(found: Sequence[Facts], known: Sequence[str]) -> list[Facts]:
    ranked = [facts for facts in found if facts.plain in known and facts.column.filled > 0]
    return sorted(ranked, key=lambda facts: known.index(facts.plain))


def _with_word(found: Sequence[Facts], known: Sequence[str]) -> list[Facts]:
    return [facts for facts in found if set(facts.plain.split("_")) & set(known) and facts.column.filled > 0]


def _text(found: Sequence[Facts], _: Chosen) -> Choice:
    texts = [facts for facts in found if facts.is_text]
    localised = _localised(texts)
    named = _named(texts, names.TEXT)
    longest = max(texts, key=lambda facts: facts.column.mean_length, default=None)
    if longest is None:
        return None
    if named:
        best = named[0]
        subject = _named(texts, names.SUBJECT)
        column = f"{subject[0].name}+{best.name}" if subject else best.name
        return (
            column,
            "sure" if best is longest or best.column.mean_length >= longest.column.mean_length / 2 else "likely",
        )
    if localised:
        return localised, "sure"
    worded = _with_word(texts, names.TEXT)
    if worded:
        return max(worded, key=lambda facts: facts.column.mean_length).name, "likely"
    return (longest.name, "weak") if longest.share(r"\s*\S+\s+\S") >= MOST / 2 else None


def _localised(texts: Sequence[Facts]) -> str | None:
    """`body/fr|body/en`: the same column in several languages, of which a row has one."""
    for name in names.TEXT:
        same = [facts.name for facts in texts if re.fullmatch(rf"{name}_[a-z]{{2}}", facts.plain)]
        if same:
            return "|".join(same)
    return None


def _id(found: Sequence[Facts], _: Chosen) -> Choice:
    whole = [facts for facts in found if facts.column.filled == 1 and facts.column.mean_length < 200]
    unique = [facts for facts in whole if facts.column.distinct == 1]
    named = _named(unique, names.ID)
    if named:
        return named[0].name, "sure"
    # A column that is called id stays one when a few rows came twice; those are set aside.
    called = [facts for facts in _named(whole, ["id"]) if facts.column.distinct >= MOST]
    worded = [facts for facts in unique if {"id", "uuid"} & set(facts.plain.split("_")) and not facts.is_date]
    return next(((facts.name, "likely") for facts in (*called, *worded)), None)


def _lang(found: Sequence[Facts], chosen: Chosen) -> Choice:
    candidates = [facts for facts in found if facts.is_language]
    named = _named(candidates, names.LANG)
    if named:
        return named[0].name, "sure"
    kin = {word for name in chosen.values() for word in names.plain(name).split("_")}
    worded = _with_word(candidates, names.LANG)
    worded.sort(key=lambda facts: -len(kin & set(facts.plain.split("_"))))
    return (worded[0].name, "likely") if worded else None


def _channel(found: Sequence[Facts], _: Chosen) -> Choice:
    few = [f for f in _named(found, names.CHANNEL) if f.column.mean_length < 25 and not any(map(URL.match, f.values))]
    kinds = [facts for facts in few if len(set(facts.values)) <= 20]
    return (kinds[0].name, "sure" if kinds[0].plain in ("channel", "canal") else "likely") if kinds else None


def _sender(found: Sequence[Facts], _: Chosen) -> Choice:
    named = [facts for facts in _named(found, names.SENDER) if facts.column.mean_length < 120]
    return (named[0].name, "sure") if named else None


def _sent_at(found: Sequence[Facts], _: Chosen) -> Choice:
    candidates = [facts for facts in found if facts.is_date]
    named = _named(candidates, names.SENT_AT) or _named(
        [f for f in found if f.share(dates.EPOCH) >= MOST], names.SENT_AT
    )
    if named:
        day = named[0]
        clock = [f for f in _named(found, names.TIME) if f is not day and f.share(r".*\d{1,2}:\d{2}") >= MOST]
        bare = not any(":" in value for value in day.values[:50])
        return (f"{day.name}+{clock[0].name}" if clock and bare else day.name), "sure"
    return (candidates[0].name, "weak") if len(candidates) == 1 else None
