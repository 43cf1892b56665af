"""One text answered to many cases, a template or what somebody writes for these alone: what each would get, through
what, at which cost, and who gets none and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import grouped
from hemicycle.cases.actions import Facts, facts_of, filled, proposing
from hemicycle.cases.actions.answer_templates import braced, placeholders_in
from hemicycle.cases.inbox.rows import rows_of, title_of
from hemicycle.cases.models import AnswerTemplate, Case, CaseMessage, Origin, ProposedAnswer
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import Count
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.inbox.names import name_of
from hemicycle.channels.models import INFORM_KEY, Inbound
from hemicycle.channels.status.counts import in_words

Words = Callable[[Case, Facts, str], str]
Proposed = tuple[Case, ProposedAnswer]


@dataclass(frozen=True, slots=True)
class Planned:
    """The answer to one case in its own language; `why` says why there is none. `to_approve`: a colleague approves it
    before it leaves. `stays_open`: nothing closes it together with others. `asked`: the first words of the letter.
    `seen`: how many entries its case has."""

    case: Case
    who: str
    lang: str
    text: str = ""
    counts: tuple[Count, ...] = ()
    why: str = ""
    to_approve: bool = False
    stays_open: bool = False
    asked: str = ""
    seen: int = 0

    @property
    def message(self) -> Inbound:
        assert self.case.latest is not None
        return self.case.latest

    @property
    def length(self) -> str:
        return " · ".join(words for words, _fits in in_words(self.counts))


@dataclass(frozen=True, slots=True)
class Alike:
    """One text, and those who get it word for word."""

    first: Planned
    those: list[Planned]


@dataclass(frozen=True, slots=True)
class Leaving:
    """How many answers leave through one account, and what they cost together; "" where they cost nothing."""

    account: str
    number: int
    cost: str


def names_of_templates(templates: Iterable[AnswerTemplate]) -> dict[str, list[str]]:
    """One name stands for its texts in every language: in which."""
    found: dict[str, list[str]] = {}
    for one in templates:
        found.setdefault(one.name, []).append(one.lang.upper())
    return {name: sorted(set(langs)) for name, langs in found.items()}


def name_for_most(cases: Iterable[Case], templates: Iterable[AnswerTemplate]) -> str:
    """The template that is written in the language of most of these cases; "" where none is in that of any."""
    spoken = _spoken(cases)
    fits = Counter[str]()
    for one in templates:
        fits[one.name] += spoken[one.office_id, one.lang]
    return max(fits, key=lambda name: fits[name], default="") if any(fits.values()) else ""


def languages_of(cases: Iterable[Case]) -> dict[str, int]:
    """In which of them these cases are answered, and how many in each; that of most comes first."""
    found = Counter[str]()
    for (_office, lang), n in _spoken(cases).items():
        found[lang] += n
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _spoken(cases: Iterable[Case]) -> Counter[tuple[int, str]]:
    """By office and language; what cannot wait is answered by itself."""
    return Counter(
        (one.office_id, channels.language_of(one.latest))
        for one in cases
        if one.latest is not None and not one.urgency
    )


def from_texts(texts: Mapping[tuple[int, str], str]) -> Words:
    """Those of a template, by office and language, with what is known filled in."""

    def words(case: Case, about: Facts, lang: str) -> str:
        text = texts.get((case.office_id, lang), "")
        name = name_of(case.latest) if case.latest is not None else ""
        return filled(text, {"name": name, **about.known(text, lang)}) if text else ""

    return words


def planned(cases: Iterable[Case], *, words: Words, missing: str = "", only_sure: bool = False) -> list[Planned]:
    """In the order of the cases; `words` of each in its language, "" where there are none: `missing` says why.
    `only_sure`: what the software suggests that a case is about is left out. Nobody gets the same twice: of several
    cases of one person the first is answered. What has an answer that waits for a colleague gets no second one."""
    found: list[Planned] = []
    cases = list(cases)
    proposed = _with_proposals(cases)
    read: dict[tuple[object, object], Facts] = {}
    answered: dict[tuple[int, str], Case] = {}
    for case in cases:
        first = answered.get((case.office_id, case.sender)) if case.sender else None
        about = facts_of(one for one in case.subjects.all() if not only_sure or one.origin != Origin.SOFTWARE)
        # What the record says of a bill is read once for all cases about it.
        about = read.setdefault((about.bill, about.committee), about)
        one = _planned(case, about, words, missing, first)
        if case.pk in proposed and not one.why:
            why = _("An answer to it waits for approval already.")
            one = Planned(case, one.who, one.lang, why=why, stays_open=True)
        if not one.why and case.sender:
            answered[case.office_id, case.sender] = case
        found.append(one)
    return found


def alike(plan: Iterable[Planned]) -> list[Alike]:
    """What leaves, each text once, so that all of it is read; in the order of the cases."""
    found: dict[tuple[str, str, str], list[Planned]] = {}
    for one in plan:
        if not one.why:
            found.setdefault((one.lang, one.text, one.length), []).append(one)
    return [Alike(those[0], those) for those in found.values()]


def leaving(plan: Iterable[Planned]) -> list[Leaving]:
    counts: dict[str, list[Planned]] = {}
    for one in plan:
        if not one.why:
            on_page = channels.is_answered_on_page(one.message)
            through = _("the page of the letter, where it stands at once") if on_page else str(one.case.account)
            counts.setdefault(through, []).append(one)
    return [Leaving(account, len(those), _cost(those)) for account, those in counts.items()]


def shown_of(plan: Sequence[Planned], *, reader: User) -> dict[str, Any]:
    """For the page that says what would leave (cases/inbox/plan.html)."""
    rows = rows_of([one.case for one in plan if not one.why], reader=reader, sources={})
    asked = {one.case.pk: " + ".join(filter(None, (one.first, one.words))) for one in rows}
    entries = proposing.entries_of(one.case for one in plan)
    plan = [replace(one, asked=asked.get(one.case.pk, ""), seen=entries[one.case.pk]) for one in plan]
    given = [one for one in plan if not one.why]
    to_approve = [one for one in given if one.to_approve]
    return {
        "plan": given,
        "to_approve": to_approve,
        "at_once": len(given) - len(to_approve),
        "is_final": any(channels.is_answered_on_page(one.message) and not one.to_approve for one in given),
        "alike": alike(plan),
        "left": [one for one in plan if one.why],
        "leaving": leaving(one for one in given if not one.to_approve),
        "waiting": leaving(to_approve),
    }


def _with_proposals(cases: Iterable[Case]) -> set[int]:
    """Those of these of which an answer waits for a colleague."""
    waiting = ProposedAnswer.objects.waiting().values("inbound")
    rows = CaseMessage.objects.filter(case__in=[one.pk for one in cases], inbound__in=waiting)
    return set(rows.values_list("case", flat=True))


def said_at_once(number: int) -> str:
    said = ngettext(
        "%(n)d answer is not sent: it stands on the page of its letter, or is to be printed. It cannot be undone.",
        "%(n)d answers are not sent: they stand on the pages of their letters, or are to be printed. They cannot "
        "be undone.",
        number,
    )
    return said % {"n": number}


def said_proposed(proposed: Sequence[Proposed], *, writer: User) -> str:
    if all(proposing.approvers_of(case, writer=writer).exists() for case in _one_of_each(proposed)):
        said = ngettext(
            "%(n)d answer waits for a colleague, who approves it before it leaves.",
            "%(n)d answers wait for a colleague, who approves them before they leave.",
            len(proposed),
        )
    else:
        said = ngettext(
            "%(n)d answer waits, but nobody else of your office may approve it: ask its administrator for a "
            "colleague.",
            "%(n)d answers wait, but nobody else of your office may approve all of them: ask its administrator for a "
            "colleague.",
            len(proposed),
        )
    return said % {"n": len(proposed)}


def _one_of_each(proposed: Iterable[Proposed]) -> Iterable[Case]:
    """Who may approve depends on the office, and on whether everybody reads what was written."""
    return {(case.office_id, case.is_public): case for case, _proposal in proposed}.values()


def key_of(form: str, case: Case) -> str:
    """Of one answer among those of one form, so that the same form twice is each of them once."""
    kind = INFORM_KEY if form.startswith(INFORM_KEY) else ""
    return (kind + hashlib.sha256(f"{form}:{case.pk}".encode()).hexdigest())[:32]


def _planned(case: Case, about: Facts, words: Words, missing: str, first: Case | None) -> Planned:
    who, latest = title_of(case), case.latest
    if latest is None:
        return Planned(case, who, "", why=_("Its last message was erased."))
    if case.urgency:
        why = _("It cannot wait (%(reason)s): answer it by itself.") % {"reason": case.get_urgency_display()}
        return Planned(case, who, "", why=why, stays_open=True)
    lang = channels.language_of(latest)
    text = words(case, about, lang)
    if not text:
        return Planned(case, who, lang, why=missing)
    if first is not None:
        why = _("The same person gets it for %(reference)s.") % {"reference": first}
        return Planned(case, who, lang, why=why)
    if names := placeholders_in(text):
        said = _("Nothing is known to fill in %(names)s.")
        return Planned(case, who, lang, why=said % {"names": braced(names)})
    return _as_it_leaves(Planned(case, who, lang, text))


def _as_it_leaves(one: Planned) -> Planned:
    try:
        counts = channels.preview(one.message, text=one.text, lang=one.lang).counts
    except CannotAnswer as error:
        return Planned(one.case, one.who, one.lang, why=str(channels.OBSTACLES[error.code]))
    if not all(count.fits for count in counts):
        return Planned(one.case, one.who, one.lang, why=str(channels.OBSTACLES["too-long"]))
    return Planned(
        one.case, one.who, one.lang, one.text, tuple(counts), to_approve=proposing.is_approved_first(one.case)
    )


def _cost(those: Iterable[Planned]) -> str:
    totals: dict[str, float] = {}
    for one in those:
        for count in one.counts:
            if count.unit == "cost":
                totals[count.detail] = totals.get(count.detail, 0) + count.used
    return ", ".join(f"{grouped(total)} {currency}" for currency, total in totals.items())
