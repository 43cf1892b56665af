"""Campaigns that nobody announced are found among the cases of the last weeks; what is in the words of a known one
joins it. What a search finds is a suggestion, which people accept or dismiss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import TruncMinute
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases.actions.campaigns.membership import join_many
from hemicycle.cases.actions.judging import SOFTWARE, STAFF
from hemicycle.cases.models import (
    Campaign,
    CampaignOrigin,
    CampaignSearch,
    CampaignState,
    Case,
    CaseQuerySet,
    Origin,
    State,
    Subject,
    Urgency,
)
from hemicycle.channels.models import Medium
from hemicycle.record.models import Document
from hemicycle.rules import audit, work
from hemicycle.rules.models import WorkState

BY = "campaign search"
# Letters of a campaign come within weeks of its mailing; what is older was answered or is known.
PERIOD = timedelta(days=28)
# Compared at once: the engine reads so many in seconds, beside which other work of the machine goes on.
NEW, BESIDE = 1_500, 500
# A member's office is often one person, and a parliament may have hundreds. What a campaign brings is there soon; what
# is less waits for a day, so that not every letter to every member is compared with all that came before it.
MANY_NEW, WAITS = 10, timedelta(days=1)
# A mailing to 10,000 members, of whom one in ten takes part on the first day, a fifth of these in the best hour,
# brings some 30 letters in ten minutes; three times as many, unconfirmed and without a word of their own, are none.
FLOOD, WITHIN = 100, 10


class Found(Protocol):
    """What the comparison gives of one letter (listening/engine/alike.py)."""

    @property
    def own(self) -> str: ...

    @property
    def casework(self) -> tuple[int, int, float] | None: ...


def start_searches(*, of: Iterable[int] | None = None) -> int:
    """One for each office of the House with new cases, and each member's with many or old ones; or for each of these
    with any; unless one is on its way. How many."""
    new = unsearched().order_by()
    if of is None:
        counted = new.values("office").annotate(n=Count("pk"), first=Min("opened_at"))
        soon = Q(n__gte=MANY_NEW) | Q(first__lt=timezone.now() - WAITS)
        found = counted.filter(Q(office__kind=Office.Kind.INSTITUTION) | soon).values_list("office", flat=True)
    else:
        found = new.filter(office__in=of).values_list("office", flat=True).distinct()
    offices = set(found)
    running = CampaignSearch.objects.filter(state__in=(WorkState.WAITING, WorkState.RUNNING))
    missing = offices - set(running.values_list("office", flat=True))
    CampaignSearch.objects.bulk_create(CampaignSearch(office_id=key) for key in sorted(missing))
    if missing:
        work.wake()
    return len(missing)


def unsearched() -> CaseQuerySet:
    """Open, in no campaign, and not compared yet."""
    rows: CaseQuerySet = _alone().filter(searched_at=None)
    return rows


def to_compare(office: Office) -> list[Case]:
    """New cases, the oldest first, and beside them the newest of those that were like nothing so far."""
    new = list(unsearched().of_office(office).select_related("latest").order_by("pk")[:NEW])
    searched = _alone().of_office(office).filter(searched_at__isnull=False)
    return new + list(searched.select_related("latest").order_by("-pk")[:BESIDE]) if new else []


@transaction.atomic
def mark_searched(cases: Iterable[Case]) -> None:
    Case.objects.filter(pk__in=[one.pk for one in cases], searched_at=None).update(searched_at=timezone.now())


def join_found(campaign: Campaign, members: Mapping[int, Found], *, by: Any = BY) -> int:
    """Letters in the words of a known campaign; how many are new in it."""
    # Read before: it goes through all letters of the campaign, and on SQLite nobody could send one meanwhile.
    flood = flood_of(campaign, joining=[key for key, one in members.items() if not one.own])
    with transaction.atomic():
        joined = join_many({key: one.own for key, one in members.items()}, campaign, by=by)
        _note_casework(members)
        note_flood(campaign, flood, by=by)
    return joined


@transaction.atomic
def suggest(
    office: Office, *, title: str, lang: str, parts: list[dict[str, Any]], members: Mapping[int, Found], by: Any = BY
) -> Campaign:
    """A new one, for people to decide about."""
    text = "".join(part["text"] for part in parts).strip()
    campaign = Campaign.objects.create(
        office=office, state=CampaignState.PROPOSED, origin=CampaignOrigin.SOFTWARE, lang=lang, text=text,
        titles={lang or "en": title[:120]} if title else {}, template=parts, bill=_bill_of(members),
    )  # fmt: skip
    audit.record("cases.suggest_campaign", by=by, about=campaign, office=office, cases=len(members))
    join_found(campaign, members, by=by)
    return campaign


@transaction.atomic
def search_again(office: Office) -> int:
    """There is a new text to compare with: that of a campaign that was accepted just now."""
    return _alone().of_office(office).update(searched_at=None)


def flood_of(campaign: Campaign, *, joining: Collection[int]) -> dict[str, Any]:
    """Unconfirmed copies without a word of their own that came faster than people send them, with those letters that
    are about to join. What came by post is signed, and all that came on one day is entered with one time."""
    copies = Case.objects.of_campaign(campaign).filter(own_words="")
    copies |= Case.objects.filter(pk__in=joining, campaign=None).unmerged()
    rows = copies.filter(confirmed_at=None).exclude(channel=Medium.LETTER).order_by()
    minutes = rows.annotate(minute=TruncMinute("opened_at")).values_list("minute").annotate(n=Count("pk"))
    return flood_in(dict(minutes.values_list("minute", "n")))


def note_flood(campaign: Campaign, flood: dict[str, Any], *, by: Any = BY) -> None:
    """It is reported, and kept."""
    if not flood or flood == campaign.flood:
        return
    if not campaign.flood:
        audit.record("cases.note_flood", by=by, about=campaign, office=campaign.office, cases=flood["cases"])
    campaign.flood = flood
    campaign.save(update_fields=["flood"])


def flood_in(minutes: dict[datetime, int]) -> dict[str, Any]:
    """Of copies by the minute in which they came: those of all stretches of WITHIN minutes with FLOOD or more."""
    flooded: set[datetime] = set()
    for begins in minutes:
        stretch = [begins + timedelta(minutes=n) for n in range(WITHIN)]
        if sum(minutes.get(minute, 0) for minute in stretch) >= FLOOD:
            flooded.update(minute for minute in stretch if minute in minutes)
    if not flooded:
        return {}
    last = max(flooded) + timedelta(minutes=1)
    cases = sum(minutes[minute] for minute in flooded)
    return {"cases": cases, "since": min(flooded).isoformat(), "until": last.isoformat()}


def search(office: Office, compare: Callable[[list[Case], list[Campaign]], int]) -> bool:
    """Compare as many new cases as are compared at once; whether more of them wait. Run again after it was cut off, it
    goes on where it was."""
    if not (cases := to_compare(office)):
        return False
    compare(cases, list(Campaign.objects.joinable().filter(office=office).order_by("pk")))
    mark_searched(cases)
    return unsearched().of_office(office).exists()


def _alone() -> CaseQuerySet:
    rows = Case.objects.filter(campaign=None, stays_alone=False, state=State.OPEN, latest__isnull=False)
    # In that of its organiser the words of a campaign stand too; it is nobody's letter.
    rows = rows.exclude(Exists(Campaign.objects.filter(organiser_case=OuterRef("pk"))))
    # A threat is nobody's campaign once a person has said so; the software may take words for one that many share.
    threats = Q(urgency=Urgency.THREAT, evidence__by=STAFF)
    found: CaseQuerySet = rows.filter(opened_at__gte=timezone.now() - PERIOD).exclude(threats)
    return found


def _note_casework(members: Mapping[int, Found]) -> None:
    """What asks for help with a matter of its own is answered by itself, whatever campaign it came with."""
    found = {key: one.casework for key, one in members.items() if one.casework is not None}
    for case in Case.objects.filter(pk__in=found, urgency="").only("pk", "latest"):
        start, end, certainty = found[case.pk]
        evidence = {
            "message": case.latest_id, "start": start, "end": end, "certainty": round(certainty, 2), "by": SOFTWARE,
        }  # fmt: skip
        Case.objects.filter(pk=case.pk).update(urgency=Urgency.CASEWORK, evidence=evidence)


def _bill_of(members: Mapping[int, Found]) -> Document | None:
    """The one that most of the letters are about."""
    about = Subject.objects.filter(case__in=members, bill__isnull=False).exclude(origin=Origin.SOFTWARE)
    counted = Counter(dict(about.order_by().values_list("bill").annotate(n=Count("case", distinct=True))))
    if not counted:
        return None
    bill, n = counted.most_common(1)[0]
    return Document.objects.filter(pk=bill).first() if n > len(members) / 2 else None
