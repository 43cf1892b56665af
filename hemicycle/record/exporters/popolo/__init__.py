"""Popolo JSON: people, bodies, memberships, areas, and events with motions, votes and speeches.

Source: https://www.popoloproject.com/specs/. Ids are the addresses of the rows' pages. Beside Popolo's own properties
there are `seats` of a body (as EveryPolitician has it), `number` of a session or a sitting, `lang` and `status` of a
speech, and `event_id` of a vote. `selection` says which rows go in, `people` and `proceedings` what is written of
each, `rows` how a file is put together.
"""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.record.exporters.popolo.people import of_people
from hemicycle.record.exporters.popolo.proceedings import of_sittings
from hemicycle.record.exporters.popolo.rows import file, meta
from hemicycle.record.exporters.popolo.selection import Chosen
from hemicycle.record.exporters.scope import Scope, refuse_unless_public

__all__ = ["people", "whole"]


def people(scope: Scope) -> Iterator[bytes]:
    """Everybody and every body of the record, with their memberships, areas, terms and sessions."""
    yield from file(meta(provisional=False), of_people(Chosen.all(), scope))


def whole(scope: Scope) -> Iterator[bytes]:
    """All of the record, or one sitting with those who spoke or voted in it."""
    if scope.sitting is not None:
        refuse_unless_public(scope.sitting)
    chosen = Chosen.in_sitting(scope.sitting) if scope.sitting else Chosen.all()
    sections = {**of_people(chosen, scope), **of_sittings(chosen, scope)}
    yield from file(meta(provisional=chosen.rests_on_the_provisional_record()), sections)
