"""Sittings, what was voted on and how, and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.db.models import Prefetch

from hemicycle.record.exporters.popolo.people import periods
from hemicycle.record.exporters.popolo.rows import (
    AT_ONCE,
    Fields,
    filled,
    identifiers,
    main,
    rows,
    sources,
    timestamp,
)
from hemicycle.record.exporters.popolo.selection import Chosen
from hemicycle.record.exporters.scope import Scope, public
from hemicycle.record.models import Contribution, Sitting, SpeechText, Vote, VoteEvent
from hemicycle.record.models.speeches import preferred
from hemicycle.record.phrases import Phrase

# A vote of a great chamber has several hundred ballots.
VOTES_AT_ONCE = 50
RESULTS = {"passed": "pass", "failed": "fail", "tied": "tied"}


def of_sittings(chosen: Chosen, scope: Scope) -> dict[str, Iterator[Fields]]:
    sittings = rows(chosen.sittings, scope, "organization", "period", "source")
    return {
        "events": chain(periods(chosen, scope), map(_sitting, sittings)),
        "motions": map(_motion, _votes(chosen, scope)),
        "vote_events": map(_vote_event, _votes(chosen, scope, with_ballots=True)),
        "speeches": _speeches(chosen, scope),
    }


def _sitting(row: Sitting) -> Fields:
    return {
        "id": row.address,
        "classification": "sitting",
        "name": main(row.titles),
        "status": row.status,
        "identifiers": identifiers(row),
        "organization_id": row.organization.address,
        "parent_id": row.period and row.period.address,
        "start_date": timestamp(row.date, row.opened_at),
        "end_date": timestamp(row.date, row.closed_at),
        "number": row.number,
        "sources": sources(row),
    }


def _votes(chosen: Chosen, scope: Scope, *, with_ballots: bool = False) -> Iterator[VoteEvent]:
    found = VoteEvent.objects.readable_by(None).filter(sitting__in=chosen.sittings.values("pk"))
    found = found.select_related("sitting__organization", "sitting__period", "item", "source")
    if with_ballots:
        ballots = Vote.objects.order_by("order").select_related("person", "group")
        found = found.prefetch_related("counts", Prefetch("votes", ballots))
    found = found.order_by("sitting__date", "sitting__pk", "order", "pk")
    return public(scope.passing(found.iterator(chunk_size=VOTES_AT_ONCE)))


def _motion(row: VoteEvent) -> Fields:
    """What was put to the vote; the record has no motion without one, so that both bear one id."""
    return {
        "id": row.address,
        "organization_id": row.sitting.organization.address,
        "text": main(row.titles),
        "date": timestamp(row.sitting.date, row.held_at),
        "result": RESULTS.get(row.result),
    }


def _vote_event(row: VoteEvent) -> Fields:
    period, counts = row.sitting.period, sorted(row.counts.all(), key=lambda count: count.option)
    return {
        "id": row.address,
        "identifier": row.number,
        "motion_id": row.address,
        "organization_id": row.sitting.organization.address,
        "legislative_session_id": period and period.address,
        "event_id": row.sitting.address,
        "start_date": timestamp(row.sitting.date, row.held_at),
        "result": RESULTS.get(row.result),
        "counts": [{"option": count.option, "value": count.value} for count in counts],
        "votes": [filled(_ballot(vote)) for vote in row.votes.all()],
        "sources": sources(row),
    }


def _ballot(row: Vote) -> Fields:
    return {
        "voter_id": row.person and row.person.address,
        "voter": {"name": row.label} if row.label else None,
        "option": row.option,
        "group_id": row.group and row.group.address,
        "role": "teller" if row.teller else None,
    }


def _speeches(chosen: Chosen, scope: Scope) -> Iterator[Fields]:
    """Each in the text that is read where no language is asked for."""
    texts = SpeechText.objects.in_force().readable_by(None).order_by("language", "kind").prefetch_related("segments")
    found = Contribution.objects.current().readable_by(None).filter(sitting__in=chosen.sittings.values("pk"))
    found = found.select_related("sitting", "person", "item").prefetch_related(Prefetch("texts", texts))
    found = found.order_by("sitting__date", "sitting__pk", "order", "pk")
    for row in public(scope.passing(found.iterator(chunk_size=AT_ONCE))):
        text = preferred(public(row.texts.all()), settings.LANGUAGE_CODE)
        if text is not None:
            yield _speech(row, text)


def _speech(row: Contribution, text: SpeechText) -> Fields:
    titles = row.item.titles if row.item else Phrase()
    return {
        "id": row.address,
        "event_id": row.sitting.address,
        "position": row.order,
        "type": row.kind,
        "creator_id": row.person and row.person.address,
        "attribution_text": str(row.labels.in_language(text.language)),
        "role": str(row.roles.in_language(text.language)),
        "title": str(titles.in_language(text.language)),
        "date": timestamp(row.sitting.date, row.started_at),
        "lang": text.language,
        "status": text.status,
        "text": "\n".join(segment.text for segment in text.segments.all()),
    }
