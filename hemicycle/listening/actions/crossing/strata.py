"""The strata of a run: which questions its messages answer, and which facts state the same."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db import transaction
from hearhear import linking
from hearhear.linking import Target

from ...engine.targets import parts_of
from ...models import Analysis, Stratum
from ...models.link import NAMING
from ...models.stratum import FEWEST

ROWS_A_WRITE = 1_000
# "12. What would you pay?"
NUMBER = re.compile(r"\D{0,3}(\d+)")

Facts = Mapping[str, str | None]
"""Name → value; None stands for all values that fewer than FEWEST senders have."""


def store_strata(analysis: Analysis, messages: pa.Table, about: Sequence[Target]) -> dict[str, int]:
    """Write the strata and the questions; returns the stratum of each message that has a question or a fact."""
    asked = {key: question for key, question in _columns(messages, "question") if question}
    stated = _stated(messages)
    if not asked and not stated:
        return {}
    keys = {name: (asked.get(name, ""), _as_key(stated.get(name, {}))) for name in messages["id"].to_pylist()}
    strata = {key: Stratum(analysis=analysis, question=key[0], facts=json.loads(key[1])) for key in set(keys.values())}
    with transaction.atomic():
        Stratum.objects.bulk_create([strata[key] for key in sorted(strata)], batch_size=ROWS_A_WRITE)
    questions = sorted(set(asked.values()), key=_in_order)
    targets = clauses_named(questions, about)
    analysis.questions = [{"text": one, "target": targets.get(one, "")} for one in questions]
    analysis.save(update_fields=["questions"])
    return {name: strata[key].pk for name, key in keys.items()}


def clauses_named(questions: Sequence[str], about: Sequence[Target]) -> dict[str, str]:
    """Question → the clause that it names, by number, title or the name people use; words in common are no name."""
    if not about or not questions:
        return {}
    asked = pa.table({"id": [str(n) for n in range(len(questions))], "text": list(questions)})
    asked = asked.append_column("lang", pa.nulls(len(questions), pa.string()))
    named: dict[str, str] = {}
    rows = linking.link(asked, about, embed=None).sort_by([("id", "ascending"), ("rank", "ascending")]).to_pylist()
    for row in rows:
        reasons = json.loads(row["reasons"] or "[]")
        if parts_of(row["target_id"])[1] and any(reason["kind"] in NAMING for reason in reasons):
            named.setdefault(questions[int(row["id"])], row["target_id"])
    return named


def _in_order(question: str) -> tuple[int, str]:
    """By their numbers, then by their words; those without a number last."""
    number = NUMBER.match(question)
    return (int(number[1]) if number else 10**9, question)


def _columns(messages: pa.Table, *names: str) -> Any:
    return zip(*(messages[name].to_pylist() for name in ("id", *names)), strict=True)


def _stated(messages: pa.Table) -> dict[str, Facts]:
    """The facts of each message that has some; a value of few senders is not copied from the message."""
    stated = {key: dict(facts) for key, facts in _columns(messages, "facts") if facts}
    senders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, sender in _columns(messages, "sender"):
        for fact in stated.get(key, {}).items():
            senders[fact].add(sender or f"message:{key}")
    known = {fact for fact, who in senders.items() if len(who) >= FEWEST}
    return {
        key: {name: value if (name, value) in known else None for name, value in facts.items()}
        for key, facts in stated.items()
    }


def _as_key(facts: Facts) -> str:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False)
