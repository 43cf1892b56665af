"""Turns a hand-written frame into a sentence: choices, slots, and the spelling rules of joined words."""

import random
import re

from hardset.material import Material

CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"<(#?)([^<>]+)>")
WORD = re.compile(r"[^\W_]+", re.UNICODE)

# Articles that melt into the preposition before them, and vowels that swallow one.
JOINS = {
    "en": (),
    "fr": (
        (r"\bde le\b", "du"), (r"\bde les\b", "des"), (r"\bà le\b", "au"), (r"\bà les\b", "aux"),
        (r"\b([Dd]|[Qq]u)e (?=[aeiouyéèêâîôàÉ](?!nze\b|ui\b))", r"\1'"),
    ),
    "es": ((r"\bde el\b", "del"), (r"\ba el\b", "al"), (r"\bA el\b", "Al")),
}  # fmt: skip


class Grammar:
    """Expands frames of one language about one matter with one source of chance."""

    def __init__(self, material: Material, rng: random.Random, matter: str):
        self.material, self.rng, self.matter = material, rng, matter

    def sentence(self, frame: str) -> str:
        """The frame with every choice made, joined and capitalised as its language asks."""
        return _capital(join(self.expand(frame), self.material.lang))

    def expand(self, frame: str) -> str:
        chosen = self._choose(frame)
        while SLOT.search(chosen):
            chosen = self._choose(SLOT.sub(self._fill, chosen))
        return re.sub(r"[ \t]+", " ", chosen).strip()

    def line(self, section: str) -> str:
        """A random entry of a section of the phrases or the traps, expanded and capitalised."""
        entries = self.material.phrases.get(section) or self.material.traps[section]
        return self.sentence(self.rng.choice(entries))

    def _choose(self, text: str) -> str:
        while CHOICE.search(text):
            text = CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), text)
        return text

    def _fill(self, slot: re.Match[str]) -> str:
        if slot[1]:
            low, high = map(int, slot[2].split("-"))
            return str(self.rng.randint(low, high))
        for sections in (self.material.matters[self.matter], self.material.synonyms, self.material.phrases):
            if slot[2] in sections:
                return self.rng.choice(sections[slot[2]])
        raise KeyError(f"no slot {slot[2]} in {self.material.lang}")


def join(text: str, lang: str) -> str:
    """The text with articles and prepositions melted together."""
    for pattern, replacement in JOINS[lang]:
        text = re.sub(pattern, replacement, text)
    return re.sub(r" +([,.;])", r"\1", text)


def words(text: str) -> list[str]:
    """Lower-case words, the unit in which shared runs are counted."""
    return WORD.findall(text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def _capital(text: str) -> str:
    start = 1 if text[:1] in "¿¡«" else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]
