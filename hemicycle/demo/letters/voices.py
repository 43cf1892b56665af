"""Individuals: composes what one person has to say, in words no other person uses in the same order.

Three rules make the voices individual in truth. A frame is chosen among those used least. Two frames that have met in
one message avoid each other from then on, so that no two people share a skeleton. And a wording that would repeat
eight words of somebody else is thrown away for another.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from hemicycle.demo.letters import grammar, handwriting, idiolect
from hemicycle.demo.letters.ledger import Ledger, last_words
from hemicycle.demo.letters.people import Person
from hemicycle.demo.letters.phrases import phrases

# Wordings tried of one frame before another frame is tried; a frame with a dozen choices needs two or three.
_WORDINGS = 30
_FRAMES = 12

# Uses charged to a frame that had no fresh wording left, so that it is tried again only when others are as worn.
_WORN = 5

# Shapes of a letter: which parts, in which order. The order differs so that no shape is a skeleton.
_SHAPES = (
    ("persona", "scene", "argument", "wish"),
    ("persona", "argument", "ending"),
    ("scene", "persona", "wish"),
    ("scene", "argument"),
    ("persona", "scene"),
    ("argument", "persona", "aside"),
    ("wish", "scene", "persona"),
    ("wish", "argument"),
    ("aside", "persona", "scene", "argument", "wish", "ending"),
    ("persona", "persona", "argument", "argument", "wish", "ending"),
    ("persona", "scene", "scene", "argument", "aside", "argument", "wish", "ending"),
    ("persona", "aside", "scene", "argument", "argument", "persona", "wish", "aside", "ending"),
    ("argument", "argument", "persona", "scene", "wish"),
    ("scene", "wish", "ending"),
    ("argument",),
    ("persona", "wish"),
)

_PERSONAL_SHAPES = (("persona",), ("persona", "aside"), ("aside", "persona"), ("persona", "persona"), ("aside",))


class Voices:
    """The voices of one language. One object a corpus, so that it remembers what was said."""

    def __init__(self, lang: str, rng: random.Random, ledger: Ledger) -> None:
        self._phrases = phrases(lang)
        self._rng = rng
        self._ledger = ledger
        self._uses: Counter[str] = Counter()
        self._met: Counter[frozenset[str]] = Counter()
        self._posted: set[str] = set()
        self._tails: defaultdict[str, str] = defaultdict(str)

    def letter(self, person: Person, bill: str) -> list[str]:
        """A letter's paragraphs."""
        if bill != "12":
            return _paragraphs(self._said(person, self._other_bill(person)), self._rng)
        shape = self._rng.choice(_SHAPES)
        return _paragraphs(self._said(person, [self._pool(person, part) for part in shape]), self._rng)

    def short(self, person: Person, bill: str) -> str:
        """A text message or a post: two or three segments."""
        shorts, housing = self._phrases.shorts, self._phrases.housing["shorts"]
        stance = person.stance
        if bill == "12":
            opinions, small = shorts[stance]["piece"], shorts["any"]["piece"]
        else:
            opinions, small = housing["for" if stance == "mixed" else stance], housing["any"] + shorts["any"]["piece"]
        while True:
            text = self._post(person, opinions, small)
            if text.lower() not in self._posted:
                self._posted.add(text.lower())
                return text

    def _post(self, person: Person, opinions: Sequence[str], small: Sequence[str]) -> str:
        pools = self._rng.choice(
            (
                [opinions, opinions],
                [opinions, small],
                [small, opinions],
                [opinions, opinions, small],
                [opinions, opinions, opinions],
            )
        )
        joined = self._rng.choice((". ", "! ", ", ", "... ", " - ", ". "))
        *before, last = self._said(person, pools)
        return joined.join([*(piece.rstrip(" .,?") for piece in before), last])

    def paragraph(self, person: Person) -> str:
        """What somebody adds of their own to a letter made by others."""
        shape = self._rng.choice(_PERSONAL_SHAPES)
        return " ".join(self._said(person, [self._pool(person, part) for part in shape]))

    def casework(self, person: Person) -> str:
        """A request for help."""
        return self._said(person, [self._phrases.casework["paragraph"]])[0]

    def rebuttal(self, person: Person) -> list[str]:
        """Why somebody disagrees with what was sent to them."""
        return self._said(
            person, [self._pool(person, part) for part in ("argument", "persona", "wish")[: self._rng.randint(1, 3)]]
        )

    def _pool(self, person: Person, part: str) -> list[str]:
        voices = self._phrases.voices
        if part == "persona":
            tables = [voices["persona"][person.persona]]
        elif part in voices["any"]:
            tables = [voices["any"][part]]
        elif part == "scene" and person.stance == "mixed":
            tables = [voices["for"]["scene"], voices["against"]["scene"]]
        else:
            tables = [voices[person.stance][part]]
        return [frame for table in tables for frame in table]

    def _other_bill(self, person: Person) -> list[Sequence[str]]:
        lines, voices = self._phrases.housing, self._phrases.voices["any"]
        opinions = lines["for" if person.stance != "against" else "against"]["line"]
        pools = [opinions, lines["any"]["line"], opinions, voices["aside"], voices["ending"]]
        return self._rng.sample(pools, self._rng.randint(2, 4))

    def _said(self, person: Person, pools: Sequence[Sequence[str]]) -> list[str]:
        """One sentence from each pool; they may stand behind what the person said before."""
        frames: list[str] = []
        said: list[str] = []
        for pool in pools:
            frame, text = self._fresh(person, pool, frames)
            self._tails[person.name] = last_words(f"{self._tails[person.name]} {text}")
            frames.append(frame)
            said.append(text)
        self._remember(frames)
        return said

    def _fresh(self, person: Person, pool: Sequence[str], beside: list[str]) -> tuple[str, str]:
        """A wording that repeats nobody; ends with an error rather than with a broken promise."""
        tail = self._tails[person.name]
        for frame in self._by_preference(pool, beside)[:_FRAMES]:
            for attempt in range(_WORDINGS):
                text = self._wording(person, frame, liberty=3 * attempt // _WORDINGS)
                if self._ledger.is_new(f"{tail} {text}", person.name):
                    self._ledger.note(f"{tail} {text}", person.name)
                    return frame, text
            self._uses[frame] += _WORN
        raise RuntimeError(f"no fresh wording left in {self._phrases.lang}; add frames or choices near: {pool[0]}")

    def _by_preference(self, pool: Sequence[str], beside: list[str]) -> list[str]:
        """Frames not yet met first, then least used, then at random."""
        lots = {frame: self._rng.random() for frame in pool if frame not in beside}
        met = {frame: sum(self._met[frozenset((frame, other))] for other in beside) for frame in lots}
        return sorted(lots, key=lambda frame: (met[frame], self._uses[frame], lots[frame]))

    def _remember(self, frames: list[str]) -> None:
        self._uses.update(frames)
        pairs = (frozenset((one, two)) for index, one in enumerate(frames) for two in frames[:index])
        self._met.update(pairs)

    def _wording(self, person: Person, frame: str, liberty: int) -> str:
        """One wording of a frame; `liberty`, 0 to 2, says how far a person's own manner may bend it."""
        lang, rng = self._phrases.lang, self._rng
        raw = grammar.expand(grammar.parse(frame), lambda slot: self._fill(person, slot), rng, person.gender)
        text = idiolect.in_other_words(raw, lang, rng, chance=(0.2, 0.4, 0.55)[liberty])
        if liberty:
            text = idiolect.with_asides(text, lang, rng, most=(0, 2, 4)[liberty])
        return handwriting.by_hand(handwriting.capitalised(handwriting.bend(text, lang)), person.style, rng)

    def _fill(self, person: Person, slot: grammar.Slot) -> str:
        rng = self._rng
        own = {"town": person.town, "river": person.river, "street": person.spoken_street, "phone": person.phone}
        if slot.name in own:
            return own[slot.name]
        if slot.name in ("n", "year"):
            return str(rng.randint(slot.low, slot.high))
        if slot.name == "id":
            return f"{rng.choice('ABCDEFHKLMNPRTV')}{rng.randint(10, 99)}-{rng.randint(10000, 99999)}"
        if slot.name == "surname":
            return str(rng.choice(self._phrases.people["family"]))
        word = rng.choice(self._phrases.words[slot.name])
        return grammar.expand(grammar.parse(word), lambda inner: self._fill(person, inner), rng, person.gender)


def _paragraphs(sentences: list[str], rng: random.Random) -> list[str]:
    """Sentences gathered into paragraphs of one to four."""
    paragraphs = []
    while sentences:
        size = rng.randint(1, 4)
        paragraphs.append(" ".join(sentences[:size]))
        sentences = sentences[size:]
    return paragraphs
