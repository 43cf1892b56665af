"""What one person is shown of retention: the House's data, or that of their own member's office, never the other's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.rules import holds as legal_holds
from hemicycle.rules.actions import by_office, to_end
from hemicycle.rules.models import LegalHold, RetentionRun
from hemicycle.rules.retention import RULES, Rule, carried_out, name_of

from .models import Office, User
from .roles import Role

OF_NO_OFFICE = ""


def governed(person: User) -> dict[str, str]:
    """The offices whose data a person answers for, by slug: an administrator for all of the House and for what belongs
    to no office, a member for their own office."""
    if person.has_role([Role.ADMINISTRATOR]):
        offices = Office.objects.filter(kind=Office.Kind.INSTITUTION)
        return {OF_NO_OFFICE: _("No office: the House as a whole")} | {o.slug: o.name for o in offices}
    return {office.slug: office.name for office in Office.objects.kept_by(person)}


@dataclass(frozen=True)
class Line:
    """One rule, what its last run did, and what the next would do, in the offices of whoever looks."""

    rule: Rule
    run: RetentionRun | None
    ended: int
    due: int
    held: int

    @property
    def lasts(self) -> str:
        """In years where it is whole ones."""
        days = self.rule.lasts.days if self.rule.lasts else 0
        years, rest = divmod(days, 365)
        if years and not rest:
            return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def lines(person: User) -> list[Line]:
    """Of every rule that the night carries out, by name."""
    slugs, latest, now = governed(person), RetentionRun.objects.latest(), timezone.now()
    in_force = legal_holds.in_force()
    found = []
    for rule in sorted(carried_out(), key=lambda rule: str(rule.name).casefold()):
        run = latest.get(rule.key)
        found.append(
            Line(
                rule=rule,
                run=run,
                ended=_of(slugs, run.ended if run else {}),
                due=_of(slugs, by_office(to_end(rule, now))),
                held=_of(slugs, by_office(legal_holds.held(rule.overdue(now), in_force))),
            )
        )
    return found


def tables() -> list[tuple[str, str]]:
    """What a hold may name, with what readers call it."""
    named = {rule.model.lower(): name_of(rule.model.lower()) for rule in RULES.values()}
    return sorted(named.items(), key=lambda one: one[1].casefold())


def about_in_words(hold: LegalHold) -> str:
    """What is held, without of whom."""
    table, _colon, row = hold.about.partition(":")
    return " · ".join(filter(None, (name_of(table), row))) or _("All of it")


def kept() -> list[Rule]:
    """Of what no night ends: kept for good, or ended by somebody or something else."""
    return sorted(
        (rule for rule in RULES.values() if not rule.is_carried_out), key=lambda rule: str(rule.name).casefold()
    )


@dataclass(frozen=True)
class Held:
    """A hold in force, with names for those who read it."""

    hold: LegalHold
    office: str
    about: str
    by: str


def holds(person: User) -> list[Held]:
    offices = governed(person)
    found = list(LegalHold.objects.in_force().of_offices(offices).newest_first())
    names = User.objects.behind([hold.placed_by for hold in found])
    return [Held(hold, offices[hold.office], about_in_words(hold), names[hold.placed_by]) for hold in found]


def named(hold: LegalHold, person: User) -> str:
    """What is held, and of whom."""
    return f"{governed(person)[hold.office]}, {about_in_words(hold)}"


def _of(slugs: Mapping[str, str], counts: Mapping[str, int]) -> int:
    return sum(count for slug, count in counts.items() if slug in slugs)
