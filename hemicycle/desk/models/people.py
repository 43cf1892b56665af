"""Who writes announcements and who approves them, and which that makes theirs: conditions for the queries of them.

Conditions, not querysets: several stand together on every page, and each queryset within another costs as much as
asking the database. What a person holds was read with them.
"""

from __future__ import annotations

from django.db.models import Q

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.desk import workflow
from hemicycle.rules.parameters import in_force

WRITERS = (Role.OFFICER, Role.EDITOR)
APPROVERS = (Role.EDITOR,)
# On duty elsewhere: by a signed link, after showing again who they are.
DUTY = (Role.EDITOR, Role.CLERK)


def named_offices() -> set[str]:
    """The short names of the offices in whose name may be approved; none: the office that writes."""
    return {slug.strip() for slug in in_force("approving_offices").split(",") if slug.strip()}


def approvable(person: User) -> Q:
    """In whose approval a person has a part: of their own offices, or of any where the House has named theirs."""
    held = [one.office for one in person.assignments_as(APPROVERS) if one.office.kind == Office.Kind.INSTITUTION]
    if named := named_offices():
        is_named = any(office.slug in named for office in held)
        return Q(office__kind=Office.Kind.INSTITUTION) if is_named else Q(pk__in=())
    return Q(office__in={office.pk for office in held})


def visible(person: object) -> Q:
    if not isinstance(person, User) or not person.is_active:
        return Q(pk__in=())
    own = Q(office__in=person.offices_as(WRITERS))
    return own | approvable(person) & ~Q(state__in=(workflow.DRAFT, workflow.DISCARDED)) if named_offices() else own


def written_by(person: User) -> Q:
    return Q(author=person) | Q(last_editor=person)
