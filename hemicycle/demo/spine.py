"""The invented parliament as papers of the record: the same importers, the same actions as for a real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.demo.parliament import (
    LANGUAGES,
    AgendaItem,
    Bill,
    Committee,
    Constituency,
    Division,
    Member,
    NextSitting,
    Parliament,
    Party,
    Sitting,
    Trilingual,
    Version,
)
from hemicycle.record import actions
from hemicycle.record.actions import Changes
from hemicycle.record.models import Identifier
from hemicycle.record.papers import (
    AreaPaper,
    BallotPaper,
    BillPaper,
    BodyPaper,
    ClauseText,
    ItemPaper,
    Known,
    MembershipPaper,
    PersonPaper,
    SittingPaper,
    SpeechPaper,
    StepPaper,
    VersionText,
    VotePaper,
    words,
)

SCHEME = "valmora"
GENDERS = {"f": "female", "m": "male"}
# Where members can be written to; nothing under .example is ever delivered (RFC 2606).
MAILBOXES = "valmora.example"
# English bills have clauses; French and Spanish ones have articles.
ELEMENTS = {"en": "clause", "fr": "article", "es": "article"}

TUESDAY, TIME_TO_PREPARE = 1, timedelta(days=2)


def known(kind: str, key: object) -> Known:
    """What the papers of Valmora call a thing."""
    return Known(SCHEME, f"{kind}/{key}")


CHAMBER = known("chamber", "assembly")


@transaction.atomic
def enter(parliament: Parliament, *, by: Any) -> Changes:
    """Put the whole parliament into the record; a second time changes nothing."""
    changes = Changes()
    for body in _bodies(parliament):
        changes += actions.put_body(body, by=by)
    for area in _areas(parliament):
        changes += actions.put_area(area, by=by)
    for member in parliament.members:
        changes += actions.put_person(_person(member, parliament), by=by)
    for bill in parliament.bills:
        changes += actions.put_bill(_bill(bill), by=by)
    for sitting in parliament.sittings:
        changes += actions.put_sitting(_sitting(sitting, parliament), by=by)
    if not _has_next_sitting(parliament.next_sitting):
        changes += actions.put_sitting(_next_sitting(parliament.next_sitting, parliament), by=by)
    return changes


def _words(text: Trilingual | None) -> dict[str, str]:
    return {} if text is None else {language: text[language] for language in LANGUAGES}


def _bodies(parliament: Parliament) -> Iterator[BodyPaper]:
    yield BodyPaper(
        "chamber",
        _words(parliament.country.assembly),
        known_as=(CHAMBER,),
        descriptions=_words(parliament.country.about),
        seats=len(parliament.members),
    )
    yield from map(_party, parliament.parties)
    yield from map(_committee, parliament.committees)


def _party(party: Party) -> BodyPaper:
    return BodyPaper(
        "party",
        _words(party.name),
        known_as=(known("party", party.key),),
        short_names=_words(party.short_name),
        descriptions=_words(party.about),
        colour=party.colour,
        seats=party.seats,
    )


def _committee(committee: Committee) -> BodyPaper:
    return BodyPaper(
        "committee",
        _words(committee.name),
        known_as=(known("committee", committee.key),),
        descriptions=_words(committee.remit),
        parent=CHAMBER,
    )


def _areas(parliament: Parliament) -> Iterator[AreaPaper]:
    for region in parliament.regions:
        yield AreaPaper(_words(region.name), known_as=(known("region", region.key),))
    yield from map(_constituency, parliament.constituencies)


def _constituency(place: Constituency) -> AreaPaper:
    return AreaPaper(
        _words(place.name), known_as=(known("constituency", place.key),), parent=known("region", place.region)
    )


def _person(member: Member, parliament: Parliament) -> PersonPaper:
    first, _, last = member.name.partition(" ")
    return PersonPaper(
        name=member.name,
        known_as=(known("member", member.key),),
        sort_name=f"{last}, {first}",
        gender=GENDERS[member.gender],
        biographies=_words(member.biography),
        contacts={"email": f"{member.key.replace('-', '.')}@{MAILBOXES}"},
        memberships=tuple(_memberships(member, parliament)),
    )


def _memberships(member: Member, parliament: Parliament) -> Iterator[MembershipPaper]:
    since, area = str(member.since), known("constituency", member.constituency)
    yield MembershipPaper(CHAMBER, since=since, area=area)
    leads = any(party.leader == member.key for party in parliament.parties)
    yield MembershipPaper(known("party", member.party), role="leader" if leads else "member", since=since)
    if member.office is not None:
        yield MembershipPaper(CHAMBER, role="office_holder", labels=_words(member.office))
    for committee in parliament.committees:
        if member.key in committee.members:
            yield MembershipPaper(known("committee", committee.key), role=_committee_role(member, committee))


def _committee_role(member: Member, committee: Committee) -> str:
    return {committee.chair: "chair", committee.vice_chair: "vice_chair"}.get(member.key, "member")


def _bill(bill: Bill) -> BillPaper:
    return BillPaper(
        kind="bill",
        number=bill.number,
        session=bill.session,
        titles=_words(bill.title),
        popular_names=_words(bill.popular_name),
        summaries=_words(bill.summary),
        hashtags=_words(bill.hashtag),
        origin=bill.origin,
        introduced_on=bill.introduced,
        known_as=(known("bill", bill.key),),
        chamber=CHAMBER,
        committee=known("committee", bill.committee),
        sponsor=known("member", bill.sponsor),
        steps=tuple(StepPaper(stage.key, stage.date, _words(stage.note)) for stage in bill.stages),
        versions=tuple(_text(bill, version, language) for version in bill.versions for language in LANGUAGES),
    )


def _text(bill: Bill, version: Version, language: str) -> VersionText:
    return VersionText(
        language=language,
        label=version.label[language],
        valid_from=version.date,
        known_as=(known("text", f"{bill.key}/{version.key}/{language}"),),
        clauses=tuple(
            ClauseText(
                # The same eId in the three languages, so that a quotation of one is found in the others.
                eid=f"clause_{clause.number}",
                element=ELEMENTS[language],
                level="provision",
                number=str(clause.number),
                heading=clause.heading[language],
                text=clause.text[language],
            )
            for clause in version.clauses
        ),
    )


def _sitting(sitting: Sitting, parliament: Parliament) -> SittingPaper:
    return SittingPaper(
        organization=CHAMBER,
        number=sitting.number,
        date=sitting.date,
        opened_at=sitting.opened,
        closed_at=sitting.closed,
        known_as=(known("sitting", sitting.number),),
        parts=tuple(_items(sitting.agenda, parliament)),
    )


def _has_next_sitting(sitting: NextSitting) -> bool:
    """Once its day is over, it is held again: whoever starts the demonstration later finds one ahead."""
    found = Identifier.objects.known(known("sitting", sitting.number)).first()
    return bool(found and found.sitting and found.sitting.date >= timezone.localdate())


def _next_sitting(sitting: NextSitting, parliament: Parliament) -> SittingPaper:
    return SittingPaper(
        organization=CHAMBER,
        number=sitting.number,
        date=next_sitting_day(timezone.localdate()),
        status="scheduled",
        opened_at=sitting.opened,
        known_as=(known("sitting", sitting.number),),
        parts=tuple(_items(sitting.agenda, parliament)),
    )


def next_sitting_day(today: date) -> date:
    """The first Tuesday that leaves people time to prepare; the Assembly sits on Tuesdays."""
    earliest = today + TIME_TO_PREPARE
    return earliest + timedelta(days=(TUESDAY - earliest.weekday()) % 7)


def _items(agenda: tuple[AgendaItem, ...], parliament: Parliament) -> Iterator[ItemPaper]:
    for item in agenda:
        yield ItemPaper(
            kind=item.kind,
            titles=_words(item.title),
            document=known("bill", item.bill) if item.bill else None,
            parts=tuple(_happened(item, parliament)),
        )


def _happened(item: AgendaItem, parliament: Parliament) -> Iterator[SpeechPaper | VotePaper]:
    """What was said under a heading, then how the House decided."""
    for said in item.contributions:
        member = parliament.member(said.member) if said.member else None
        yield SpeechPaper(
            tuple(
                words(language, said.text[language], "official" if language == said.language else "translation")
                for language in LANGUAGES
            ),
            person=known("member", said.member) if member else None,
            labels=_words(said.printed),
            roles=_words(member.office) if member else {},
            kind=said.kind,
            started_at=said.at,
        )
    if item.vote is not None:
        yield _vote(item.vote, item.bill, parliament)


def _vote(vote: Division, bill: str | None, parliament: Parliament) -> VotePaper:
    choices = vote.choices(parliament.members)
    by_name = sorted(parliament.members, key=lambda member: member.name.split(" ")[-1])
    return VotePaper(
        counts=Counter(choices.values()),
        ballots=tuple(
            BallotPaper(choices[member.key], known("member", member.key), group=known("party", member.party))
            for member in by_name
        ),
        result=vote.result,
        number=vote.number,
        motions=_words(vote.motion),
        document=known("bill", bill) if bill else None,
        native_id=f"vote/{vote.number}",
        held_at=vote.at,
    )
