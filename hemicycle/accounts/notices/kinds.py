"""The kinds of notices, filled by the apps at start:

    register_kind(Kind("desk.review", label=_("An announcement awaits your review"), …, describe=awaiting_review))

`said` and the name of the office are all that a mail says of one: %(n)s is all that is filled in, so that no mail
holds the words of what is not public. `describe` says more on the page, to a person who may see it now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from ..models import Frequency, Notice, User
from ..roles import Role


@dataclass(frozen=True, slots=True)
class Described:
    """What the page shows of a notice: what it is about, the reason, where it leads, and the verb on its button."""

    title: str
    url: str
    action: str | Promise
    why: str = ""


Describe = Callable[[User, Sequence[Notice]], Mapping[int, Described]]
"""describe(person, notices): by the key of the notice; without those that the person may not see, or that ended."""
Row = TypeVar("Row", bound=Model)


def each_described(
    notices: Sequence[Notice], rows: QuerySet[Row], describe: Callable[[Row], Described]
) -> dict[int, Described]:
    """What a Describe gives of notices that are about rows of one table; `rows`: those that the person may see."""
    found = rows.in_bulk([one.about for one in notices])
    return {one.pk: describe(found[one.about]) for one in notices if one.about in found}


@dataclass(frozen=True)
class Kind:
    """`label` names it where a person chooses; `roles` are those that ever get it; `trouble`: something went
    wrong. `counts`: further events add to an unread notice. `invites`: whether somebody gets it without any role."""

    name: str
    label: str | Promise
    said: str | Promise
    roles: tuple[Role, ...]
    describe: Describe
    frequency: Frequency = Frequency.AT_ONCE
    trouble: bool = False
    counts: bool = False
    invites: Callable[[User], bool] | None = None

    def sentence(self, notice: Notice) -> str:
        """What is said of it anywhere, in the language of the reader."""
        # A plural is chosen where the number is put in, and not before.
        return str(self.said % {"n": notice.times})


KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    KINDS[kind.name] = kind


def kinds_for(person: User) -> list[Kind]:
    """Those of which this person may ever be notified, in the order in which the apps registered them."""
    return [kind for kind in KINDS.values() if person.has_role(kind.roles) or (kind.invites and kind.invites(person))]
