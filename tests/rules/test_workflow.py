import pytest

from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.workflow import Workflow

LETTER = Workflow(
    initial="draft",
    final=frozenset({"sent", "torn"}),
    moves={"seal": (("draft",), "sealed"), "send": (("sealed",), "sent"), "tear": (("draft", "sealed"), "torn")},
)


def test_a_move_leads_from_one_state_to_the_next() -> None:
    assert LETTER.after(LETTER.after("draft", "seal"), "send") == "sent"
    assert LETTER.states == {"draft", "sealed", "sent", "torn"}
    assert LETTER.sources("tear") == {"draft", "sealed"}


@pytest.mark.parametrize(("state", "verb"), [("draft", "send"), ("sent", "tear"), ("draft", "burn")])
def test_a_move_that_the_state_does_not_have_is_refused(state: str, verb: str) -> None:
    with pytest.raises(IllegalMove):
        LETTER.after(state, verb)


@pytest.mark.parametrize(
    ("final", "moves", "fault"),
    [
        ({"b"}, {"go": (("a",), "c"), "end": (("a",), "b")}, "no way out"),
        ({"b"}, {"go": (("a",), "b"), "back": (("b",), "a")}, "with a way out"),
        ({"b", "c"}, {"go": (("a",), "b")}, "no way to"),
    ],
)
def test_a_graph_that_does_not_hold_together_fails_when_it_is_written(final: set, moves: dict, fault: str) -> None:
    with pytest.raises(IllegalMove, match=fault):
        Workflow(initial="a", final=frozenset(final), moves=moves)
