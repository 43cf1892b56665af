"""Two editions of an announcement side by side: texts word by word, everything else as it was and as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle import checks
from hemicycle.desk.models import Purpose, Sensitivity
from hemicycle.desk.timestamps import zone
from hemicycle.desk.words import TIMES, language_name

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """One language in both editions; "" where it had none."""

    lang: str
    title: tuple[str, str]
    body: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str | Promise
    was: str
    now: str
    is_time: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    texts: Sequence[Text]
    facts: Sequence[Fact]
    sent: Sequence[Text]

    def __bool__(self) -> bool:
        return bool(self.texts or self.facts or self.sent)

    @property
    def only_times(self) -> bool:
        """Whether what it says, and through which channels, is the same."""
        return bool(self.facts) and not self.texts and not self.sent and all(fact.is_time for fact in self.facts)


def difference(old: Content, new: Content) -> Difference:
    return Difference(list(_texts(old, new)), list(_facts(old, new)), list(_sent(old, new)))


def in_words(text: Text) -> str:
    """What changed in one language, in a line."""
    was, now = (checks.Text(text.title[n], text.body[n]) for n in (0, 1))
    return checks.in_words(was, now)


def _texts(old: Content, new: Content) -> Iterator[Text]:
    nothing = {"title": "", "body": ""}
    for lang in dict.fromkeys([*old["wordings"], *new["wordings"]]):
        was, now = (content["wordings"].get(lang, nothing) for content in (old, new))
        if was != now:
            yield Text(lang, (was["title"], now["title"]), (was["body"], now["body"]))


def _facts(old: Content, new: Content) -> Iterator[Fact]:
    for label, describe in _LABELS:
        was, now = describe(old), describe(new)
        if was != now:
            yield Fact(label, was, now)
    for name, time in TIMES.items():
        was, now = (_moment(content["times"].get(name, "")) for content in (old, new))
        if was != now:
            yield Fact(time, was, now, is_time=True)


def _sent(old: Content, new: Content) -> Iterator[Text]:
    """What a channel sends otherwise, where the text itself did not change in that language: a variant, a sender."""
    changed = {text.lang for text in _texts(old, new)}
    parts = [{(one["account"], one["lang"]): one for one in content["channels"]} for content in (old, new)]
    for key in parts[0].keys() & parts[1].keys():
        was, now = parts[0][key], parts[1][key]
        own = was["own"] or now["own"]
        if was["parts"] != now["parts"] and (own or key[1] not in changed):
            yield Text(key[1], (was["name"], now["name"]), ("\n\n".join(was["parts"]), "\n\n".join(now["parts"])))


def _by_language(texts: dict[str, str]) -> str:
    return " · ".join(f"{language_name(lang)}: {words}" for lang, words in sorted(texts.items()))


def _hashtags(content: Content) -> str:
    return " ".join(f"#{tag}" for _lang, tags in sorted(content["hashtags"].items()) for tag in tags)


def _media(content: Content) -> str:
    """Pictures by the beginning of their hash, with their descriptions."""
    return " · ".join(
        _("%(kind)s %(digest)s: %(words)s")
        % {
            "kind": one["kind"],
            "digest": one["digest"][:8],
            "words": _("decoration") if one.get("decorative") else "; ".join(sorted(one["alternatives"].values())),
        }
        + (f" ({one['credit']})" if one.get("credit") else "")
        for one in content["media"]
    )


_LABELS: tuple[tuple[Promise, Callable[[Content], str]], ...] = (
    (gettext_lazy("Purpose"), lambda one: str(Purpose(one["purpose"]).label)),
    (gettext_lazy("Sensitivity"), lambda one: str(Sensitivity(one["sensitivity"]).label)),
    (gettext_lazy("Cannot wait for every language"), lambda one: _("Yes") if one.get("cannot_wait") else _("No")),
    (gettext_lazy("Warning for the safety of life"), lambda one: _("Yes") if one.get("for_safety") else _("No")),
    (gettext_lazy("What it is about"), lambda one: " ".join(f"{kind} {key}" for kind, key in one["about"].items())),
    (gettext_lazy("Topics"), lambda one: ", ".join(one["topics"])),
    (
        gettext_lazy("Hashtags"),
        _hashtags,
    ),
    (gettext_lazy("Content warning"), lambda one: _by_language(one.get("warnings", {}))),
    (gettext_lazy("Reason for the correction"), lambda one: _by_language(one["reasons"])),
    (gettext_lazy("Channels"), lambda one: ", ".join(dict.fromkeys(sent["name"] for sent in one["channels"]))),
    (gettext_lazy("Pictures and recordings"), _media),
)


def _moment(written: str) -> str:
    return date_format(datetime.fromisoformat(written).astimezone(zone()), "DATETIME_FORMAT") if written else ""
