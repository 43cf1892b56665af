"""How many messages speak of each theme and of each clause, counted once for every page that shows it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..engine.targets import target_id
from ..models import Analysis, Place, Theme
from ..models.finding import COUNTED, SENDER
from ..models.speaking import speakers_of, with_parts

# So many passages are kept for each clause, to be shown beside its numbers.
QUOTES = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """One message as far as counting goes."""

    place: str
    campaign: int | None
    lang: str
    sender: str


Tables = tuple[dict[int, Counted], dict[int, list[int]]]


def tally_meaning(analysis: Analysis) -> dict[str, Any]:
    """Fill the counts of the themes; returns what the analysis keeps: the number of themes, and counts by clause."""
    if not (analysis.themes.exists() or analysis.links.exists()):
        return {"themes_shown": 0, "clauses": {}}
    tables = _tables(analysis)
    _count_themes(analysis, tables)
    return {"themes_shown": analysis.themes.shown().count(), "clauses": _clauses(analysis, tables)}


def _tables(analysis: Analysis) -> Tables:
    """Every message that counts, by its key, and which of them the engine found in each campaign."""
    rows = analysis.findings.filter(place__in=COUNTED)
    messages, members = dict[int, Counted](), defaultdict[int, list[int]](list)
    columns = rows.values_list("pk", "engine_campaign", "place", "campaign", "lang", SENDER)
    for key, group, place, campaign, lang, who in columns.iterator():
        messages[key] = Counted(place, campaign, lang, who)
        if group is not None:
            members[group].append(key)
    return messages, members


def _count_themes(analysis: Analysis, tables: Tables) -> None:
    spoken = analysis.mentions.filter(theme__isnull=False).values_list("theme", "finding", "campaign")
    themes = list(analysis.themes.all())
    parents = {theme.pk: theme.parent_id for theme in themes}
    speaking = with_parts(speakers_of(spoken.iterator(), *tables), parents)
    changed = []
    for theme in themes:
        facts = _facts(speaking.get(theme.pk, set()), tables[0])
        if any(getattr(theme, name) != value for name, value in facts.items()):
            vars(theme).update(facts)
            changed.append(theme)
    counts = ["messages", "senders", "campaigns", "voices", "languages"]
    Theme.objects.bulk_update(changed, counts, batch_size=200)


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
    certain = speakers_of(_by_target(sure), *tables)
    possible = speakers_of(_by_target(analysis.links.unsure()), *tables)
    quotes = _quotes(sure, tables)
    found = {}
    for target in sorted(certain.keys() | possible.keys()):
        keys = certain.get(target, set())
        facts = _facts(keys, tables[0])
        del facts["languages"]
        more = len(possible.get(target, set()) - keys)
        found[target] = {**facts, "possible": more, "quotes": quotes.get(target, [])}
    return found


def _quotes(links: Any, tables: Tables) -> dict[str, list[int]]:
    """Target → the links of the individual voices that speak of it most surely."""
    best: dict[str, list[int]] = defaultdict(list)
    messages = tables[0]
    columns = links.order_by("-score", "pk").values_list("pk", "document", "eid", "finding")
    for key, document, eid, finding in columns.iterator():
        chosen = best[target_id(document, eid)]
        if len(chosen) < QUOTES and finding in messages and messages[finding].place == Place.VOICE:
            chosen.append(key)
    return best


def _by_target(links: Any) -> Iterator[tuple[str, int, int | None]]:
    for document, eid, finding, campaign in links.values_list("document", "eid", "finding", "campaign").iterator():
        yield target_id(document, eid), finding, campaign
