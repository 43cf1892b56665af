"""What one side says or asks for, in the voice of the House.

Phrases that only one side would use; good or harm that a measure is said to do; an appeal to vote for somebody; and
the words of whoever moved a motion, which are theirs, so that a House that repeats them speaks for one side.
"""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading, Span
from hemicycle.checks.phrases import Match, Word, words_of

TAKEN_OVER = 9
"""Words in a row that are hardly ever the same by chance: names of bills and set phrases of procedure are shorter."""
_TARGET = 5
"""Within how many words of an appeal the party, person or measure is named."""
_NEAR = 3
"""Words that may stand from “it” to what it does: “It will also …”."""

_APPEAL = Message(
    en="This asks people to take a side.",
    fr="Ceci appelle à prendre parti.",
    es="Esto pide que se tome partido.",
)
_ONLY_WHEN = Message(
    en="Say who is standing, and when and where people can vote.",
    fr="Dites qui se présente, et quand et où l’on peut voter.",
    es="Diga quién se presenta, y cuándo y dónde se puede votar.",
)
_MOVED = Message(
    en="These are the words of the person who moved it, without their name.",
    fr="Ce sont les mots de l’auteur du texte, sans son nom.",
    es="Son palabras de quien lo propuso, sin su nombre.",
)
_QUOTE = Message(
    en="Put them in quotation marks and say whose they are, or use words of your own.",
    fr="Mettez-les entre guillemets et dites de qui ils sont, ou employez vos propres mots.",
    es="Póngalas entre comillas y diga de quién son, o use palabras propias.",
)


@check(
    "unattributed",
    reason=Message(
        en="This is the claim of one side; here the House makes it.",
        fr="C’est l’affirmation d’un camp ; ici, c’est l’institution qui la fait.",
        es="Es la afirmación de una parte; aquí la hace la institución.",
    ),
    suggestion=Message(
        en="Say who says it, or say only what the text would change.",
        fr="Dites qui le dit, ou dites seulement ce que le texte changerait.",
        es="Diga quién lo dice o diga solo qué cambiaría el texto.",
    ),
)
def unattributed(reading: Reading) -> Iterator[Found]:
    stated = reading.draft.about.stated if reading.draft.about else {}
    for passage in reading.in_known_languages:
        yield from (passage.found(*span) for span in sorted({*_claims(passage)}))
        for span in _appeals(passage):
            yield passage.found(*span, reason=_APPEAL, suggestion=_ONLY_WHEN)
        for text in stated.get(passage.lang, ()):
            for span in _taken_over(passage, words_of(text)):
                yield passage.found(*span, reason=_MOVED, suggestion=_QUOTE)


def _claims(passage: Passage) -> Iterator[Span]:
    """Sentences in which one side speaks unnamed; a question claims nothing."""
    effects = (found for found in passage.find("claims.effects") if _is_of_measure(passage, found))
    for found in (*passage.find("claims.claims"), *effects):
        sentence = passage.sentence_at(found.start)
        own = not passage.is_part_of_name(found) and passage.is_own_voice(found.start, found.end)
        if own and not passage.is_question(sentence):
            yield sentence


def _is_of_measure(passage: Passage, found: Match[str]) -> bool:
    """Whether a measure does it: the last one named before in the sentence, with nobody else in between.

    Where the sentence begins with “it”, or with the verb, the measure stands in the sentence before.
    """
    start = passage.sentence_at(found.start)[0]
    measures = list(passage.find("claims.measures", (start, found.start)))
    if not measures:
        subject = passage.words_in((start, found.start))
        before = passage.around((start, start), before=1)[0], start
        stands_for_it = not subject or passage.has("claims.pronouns", (subject[0].start, subject[0].end))
        return stands_for_it and len(subject) <= _NEAR and passage.has("claims.measures", before)
    return not passage.has("claims.breaks", (measures[-1].end, found.start))


def _appeals(passage: Passage) -> Iterator[Span]:
    """Sentences that begin with “Vote for”, “Support” … and then name somebody or something to be voted on."""
    for sentence in passage.sentences:
        words = passage.words_in(sentence)
        begun = next((found for found in passage.find("claims.appeals", sentence) if found.first == 0), None)
        if begun and not passage.is_quoted(*sentence) and _has_target(passage, begun, words[begun.last + 1 :]):
            yield sentence


def _has_target(passage: Passage, begun: Match[str], words: list[Word]) -> bool:
    """Whether a name of the record or of a party follows; “vote yes” is an appeal by itself."""
    if begun.value == "alone":
        return True
    near = words[:_TARGET]
    if not near:
        return False
    span = near[0].start, near[-1].end
    links = {(start, end) for start, end, _words in passage.links}
    called = any(
        span[0] <= start < span[1] and (start, end) not in links and passage.text[start] != "#"
        for start, end in passage.names
    )
    party = any(passage.text[found.start].isupper() for found in passage.find("claims.parties", span))
    return called or party


def _taken_over(passage: Passage, theirs: list[Word]) -> Iterator[Span]:
    """Runs of the movers' words that the passage repeats without quotation marks."""
    runs = {tuple(word.lower for word in theirs[at : at + TAKEN_OVER]) for at in range(len(theirs) - TAKEN_OVER + 1)}
    words, at = passage.words, 0
    while at + TAKEN_OVER <= len(words):
        length = TAKEN_OVER
        if tuple(word.lower for word in words[at : at + length]) not in runs:
            at += 1
            continue
        while tuple(word.lower for word in words[at + length - TAKEN_OVER + 1 : at + length + 1]) in runs:
            length += 1
        start, end = words[at].start, words[at + length - 1].end
        # “That the … Bill be now read a second time”: what is left without the name is procedure.
        own = sum(not passage.is_name(word.start, word.end) for word in words[at : at + length])
        # Their own words may contain a verb of speaking: only one before them says who speaks.
        spoken = passage.has("speech.says", (passage.sentence_at(start)[0], start))
        quoted = any(begin < end and start < close for begin, close in passage.quotations)
        if own >= TAKEN_OVER and not spoken and not quoted:
            yield start, end
        at += length
