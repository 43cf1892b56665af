"""Every number the pages show, counted once: after a run, and after each correction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate

from ..models import Analysis, Campaign, Finding, Place
from ..models.finding import SENDER, FindingQuerySet
from .tallying import tally_meaning

# Growth is what came in the last week in which anything came.
RECENT = timedelta(days=7)


def count(analysis: Analysis) -> None:
    """Fill the counts of an analysis and of its campaigns from its findings."""
    findings = Finding.objects.filter(analysis=analysis)
    last = findings.aggregate(last=Max("sent_at"))["last"]
    _count_campaigns(analysis, findings, since=last - RECENT if last else None)
    _count_analysis(analysis, findings)


def _count_campaigns(analysis: Analysis, findings: FindingQuerySet, *, since: Any) -> None:
    nothing = {"messages": 0, "senders": 0, "own_words": 0, "recent": 0, "first_seen": None, "last_seen": None}
    recent = Q(sent_at__gt=since) if since else Q(pk__in=[])
    counted: dict[int, dict[str, Any]] = {
        row["campaign"]: {name: value for name, value in row.items() if name in nothing}
        for row in findings.in_campaigns()
        .values("campaign")
        .annotate(
            messages=Count("pk"),
            senders=Count(SENDER, distinct=True),
            own_words=Count("pk", filter=Q(personal_length__gt=0)),
            recent=Count("pk", filter=recent),
            first_seen=Min("sent_at"),
            last_seen=Max("sent_at"),
        )
    }
    days = _days_of_campaigns(findings)
    campaigns = list(analysis.campaigns.all())
    families = _families(campaigns, {key: row["messages"] for key, row in counted.items()})
    changed = []
    for campaign in campaigns:
        more = {"days": days.get(campaign.pk, []), "family": families.get(campaign.pk, "")}
        facts = counted.get(campaign.pk, nothing) | more
        if any(getattr(campaign, name) != value for name, value in facts.items()):
            vars(campaign).update(facts)
            changed.append(campaign)
    Campaign.objects.bulk_update(changed, [*nothing, "days", "family"], batch_size=200)


def _families(campaigns: Iterable[Campaign], sizes: Mapping[int, int]) -> dict[int, str]:
    """The family of each campaign that still has relations: the key of its largest member."""
    members: dict[str, list[Campaign]] = defaultdict(list)
    for campaign in campaigns:
        if campaign.engine_family and not campaign.merged_into_id and sizes.get(campaign.pk):
            members[campaign.engine_family].append(campaign)
    families: dict[int, str] = {}
    for family in members.values():
        head = max(family, key=lambda c: (sizes[c.pk], c.key))
        families |= {campaign.pk: head.key for campaign in family if len(family) > 1}
    return families


def _days_of_campaigns(findings: FindingQuerySet) -> dict[int, list[list[Any]]]:
    days: dict[int, list[list[Any]]] = defaultdict(list)
    dated = findings.in_campaigns().exclude(sent_at=None).annotate(day=TruncDate("sent_at"))
    for campaign, day, n in dated.values_list("campaign", "day").annotate(n=Count("pk")).order_by("campaign", "day"):
        days[campaign].append([day.isoformat(), n])
    return days


def _count_analysis(analysis: Analysis, findings: FindingQuerySet) -> None:
    places = dict(findings.values_list("place").annotate(n=Count("pk")).order_by())
    facts = findings.aggregate(
        messages=Count("pk"),
        senders=Count(SENDER, distinct=True),
        campaign_senders=Count(SENDER, distinct=True, filter=Q(place=Place.CAMPAIGN)),
        own_words=Count("pk", filter=Q(place=Place.CAMPAIGN, personal_length__gt=0)),
        first_seen=Min("sent_at"),
        last_seen=Max("sent_at"),
    )
    meaning = tally_meaning(analysis)
    facts |= {
        "themes_shown": meaning["themes_shown"],
        "in_campaigns": places.get(Place.CAMPAIGN, 0),
        "voices": places.get(Place.VOICE, 0),
        "repeats": places.get(Place.REPEAT, 0),
        "set_aside": places.get(Place.SET_ASIDE, 0),
        "campaigns_shown": analysis.campaigns.shown().count(),
        "tally": {
            "days": _days(findings),
            "sources": _sources(findings),
            "senders": senders_by_messages(findings),
            **{name: meaning[name] for name in ("clauses", "questions", "facts")},
        },
        "crosses": meaning["crosses"],
    }
    if analysis.inquiry.corrections.of_redactions().exists():
        kinds = Counter(k for spans in findings.values_list("redactions", flat=True).iterator() for _s, _e, k in spans)
        facts["redacted"] = dict(kinds.most_common())
    Analysis.objects.filter(pk=analysis.pk).update(**facts)
    vars(analysis).update(facts)


def senders_by_messages(findings: FindingQuerySet) -> list[list[int]]:
    """[messages each, how many senders sent so many], fewest first."""
    each = findings.values(sender=SENDER).annotate(n=Count("pk")).order_by().values_list("n", flat=True)
    return [[n, senders] for n, senders in sorted(Counter(each.iterator()).items())]


def _days(findings: FindingQuerySet) -> list[list[Any]]:
    """[day, messages in campaigns, individual voices], oldest first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for day, place, n in _grouped(findings.exclude(sent_at=None), TruncDate("sent_at"), "place"):
        if place in (Place.CAMPAIGN, Place.VOICE):
            counts[day.isoformat()][place == Place.VOICE] += n
    return [[day, *pair] for day, pair in sorted(counts.items())]


def _sources(findings: FindingQuerySet) -> list[list[Any]]:
    """[channel, language, messages in campaigns, individual voices]."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for channel, lang, place, n in _grouped(findings, "channel", "lang", "place"):
        if place in (Place.CAMPAIGN, Place.VOICE):
            counts[channel, lang][place == Place.VOICE] += n
    return [[*key, *pair] for key, pair in sorted(counts.items())]


def _grouped(findings: FindingQuerySet, *by: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = findings.values_list(*by).annotate(n=Count("pk")).order_by()
    return rows
