"""States and their moves, declared once; a graph that does not hold together fails at import."""

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import IllegalMove


@dataclass(frozen=True)
class Move:
    """One arrow: from any of `sources` to `target`."""

    sources: frozenset[str]
    target: str


class Workflow:
    """The life of a row: `moves` maps a verb to ("states it may start from", "state it leads to")."""

    def __init__(
        self, *, initial: str, final: frozenset[str], moves: Mapping[str, tuple[tuple[str, ...], str]]
    ) -> None:
        self.initial = initial
        self.final = final
        self.moves = {verb: Move(frozenset(sources), target) for verb, (sources, target) in moves.items()}
        self._refuse_a_broken_graph()

    @property
    def states(self) -> frozenset[str]:
        ends = {state for move in self.moves.values() for state in (*move.sources, move.target)}
        return frozenset({self.initial, *self.final, *ends})

    def sources(self, verb: str) -> frozenset[str]:
        """The states from which `verb` may be said."""
        return self.moves[verb].sources

    def after(self, state: str, verb: str) -> str:
        """The state after `verb`; raises IllegalMove when `state` has no such move."""
        move = self.moves.get(verb)
        if move is None or state not in move.sources:
            raise IllegalMove(f"{state} has no move {verb}")
        return move.target

    def _refuse_a_broken_graph(self) -> None:
        leaving = {state for move in self.moves.values() for state in move.sources}
        if stuck := self.states - self.final - leaving:
            raise IllegalMove(f"no way out of {sorted(stuck)}, and not final")
        if undead := self.final & leaving:
            raise IllegalMove(f"final, yet with a way out: {sorted(undead)}")
        if unreachable := self.states - self._reachable():
            raise IllegalMove(f"no way to {sorted(unreachable)}")

    def _reachable(self) -> set[str]:
        reached = {self.initial}
        while more := {m.target for m in self.moves.values() if m.sources & reached} - reached:
            reached |= more
        return reached
