"""Spelling of tokens, and the set phrases around letters: greetings, names, courtesies, footers, links."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hardset.material import load
from mix import LANGUAGES

GREETED, SIGNED, POLITE, FOOTED = 0.6, 0.6, 0.06, 0.04


class Phrasebook:
    """Token numbers of all set phrases, after those of the words of the three languages."""

    def __init__(self, surfaces: list[list[str]], campaigns: int):
        self._spelled = [spelling for language in surfaces for spelling in language]
        self._sections = [self._add_language(lang) for lang in LANGUAGES]
        self._links = self._add([f"https://act{number}.example/now" for number in range(campaigns)])
        self._spelling = pa.array(self._spelled)
        del self._spelled

    def framed(
        self, segments: list[np.ndarray], lang: int, rng: np.random.Generator, *, decorated: bool
    ) -> list[np.ndarray]:
        """The segments as a letter: perhaps a greeting, a name; where decorated, a courtesy or a footer many use."""
        phrases = self._sections[lang]
        chance = rng.random(4)
        before = [_one(phrases["salutation"], rng)] if chance[0] < GREETED else []
        after = [_one(phrases["polite"], rng)] if decorated and chance[1] < POLITE else []
        if chance[2] < SIGNED:
            after += [_one(phrases["first"], rng), _one(phrases["last"], rng)]
        after += [_one(phrases["footer"], rng)] if decorated and chance[3] < FOOTED else []
        return [*before, *segments, *after]

    def link(self, campaign: int) -> np.ndarray:
        """The action link of a campaign."""
        return self._links[campaign : campaign + 1]

    def texts(self, bodies: list[list[np.ndarray]]) -> pa.Array:
        """The spelled texts of messages given as segments, each a run of tokens."""
        lengths = [sum(map(len, segments)) for segments in bodies]
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        tokens = np.concatenate([segment for segments in bodies for segment in segments])
        words = self._spelling.take(pa.array(tokens))
        return pc.binary_join(pa.ListArray.from_arrays(pa.array(starts), words), " ")

    def _add_language(self, lang: str) -> dict[str, np.ndarray]:
        material = load(lang)
        greetings = [f"{line}\n\n" for line in material.phrases["salutation"] if "<" not in line and "{" not in line]
        polite = [f"\n\n{material.traps[name][0]}" for name in ("polite_close.a", "polite_close.b")]
        footers = [f"\n\n--\n{material.traps[f'footer.{form}'][0]}" for form in "abc"]
        return {
            "salutation": self._add(greetings),
            "polite": self._add(polite),
            "footer": self._add(footers),
            "first": self._add([f"\n\n{name}" for name in material.phrases["first"]]),
            "last": self._add(material.phrases["last"]),
        }

    def _add(self, spellings: list[str]) -> np.ndarray:
        start = len(self._spelled)
        self._spelled += spellings
        return np.arange(start, len(self._spelled), dtype=np.int32)


def _one(tokens: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    at = rng.integers(len(tokens))
    return tokens[at : at + 1]
