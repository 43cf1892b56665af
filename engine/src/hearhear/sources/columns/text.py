"""Which column is the text, how sure that is, and when only a person can say.

What the values look like comes first: a column of sentences is a text, whatever its name, and a column of codes,
numbers, names or choices is none. The name decides among columns of sentences. Where it does not, a person is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hearhear.sources.columns.names import BESIDE, NO_TEXT, SPOKEN_OF, SUBJECT, TEXT, TITLE
from hearhear.sources.columns.profile import MOST, NUMBERED, REPEATING_VALUES, SENTENCES, ColumnProfile
from hearhear.sources.records import Certainty, Column

# A column that repeats twice as much as another is what the other speaks of; one that is twice as long, the longer
# account of the two. Half of either is a difference that a few rows do not make by chance.
HALF = 0.5


@dataclass(frozen=True)
class TextChoice:
    """The column or columns of the text; or the questions; or the columns among which a person has to choose."""

    text: str = ""
    questions: tuple[str, ...] = ()
    candidates: tuple[Column, ...] = ()
    certainty: Certainty = "weak"


def choose(found: Sequence[ColumnProfile]) -> TextChoice:
    """Which column is the text; without text, questions and candidates where none can be."""
    written = [one for one in found if one.is_written or (one.is_text and one.plain in TEXT)]
    written = [one for one in written if not one.words & NO_TEXT or one.plain in TEXT]
    # Of a text that is called so, a campaign may repeat one wording in nearly every row.
    sentences = [one for one in written if one.is_written or one.sentences >= SENTENCES] or written
    localised = _localised(sentences)
    if localised:
        return TextChoice(text=_titled(localised, sentences, found), certainty="sure")
    rivals = _without_what_it_speaks_of(sentences)
    if not rivals:
        possible = [one for one in found if _may_be_text(one)]
        rivals = possible if len(possible) == 1 and possible[0].words & set(TEXT) else []
        if not rivals:
            return _asked(possible)
    if len(rivals) == 1 and rivals[0].plain in SPOKEN_OF and rivals[0].column.distinct <= HALF:
        # Votes on proposals, each with the proposal: nobody wrote it again for each vote.
        return _asked(rivals)
    if len(rivals) == 1 and _certainty(rivals[0]) == "weak" and len(rivals[0].values) >= REPEATING_VALUES:
        # Single words in row after row are answers to a closed question, or names, whatever the heading.
        return _asked(rivals)
    if len(rivals) == 1:
        return TextChoice(text=_titled(rivals[0].name, rivals, found), certainty=_certainty(rivals[0]))
    return _among(rivals, found)


def _among(rivals: Sequence[ColumnProfile], found: Sequence[ColumnProfile]) -> TextChoice:
    named = [one for one in rivals if one.plain in TEXT]
    asking = [one for one in rivals if one.is_question]
    boxes = [one for one in named if one not in asking]
    # A box for remarks is a question as well; so is what else is written in a form that asks several.
    if asking and (len(asking) + len(boxes) == len(rivals) or len(asking) >= max(2, HALF * len(rivals))):
        numbered = all("?" in one.name or NUMBERED.match(one.name) for one in rivals)
        certainty: Certainty = "sure" if numbered else "likely"
        return TextChoice(questions=tuple(one.name for one in rivals), certainty=certainty)
    longest = max(one.column.mean_length for one in rivals)
    if len(named) == 1 and named[0].column.mean_length >= HALF * longest and not asking:
        return TextChoice(text=_titled(named[0].name, named, found), certainty="sure")
    return _asked(rivals)


def _certainty(only: ColumnProfile) -> Certainty:
    """Sentences under a heading that says so; sentences alone, or a heading alone."""
    if only.is_written:
        return "sure" if _is_called_text(only) else "likely"
    return "likely" if only.share(r"\s*\S+\s+\S") >= HALF else "weak"


def _is_called_text(one: ColumnProfile) -> bool:
    return bool(one.words & set(TEXT)) or one.is_question


def _asked(candidates: Sequence[ColumnProfile]) -> TextChoice:
    return TextChoice(candidates=tuple(one.column for one in candidates))


def _may_be_text(one: ColumnProfile) -> bool:
    """Two words at least in half of the rows; a person may know that they are messages."""
    return one.is_text and not one.is_choice and one.share(r"\s*\S+\s+\S") >= HALF and not one.words & NO_TEXT


def _without_what_it_speaks_of(written: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Without titles, notes of the staff and what is spoken of, as far as anything is left."""
    most = max((one.column.distinct for one in written), default=0.0)
    kept = [one for one in written if one.plain not in (*TITLE, *SUBJECT)] or list(written)
    kept = [one for one in kept if one.plain in TEXT or not one.words & BESIDE] or kept
    kept = [one for one in kept if one.plain in TEXT or not _is_spoken_of(one, kept)] or kept
    varied = [one for one in kept if one.plain in TEXT or one.column.distinct >= HALF * most]
    # What repeats may be a campaign's letter beside the notes of an office, unless a heading says what the other is.
    return varied if any(_is_called_text(one) for one in varied) else kept


def _is_spoken_of(one: ColumnProfile, beside: Sequence[ColumnProfile]) -> bool:
    """`proposal`, and `proposal_en` beside a `comment`: what others wrote about."""
    if one.plain in SPOKEN_OF:
        return True
    named = any(other.plain in TEXT for other in beside)
    return named and not one.is_question and bool(one.words & {*SPOKEN_OF, *TITLE})


def _titled(text: str, taken: Sequence[ColumnProfile], found: Sequence[ColumnProfile]) -> str:
    """The text with its own title before it: nearly every row has another, and it is more than a word."""
    distinct = max((one.column.distinct for one in taken), default=1.0)
    for one in sorted(found, key=lambda one: one.plain not in SUBJECT):
        subject = one.plain in SUBJECT
        own = one.column.distinct >= MOST * distinct and one.share(r"\s*\S+\s+\S") >= HALF
        title = one.plain in TITLE and own and not one.is_generated
        if one.is_text and one.name not in text.split("|") and (subject or title):
            return f"{one.name}+{text}"
    return text


def _localised(texts: Sequence[ColumnProfile]) -> str | None:
    """`body/fr|body/en`: the same column in several languages, of which a row has one."""
    for name in TEXT:
        same = [one.name for one in texts if re.fullmatch(rf"{name}_[a-z]{{2}}", one.plain)]
        if same:
            return "|".join(same)
    return None
