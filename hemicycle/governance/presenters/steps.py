"""What is missing before a draft can be sent, in words with the way there, and the next step of whoever looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hemicycle.record.templatetags.phrases import language_name

from ..actions.adopting import missing
from ..models import State, Version
from ..words import meaning
from .text import headings


@dataclass(frozen=True, slots=True)
class Step:
    """`posts`: pressed, not followed."""

    words: str
    url: str = ""
    posts: bool = False


STATES = {
    State.DRAFT: gettext_lazy("It is being drafted: articles, comments and amendments are open."),
    State.SENT: gettext_lazy("It was sent for adoption: its text does not change any more."),
    State.ADOPTED: gettext_lazy("It was adopted, and is not in force yet."),
    State.IN_FORCE: gettext_lazy("It is in force: the software obeys it."),
    State.REPLACED: gettext_lazy("A later version has replaced it."),
    State.REJECTED: gettext_lazy("The body that decides has rejected it."),
    State.DISCARDED: gettext_lazy("It was discarded."),
}


def missing_steps(version: Version) -> list[Step]:
    """All undecided amendments are one, which comes first."""
    codes = [code.split() for code in missing(version)]
    named = headings(version, get_language() or "")
    steps = [_missing(version, named, *code) for code in codes if code[0] != "undecided"]
    if undecided := len(codes) - len(steps):
        said = ngettext("%(n)s amendment awaits a decision.", "%(n)s amendments await a decision.", undecided)
        url = reverse("governance:amendments", args=[version.policy.address])
        steps.insert(0, Step(said % {"n": undecided}, f"{url}?state=proposed"))
    return steps


def _missing(
    version: Version, named: Mapping[str, str], code: str, key: str = "", language: str = "", value: str = ""
) -> Step:
    """`code` with what it is about is one of adopting.missing."""
    address = version.policy.address
    if code == "no-article":
        return Step(_("There is no article yet."), reverse("governance:draft", args=[address]))
    said = {
        "no-text": _("%(article)s has no text in %(language)s."),
        "behind": _("%(article)s in %(language)s is behind the other languages."),
        "lost-value": _(
            "%(article)s in %(language)s does not say “%(value)s”, as other languages do: write {%(name)s}."
        ),
    }[code]
    url = reverse("governance:write", args=[address, key])
    names = {"article": named[key], "language": language_name(language), "value": meaning(value), "name": value}
    return Step(said % names, f"{url}?language={language}")


def next_step(version: Version, steps: Sequence[Step], *, edits: bool) -> Step | None:
    """One button. None where there is nothing to do."""
    address = version.policy.address
    draft = reverse("governance:draft", args=[address])
    if not edits:
        said = _("Read and propose amendments") if version.is_open else _("Read the text")
        return Step(said, draft)
    if version.state == State.DRAFT:
        if not version.articles.all():
            return Step(_("Answer the key questions"), _there("questions", address) or draft)
        if steps:
            return Step(_("Go on with the draft"), draft)
        return Step(_("Send it for adoption"), reverse("governance:adoption", args=[address, version.number]))
    if version.state == State.SENT:
        return Step(_("Record what was decided"), reverse("governance:adoption", args=[address, version.number]))
    if version.state == State.ADOPTED and version.policy.is_enforced:
        return Step(
            _("See what changes, and put it in force"), reverse("governance:adoption", args=[address, version.number])
        )
    return Step(_("Draft a new version"), reverse("governance:new_version", args=[address]), posts=True)


def _there(name: str, *arguments: object) -> str:
    """The address of a page, "" where this House has none of it."""
    try:
        return reverse(f"governance:{name}", args=arguments)
    except NoReverseMatch:
        return ""
