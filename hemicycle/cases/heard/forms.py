"""How clerks write what the committee did, clause by clause, and on which side each quotation stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from hemicycle.cases.clause_texts import ClauseTextsForm
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
        for quotation in self._quotations():
            self.fields[f"side-{quotation.digest}"] = forms.ChoiceField(
                label=_("This quotation is"), choices=Side.choices, initial=quotation.side
            )

    def _quotations(self) -> list[Quotation]:
        return [one for clause in self.page.clauses for one in clause.quotations]

    @property
    def parts(self) -> list[tuple[str, list[BoundField], list[tuple[Quotation, BoundField]]]]:
        """Each clause with its texts, and its quotations with their sides."""
        quoted: list[tuple[Quotation, ...]] = [(), *(one.quotations for one in self.page.clauses)]
        return [
            (name, fields, [(one, self[f"side-{one.digest}"]) for one in quotations])
            for (name, fields), quotations in zip(self.groups, quoted, strict=True)
        ]

    @property
    def introductions(self) -> dict[str, str]:
        return self.texts[INTRODUCTION]

    @property
    def responses(self) -> dict[str, dict[str, str]]:
        return {eid: said for eid, said in self.texts.items() if eid != INTRODUCTION}

    @property
    def sides(self) -> dict[str, str]:
        """By the digest of each quotation, those that stand on a side."""
        chosen = {one.digest: self.cleaned_data[f"side-{one.digest}"] for one in self._quotations()}
        return {digest: side for digest, side in chosen.items() if side != Side.OTHER}
