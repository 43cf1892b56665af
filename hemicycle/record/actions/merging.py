"""Two rows that are one: proposed, decided by staff, undone.

The second gives everything that points at it to the first and from then on only leads there; its page goes on being
found. Its identifiers go too, by which the next import of its source finds the first. What was given is noted, so that
it can be undone; what an import added to the first in between stays there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from hemicycle.record.actions.indexing import note, note_members, note_speaker
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.linkage import matches
from hemicycle.record.linkage.matches import Facts, Proposal, plain
from hemicycle.record.models import Identifier, Match, MatchState, Membership, Organization, Person, Vote
from hemicycle.rules import audit

AT_ONCE = 5_000


@transaction.atomic
def propose_matches(*, by: Any) -> int:
    """Look at everybody; pairs that staff have seen, in whichever way they decided, are not proposed again."""
    found = [("person", each) for each in matches.people(_people()) if not _voted_both(each)]
    found += [("organization", each) for each in matches.parties(_parties())]
    existing = set(Match.objects.values_list("person_id", "other_person_id"))
    existing |= set(Match.objects.values_list("organization_id", "other_organization_id"))
    new = [_proposed(kind, each) for kind, each in found if (each.first, each.second) not in existing]
    Match.objects.bulk_create(new, batch_size=1_000)
    if new:
        audit.record("record.propose_matches", by=by, about="record", proposed=len(new))
    return len(new)


@transaction.atomic
def merge(match: Match, *, by: Any) -> Match:
    """The two are one: `second` gives what it has to `first`."""
    match = _locked(match, MatchState.PROPOSED)
    first, second = match.first, match.second
    if first.merged_into is not None or second.merged_into is not None:
        raise AlreadyDecided(str(match))
    moved = dict(_give(first, second))
    if isinstance(first, Person) and isinstance(second, Person):
        moved["other_names"] = _take_names(first, second)
    type(second)._default_manager.filter(pk=second.pk).update(merged_into=first)
    _decide(match, MatchState.MERGED, by, moved)
    _note(first, second)
    audit.record("record.merge", by=by, about=first, second=str(second.pk), rows=sum(map(len, moved.values())))
    return match


@transaction.atomic
def keep_apart(match: Match, *, by: Any) -> Match:
    """They are two; they are not proposed again."""
    match = _locked(match, MatchState.PROPOSED)
    _decide(match, MatchState.APART, by, {})
    audit.record("record.keep_apart", by=by, about=match.first, second=str(match.second.pk))
    return match


@transaction.atomic
def undo(match: Match, *, by: Any) -> Match:
    """Undo the decision: each has what it had, and the pair is to be decided again."""
    match = _locked(match, MatchState.MERGED, MatchState.APART)
    first, second = match.first, match.second
    for name, keys in match.moved.items():
        if name != "other_names":
            table, field = _relation(first, name)
            for start in range(0, len(keys), AT_ONCE):
                given = table._base_manager.filter(pk__in=keys[start : start + AT_ONCE], **{field: first})
                given.update(**{field: second})
    if isinstance(first, Person):
        taken = set(match.moved.get("other_names", ()))
        first.other_names = [name for name in first.other_names if name not in taken]
        first.save(update_fields=["other_names"])
    type(second)._default_manager.filter(pk=second.pk).update(merged_into=None)
    match.state, match.decided_by, match.decided_at, match.moved = MatchState.PROPOSED, "", None, {}
    match.save()
    _note(first, second)
    audit.record("record.undo_match", by=by, about=first, second=str(second.pk))
    return match


def _locked(match: Match, *states: MatchState) -> Match:
    """The row as it stands now; a second click finds that it was decided."""
    row = Match.objects.select_for_update(of=("self",)).with_both().get(pk=match.pk)
    if row.state not in states:
        raise AlreadyDecided(str(row))
    return row


def _decide(match: Match, state: MatchState, by: Any, moved: dict[str, list[str]]) -> None:
    match.state, match.moved = state, moved
    match.decided_by, match.decided_at = audit.actor_of(by)[:200], timezone.now()
    match.save()


def _note(first: Person | Organization, second: Person | Organization) -> None:
    for row in (first, second):
        if isinstance(row, Person):
            note_speaker(row)
        else:
            note(row)
            note_members(row)


def _give(first: Any, second: Any) -> Iterator[tuple[str, list[str]]]:
    """Everything of the record that points at the second; what the first has already stays where it is."""
    for relation in _relations(type(first)):
        table, field = relation.related_model, relation.field.name
        keys = list(table._base_manager.filter(**{field: second}).values_list("pk", flat=True))
        given = _move(table, field, keys, first)
        if given:
            yield f"{table._meta.model_name}.{field}", [str(key) for key in given]


def _relations(kind: type[models.Model]) -> list[Any]:
    found = kind._meta.get_fields(include_hidden=True)
    return [
        each
        for each in found
        if each.auto_created
        and (each.one_to_many or each.one_to_one)
        and each.related_model._meta.app_label == "record"  # type: ignore[union-attr]
        and each.related_model is not Match
        and each.field.name != "merged_into"  # type: ignore[union-attr]
    ]


def _relation(row: Any, name: str) -> tuple[Any, str]:
    return next(
        (each.related_model, each.field.name)
        for each in _relations(type(row))
        if f"{each.related_model._meta.model_name}.{each.field.name}" == name
    )


def _move(table: Any, field: str, keys: list[Any], first: Any) -> list[Any]:
    """Those that could be moved: all at once, or one by one where a constraint says that the first has one already."""
    try:
        with transaction.atomic():
            for start in range(0, len(keys), AT_ONCE):
                table._base_manager.filter(pk__in=keys[start : start + AT_ONCE]).update(**{field: first})
        return keys
    except IntegrityError:
        return [key for key in keys if len(keys) > 1 and _move(table, field, [key], first)]


def _take_names(first: Person, second: Person) -> list[str]:
    new = sorted({second.name, *second.other_names} - {first.name, *first.other_names})
    first.other_names = sorted([*first.other_names, *new])
    first.save(update_fields=["other_names"])
    return new


def _proposed(kind: str, each: Proposal) -> Match:
    pair = {f"{kind}_id": each.first, f"other_{kind}_id": each.second}
    return Match(reasons=list(each.reasons), certainty=each.certainty, **pair)


def _voted_both(each: Proposal) -> bool:
    """Nobody votes twice in one vote: who did are two."""
    return Vote.objects.filter(person=each.first, event__votes__person=each.second).exists()


def _people() -> Iterator[Facts]:
    schemes = _schemes("person")
    areas, parties = dict[Any, set[str]](), dict[Any, set[str]]()
    for row in Membership.objects.select_related("area", "organization", "on_behalf_of"):
        if row.area:
            areas.setdefault(row.person_id, set()).update(map(plain, row.area.names.values()))
        for body in (row.organization, row.on_behalf_of):
            if body and body.kind in ("party", "group"):
                parties.setdefault(row.person_id, set()).update(map(plain, body.names.values()))
    for someone in Person.objects.current():
        names = (someone.name, *someone.other_names)
        yield Facts(
            someone.pk,
            frozenset(filter(None, map(plain, names))),
            frozenset(schemes.get(someone.pk, ())),
            someone.born,
            someone.gender,
            frozenset(areas.get(someone.pk, ())),
            frozenset(parties.get(someone.pk, ())),
            frozenset([*someone.links.values(), *filter(None, [someone.contacts.get("email")])]),
        )


def _parties() -> Iterator[Facts]:
    schemes = _schemes("organization")
    for body in Organization.objects.current().parties_and_groups():
        short = frozenset(filter(None, map(plain, body.short_names.values())))
        names = frozenset(filter(None, map(plain, body.names.values())))
        yield Facts(body.pk, names, frozenset(schemes.get(body.pk, ())), short_names=short)


def _schemes(owner: str) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    rows: Iterable[tuple[Any, str]] = Identifier.objects.exclude(**{owner: None}).values_list(owner, "scheme")
    for key, scheme in rows:
        found.setdefault(key, set()).add(scheme)
    return found
