"""The lists of words: `words/<language>/<file>.toml`, and the House's own beside them.

Each key of a file is a list. A list is an array of phrases, or a table of phrases with what is said of each, such as a
plainer word. Phrases are written in small letters; `well-known` and `well known` are the same.

    {a,b}   a or b
    {,s}    nothing or s
    …       up to three words
    @name   any phrase of another list of the same file

In the folder that the setting `CHECK_WORDS` names, a House keeps files with the same names. Their phrases are added;
phrases of the lists under `[remove]` are taken out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from hearhear.redaction.vocabulary import plain

from hemicycle.checks.phrases import GAP, Phrases

FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and len(entry.name) == 2))

_SET = re.compile(r"@([a-z_]+)")
_SINGLE = re.compile(r"[^\W_]+(?:\|[^\W_]+)*")

Lists = Mapping[str, Mapping[str, str]]


def language_of(tag: str) -> str:
    """The folder that knows the words of a language tag, "" for none."""
    base = tag.split("-", maxsplit=1)[0].lower()
    return base if base in LANGUAGES else ""


@cache
def phrases(lang: str, name: str, *, accents: bool = True) -> Phrases[str]:
    """The list `file.list` of a language. Without accents it finds what text messages say: GSM-7 has few."""
    file, _, key = name.partition(".")
    entries = _spelled(file_of(lang, file), key, spell_short)
    return Phrases(entries if accents else ((_plain(phrase), value) for phrase, value in entries))


@cache
def words(lang: str, name: str) -> frozenset[str]:
    """The list `file.list` as single words."""
    file, _, key = name.partition(".")
    return frozenset(phrase for phrase, _value in _spelled(file_of(lang, file), key, spell))


@cache
def file_of(lang: str, file: str) -> Lists:
    """The lists of a file, with what the House adds and removes."""
    known = _read(FOLDER / lang / f"{file}.toml")
    own = _read(settings.CHECK_WORDS / lang / f"{file}.toml")
    removed = {key: set(_table(entries)) for key, entries in own.pop("remove", {}).items()}
    if unknown := {*own, *removed} - set(known):
        raise ImproperlyConfigured(f"{settings.CHECK_WORDS}/{lang}/{file}.toml: there is no list {min(unknown)}")
    return {
        key: {
            phrase: value
            for phrase, value in {**_table(entries), **_table(own.get(key, ()))}.items()
            if phrase not in removed.get(key, ())
        }
        for key, entries in known.items()
    }


def files(lang: str, folder: Path = FOLDER) -> list[str]:
    return sorted(path.stem for path in (folder / lang).glob("*.toml"))


def read_all() -> None:
    """Read every list, so that no later call waits; a file or list of the House's that is unknown is an error."""
    for lang in LANGUAGES:
        if unknown := set(files(lang, settings.CHECK_WORDS)) - set(files(lang)):
            raise ImproperlyConfigured(f"{settings.CHECK_WORDS}/{lang}: there is no file {min(unknown)}.toml")
        for file in files(lang):
            for key in file_of(lang, file):
                for accents in (True, False):
                    phrases(lang, f"{file}.{key}", accents=accents)


def spell(phrase: str) -> list[str]:
    """Every way in which a phrase with choices in braces, also within braces, can be written."""
    begin = phrase.find("{")
    if begin < 0:
        return [phrase]
    end = _closing(phrase, begin)
    choices = [way for choice in _choices(phrase[begin + 1 : end]) for way in spell(choice)]
    return [phrase[:begin] + choice + tail for choice in choices for tail in spell(phrase[end + 1 :])]


def spell_short(phrase: str) -> list[str]:
    """The same with the single words of a choice as one word, `a|b`: a choice of parts of a word is spelled out."""
    begin = phrase.find("{")
    if begin < 0:
        return [phrase]
    end = _closing(phrase, begin)
    alone = phrase[begin - 1 : begin] in ("", " ") and phrase[end + 1 : end + 2] in ("", " ")
    choices = [way for one in _choices(phrase[begin + 1 : end]) for way in (spell_short if alone else spell)(one)]
    single = [one for one in choices if alone and _SINGLE.fullmatch(one)]
    several = [one for one in choices if one not in single]
    ways = ["|".join(single), *several] if single else several
    return [phrase[:begin] + way + tail for way in ways for tail in spell_short(phrase[end + 1 :])]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def _table(entries: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    return dict(entries) if isinstance(entries, Mapping) else dict.fromkeys(entries, "")


def _spelled(lists: Lists, key: str, ways: Callable[[str], list[str]]) -> Iterator[tuple[str, str]]:
    for phrase, value in lists[key].items():
        for way in ways(_with_sets(phrase, lists)):
            yield way, value


def _with_sets(phrase: str, lists: Lists) -> str:
    return _SET.sub(lambda found: "{" + ",".join(_with_sets(one, lists) for one in lists[found[1]]) + "}", phrase)


def _plain(phrase: str) -> str:
    """Without accents; the gap stays."""
    return GAP.join(plain(part) for part in phrase.split(GAP))


def _closing(phrase: str, begin: int) -> int:
    """Where the brace that opens at a place is closed; raises ValueError where it is not."""
    depth = 0
    for at in range(begin, len(phrase)):
        depth += (phrase[at] == "{") - (phrase[at] == "}")
        if depth == 0:
            return at
    raise ValueError(f"{phrase!r} opens a brace and does not close it")


def _choices(inside: str) -> list[str]:
    """The choices within braces, parted by commas that stand in no further braces."""
    choices, depth = [""], 0
    for letter in inside:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            choices.append("")
        else:
            choices[-1] += letter
    return choices
