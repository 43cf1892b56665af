"""Individual people: each text is composed anew, and no two share a run of seven words."""

import random
from itertools import combinations

from hardset.grammar import Grammar, runs, words
from hardset.material import LETTER_FRAMES, MATTERS, Material

# Contract of the set: people who know nothing of each other share no run longer than six words.
LONGEST_SHARED_RUN = 6
# Short letters of two people never use the same three frames, so that no hidden skeleton joins them.
SKELETON = 3
SHORT_LETTER = 8
# In words: shorter posts of two people would be the same by chance.
SHORTEST_POST = 9
MISTYPED = 0.07
TRIES = 400
LENGTHS = ((1, 3), (3, 6), (4, 8), (6, 11), (12, 22))
LENGTH_WEIGHTS = (22, 32, 28, 13, 5)


class Writer:
    """Writes the own words of many people in one language and remembers what was said."""

    def __init__(self, material: Material, seed: str):
        self.material = material
        self.rng = random.Random(f"{seed}/{material.lang}/writer")
        self._said: set[tuple[str, ...]] = set()
        self._skeletons: set[tuple[str, ...]] = set()

    def grammar(self, matter: str | None = None) -> Grammar:
        return Grammar(self.material, self.rng, matter or self.rng.choice(MATTERS))

    def length(self) -> int:
        """How many sentences a person writes; most write few, some write pages."""
        return self.rng.randint(*self.rng.choices(LENGTHS, LENGTH_WEIGHTS)[0])

    def own_words(
        self, count: int, matter: str | None = None, *, sections: tuple[str, ...] = LETTER_FRAMES
    ) -> list[str]:
        """So many sentences nobody else has written, about one matter."""
        grammar = self.grammar(matter)
        for _ in range(TRIES):
            frames = self._frames(count, sections)
            if self._new_skeleton(frames):
                return self._unsaid_all(grammar, frames, sections)
        raise RuntimeError(f"the {self.material.lang} material is exhausted: write more frames")

    def letter(self, count: int | None = None, matter: str | None = None) -> str:
        """A letter of one person, with the salutation, the paragraphs and the habits they like."""
        return self.lay_out(self.own_words(count or self.length(), matter))

    def lay_out(self, sentences: list[str]) -> str:
        """Sentences as a letter: perhaps a salutation, perhaps paragraphs, perhaps a name."""
        grammar, rng = self.grammar(), self.rng
        parts = [grammar.line("salutation")] if rng.random() < 0.55 else []
        parts += self.paragraphs(sentences)
        if rng.random() < 0.55:
            parts.append(grammar.line("closing"))
        text = rng.choice(("\n", "\n\n", " ")).join(parts)
        return self.habit(text)

    def paragraphs(self, sentences: list[str]) -> list[str]:
        """The sentences in paragraphs of two to five."""
        parts, rest = [], list(sentences)
        while rest:
            size = self.rng.randint(2, 5)
            parts.append(" ".join(rest[:size]))
            rest = rest[size:]
        return parts

    def habit(self, text: str) -> str:
        """Some never use capitals, some shout, some mistype."""
        chance = self.rng.random()
        if chance < 0.07:
            return text.lower()
        if chance < 0.09:
            return text.upper()
        if chance < 0.16:
            return mistype(text, self.rng)
        return text.replace(".", "!") if chance < 0.18 else text

    def post(self, matter: str | None = None) -> str:
        """A few sentences as people post them."""
        parts: list[str] = []
        while len(words(" ".join(parts))) < SHORTEST_POST:
            parts += self.own_words(1, matter, sections=("post", "post", "view", "story"))
        return self.rng.choice((" ", " - ", "\n", " ... ")).join(parts)

    def _frames(self, count: int, sections: tuple[str, ...]) -> list[str]:
        chosen: list[str] = []
        while len(chosen) < count:
            frame = self.rng.choice(self.material.phrases[self.rng.choice(sections)])
            if frame not in chosen:
                chosen.append(frame)
        return chosen

    def _new_skeleton(self, frames: list[str]) -> bool:
        if len(frames) > SHORT_LETTER:
            return True
        triples = set(combinations(sorted(frames), SKELETON))
        if triples & self._skeletons:
            return False
        self._skeletons |= triples
        return True

    def _unsaid_all(self, grammar: Grammar, frames: list[str], sections: tuple[str, ...]) -> list[str]:
        sentences: list[str] = []
        for frame in frames:
            before = words(sentences[-1])[-LONGEST_SHARED_RUN:] if sentences else []
            sentences.append(self._unsaid(grammar, frame, sections, " ".join(before)))
        return sentences

    def _unsaid(self, grammar: Grammar, frame: str, sections: tuple[str, ...], before: str) -> str:
        for attempt in range(TRIES):
            sentence = grammar.sentence(frame)
            said = runs(f"{before} {sentence}", LONGEST_SHARED_RUN + 1)
            if not said & self._said:
                self._said |= said
                return sentence
            if attempt % 20 == 19:
                frame = self._frames(1, sections)[0]
        raise RuntimeError(f"the {self.material.lang} material is exhausted: write more frames")


def mistype(text: str, rng: random.Random) -> str:
    """The text with two letters swapped in about one word of fifteen."""
    return " ".join(_swapped(word, rng) for word in text.split(" "))


def _swapped(word: str, rng: random.Random) -> str:
    if len(word) <= 4 or not word.isalpha() or rng.random() > MISTYPED:
        return word
    at = rng.randint(1, len(word) - 3)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
