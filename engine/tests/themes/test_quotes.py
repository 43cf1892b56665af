"""Which sentences speak for a theme."""

from hearhear.themes.passages import Passage
from hearhear.themes.quotes import candidates, shortened


def _best(texts: list[str]) -> str:
    passages = [(Passage(at, 0, len(text), text, 8), 1.0, -1) for at, text in enumerate(texts)]
    best = candidates(passages, texts, {})[0]
    return texts[best.voice][best.start : best.end]


def test_a_whole_sentence_speaks_rather_than_a_torn_one() -> None:
    torn = "the quarry (which the council opened without asking its own planners"
    whole = "The quarry opened without a word to its neighbours on the hill."
    assert _best([torn, whole]) == whole


def test_a_sentence_that_answers_somebody_speaks_after_one_that_does_not() -> None:
    answer = "Thanks for your words about the quarry and its noise at night."
    plain = "Noise from the quarry keeps the valley awake at night."
    assert _best([answer, plain]) == plain


def test_a_long_sentence_is_shortened_at_a_word() -> None:
    assert shortened("Nobody asked the valley about the quarry", 20) == "Nobody asked the …"
    assert shortened("Close it.", 20) == "Close it."
