"""The words of a text without regard to capitals, with their places and classes, and which follow each other."""

import re

from hearhear.redaction.classes import BINDING, GIVEN_NAME, LISTED, ORDINARY_WORD, PLACE, classes
from hearhear.redaction.spans import Public
from hearhear.redaction.vocabulary import KIN, TITLES, section

_TOKEN = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_ELIDED = re.compile(r"(?:[dl]['’](?=[^\W\d_]{2})|(?:[jnscmt]|qu|jusqu|lorsqu)['’](?=[aeiouyhàâéèêëîïôûœ][^\W\d_]))")
_NEAR = re.compile(r"[ \t\xa0]{1,3}")
FOREIGN = section("name_particles_only")
"""Particles that no other word is, in the three languages; behind `de` or `la` only a known surname goes on."""
PARTICLES = section("particles") | FOREIGN
TITLES_AND_KIN = TITLES | KIN
MONSIEUR = ("m.", "d.")


class Tokens:
    """The words of one text; a word that has a capital where not all have one is none of these."""

    def __init__(self, text: str, lower: str, public: Public, *, shouted: bool) -> None:
        self.text, self.lower, self.public, self.shouted = text, lower, public, shouted
        self.matches = list(_TOKEN.finditer(lower))
        self.words = [match[0] for match in self.matches]
        self.starts = [match.start() for match in self.matches]
        for at, word in enumerate(self.words):
            if "'" in word or "’" in word:
                self._part(at, word.replace("’", "'"))
            elif word[-1] == "." and len(word) != 2:
                self.words[at] = word[:-1]
        self.classes = [classes(word) for word in self.words]

    def _part(self, at: int, word: str) -> None:
        """Takes an article that is joined to a word from it, and the `'s` of a possessor."""
        elided = _ELIDED.match(word)
        if elided:
            self.starts[at] += elided.end()
            word = word[elided.end() :]
        self.words[at] = word.rstrip(".").removesuffix("'s")

    def ends(self, at: int) -> int:
        return self.starts[at] + len(self.words[at])

    def may_begin(self, at: int) -> bool:
        """Whether a word has no capital, unless everything has one, and is an initial or longer than one letter."""
        if not self.shouted and self.text[self.starts[at]].isupper():
            return False
        return self.is_initial(at) or (len(self.words[at]) > 1 and self.words[at][-1] != ".")

    def is_initial(self, at: int) -> bool:
        word = self.words[at]
        return (
            len(word) == 2
            and word[1] == "."
            and (word not in MONSIEUR or (at > 0 and self.words[at - 1] in TITLES_AND_KIN))
        )

    def _next(self, at: int) -> int | None:
        """The next word, if nothing but a space parts them."""
        if at + 1 >= len(self.words):
            return None
        return at + 1 if _NEAR.fullmatch(self.text, self.ends(at), self.starts[at + 1]) else None

    def following(self, at: int) -> int | None:
        """The next word of a name: the next word, or the one behind particles."""
        following, foreign, particles = self._next(at), False, 0
        while following is not None and particles < 3 and self._is_particle(following):
            foreign |= self.words[following] in FOREIGN
            particles += 1
            following = self._next(following)
        if following is None or (not self.shouted and self.text[self.starts[following]].isupper()):
            return None
        if not particles:
            return following
        found = self.classes[following]
        if found & LISTED and not found & (BINDING | PLACE):
            return following
        if found & (BINDING | ORDINARY_WORD):
            return None
        breton = self.words[following - 1] in ("le", "la") and particles == 1 and self.classes[at] & GIVEN_NAME
        return following if foreign or breton else None

    def _is_particle(self, at: int) -> bool:
        return self.words[at] in PARTICLES and (self.shouted or self.text[self.starts[at]].islower())
