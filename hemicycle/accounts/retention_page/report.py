"""What one person is shown of retention: the House's data, or that of their own member's office, never the other's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.rules import holds as legal_holds
from hemicycle.rules.actions import by_office, to_end
from hemicycle.rules.models import LegalHold, RetentionRun
from hemicycle.rules.retention import RULES, Rule, carried_out, name_of
from hemicycle.rules.retention import tables as every_table

from ..audit_log.subjects import Page, Subject, subjects_of
from ..governed import governed, of_governed
from ..models import User


@dataclass(frozen=True)
class Line:
    """One rule, what its last run did, what the next would do, and what is on hold, overdue or not, in the offices of
    whoever looks."""

    rule: Rule
    run: RetentionRun | None
    ended: int
    due: int
    held_in: Mapping[str, int]

    @property
    def held(self) -> int:
        return sum(self.held_in.values())

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
                held_in={slug: n for slug, n in _held(rule, now, in_force).items() if slug in slugs},
            )
        )
    return found


def _held(rule: Rule, now: datetime, in_force: Iterable[LegalHold]) -> dict[str, int]:
    """Everything that the rule will ever come to, as it stands today, as far as a hold keeps it."""
    every = rule.overdue(now + (rule.lasts or timedelta(0)))
    return by_office(legal_holds.held(every, in_force))


def tables() -> list[tuple[str, str]]:
    """What a hold may name, with what readers call it."""
    named = {rule.model.lower(): name_of(rule.model.lower()) for rule in RULES.values()}
    return sorted(named.items(), key=lambda one: one[1].casefold())


def _without_title(about: str) -> str:
    """What is held, by its kind and number, without of whom."""
    table, _colon, row = about.partition(":")
    return " · ".join(filter(None, (name_of(table), row))) or _("All of it")


def kept() -> list[Rule]:
    """Of what no night ends: kept for good, or ended by somebody or something else."""
    return sorted(
        (rule for rule in RULES.values() if not rule.is_carried_out), key=lambda rule: str(rule.name).casefold()
    )


@dataclass(frozen=True)
class Held:
    """A hold in force, with names for those who read it; `covers`: how much it keeps today."""

    hold: LegalHold
    office: str
    about: Subject
    by: str
    covers: int


def holds(person: User, rules: Iterable[Line]) -> list[Held]:
    """`rules` are those of `lines`, read once: a hold on all of an office keeps what they count, and what no night
    ends."""
    offices, counted = governed(person), list(rules)
    found = list(LegalHold.objects.in_force().of_offices(offices).newest_first())
    names = User.objects.behind([hold.placed_by for hold in found])
    subjects = subjects_of({hold.about for hold in found if ":" in hold.about}, person=person)
    return [
        Held(
            hold=hold,
            office=offices[hold.office],
            about=Subject(_without_title(hold.about), _page(subjects.get(hold.about))),
            by=names[hold.placed_by],
            covers=_covered(hold, counted),
        )
        for hold in found
    ]


def _covered(hold: LegalHold, rules: Iterable[Line]) -> int:
    table, _colon, key = hold.about.partition(":")
    if table:
        return _rows_of(table, hold.office, key)
    every = list(rules)
    counted = {line.rule.model for line in every}
    others = sorted({rule.model for rule in kept()} - counted)
    held = sum(line.held_in.get(hold.office, 0) for line in every)
    return held + sum(_rows_of(model.lower(), hold.office) for model in others)


def _rows_of(table: str, office: str, key: str = "") -> int:
    model = every_table().get(table)
    theirs = legal_holds.of_office(model, office) if model else None
    if model is None or theirs is None:
        return 0
    rows = model._base_manager.filter(theirs)
    return (rows.filter(pk=legal_holds.key_of(model, key)) if key else rows).count()


def named(hold: LegalHold, person: User) -> str:
    """What is held, and of whom."""
    what = Subject(_without_title(hold.about), _page(subject_of(hold.about, person)))
    return f"{governed(person)[hold.office]}, {what}"


def everything(office: str, person: User) -> Subject:
    return Subject(f"{governed(person)[office]}, {_('All of it')}")


def subject_of(about: str, person: User) -> Subject | None:
    """The one row that is named, if it is one."""
    return subjects_of([about], person=person)[about] if ":" in about else None


def _page(subject: Subject | None) -> Page:
    return subject.page if subject is not None else Page("")


def hold_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Of the holds of one's own offices, by what they hold."""
    rows = LegalHold.objects.filter(of_governed(person), pk__in=keys)
    address = f"{reverse('retention')}#holds"
    return {str(hold.pk): Page(address, _without_title(hold.about)) for hold in rows}


def _of(slugs: Mapping[str, str], counts: Mapping[str, int]) -> int:
    return sum(count for slug, count in counts.items() if slug in slugs)
