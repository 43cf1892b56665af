"""The filters by question and by the facts of senders, and which messages they leave.

So that nobody is recognised by what a file says of them, a list by facts is withheld where it would hold fewer than
FEWEST senders, or leave out so few.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter

from ..models import Analysis
from ..models.finding import SENDER, FindingQuerySet
from ..models.stratum import FEWEST, OTHER, code_of
from ..presenters.strata import cell_of, value_label
from ..templatetags.listening import excerpt

# A choice of questions and of values; an answer beyond them is found by its words.
MOST_CHOICES = 100
LETTERS = 70


def question_filter(analysis: Analysis) -> list[Filter]:
    """None where there is one question, or no question at all."""
    if len(analysis.questions) < 2:
        return []
    asked = [(str(n), excerpt(one["text"], LETTERS)) for n, one in enumerate(analysis.questions[:MOST_CHOICES], 1)]
    return [Filter("question", _("Question"), (("", _("All")), *asked))]


def question_text(analysis: Analysis, chosen: str) -> str:
    """The text of the question that a filter calls by its number."""
    return str(analysis.questions[int(chosen) - 1]["text"]) if chosen else ""


class FactFilters:
    """What the address of a page asks for."""

    def __init__(self, request: HttpRequest, analysis: Analysis) -> None:
        self.analysis = analysis
        self._by_question = [one.read(request.GET) for one in question_filter(analysis)]
        self._by_fact = {
            fact["name"]: _of_fact(f"fact{n}", fact).read(request.GET)
            for n, fact in enumerate(analysis.tally.get("facts", []), 1)
        }
        asked = self._by_question[0].value if self._by_question else ""
        self.question = question_text(analysis, asked)
        self.facts = {name: one.value for name, one in self._by_fact.items() if one.value}
        self._strata = list(analysis.strata.all()) if self.is_narrow else []

    @property
    def filters(self) -> list[Filter]:
        return [*self._by_question, *self._by_fact.values()]

    @property
    def is_narrow(self) -> bool:
        return bool(self.question or self.facts)

    def answering(self, findings: Any) -> FindingQuerySet:
        """Of these findings the answers to the question."""
        rows: FindingQuerySet = findings
        if not self.question:
            return rows
        return rows.of_strata(one.pk for one in self._strata if one.question == self.question)

    def stating(self, findings: FindingQuerySet) -> FindingQuerySet:
        """Of these those with the facts."""
        return findings.of_strata(self._with(self.facts)) if self.facts else findings

    def chosen(self) -> list[int]:
        """The strata of both."""
        asked = {one.pk for one in self._strata if self.question in ("", one.question)}
        return sorted(asked.intersection(self._with(self.facts)))

    def withholds(self, findings: FindingQuerySet) -> bool:
        """Whether so few of these have the facts, or have all of them but one, that a list would tell of people."""
        if not self.facts:
            return False
        if _are_few(self.stating(findings)):
            return True
        return any(_are_few(self._all_but(name, findings)) for name in self.facts)

    def cell(self, kind: str, key: str) -> list[Any]:
        """The cell of this group in the table of the one fact that is chosen, None in a list if it is hidden; empty
        where no table has such a cell."""
        if self.question or len(self.facts) != 1:
            return []
        ((name, code),) = self.facts.items()
        return cell_of(self.analysis, kind, key, name, code)

    def _all_but(self, name: str, findings: FindingQuerySet) -> FindingQuerySet:
        others = self._with({one: code for one, code in self.facts.items() if one != name})
        rows: FindingQuerySet = findings.of_strata(others).exclude(stratum__in=self._with({name: self.facts[name]}))
        return rows

    def _with(self, facts: dict[str, str]) -> list[int]:
        kept = {fact["name"]: {code for code, *_n in fact["values"]} for fact in self.analysis.tally.get("facts", [])}

        def shown(stratum: Any, name: str) -> str:
            code = code_of(stratum, name)
            return code if code in kept[name] else OTHER

        return [one.pk for one in self._strata if all(shown(one, name) == code for name, code in facts.items())]


def _of_fact(name: str, fact: dict[str, Any]) -> Filter:
    choices = [(code, value_label(code)) for code, *_n in fact["values"][:MOST_CHOICES]]
    return Filter(name, fact["name"], (("", _("All")), *choices))


def _are_few(findings: FindingQuerySet) -> bool:
    return len(findings.order_by().values_list(SENDER).distinct()[:FEWEST]) < FEWEST
