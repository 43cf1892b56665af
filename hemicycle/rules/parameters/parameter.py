"""What a parameter is, and which value of it holds now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..errors import BadParameter, UnknownParameter
from ..models import ParameterInForce
from ..one_reading import is_held_still, read_once
from .units import HOUR, Unit, hour, listed


class DecidedBy(Enum):
    """POLICY: an adopted policy alone, or an emergency override. HOUSE: an administrator, on a page. OPERATION:
    whoever runs the server; what people may expect of the House does not depend on it."""

    POLICY = "policy"
    HOUSE = "house"
    OPERATION = "operation"


@dataclass(frozen=True)
class Parameter:
    """One number, word, list of words (`tuple`) or text by language (`dict`) that may be decided; `source` says where
    the default comes from.

    `form` is a regular expression that a word, each of a list, or a text in each language, matches in full; `choices`
    are the only words where there are any, with how a policy says each; where an app above knows the words, it
    registers them (`register_words`). `empty` is said where the value is, `whole` for a list of all choices; `typed`
    says to whoever types a word how. `unit` says a number. `most`: the largest number that makes sense; `or_zero`: 0
    does, too. `test` is the pytest address, "tests/…/test_x.py::test_y", of what goes red where the value is not
    obeyed.
    """

    name: str
    type: type
    default: Any
    meaning: str | Promise
    source: str | Promise
    form: str = r"(?s:.*\S.*)"
    unit: Unit | None = None
    most: int = 10_000_000
    or_zero: bool = False
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    empty: str | Promise = ""
    whole: str | Promise = ""
    typed: str | Promise = ""
    decided_by: DecidedBy = DecidedBy.POLICY
    test: str = ""

    def checked(self, value: Any) -> Any:
        """`value` if it is of the declared type and form and, where a number, from one to `most`, or zero where that
        makes sense; raises BadParameter."""
        if self.type is tuple and isinstance(value, list):
            # JSON has no tuples.
            value = tuple(value)
        if type(value) is not self.type or not self._is_fit(value):
            raise BadParameter(f"{self.name} cannot be {value!r}")
        return value

    def _is_fit(self, value: Any) -> bool:
        if isinstance(value, int | float):
            return 0 < value <= self.most or (value == 0 and self.or_zero)
        words = value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else (value,)
        if self.choices:
            return all(word in self.choices for word in words) and len(set(words)) == len(words)
        return all(isinstance(word, str) and re.fullmatch(self.form, word) for word in words)

    def said(self, value: Any) -> str:
        """A value as a sentence in the language of the page says it."""
        if not value:
            return str(self.empty) or _("none")
        if isinstance(value, dict):
            return _in_language(value)
        if isinstance(value, list | tuple):
            if self.whole and len(set(value)) == len(self.choices):
                return str(self.whole)
            return listed([self._word(one) for one in value])
        if isinstance(value, int | float):
            return self.unit.said(value) if self.unit else str(value)
        return self._word(value)

    def _word(self, word: str) -> str:
        if say := _words.get(self.name):
            return say(word)
        return hour(word) if HOUR.fullmatch(word) else str(self.choices.get(word, word))


def _in_language(texts: Mapping[str, str]) -> str:
    """In that of the page, else in the first that there is: what was decided in one language holds in all."""
    tag = translation.get_language() or ""
    return texts.get(tag) or texts.get(tag.partition("-")[0]) or next(iter(texts.values()))


PARAMETERS: dict[str, Parameter] = {}
_words: dict[str, Callable[[str], str]] = {}
_known: dict[str, tuple[str, ...]] = {}


def register(parameter: Parameter) -> None:
    PARAMETERS[parameter.name] = parameter


def register_words(name: str, say: Callable[[str], str], known: Iterable[str] = ()) -> None:
    """`say` gives what the language of the page calls a word of this parameter; asked each time. `known`: the words
    to choose from, where they can be listed."""
    _words[name], _known[name] = say, tuple(known)


def words_known(parameter: Parameter) -> dict[str, str]:
    """Each word that may be chosen, as the language of the page says it; empty where any may be typed."""
    if parameter.choices:
        return {key: str(said) for key, said in parameter.choices.items()}
    return {key: _words[parameter.name](key) for key in _known.get(parameter.name, ())}


def in_force(name: str) -> Any:
    """The value that holds now: that of an emergency override until its end, else what was decided, else the default;
    raises UnknownParameter."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        raise UnknownParameter(name)
    decided = _decided(name)
    return parameter.checked(decided[name]) if name in decided else parameter.default


def _decided(name: str) -> dict[str, Any]:
    """Values by name: all of them where they are held still, else the one."""
    return _every().values if is_held_still() else _read(ParameterInForce.objects.filter(name=name)).values


def is_overridden() -> bool:
    """Whether an emergency override is in force."""
    return _every().is_overridden


@dataclass(frozen=True, slots=True)
class _Decided:
    values: dict[str, Any]
    is_overridden: bool


def _every() -> _Decided:
    found: _Decided = read_once("parameters", lambda: _read(ParameterInForce.objects.all()))
    return found


def _read(rows: Any) -> _Decided:
    now, values, is_overridden = timezone.now(), dict[str, Any](), False
    for name, value, override, until in rows.values_list("name", "value", "override", "override_until"):
        is_overridden = is_overridden or _holds(until, now)
        holds = override if _holds(until, now) else value
        if holds is not None:
            values[name] = holds
    return _Decided(values, is_overridden)


def _holds(until: datetime | None, now: datetime) -> bool:
    """Whether an override that ends then is still in force: it ends by the clock, whether or not a worker is awake."""
    return until is not None and now < until
