"""How long each table keeps what, and why. Every app registers its own; a table without a rule fails the build."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Rule:
    """`keeps` None: as long as the House stands. `counted_from` names the field the time is counted from."""

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
