"""What is offered while one types: members, bills and bodies by how their names begin, and words of headings."""

from __future__ import annotations

from dataclasses import dataclass

from hemicycle.record.search.engine import engine
from hemicycle.record.search.entry import NAMED
from hemicycle.record.search.finding import shown
from hemicycle.record.search.question import Question
from hemicycle.record.search.showing import Hit
from hemicycle.record.search.words import WORD, plain, whole

# A list that is read while one types: what fits above the keyboard of a phone.
MOST_NAMES, MOST_WORDS = 5, 3
# One letter begins everything.
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`words` are whole questions: what was typed, with its last word completed."""

    hits: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hits or self.words)


def suggest(typed: str, *, to: object) -> Suggestions:
    words = WORD.findall(whole(typed))
    if not words or len(words[-1]) < SHORTEST:
        return Suggestions()
    spelled = [plain(word) for word in words]
    keys = engine().named(spelled, NAMED, limit=MOST_NAMES)
    begun = typed.rstrip()[: -len(words[-1])]
    completed = [word for word in engine().spellings(spelled[-1], limit=MOST_WORDS + 1) if word != words[-1].lower()]
    return Suggestions(shown(keys, Question(), to=to), tuple(f"{begun}{word}" for word in completed[:MOST_WORDS]))
