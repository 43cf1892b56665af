"""Which clauses of a bill a text cites by number: "Bill 12, clause 4(2)", "l'article 4 du projet de loi n° 12"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hearhear.linking.citations import Citation, citations, of_target

# "Clause 4 of Bill 12", "Bill 12, and above all its second clause": further off, the number may be of another law.
NEAR = 60


def clauses_cited(text: str, *, bill: str, numbered: Mapping[str, str], is_known: bool) -> dict[str, bool]:
    """eId → whether it is surely meant, of each clause of this bill that a text cites, in the order of the text.

    `bill`: its number; `numbered`: eId → number as printed, of its clauses. Sure is a number beside that of the bill,
    and, where the bill `is_known` without the text, any number in a text that names no bill.
    """
    cited = list(citations(text))
    eids = {place.number: eid for eid, number in numbered.items() if (place := of_target(number, "clause"))}
    this = of_target(bill, "bill")
    bills = [one for one in cited if one.group == "bill"]
    found: dict[str, bool] = {}
    for one in cited:
        eid = eids.get(one.number) or eids.get(one.number[:1]) if one.group == "clause" else None
        if eid is not None:
            beside = _beside(one, bills)
            is_sure = beside.number == this.number if beside is not None and this is not None else False
            found[eid] = found.get(eid, False) or is_sure or (is_known and not bills)
    return found


def cites_clauses(text: str) -> bool:
    return any(one.group == "clause" for one in citations(text))


def _beside(clause: Citation, bills: Sequence[Citation]) -> Citation | None:
    """The bill named nearest to it, if it is near."""
    near = [(max(one.start - clause.end, clause.start - one.end), one.start, one) for one in bills]
    gap, _start, nearest = min(near, key=lambda one: one[:2], default=(NEAR + 1, 0, None))
    return nearest if gap <= NEAR else None
