"""What an office answered to the letters of a campaign, each text once, with when and to which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, OuterRef, Subquery

from hemicycle.cases import references
from hemicycle.cases.models import Campaign, Case, CaseMessage, OwnPoint
from hemicycle.channels.models import TAKEN_BACK, Answer, AnswerQuerySet

# A campaign is answered in three languages; the others are answers to points, each of which stands in its letter too.
MOST_TEXTS = 12
# Letters among which the answer to most is looked for: it stands beside a case, and has to be found at once.
NEWEST = 1_000
# Beside each text; the inbox has all.
MOST_LETTERS = 25


@dataclass(frozen=True, slots=True)
class Given:
    """`letters`: how many got it; `some`: of these, the references with which their pages are found."""

    text: str
    lang: str
    letters: int
    since: datetime
    until: datetime
    some: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shared:
    text: str
    lang: str


def answers_to(campaign: Campaign) -> AnswerQuerySet:
    """By people, to its letters, and not taken back."""
    messages = CaseMessage.objects.filter(case__campaign=campaign).values("inbound")
    rows: AnswerQuerySet = Answer.objects.filter(inbound__in=messages).exclude(outbound__code=TAKEN_BACK)
    return rows


def given_to(campaign: Campaign) -> list[Given]:
    """What most of them got comes first."""
    counted = answers_to(campaign).order_by().values("text", "lang")
    counted = counted.annotate(letters=Count("pk"), since=Min("written_at"), until=Max("written_at"))
    texts = list(counted.order_by("-letters", "-until")[:MOST_TEXTS])
    some = _some_of(campaign, (one["text"] for one in texts))
    return [Given(**one, some=some[one["text"], one["lang"]]) for one in texts]


def _some_of(campaign: Campaign, texts: Iterable[str]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    case = CaseMessage.objects.filter(inbound=OuterRef("inbound")).values("case__reference")[:1]
    rows = answers_to(campaign).filter(text__in=list(texts)).annotate(reference=Subquery(case)).order_by("-pk")
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for text, lang, reference in rows.values_list("text", "lang", "reference")[: MOST_TEXTS * MOST_LETTERS]:
        if len(found[text, lang]) < MOST_LETTERS:
            found[text, lang].append((reference, references.written(reference)))
    return found


def given_to_many(campaign: Campaign) -> list[Shared]:
    """In each language what most of the newest got who added nothing of their own; no text that went to one alone,
    which may speak of them."""
    alike = Case.objects.of_campaign(campaign).filter(own_point=OwnPoint.NONE, answered_at__isnull=False)
    messages = CaseMessage.objects.filter(case__in=alike.order_by("-pk").values("pk")[:NEWEST]).values("inbound")
    rows = Answer.objects.filter(inbound__in=messages).exclude(outbound__code=TAKEN_BACK)
    counted = rows.order_by().values("text", "lang")
    counted = counted.annotate(letters=Count("pk"), until=Max("written_at")).filter(letters__gt=1)
    found: dict[str, Shared] = {}
    for one in counted.order_by("-letters", "-until")[:MOST_TEXTS]:
        found.setdefault(one["lang"], Shared(one["text"], one["lang"]))
    return list(found.values())
