"""How long each table keeps what, and why. Every app registers its own; a table without a rule fails the build."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Rule:
    """`keeps` None: as long as the House stands. `counted_from`: the field the time is counted from, or a
    lookup such as "intake__finished_at"."""

    model: str
    keeps: timedelta | None
    why: str
    counted_from: str | None


RULES: dict[str, Rule] = {}


def register(model: str, *, keeps: timedelta | None, why: str, counted_from: str | None = None) -> None:
    """`model` is "app_label.Model"; a limit in time needs the field it is counted from."""
    if keeps is not None and counted_from is None:
        raise ValueError(f"{model} is kept for a time that is counted from nothing")
    RULES[model.lower()] = Rule(model=model, keeps=keeps, why=why, counted_from=counted_from)


def rule_for(model: str) -> Rule | None:
    return RULES.get(model.lower())


register("rules.AuditEntry", keeps=None, why="The log proves what was done; it holds no personal data.")
register("rules.AuditHead", keeps=None, why="The end of the log, without which its end could be cut off unseen.")
register(
    "rules.HealthProbe", keeps=None, why="One row that is overwritten; it says when the database could be written."
)
register("rules.SiteAddress", keeps=None, why="Links that were sent lead there; it is of nobody.")
register("rules.ParameterInForce", keeps=None, why="What the House decided, for as long as it holds.")
register(
    "rules.WorkerSeen",
    keeps=timedelta(days=1),
    counted_from="at",
    why="Tells whether a worker is alive; of a worker that is gone nobody asks after a day.",
)
