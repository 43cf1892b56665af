"""Background work of the inbox: what came is read by the software, to say what cannot wait and which clauses it
speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from hemicycle.cases import actions
from hemicycle.cases.actions.subjects import MOST_NAMED
from hemicycle.cases.clauses import provisions
from hemicycle.cases.models import Case, CaseMessage, Origin, Subject
from hemicycle.channels.models import Inbound
from hemicycle.listening.text.citing import cites_clauses, clauses_cited
from hemicycle.listening.text.urgent import judged
from hemicycle.rules import audit
from hemicycle.rules.work import attempt

# A round has to return soon: the sentences of this many letters are read within some seconds (docs/performance.md).
BATCH = 50
# Of a case that goes on and on, what was written last.
LATEST = 5


def judge_due(worker: str = "worker", stopping: Callable[[], bool] = lambda: False) -> int:
    """One round; how many cases were judged. Texts are read outside of any transaction, all of a batch at once; where
    that fails, one case after the other."""
    done = 0
    while not stopping() and (cases := list(Case.objects.unjudged().select_related("latest")[:BATCH])):
        attempt(cases[0], partial(_judge, cases, worker), failed=partial(_judge_each, cases, worker))
        done += len(cases)
    return done


def _judge_each(cases: Sequence[Case], worker: str, _code: str) -> None:
    for case in cases:
        attempt(case, partial(_judge, [case], worker), failed=partial(_skip, case))


def _skip(case: Case, _code: str) -> None:
    actions.skip_judging(case)


def _judge(cases: Sequence[Case], worker: str) -> None:
    messages = _written(cases)
    every = [one for those in messages.values() for one in those]
    found = judged(
        [one.text for one in every],
        [one.lang or None for one in every],
        [one.received_at.date() for one in every],
    )
    by_message = {one.pk: judgement for one, judgement in zip(every, found, strict=True)}
    read = {key: [(one, by_message[one.pk]) for one in those] for key, those in messages.items()}
    with audit.atomic():
        actions.judge(cases, read, by=worker)
        _find_clauses(cases, by=worker)


def _find_clauses(cases: Sequence[Case], *, by: str) -> None:
    """Of cases about one bill, as far as is known: the clauses that the last message cites."""
    citing = {one.pk: one for one in cases if one.latest is not None and cites_clauses(one.latest.text)}
    whole: dict[int, list[Subject]] = {}
    for subject in Subject.objects.sure().filter(case__in=citing, bill__isnull=False, eid="").select_related("bill"):
        whole.setdefault(subject.case_id, []).append(subject)
    for key, about in whole.items():
        bill, latest = about[0].bill, citing[key].latest
        if len(about) > 1 or bill is None or latest is None:
            continue
        is_known = about[0].origin in (Origin.STAFF, Origin.SENDER, Origin.CAMPAIGN)
        numbered = {eid: number for eid, number, _name in provisions(bill)}
        found = clauses_cited(latest.text, bill=bill.number, numbered=numbered, is_known=is_known)
        for eid, is_sure in list(found.items())[:MOST_NAMED]:
            origin = Origin.NAMED if is_sure else Origin.SOFTWARE
            actions.add_subject(citing[key], bill, eid=eid, origin=origin, by=by)


def _written(cases: Sequence[Case]) -> dict[int, list[Inbound]]:
    """By people, in the order in which it came: the latest of each case, by its key."""
    rows = CaseMessage.objects.filter(case__in=cases, inbound__automatic=False, inbound__keyword="")
    nth = Window(RowNumber(), partition_by="case", order_by=F("inbound").desc())
    found: dict[int, list[Inbound]] = {case.pk: [] for case in cases}
    for row in rows.annotate(nth=nth).filter(nth__lte=LATEST).select_related("inbound").order_by("inbound"):
        found[row.case_id].append(row.inbound)
    return found
