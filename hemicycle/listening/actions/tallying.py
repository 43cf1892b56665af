"""How many messages speak of each theme and of each clause, counted once for every page that shows it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from ..engine.targets import target_id
from ..models import Analysis, Place, Stratum, Theme
from ..models.finding import COUNTED, SENDER
from ..models.speaking import speakers_of, with_parts
from ..models.stratum import REST, VOICES
from ..models.theme import NO_THEME
from .crossing import tables as crossing
from .crossing.tables import Counted, Crowd

# So many passages are kept for each clause; the page shows the first two that are not the bill's own words.
QUOTES = 6


@dataclass
class Tables:
    """Every message that counts, by its key; those of each campaign of the engine, and of each of its questions."""

    messages: dict[int, Counted]
    members: Mapping[int, list[int]]
    answering: Mapping[tuple[int, str], list[int]]
    strata: Mapping[int, Stratum]


def tally_meaning(analysis: Analysis) -> dict[str, Any]:
    """Fill the counts of the themes; returns what the analysis keeps: the number of themes, counts by clause, by
    question and by fact, and the tables of findings by these."""
    found: dict[str, Any] = {"themes_shown": 0, "clauses": {}, "questions": [], "facts": [], "crosses": {}}
    strata = {one.pk: one for one in analysis.strata.all()}
    spoken_of = analysis.themes.exists() or analysis.links.exists()
    if not (strata or spoken_of):
        return found
    tables = _tables(analysis, strata)
    speaking = _count_themes(analysis, tables) if spoken_of else {}
    if spoken_of:
        found |= {"themes_shown": analysis.themes.shown().count(), "clauses": _clauses(analysis, tables)}
    return found | (_by_strata(analysis, tables, speaking) if strata else {})


def _tables(analysis: Analysis, strata: Mapping[int, Stratum]) -> Tables:
    apart = analysis.themes.questions()
    asked = {key: one.question if one.question in apart else "" for key, one in strata.items()}
    rows = analysis.findings.filter(place__in=COUNTED)
    messages, members = dict[int, Counted](), defaultdict[int, list[int]](list)
    answering = defaultdict[tuple[int, str], list[int]](list)
    columns = rows.values_list("pk", "engine_campaign", "place", "campaign", "lang", SENDER, "stratum")
    for key, group, place, campaign, lang, who, stratum in columns.iterator():
        question = asked.get(stratum, "")
        messages[key] = Counted(place, campaign, lang, who, stratum, question)
        if group is not None:
            members[group].append(key)
            answering[group, question].append(key)
    return Tables(messages, members, answering, strata)


def _count_themes(analysis: Analysis, tables: Tables) -> dict[int, set[int]]:
    """Theme → the messages that speak of it."""
    themes = list(analysis.themes.all())
    parents = {theme.pk: theme.parent_id for theme in themes}
    speaking = with_parts(speakers_of(_spoken(analysis), tables.messages, tables.answering), parents)
    changed = []
    for theme in themes:
        facts = _facts(speaking.get(theme.pk, set()), tables.messages)
        if any(getattr(theme, name) != value for name, value in facts.items()):
            vars(theme).update(facts)
            changed.append(theme)
    counts = ["messages", "senders", "campaigns", "voices", "languages"]
    Theme.objects.bulk_update(changed, counts, batch_size=200)
    return speaking


def _spoken(analysis: Analysis) -> Iterator[tuple[int, int, tuple[int, str] | None]]:
    """(theme, finding, the campaign and the question for which it speaks)."""
    apart = analysis.themes.questions()
    rows = analysis.mentions.filter(theme__isnull=False)
    columns = rows.values_list("theme", "finding", "campaign", "finding__stratum__question")
    for theme, finding, campaign, asked in columns.iterator():
        yield theme, finding, None if campaign is None else (campaign, asked if asked in apart else "")


def _by_strata(analysis: Analysis, tables: Tables, speaking: Mapping[int, set[int]]) -> dict[str, Any]:
    """What the analysis keeps of its questions and facts."""
    strata = list(tables.strata.values())
    answers = dict(analysis.findings.order_by().values_list("stratum").annotate(n=Count("pk")))
    counted = list(tables.messages.values())
    everyone = Crowd.of(counted)
    groups = {"themes": _themes(analysis, tables, speaking), "campaigns": _campaigns(analysis, counted)}
    facts = crossing.facts_of(everyone, strata)
    crosses: dict[str, dict[str, Any]] = defaultdict(dict)
    for name in ["", *(one["name"] for one in facts)]:
        by = crossing.dimension(name, everyone, strata, most=crossing.MOST_COLUMNS)
        for kind, rows in groups.items() if by.is_worth_a_table else ():
            # A theme that was found among the answers to one question has no answers to another.
            if name or kind != "themes" or not analysis.themes.questions():
                crosses[kind][name] = crossing.cross(by, everyone, rows)
    questions = crossing.questions_of(analysis, counted, strata, answers)
    return {"questions": questions, "facts": facts, "crosses": crosses}


def _themes(analysis: Analysis, tables: Tables, speaking: Mapping[int, set[int]]) -> dict[str, Crowd]:
    """The themes that are no part of another; last those who speak of none."""
    shown = analysis.themes.shown().tops().largest_first().values_list("pk", "key")
    crowds = {key: Crowd.of(tables.messages[one] for one in speaking[theme]) for theme, key in shown}
    rest = {key: crowds.pop(key) for key in [NO_THEME] if key in crowds}
    return crossing.largest(crowds) | rest


def _campaigns(analysis: Analysis, counted: list[Counted]) -> dict[str, Crowd]:
    """The largest campaigns, then all others together and the individual voices: every message in one row."""
    keys = dict(analysis.campaigns.values_list("pk", "key"))
    groups: dict[str, list[Counted]] = defaultdict(list)
    for one in counted:
        groups[VOICES if one.campaign is None else keys[one.campaign]].append(one)
    voices = groups.pop(VOICES, [])
    listed = crossing.largest({key: Crowd.of(members) for key, members in groups.items()})
    rest = [one for key, members in groups.items() if key not in listed for one in members]
    ends = {REST: Crowd.of(rest), VOICES: Crowd.of(voices)}
    return listed | {key: crowd for key, crowd in ends.items() if crowd.messages}


def _facts(keys: set[int], messages: dict[int, Counted]) -> dict[str, Any]:
    counted = [messages[key] for key in keys]
    languages = Counter(one.lang for one in counted)
    return {
        "messages": len(counted),
        "senders": len({one.sender for one in counted}),
        "campaigns": len({one.campaign for one in counted} - {None}),
        "voices": sum(one.place == Place.VOICE for one in counted),
        "languages": dict(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def _clauses(analysis: Analysis, tables: Tables) -> dict[str, dict[str, Any]]:
    """Target → messages, senders, campaigns and voices that speak of it, how many more may, and quotes."""
    sure = analysis.links.sure()
    certain = speakers_of(_by_target(sure), tables.messages, tables.members)
    possible = speakers_of(_by_target(analysis.links.unsure()), tables.messages, tables.members)
    quotes = _quotes(sure, tables)
    found = {}
    for target in sorted(certain.keys() | possible.keys()):
        keys = certain.get(target, set())
        facts = _facts(keys, tables.messages)
        del facts["languages"]
        more = len(possible.get(target, set()) - keys)
        found[target] = {**facts, "possible": more, "quotes": quotes.get(target, [])}
    return found


def _quotes(links: Any, tables: Tables) -> dict[str, list[int]]:
    """Target → the links of the individual voices that speak of it most surely."""
    best: dict[str, list[int]] = defaultdict(list)
    messages = tables.messages
    columns = links.order_by("-score", "pk").values_list("pk", "document", "eid", "finding")
    for key, document, eid, finding in columns.iterator():
        chosen = best[target_id(document, eid)]
        if len(chosen) < QUOTES and finding in messages and messages[finding].place == Place.VOICE:
            chosen.append(key)
    return best


def _by_target(links: Any) -> Iterator[tuple[str, int, int | None]]:
    for document, eid, finding, campaign in links.values_list("document", "eid", "finding", "campaign").iterator():
        yield target_id(document, eid), finding, campaign
