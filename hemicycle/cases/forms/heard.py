"""How clerks write what the committee did, clause by clause, and on which side each quotation stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from hemicycle.cases.forms.clause_texts import ClauseTextsForm
from hemicycle.cases.heard.reading import HeardPage, Quotation
from hemicycle.cases.models import Side

INTRODUCTION = "introduction"


class HeardForm(ClauseTextsForm):
    """The introduction first, then each clause of which somebody spoke."""

    def __init__(self, data: Any = None, *, page: HeardPage) -> None:
        self.page = page
        clauses = [(INTRODUCTION, _("Introduction")), *((one.eid, one.name) for one in page.clauses)]
        texts = {**page.heard.responses, INTRODUCTION: page.heard.introductions}
        super().__init__(data, clauses=clauses, texts=texts)
        for at, clause in enumerate(page.clauses):
            for quotation in clause.quotations:
                self.fields[_side_of(at, quotation)] = forms.ChoiceField(
                    label=_("This quotation is"), choices=Side.choices, initial=quotation.side
                )

    @property
    def parts(self) -> list[tuple[str, list[BoundField], list[tuple[Quotation, BoundField]]]]:
        """Each clause with its texts, and its quotations with their sides."""
        sides: list[list[tuple[Quotation, BoundField]]] = [[]]
        for at, clause in enumerate(self.page.clauses):
            sides.append([(one, self[_side_of(at, one)]) for one in clause.quotations])
        return [(name, fields, quoted) for (name, fields), quoted in zip(self.groups, sides, strict=True)]

    @property
    def introductions(self) -> dict[str, str]:
        return self.texts[INTRODUCTION]

    @property
    def responses(self) -> dict[str, dict[str, str]]:
        return {eid: said for eid, said in self.texts.items() if eid != INTRODUCTION}

    @property
    def sides(self) -> dict[str, dict[str, str]]:
        """By eId and the digest of each quotation."""
        return {
            clause.eid: {one.digest: self.cleaned_data[_side_of(at, one)] for one in clause.quotations}
            for at, clause in enumerate(self.page.clauses)
        }


def _side_of(at: int, quotation: Quotation) -> str:
    """The field of a quotation below the clause in that place: the same words may stand below several."""
    return f"side-{at}-{quotation.digest}"
