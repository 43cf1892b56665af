"""People whom a text names with their office: they are in office in the whole of it."""

from collections.abc import Callable, Iterator

from hearhear.redaction.names.capitalized import SAINTS, Token, lower
from hearhear.redaction.names.context import PrecedingContext, is_office_behind
from hearhear.redaction.vocabulary import OFFICES, SURNAMES, plain


def surnames_in_office(
    text: str, runs: list[list[Token]], before: Callable[[int], PrecedingContext]
) -> frozenset[str]:
    """The surnames of whoever has an office before, inside or behind the name; `before` reads what stands before."""
    return frozenset(surname for run in runs for surname in _in_office(text, run, before))


def _in_office(text: str, run: list[Token], before: Callable[[int], PrecedingContext]) -> Iterator[str]:
    words = [lower(token) for token in run]
    inside = any(word in OFFICES and word not in SURNAMES and word not in SAINTS for word in words[:-1])
    around = before(run[0].particle)
    outside = words[0] not in OFFICES and around.is_office() and not around.is_kin()
    if inside or outside or is_office_behind(text, run[-1].end):
        yield plain(words[-1])
