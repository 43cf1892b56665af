"""The votes of a sitting: each event in place, its counts and its ballots replaced where they differ."""

from __future__ import annotations

from collections.abc import Sequence

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.actions.matching import Referred
from hemicycle.record.actions.places import Placed, Places
from hemicycle.record.models import Sitting, Source, Vote, VoteCount, VoteEvent
from hemicycle.record.papers import BallotPaper, VotePaper

AT_ONCE = 1_000


def put_votes(
    sitting: Sitting,
    placed: Sequence[Placed],
    places: Places,
    known: Referred,
    changes: Changes,
    origin: Source | None,
) -> None:
    """Add or update the votes in a source; others stay."""
    events = sitting.vote_events.all()
    by_id = {event.native_id: event for event in events if event.native_id}
    by_place = {event.order: event for event in events if not event.native_id}
    for one in placed:
        paper = one.paper
        assert isinstance(paper, VotePaper)
        event = by_id.get(one.native_id) if one.native_id else by_place.get(one.order)
        event = event or VoteEvent(sitting=sitting, classification=sitting.classification)
        values = {
            "item": one.within.row if one.within else None,
            "document_id": known.document(paper.document),
            "order": places.of(one, event),
            "native_id": one.native_id,
            "number": paper.number,
            "motions": paper.motions,
            "result": paper.result,
            "held_at": paper.held_at,
        }
        settle(event, values, changes, origin)
        _put_counts(event, paper, changes)
        _put_ballots(event, paper.ballots, known, changes)


def _put_counts(event: VoteEvent, paper: VotePaper, changes: Changes) -> None:
    existing = {count.option: count for count in event.counts.all()}
    for option, value in paper.counts.items():
        count = existing.get(option) or VoteCount(event=event, option=option)
        if count._state.adding or count.value != value:
            changes.count("votecount", **{"added" if count._state.adding else "changed": 1})
            count.value = value
            count.save()


def _put_ballots(event: VoteEvent, ballots: Sequence[BallotPaper], known: Referred, changes: Changes) -> None:
    """All of them anew when one differs: a list of names has no other key than its order.

    A ballot that names nobody is in the counts and nowhere else.
    """
    ballots = [ballot for ballot in ballots if ballot.person or ballot.label]
    if not ballots:
        return
    rows = [
        Vote(
            event=event,
            order=order,
            person_id=known.speaker(ballot.person, named=bool(ballot.label)),
            label=ballot.label,
            option=ballot.option,
            teller=ballot.teller,
            group_id=known.organization(ballot.group),
        )
        for order, ballot in enumerate(ballots, start=1)
    ]
    existing = [_values(vote) for vote in event.votes.order_by("order")]
    if existing == [_values(row) for row in rows]:
        changes.count("vote", unchanged=len(rows))
        return
    event.votes.all().delete()
    Vote.objects.bulk_create(rows, batch_size=AT_ONCE)
    changes.count("vote", added=max(len(rows) - len(existing), 0), changed=min(len(rows), len(existing)))


def _values(vote: Vote) -> tuple[object, ...]:
    return vote.order, vote.person_id, vote.label, vote.option, vote.teller, vote.group_id
