"""The House as the checks know it, read from the record and the parameters in force."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum
from django.db.models.functions import Length

from hemicycle.channels.sms.quiet_hours import quiet_hours
from hemicycle.checks.contract import House, Member, Paper, Party
from hemicycle.record.models import (
    PARTIES,
    Contribution,
    Document,
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
    Person,
)
from hemicycle.record.models.people import party_among
from hemicycle.rules.classification import Classification
from hemicycle.rules.parameters import in_force

CHAMBERS = (OrganizationKind.CHAMBER, OrganizationKind.LEGISLATURE)
# Who spoke how long changes with each sitting, and takes longest to add up.
SPEAKING_KEPT_SECONDS = 600


def current(on: date, *, mentions: Mapping[str, int]) -> House:
    """The House on a day. `mentions` counts what was released in the window, by key of a party or member."""
    days, held = in_force("balance_window_days"), _held(on)
    bodies = list(Organization.objects.current().order_by("pk"))
    party_of = _party_of(held)
    return House(
        parties=_parties(bodies, _speaking(on, days, party_of)),
        members=_members(held, party_of),
        papers=tuple(_papers()),
        bodies=tuple(name for one in bodies if one.kind not in PARTIES for name in _said(one.names)),
        hosts=(*in_force("official_hosts"), *settings.HOSTS) if in_force("official_hosts") else (),
        contacts=in_force("official_contacts"),
        sub_judice=in_force("sub_judice_terms"),
        mentions=mentions,
        window_days=days,
        least_mentions=in_force("balance_minimum_mentions"),
        points=in_force("balance_points"),
        quiet=quiet_hours(),
        blocking=_blocking(),
    )


def _blocking() -> frozenset[str]:
    """Where the policy names languages, a missing one blocks, whatever else does."""
    named = {"missing-language"} if in_force("required_languages") else set()
    return frozenset(in_force("checks_blocking")) | named


def _held(on: date) -> list[Membership]:
    """Who was what in which chamber and party on a day, the latest last: read once, for all that is asked of it."""
    rows = Membership.objects.on(on).filter(organization__kind__in=(*CHAMBERS, *PARTIES))
    return list(rows.select_related("person", "organization").order_by("since", "pk"))


def _sitting(held: Iterable[Membership]) -> dict[str, Person]:
    """Ordinary members of a chamber, by key."""
    seats = (one for one in held if one.organization.kind in CHAMBERS and one.role == MembershipRole.MEMBER)
    return {str(one.person_id): one.person for one in seats}


def _party_of(held: Sequence[Membership]) -> dict[str, str]:
    """The key of the party of each person who sits."""
    in_parties: dict[str, list[Membership]] = {key: [] for key in _sitting(held)}
    for one in held:
        if one.organization.kind in PARTIES and str(one.person_id) in in_parties:
            in_parties[str(one.person_id)].append(one)
    parties = {person: party_among(memberships) for person, memberships in in_parties.items()}
    return {person: str(party.pk) for person, party in parties.items() if party is not None}


def _parties(bodies: Iterable[Organization], speaking: Mapping[str, int]) -> tuple[Party, ...]:
    return tuple(
        Party(
            key=str(row.pk),
            names=_said(row.names),
            abbreviations=_said(row.short_names),
            seats=row.seats,
            speaking=speaking.get(str(row.pk), 0) if speaking else None,
        )
        for row in sorted(bodies, key=lambda row: row.address)
        if row.kind in PARTIES
    )


def _members(held: Sequence[Membership], party_of: Mapping[str, str]) -> tuple[Member, ...]:
    chairs = (one for one in held if one.organization.kind in CHAMBERS and one.role == MembershipRole.CHAIR)
    presiding = {str(one.person_id) for one in chairs}
    # The stubs do not see that the key of an abstract model may be null.
    current = {key: one for key, one in _sitting(held).items() if one.merged_into_id is None}  # type: ignore[redundant-expr]
    return tuple(
        Member(
            key=key,
            names=(person.name, *(name for name in person.other_names if isinstance(name, str))),
            party=party_of.get(key, ""),
            presides=key in presiding,
        )
        for key, person in sorted(current.items(), key=lambda item: item[1].address)
    )


def _papers() -> Iterable[Paper]:
    """Bills and acts; those kept in come with their titles, so that what would tell of them is noticed."""
    rows = Document.objects.order_by("pk").values_list("number", "titles", "popular_names", "classification")
    for number, titles, popular, classification in rows:
        yield Paper(number, _said(titles, popular), classification == Classification.PUBLIC)


def _speaking(on: date, days: int, party_of: Mapping[str, str]) -> dict[str, int]:
    """How much each party said in the window, by its key, in characters; empty where nobody spoke.

    Most sources give no times of single speeches; all of them give their words.
    """
    key = f"checks-speaking-{on.isoformat()}-{days}"
    if (kept := cache.get(key)) is None:
        kept = dict(_characters(on - timedelta(days=days), on))
        cache.set(key, kept, SPEAKING_KEPT_SECONDS)
    said: Counter[str] = Counter()
    for person, characters in kept.items():
        if person in party_of:
            said[party_of[person]] += characters
    return dict(said)


def _characters(since: date, until: date) -> dict[str, int]:
    """By person, in the language in which they said most: translations count once."""
    rows = (
        Contribution.objects.current()
        .filter(
            sitting__date__gt=since,
            sitting__date__lte=until,
            person__isnull=False,
            texts__valid_to__isnull=True,
            texts__classification=Classification.PUBLIC,
        )
        .values_list("person_id", "texts__language")
        .annotate(characters=Sum(Length("texts__segments__text")))
    )
    found: dict[str, list[int]] = defaultdict(list)
    for person, _language, characters in rows:
        found[str(person)].append(characters or 0)
    return {person: max(counts) for person, counts in sorted(found.items())}


def _said(*wordings: Mapping[str, str]) -> tuple[str, ...]:
    """What is said in any language, each once."""
    return tuple(dict.fromkeys(words for wording in wordings for _lang, words in sorted(wording.items()) if words))
