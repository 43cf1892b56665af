"""What senders of a campaign added of their own: all of it, or what speaks of one thing. The words that come again in
it show what can be answered together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from hemicycle.cases.models import Campaign, Case, CaseQuerySet, OwnPoint
from hemicycle.record.search.words import WORD, field_of, is_common, roots, whole

# Each is a few lines; of more, these say as well what comes again.
MOST_READ = 2_000
MOST_SHARED, SHARED_BY, SHORTEST = 8, 2, 3


@dataclass(frozen=True, slots=True)
class SharedWord:
    """As it is mostly spelled, and in how many letters it comes, in whatever form."""

    word: str
    letters: int


class Points:
    """`words`: what is spoken of, in any order and form, without accents; "" for everything. What is answered by
    itself stands apart: an answer to its point would go nowhere."""

    def __init__(self, campaign: Campaign, words: str = "") -> None:
        self.campaign, self.words = campaign, words.strip()
        self._all: CaseQuerySet = (
            Case.objects.of_campaign(campaign).filter(urgency="").exclude(own_point=OwnPoint.NONE)
        )

    def rows(self) -> CaseQuerySet:
        if not self.words:
            return self._all
        asked = WORD.findall(whole(self.words))
        found = [
            key
            for key, text, lang in self._all.values_list("pk", "own_words", "lang")
            if _speaks_of(asked, text, field_of(lang))
        ]
        return self._all.filter(pk__in=found)

    def shared(self) -> list[SharedWord]:
        """The most frequent first. Words of the campaign itself, and those that say little, are left out."""
        letters, spelled = Counter[tuple[str, str]](), defaultdict[tuple[str, str], Counter[str]](Counter)
        for text, lang in self._all.order_by("-pk").values_list("own_words", "lang")[:MOST_READ]:
            field, here = field_of(lang), set[tuple[str, str]]()
            for word in WORD.findall(whole(text).lower()):
                if len(word) < SHORTEST or word.isdigit() or is_common(word, field):
                    continue
                root = roots(word, field)[0]
                if root not in self._said_by_all.setdefault(field, _roots_in(self.campaign.text, field)):
                    here.add((field, root))
                    spelled[field, root][word] += 1
            letters.update(here)
        found = [
            # Of two spellings that are as frequent, the first by the alphabet.
            SharedWord(max(sorted(spelled[key]), key=spelled[key].__getitem__), n)
            for key, n in letters.items()
            if n >= SHARED_BY
        ]
        return sorted(found, key=lambda one: (-one.letters, one.word))[:MOST_SHARED]

    @cached_property
    def _said_by_all(self) -> dict[str, set[str]]:
        """By language, the roots of what the campaign says."""
        return {}


def _roots_in(text: str, field: str) -> set[str]:
    return {root for word in WORD.findall(whole(text)) for root in roots(word, field)}


def _speaks_of(asked: list[str], text: str, field: str) -> bool:
    said = _roots_in(text, field)
    return all(said.intersection(roots(word, field)) for word in asked)
