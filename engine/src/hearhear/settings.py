"""The settings of campaigns, links and themes, and where each default comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class CampaignSettings:
    """Settings of one run.

    `minimum_senders`: a campaign is at least this many different senders (three: with two, a couple is a campaign).
    `threads`: processor cores to use.
    `families`: whether to look for the same campaign in other languages, which reads one letter of each campaign
    through an embedding model (about 30 a second on two cores).
    `read`: whether each message is read sentence by sentence for casework, disagreement and what is the sender's own
    (about 1 ms a distinct sentence and core).
    `read_words`: how many words at most where there are more than 50,000 distinct messages; 60,000 take ten seconds
    of a core, which is little beside the grouping of so many.
    """

    minimum_senders: int = 3
    threads: int = 2
    families: bool = True
    read: bool = True
    read_words: int = 60_000


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Settings of one run.

    `least`: candidates with a lower score are left out; two texts of a parliament that have nothing in common score
    about this by chance.
    `title_meaning`: what nearness in meaning to the title counts beside nearness to title and text together.
    `words`: what likeness in words adds to nearness in meaning; more words, fewer targets in other languages. Recall
    of petition duplicates (development half) stays the same from .4 to .8; .6 is the middle.
    `foreign`: likeness in words that a pair in two languages is taken to have, as a part of its nearness in meaning;
    likely pairs of one language have .4 to .6, and a pair that cannot show it is given half.
    `careful`: up to this many texts of messages and targets together the careful reader, where there is one, reads
    beside the other: two or three minutes on one core, as long as a person waits who asked for care.
    `quick_share`: what the other counts for beside it. Two readers err differently: with .1 no recall of petition
    duplicates (development half) is lower than with none, and recall@10 higher; with .2 and more recall@1 is lower.
    `careful_words`: the same as `words` for the careful reader, whose vectors need less help: the middle of the range
    in which recall@10 of petition duplicates stays the same, .1 to .5. It is given no `foreign`.
    `sample`: above this many distinct texts the meaning of as many is read and that of the rest is guessed.
    `seed`: which are read.
    """

    least: float = 0.05
    sample: int = 100_000
    seed: int = 1
    title_meaning: float = 0.35
    words: float = 0.6
    foreign: float = 0.25
    careful: int = 2_000
    quick_share: float = 0.1
    careful_words: float = 0.3

    def of_careful_reader(self) -> LinkSettings:
        """The same with the weights that suit the careful reader."""
        return replace(self, words=self.careful_words, foreign=0.0)


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """Settings of one run.

    `minimum_voices`: a theme has at least this many voices; a campaign of as many senders is one by itself (three:
    two people may be a couple, three who do not know of each other are a matter).
    `most_themes`: themes of the first level that a clerk can take in on one page; fewer are made of fewer voices.
    `most_minorities`: themes of few voices, unlike all others, that stand beside them at most.
    `answers`: voices from which on a question has themes of its own. Of 50 comments under one proposal of Decide
    Madrid one in four had a theme, of 100 three in four (mean of six proposals); read with all others, seven in ten.
    `passages`: passages of a text that are read at most, those with most to say (see docs/themes-accuracy.md).
    `tree`: above this many voices, themes are made of as many, and the others are assigned by their own meaning;
    comparing all with all grows with the square, and takes a few seconds for so many.
    `sample`: above this many voices, the meaning of as many is read and the rest is assigned by its words.
    `seed`: which of them.
    """

    minimum_voices: int = 3
    most_themes: int = 25
    most_minorities: int = 8
    answers: int = 100
    passages: int = 3
    tree: int = 10_000
    sample: int = 100_000
    seed: int = 1
