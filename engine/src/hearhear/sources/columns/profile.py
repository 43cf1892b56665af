"""What the first rows of a file show of every column: how its values look, whatever its name."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from hearhear.sources import dates
from hearhear.sources.columns.names import LANGUAGES, plain_name
from hearhear.sources.records import Column

# A share of values that must look like what the column is taken for: a clear majority, since heads of real files
# have blanks and slips in them.
MOST = 0.8
URL = re.compile(r"https?://\S+\s*$")
# Signs in one piece, with a number in them or set apart by hyphens: what computers count with.
CODE = re.compile(r"\s*(?:\S*\d\S*|[^\W_]+(?:[-_][^\W_]+){2,})\s*$")
EMAIL = re.compile(r"\s*<?[^\s@]+@[^\s@]+\.\w+>?\s*$")
WORD = re.compile(r"[^\W\d_]{2,}")
# Scripts without blanks between words; two signs of these are about one word.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
STOP = re.compile(r"[.!?…。！？](?:[\s\"'»”)]|$)|[,;:]\s")
# A clause has a subject, a verb and what they are about, and an article or a preposition between them.
CLAUSE = 4
# Names of organisations, titles of reports and addresses are shorter than this; without a stop, only a sentence has
# more words.
UNPUNCTUATED = 12
# Names of people, places, organisations and works are capitals but for the articles between them; German, which
# writes every noun so, has a third.
NAMES = 2 / 3
# Answers to an open question are "no", "see above" and the like for many people: a third that are sentences, on sets
# of answers, is what open questions have at the least; names, choices and titles have next to none.
SENTENCES = 0.3
# Repeated values of up to this many characters are choices of a form; what is longer and repeated is a campaign's.
LONGEST_CHOICE = 200
# With fewer values nobody can say whether they repeat.
REPEATING_VALUES = 10


NUMBERED = re.compile(r"(?i)\s*(?:q|question|pregunta|frage)?\W{0,2}\d{1,3}[a-z]?(?:[.):\s_-]|$)")
# A heading of a table has one to three words; four and more are a question or a request in full.
QUESTION_WORDS = 4


@dataclass(frozen=True)
class ColumnProfile:
    """A column of the file's head, with its name made comparable and its values as strings."""

    column: Column
    plain: str
    values: tuple[str, ...]
    is_date: bool

    @property
    def name(self) -> str:
        return self.column.name

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the name."""
        return frozenset(self.plain.split("_"))

    def share(self, pattern: "str | re.Pattern[str]") -> float:
        """The share of the values that match."""
        return sum(bool(re.match(pattern, value)) for value in self.values) / max(1, len(self.values))

    @cached_property
    def is_text(self) -> bool:
        """Words, and not only numbers, dates, addresses of any kind or codes."""
        others = sum(map(_is_wordless, self.values))
        return bool(self.values) and not self.is_date and others < MOST * len(self.values)

    @property
    def is_question(self) -> bool:
        """Whether the heading asks something: with a question mark, a number, or as a sentence."""
        return "?" in self.name or bool(NUMBERED.match(self.name)) or len(self.name.split()) >= QUESTION_WORDS

    @cached_property
    def is_choice(self) -> bool:
        """The same few phrases again and again, as a form offers them."""
        return (
            len(self.values) >= REPEATING_VALUES
            and self.column.distinct <= 1 - MOST
            and self.column.mean_length <= LONGEST_CHOICE
        )

    @cached_property
    def is_generated(self) -> bool:
        """Phrases that a program began, as in `Comment submitted by` and a name: most have the same two words."""
        begun = Counter(tuple(value.split()[:2]) for value in self.values)
        return len(self.values) >= REPEATING_VALUES and begun.most_common(1)[0][1] >= MOST * len(self.values)

    @cached_property
    def sentences(self) -> float:
        """The share of values that somebody wrote as a sentence."""
        return sum(map(_is_sentence, self.values)) / max(1, len(self.values))

    @property
    def is_written(self) -> bool:
        """Sentences, and not the choices of a form."""
        return self.is_text and not self.is_choice and self.sentences >= SENTENCES

    @cached_property
    def is_language(self) -> bool:
        known = set(LANGUAGES.values()) | set(LANGUAGES)
        codes = [plain_name(value) for value in self.values]
        good = sum(code in known or bool(re.fullmatch(r"[a-z]{2}(_[a-z0-9]{2,4})?", code)) for code in codes)
        return good >= MOST * max(1, len(codes)) and bool(codes)


def _is_wordless(value: str) -> bool:
    """An address, a code, or more digits than letters: numbers, dates in words, telephone numbers."""
    if URL.match(value) or CODE.match(value) or EMAIL.match(value):
        return True
    return sum(map(str.isalpha, value)) <= sum(map(str.isdigit, value))


def _is_sentence(value: str) -> bool:
    words = WORD.findall(UNSPACED.sub(" ", value))
    if words and sum(map(str.istitle, words)) > NAMES * len(words):
        return False
    count = len(words) + len(UNSPACED.findall(value)) / 2
    return count >= CLAUSE and (count >= UNPUNCTUATED or bool(STOP.search(value)))


def describe(head: pa.Table) -> list[ColumnProfile]:
    """What the first rows show of every column."""
    return [_profile(name, head[name]) for name in head.column_names]


def _profile(name: str, given: pa.ChunkedArray) -> ColumnProfile:
    moment = pa.types.is_temporal(given.type)
    values = tuple(value for value in given.cast(pa.string()).to_pylist() if value and value.strip())
    samples = tuple(" ".join(value.split())[:120] for value in dict.fromkeys(values[:50]))[:3]
    column = Column(
        name,
        samples,
        len(values) / max(1, len(given)),
        len(set(values)) / max(1, len(values)),
        sum(map(len, values)) / max(1, len(values)),
    )
    return ColumnProfile(column, plain_name(name), values, moment or _are_dates(values))


def _are_dates(values: Sequence[str]) -> bool:
    short = [value for value in values[:200] if len(value) < 40]
    if not values or len(short) < MOST * min(200, len(values)) or not any(re.search("[-/.:]", v) for v in short):
        return False
    parsed = dates.parse(pa.chunked_array([pa.array(short, pa.string())]))
    return bool(len(parsed) - parsed.null_count >= MOST * len(short))
