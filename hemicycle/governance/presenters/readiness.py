"""What keeps a draft from being sent for adoption, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.record.templatetags.phrases import language_name

from ..models import Version
from .values import meaning


@dataclass(frozen=True, slots=True)
class Reason:
    """`url`: where it is mended."""

    sentence: str
    url: str


def reasons_in_words(version: Version, codes: Sequence[str]) -> list[Reason]:
    """`codes` are those of adopting.missing."""
    headings = {one.key: _heading(one) for one in version.articles.all()}
    return [_reason(version, headings, *code.split()) for code in codes]


def _reason(
    version: Version, headings: dict[str, str], code: str, about: str = "", language: str = "", value: str = ""
) -> Reason:  # fmt: skip
    address = version.policy.address
    known = {
        "article": headings.get(about, about),
        "language": language_name(language) if language else "",
        "n": about,
        "value": meaning(value),
        "name": value,
    }
    if code == "no-article":
        return Reason(_("There is no article yet."), reverse("governance:draft", args=[address]))
    if code == "undecided":
        return Reason(
            _("Amendment %(n)s is not decided on.") % known, reverse("governance:amendment", args=[address, about])
        )
    if code == "lost-value":
        said = _("%(article)s in %(language)s does not say “%(value)s”, as other languages do: write {%(name)s}.")
        return Reason(said % known, f"{reverse('governance:write', args=[address, about])}?language={language}")
    words = _("%(article)s has no text in %(language)s.") if code == "no-text" else _(
        "%(article)s in %(language)s is behind the other languages."
    )  # fmt: skip
    url = reverse("governance:write", args=[address, about])
    return Reason(words % known, f"{url}?language={language}")


def _heading(article: object) -> str:
    text = article.in_language(get_language() or "")  # type: ignore[attr-defined]
    return text.heading if text else str(article)
