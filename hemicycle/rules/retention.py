"""How long each table keeps what, and why. Every app registers its own; a table without a rule fails the build.

    retention.register("desk.Presence", name=_("Who edits"), keeps=timedelta(days=1), counted_from="seen_at", why=_(…))

A rule with a time is carried out every night (night.py). Rows that are kept say so: FOR_GOOD, or UNTIL_ENDED with the
function that ends them. What needs more than deleting names its own `end`, which is the action that people call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .parameters import in_force

# Rows that end in one transaction: a writer waits no longer than a fraction of a second.
BATCH = 500


class Kept(Enum):
    FOR_GOOD = "for good"
    UNTIL_ENDED = "until ended"


FOR_GOOD, UNTIL_ENDED = Kept.FOR_GOOD, Kept.UNTIL_ENDED

Due = Callable[[datetime], "QuerySet[Any]"]
End = Callable[["QuerySet[Any]"], object]


def delete(rows: "QuerySet[Any]") -> object:
    return rows.delete()


@dataclass(frozen=True)
class Rule:
    """`keeps`: a time, the parameter that says how many days, or Kept. `part`: of which rows of the table, "" of all.

    `due(before)`: the rows whose time had run out at a moment; `end(rows)`: what happens to them, in one transaction
    for `batch` of them. `counted_from` is a field, or a lookup such as "intake__finished_at".
    `name`: what readers call these rows.
    """

    model: str
    name: str | Promise
    keeps: timedelta | str | Kept
    why: str | Promise
    counted_from: str = ""
    part: str = ""
    ended_by: str = ""
    due: Due | None = None
    end: End = delete
    batch: int = BATCH

    @property
    def key(self) -> str:
        return f"{self.model.lower()} {self.part}".strip()

    @property
    def is_carried_out(self) -> bool:
        """By the night; the others are kept, or ended by somebody's hand."""
        return not isinstance(self.keeps, Kept)

    @property
    def lasts(self) -> timedelta | None:
        """How long rows are kept, as far as that is a time."""
        if isinstance(self.keeps, str):
            return timedelta(days=in_force(self.keeps))
        return self.keeps if isinstance(self.keeps, timedelta) else None

    @property
    def table(self) -> type[Model]:
        return tables()[self.model.lower()]

    def overdue(self, now: datetime) -> "QuerySet[Any]":
        """The rows that are to end now, held or not."""
        if (lasts := self.lasts) is None:
            return self.table._default_manager.none()
        if self.due is not None:
            return self.due(now - lasts)
        return self.table._default_manager.filter(**{f"{self.counted_from}__lt": now - lasts})


RULES: dict[str, Rule] = {}


def register(
    model: str, *, name: str | Promise, keeps: timedelta | str | Kept, why: str | Promise, counted_from: str = "",
    part: str = "", ended_by: str = "", due: Due | None = None, end: End = delete, batch: int = BATCH,
) -> None:  # fmt: skip
    """`model` is "app_label.Model". Raises ValueError for a rule that nothing could carry out."""
    if not isinstance(keeps, Kept) and not counted_from and due is None:
        raise ValueError(f"{model} is kept for a time that is counted from nothing")
    if keeps is UNTIL_ENDED and not ended_by:
        raise ValueError(f"{model} is kept until it is ended by nothing")
    rule = Rule(model, name, keeps, why, counted_from, part, ended_by, due, end, batch)
    RULES[rule.key] = rule


def tables() -> dict[str, type[Model]]:
    return {model._meta.label_lower: model for model in apps.get_models()}


def name_of(model: str) -> str:
    """What readers call the rows of a table, or those of one rule by its key; "" of what is neither."""
    rules = [RULES[model]] if model in RULES else [rule for rule in RULES.values() if rule.model.lower() == model]
    return str(rules[0].name) if rules else ""


def carried_out() -> list[Rule]:
    """Every rule that the night carries out; what points to other rows before those."""
    depths = {rule.key: _depth(rule.table, frozenset()) for rule in RULES.values() if rule.is_carried_out}
    return sorted((RULES[key] for key in depths), key=lambda rule: (-depths[rule.key], rule.key))


def _depth(model: type[Model], above: frozenset[type[Model]]) -> int:
    """How long the longest chain of keys is that leads away from a table."""
    targets = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    further: list[int] = [_depth(one, above | {model}) for one in targets - above - {model}]  # type: ignore[arg-type]
    return 1 + max(further, default=0)


register(
    "rules.AuditEntry",
    name=_("Entries of the audit log"),
    keeps=FOR_GOOD,
    why=_("The log proves what was done; it holds no personal data."),
)
register(
    "rules.AuditHead",
    name=_("End of the audit log"),
    keeps=FOR_GOOD,
    why=_("Marks the end of the log, so that entries cannot be cut off unnoticed."),
)
register(
    "rules.LogCheck",
    name=_("Checks of the audit log"),
    keeps=timedelta(days=365),
    counted_from="finished_at",
    why=_("Shows when the log was last found unchanged; after a year the audit log is enough."),
)
register(
    "rules.ParameterInForce",
    name=_("Settings that the House decided"),
    keeps=FOR_GOOD,
    why=_("What the House decided, for as long as it applies."),
)
register(
    "rules.HealthProbe",
    name=_("Last sign of life of the database"),
    keeps=FOR_GOOD,
    why=_("One row, overwritten each time; it shows when the database could last be written to."),
)
register(
    "rules.SiteAddress",
    name=_("Address of the site"),
    keeps=FOR_GOOD,
    why=_("Links in sent messages lead there; it holds no personal data."),
)
register(
    "rules.WorkerSeen",
    name=_("Signs of life of the workers"),
    keeps=timedelta(days=1),
    counted_from="at",
    why=_("Shows whether a worker is alive; not needed a day after the worker has gone."),
)
register(
    "rules.LegalHold",
    name=_("Legal holds"),
    keeps=FOR_GOOD,
    why=_("Shows why data was not deleted on time; names rows, not people."),
)
register(
    "rules.SensitivePeriod",
    name=_("Sensitive periods"),
    keeps=FOR_GOOD,
    why=_("Shows when the House did not communicate, and why; it is public and holds no personal data."),
)
register(
    "rules.RetentionRun",
    name=_("Runs of these rules"),
    keeps=timedelta(days=365),
    counted_from="finished_at",
    why=_("Shows that the rules are applied; after a year the audit log is enough."),
)
