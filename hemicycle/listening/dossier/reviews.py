"""Every quote of a dossier in its letter: what a person reads before it may go out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..models import Dossier, Finding, QuoteReview
from ..models.quote import digest_of


@dataclass(frozen=True)
class Quoted:
    """One quote of a dossier: where it stands, its words, and what was said of it."""

    under: str
    under_language: str
    text: str
    lang: str
    message: int
    review: QuoteReview | None

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    @property
    def is_accepted(self) -> bool:
        return self.review is not None and self.review.verdict == QuoteReview.Verdict.ACCEPTED

    @property
    def is_set_aside(self) -> bool:
        """In another dossier of the inquiry; here it still stands."""
        return self.review is not None and not self.is_accepted

    def translation(self, language: str) -> str:
        return str(self.review.translations.get(language, "")) if self.review else ""


def quotes_in(dossier: Dossier) -> list[Quoted]:
    """In reading order, each once, however often it is quoted."""
    reviews = {(one.inbound_id, one.digest): one for one in dossier.inquiry.quote_reviews.all()}
    found: dict[tuple[int, str], Quoted] = {}
    for under, language, quote in _quotes(dossier.content.get("facts", {})):
        key = (quote["message"], digest_of(quote["text"]))
        found.setdefault(
            key, Quoted(under, language, quote["text"], quote["lang"], quote["message"], reviews.get(key))
        )
    return list(found.values())


def _quotes(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(what it stands under, the language of that, the quote)."""
    for theme in facts.get("themes", ()):
        for one in (theme, *theme["parts"]):
            yield from ((one["label"], one["label_language"], quote) for quote in one["quotes"])
    for clause in facts.get("clauses", ()):
        name = f"{clause['cited_as']}  {clause['heading']}".strip()
        yield from ((name, clause["lang"], quote) for quote in clause["quotes"])
    for campaign in facts.get("campaigns", ()):
        name = campaign["name"] or campaign["opening"]
        yield from ((name, "" if campaign["name"] else campaign["lang"], quote) for quote in campaign["quotes"])


def read_by(dossier: Dossier) -> dict[str, Any]:
    """How many quotes there are, who accepted them, and when the last of them was accepted."""
    listed = quotes_in(dossier)
    reviews = [one.review for one in listed if one.review is not None and one.is_accepted]
    names = dict.fromkeys(one.by_name for one in sorted(reviews, key=lambda one: one.at))
    return {"quotes": len(listed), "names": ", ".join(names), "last": max((one.at for one in reviews), default=None)}


def set_aside_since(dossier: Dossier) -> int:
    """How many of its quotes nobody would quote any more: they were replaced in a later dossier."""
    return sum(one.is_set_aside for one in quotes_in(dossier))


def missing(dossier: Dossier) -> list[Quoted]:
    """Those that nobody accepted, and those whose letter no longer reads so."""
    listed = quotes_in(dossier)
    shown = _shown_texts(dossier, [one.message for one in listed])
    return [one for one in listed if not one.is_accepted or one.text not in shown.get(one.message, "")]


def _shown_texts(dossier: Dossier, messages: list[int]) -> dict[int, str]:
    rows = Finding.objects.filter(analysis=dossier.inquiry.shown_id, inbound__in=messages)
    return dict(rows.values_list("inbound", "shown_text"))
