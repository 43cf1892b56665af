"""Entries of the audit log in words: who, what, about what, why. Of the facts, only codes with a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

from ..models import User
from ..roles import Role
from .subjects import Subject, subjects_of

# The parts of the system that write entries, by the name they write under.
PARTS: dict[str, str | Promise] = {
    "citizen": gettext_lazy("A citizen"),
    "command line": gettext_lazy("A command on the server"),
    "digests": gettext_lazy("Sending digests"),
    "fediverse": gettext_lazy("Another server of the fediverse"),
    "hook": gettext_lazy("A network, through a hook"),
    "import": gettext_lazy("Importing the record"),
    "keywords": gettext_lazy("Answering text messages"),
    "listening": gettext_lazy("Reading letters"),
    "measure": gettext_lazy("A measure that ran out"),
    "retention": gettext_lazy("The retention rules"),
    "worker": gettext_lazy("The background worker"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`person` is the key by which the page can be narrowed down to whoever did it, "" of a part of the system."""

    entry: AuditEntry
    who: str
    person: str
    office: str
    what: str
    subject: Subject
    why: str
    is_altered: bool


def lines(entries: Sequence[AuditEntry], *, reader: User, offices: Mapping[str, str]) -> list[Line]:
    """`offices`: those that the reader answers for; what was done to another one names it as its subject."""
    names = User.objects.behind({entry.actor for entry in entries})
    subjects = subjects_of({entry.about for entry in entries}, person=reader)
    return [
        Line(
            entry=entry,
            who=_who(entry.actor, names[entry.actor]),
            person=_key(entry.actor),
            office=offices.get(entry.office, "") if entry.office else "",
            what=_what(entry),
            subject=Subject("") if entry.about == f"accounts.{entry.actor}" else subjects[entry.about],
            why=audit.reason(entry),
            is_altered=entry.hash != audit.digest(entry),
        )
        for entry in entries
    ]


def _key(actor: str) -> str:
    return actor.removeprefix("user:") if actor.startswith("user:") else ""


def _who(actor: str, name: str) -> str:
    if not _key(actor):
        return str(PARTS.get(actor) or _("Hemicycle: %(part)s") % {"part": actor})
    return name if name != actor else _("Somebody who no longer has an account")


def _what(entry: AuditEntry) -> str:
    what, role = audit.label(entry.action), entry.facts.get("role")
    if not entry.action.startswith("accounts.") or role not in Role:
        return what
    return _("%(what)s: %(detail)s") % {"what": what, "detail": Role(role).label}
