"""Two versions of a text: article by article in one language, word by word or side by side, with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.patterns import Filter
from hemicycle.record.templatetags.phrases import language_name

from ..changes import Changes, changes, paired
from ..content import reading_of
from ..models import Article, Policy, Version
from .text import Words, words_of

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
LABELS: dict[str, str | Promise] = {
    SAME: gettext_lazy("Unchanged"),
    CHANGED: gettext_lazy("Changed"),
    ADDED: gettext_lazy("New article"),
    REMOVED: gettext_lazy("Removed"),
}
SHAPES = {SAME: "confirmed", CHANGED: "running", ADDED: "done", REMOVED: "cancelled"}


@dataclass(frozen=True, slots=True)
class Pair:
    """An article in both versions; `old` or `new` None where it has none."""

    key: str
    heading: str
    kind: str
    label: str | Promise
    shape: str
    changes: Changes
    old: Words | None
    new: Words | None


@dataclass(frozen=True, slots=True)
class Comparison:
    old: Version
    new: Version
    language: str
    pairs: Sequence[Pair]
    filters: Sequence[Filter]
    is_beside: bool
    order_changed: bool

    @property
    def changed(self) -> int:
        return sum(pair.kind != SAME for pair in self.pairs)


def comparison(policy: Policy, asked: Mapping[str, str], language: str) -> Comparison | None:
    """By default the version in hand against what it was made of; None where there is one version only."""
    prefetch_related_objects([policy], "versions")
    versions = list(policy.versions.all())
    if len(versions) == 1:
        return None
    filters = _filters(policy, versions, asked, language)
    by_number = {str(one.number): one for one in versions}
    new = by_number.get(filters["new"].value) or policy.in_hand()
    base = next((one for one in versions if one.pk == new.based_on_id), None)
    lower = next((one for one in versions if one.number < new.number), versions[-1])
    old = by_number.get(filters["old"].value) or base or lower
    whole = Version.objects.whole().in_bulk([old.pk, new.pk])
    chosen = filters["language"].value or language
    old, new = whole[old.pk], whole[new.pk]
    shown = {"old": str(old.number), "new": str(new.number), "language": chosen}
    return Comparison(
        old,
        new,
        chosen,
        [_pair(*both, chosen) for both in paired(old, new)],
        [
            Filter(one.name, one.label, one.choices, shown.get(name, one.value), one.words)
            for name, one in filters.items()
        ],
        filters["view"].value == "beside",
        _order(old, new),
    )


def _filters(
    policy: Policy, versions: Sequence[Version], asked: Mapping[str, str], language: str
) -> dict[str, Filter]:
    numbers = tuple(
        (str(one.number), _("Version %(n)s, %(state)s") % {"n": one.number, "state": one.get_state_display()})
        for one in versions
    )
    offered = (
        Filter("old", _("From"), numbers),
        Filter("new", _("To"), numbers),
        Filter("language", _("Language"), tuple((tag, language_name(tag)) for tag in policy.languages)),
        Filter("view", _("Shown"), (("", _("Word by word")), ("beside", _("Side by side")))),
    )
    return {one.name: one.read(asked) for one in offered}


def _pair(old: Article | None, new: Article | None, language: str) -> Pair:
    was, now = (reading_of(one, language) if one else {} for one in (old, new))
    found = changes(was, now, language)
    kind = ADDED if old is None else REMOVED if new is None else CHANGED if found else SAME
    words = [words_of(one, language) if one else None for one in (old, new)]
    key, heading = next((one.key, said.heading) for one, said in ((new, words[1]), (old, words[0])) if one and said)
    return Pair(key, heading, kind, LABELS[kind], SHAPES[kind], found, words[0], words[1])


def _order(old: Version, new: Version) -> bool:
    both = [[one.key for one in version.articles.all()] for version in (old, new)]
    common = set(both[0]) & set(both[1])
    return [key for key in both[0] if key in common] != [key for key in both[1] if key in common]
