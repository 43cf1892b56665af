"""The numbers of a dossier, counted from the findings: {"n", "note"} each, so that every one opens to its messages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..models import Analysis, Place, RejectedRow
from ..models.finding import UNREAD
from .blocks import Notes
from .reading import Reading, Row, messages, senders

Facts = dict[str, Any]

# Settings that say how a machine is used. They change no finding, and the dossier of two machines is one.
# `memory_limit` stands in analyses from before the engine needed none.
OF_THE_MACHINE = ("memory_limit", "threads")


def number(n: int, rows: Iterable[Row], notes: Notes) -> Facts:
    return {"n": n, "note": notes.of(messages(rows))}


def counts(reading: Reading, notes: Notes) -> Facts:
    """How many wrote and how: each number with the messages it was counted from."""
    everything, counted = list(reading.rows.values()), reading.counted
    campaign, voices = reading.of_place(Place.CAMPAIGN), reading.of_place(Place.VOICE)
    own = [row for row in campaign if row.has_own_words]
    repeats, aside = reading.of_place(Place.REPEAT), reading.of_place(Place.SET_ASIDE)
    shown = reading.analysis.campaigns.shown().count()
    return {
        "messages": number(len(everything), everything, notes),
        "senders": number(senders(everything), everything, notes),
        "counted": number(len(counted), counted, notes),
        "campaigns": number(shown, campaign, notes),
        "in_campaigns": number(len(campaign), campaign, notes),
        "campaign_senders": number(senders(campaign), campaign, notes),
        "own_words": number(len(own), own, notes),
        "voices": number(len(voices), voices, notes),
        "voice_senders": number(senders(voices), voices, notes),
        "repeats": number(len(repeats), repeats, notes),
        "set_aside": number(len(aside), aside, notes),
        "rejected": {
            "n": RejectedRow.objects.filter(intake__inquiry=reading.analysis.inquiry_id).count(),
            "note": None,
        },
    }


def sources(reading: Reading, notes: Notes, key: Callable[[Row], str]) -> list[Facts]:
    """Messages by channel or by language, most first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in reading.counted:
        groups[key(row)].append(row)
    return [
        {
            "code": code,
            "messages": number(len(rows), rows, notes),
            "senders": number(senders(rows), rows, notes),
            "in_campaigns": _at(Place.CAMPAIGN, rows, notes),
            "voices": _at(Place.VOICE, rows, notes),
        }
        for code, rows in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _at(place: str, rows: Iterable[Row], notes: Notes) -> Facts:
    chosen = [row for row in rows if row.place == place]
    return number(len(chosen), chosen, notes)


def days(reading: Reading) -> list[list[Any]]:
    """[day, messages in campaigns, individual voices], oldest first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in reading.counted:
        if row.day is not None:
            found[row.day.isoformat()][row.place == Place.VOICE] += 1
    return [[day, *pair] for day, pair in sorted(found.items())]


def speaking(rows: list[Row], notes: Notes) -> Facts:
    """How many speak of something: messages, senders, campaigns and individual voices."""
    campaign = [row for row in rows if row.place == Place.CAMPAIGN]
    return {
        "messages": number(len(rows), rows, notes),
        "senders": number(senders(rows), rows, notes),
        "campaigns": number(len({row.campaign for row in campaign}), campaign, notes),
        "voices": _at(Place.VOICE, rows, notes),
        "languages": _languages(rows, notes),
    }


def _languages(rows: list[Row], notes: Notes) -> list[Facts]:
    each = Counter(row.lang for row in rows)
    return [
        {"code": code, "messages": number(n, [row for row in rows if row.lang == code], notes)}
        for code, n in sorted(each.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def not_quoted(reading: Reading, notes: Notes) -> list[Facts]:
    """Why messages are never quoted, and how many; each under the first reason that holds."""
    reasons: dict[str, list[Row]] = {"casework": [], "private": [], "no_own_words": [], "unread": []}
    for row in reading.counted:
        if row.has_casework:
            reasons["casework"].append(row)
        elif row.has_private:
            reasons["private"].append(row)
        elif row.has_no_own_words:
            reasons["no_own_words"].append(row)
        elif row.unread == UNREAD:
            reasons["unread"].append(row)
    return [{"why": why, "messages": number(len(rows), rows, notes)} for why, rows in reasons.items() if rows]


def method(analysis: Analysis, reading: Reading, notes: Notes) -> Facts:
    """With what it was made, and what staff changed."""
    corrected = [row for row in reading.rows.values() if row.correction is not None]
    kinds = Counter(analysis.inquiry.corrections.in_force().values_list("kind", flat=True))
    return {
        "engine": f"hearhear {analysis.engine_version}",
        "settings": _whole_numbers(_of_findings(analysis.settings)),
        "sample": _whole_numbers(analysis.sample),
        "redacted": dict(sorted((analysis.redacted or {}).items())),
        "corrections": dict(sorted(kinds.items())),
        "placed_by_staff": number(len(corrected), corrected, notes),
        "undated": _without(reading, notes, lambda row: row.day is not None),
        "language_unknown": _without(reading, notes, lambda row: row.lang not in ("", "und")),
        "sender_unknown": _without(reading, notes, lambda row: not row.sender.startswith("message:")),
    }


def _without(reading: Reading, notes: Notes, known: Callable[[Row], bool]) -> Facts:
    rows = [row for row in reading.counted if not known(row)]
    return number(len(rows), rows, notes)


def _of_findings(settings: Any) -> Any:
    if not isinstance(settings, Mapping):
        return settings
    return {name: _of_findings(one) for name, one in settings.items() if name not in OF_THE_MACHINE}


def _whole_numbers(value: Any) -> Any:
    """Fractions as words: databases write one and the same fraction in more than one way."""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, Mapping):
        return {name: _whole_numbers(one) for name, one in value.items()}
    return [_whole_numbers(one) for one in value] if isinstance(value, list) else value
