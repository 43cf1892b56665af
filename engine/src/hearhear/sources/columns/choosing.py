"""Which column is which: what its values look like, and what it is called."""

from collections.abc import Mapping, Sequence

from hearhear.sources import dates
from hearhear.sources.columns import facts as fact_columns
from hearhear.sources.columns import text as texts
from hearhear.sources.columns.exports import export_layout, recognise_export
from hearhear.sources.columns.names import CHANNEL, ID, LANG, QUESTION, SENDER, SENT_AT, TIME, plain_name
from hearhear.sources.columns.profile import EMAIL, MOST, URL, ColumnProfile
from hearhear.sources.records import Certainty, Guessed, Layout

FIELDS = ("text", "id", "lang", "channel", "sender", "sent_at", "question")


def guess(found: Sequence[ColumnProfile]) -> Guessed:
    """What the columns hold, how certain each is, and the export the file is, if it is a known one."""
    export = recognise_export(one.name for one in found)
    known = export_layout(export, [one.name for one in found]) if export else Layout({})
    chosen = texts.choose(found)
    if "text" in known.columns or known.questions:
        chosen = texts.TextChoice(known.columns.get("text", ""), known.questions, (), "sure")
    columns = dict(known.columns)
    certainty: dict[str, Certainty] = dict.fromkeys(known.columns, "sure")
    if chosen.text:
        columns["text"] = chosen.text
    if chosen.text or chosen.questions:
        certainty["text"] = chosen.certainty
    for name, choose in CHOICES:
        free = [one for one in found if one.name not in used_columns(columns, chosen.questions)]
        choice = choose(free, columns) if name not in columns else None
        if choice:
            columns[name], certainty[name] = choice
    used = used_columns(columns, chosen.questions)
    stated = dict.fromkeys((*known.facts, *fact_columns.choose(found, used)))
    ordered = {name: columns[name] for name in FIELDS if name in columns}
    return Guessed(Layout(ordered, chosen.questions, tuple(stated)), certainty, export, chosen.candidates)


def used_columns(columns: Mapping[str, str], questions: Sequence[str]) -> set[str]:
    """The columns that are read as something."""
    parts = {part for wanted in columns.values() for part in wanted.replace("|", "+").split("+")}
    return {*parts, *columns.values(), *questions}


Choice = tuple[str, Certainty] | None
Chosen = Mapping[str, str]


def _named(found: Sequence[ColumnProfile], known: Sequence[str]) -> list[ColumnProfile]:
    ranked = [facts for facts in found if facts.plain in known and facts.column.filled > 0]
    return sorted(ranked, key=lambda facts: known.index(facts.plain))


def _with_word(found: Sequence[ColumnProfile], known: Sequence[str]) -> list[ColumnProfile]:
    return [facts for facts in found if set(facts.plain.split("_")) & set(known) and facts.column.filled > 0]


def _id(found: Sequence[ColumnProfile], _: Chosen) -> Choice:
    whole = [facts for facts in found if facts.column.filled == 1 and facts.column.mean_length < 200]
    unique = [facts for facts in whole if facts.column.distinct == 1]
    named = _named(unique, ID)
    if named:
        return named[0].name, "sure"
    # A column that is called id stays one when a few rows came twice; those are set aside.
    called = [facts for facts in _named(whole, ["id"]) if facts.column.distinct >= MOST]
    worded = [facts for facts in unique if facts.words & ID_WORDS and not facts.is_date]
    return next(((facts.name, "likely") for facts in (*called, *worded)), None)


ID_WORDS = frozenset(("id", "uuid", "identifiant", "identificador", "identifier"))


def _lang(found: Sequence[ColumnProfile], chosen: Chosen) -> Choice:
    candidates = [facts for facts in found if facts.is_language]
    named = _named(candidates, LANG)
    if named:
        return named[0].name, "sure"
    kin = {word for name in chosen.values() for word in plain_name(name).split("_")}
    worded = _with_word(candidates, LANG)
    worded.sort(key=lambda facts: -len(kin & set(facts.plain.split("_"))))
    return (worded[0].name, "likely") if worded else None


def _channel(found: Sequence[ColumnProfile], _: Chosen) -> Choice:
    few = [f for f in _named(found, CHANNEL) if f.column.mean_length < 25 and not any(map(URL.match, f.values))]
    kinds = [facts for facts in few if len(set(facts.values)) <= 20]
    return (kinds[0].name, "sure" if kinds[0].plain in ("channel", "canal") else "likely") if kinds else None


def _sender(found: Sequence[ColumnProfile], _: Chosen) -> Choice:
    named = [facts for facts in _named(found, SENDER) if facts.column.mean_length < 120]
    addresses = [one for one in found if one.share(EMAIL) >= MOST]
    return (named[0].name, "sure") if named else (addresses[0].name, "likely") if addresses else None


def _sent_at(found: Sequence[ColumnProfile], _: Chosen) -> Choice:
    candidates = [facts for facts in found if facts.is_date]
    named = _named(candidates, SENT_AT) or _named([f for f in found if f.share(dates.EPOCH) >= MOST], SENT_AT)
    if named:
        day = named[0]
        clock = [f for f in _named(found, TIME) if f is not day and f.share(r".*\d{1,2}:\d{2}") >= MOST]
        bare = not any(":" in value for value in day.values[:50])
        return (f"{day.name}+{clock[0].name}" if clock and bare else day.name), "sure"
    return (candidates[0].name, "weak") if len(candidates) == 1 else None


def _question(found: Sequence[ColumnProfile], _: Chosen) -> Choice:
    """What several messages have in common: the question that they answer, or what they were written under."""
    shared = [one for one in _named(found, QUESTION) if one.column.distinct < 1 or len(one.values) == 1]
    return (shared[0].name, "likely") if shared else None


CHOICES = (
    ("id", _id), ("lang", _lang), ("channel", _channel), ("sender", _sender), ("sent_at", _sent_at),
    ("question", _question),
)  # fmt: skip
