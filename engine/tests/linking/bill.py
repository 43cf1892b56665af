"""A bill that does not exist, its clauses and some others, and a way to ask what a message speaks of."""

import json

import pyarrow as pa
from hearhear.linking import Target, link

BILL = Target(
    "bill", "bill", "en", "C-12", "Protection of Rivers Act", ("the Rivers Bill",), ("SaveOurRivers",),
    "A bill to keep sewage out of rivers and to fine the companies that dump it.",
)  # fmt: skip
BILL_FR = Target(
    "bill", "bill", "fr", "C-12", "Loi sur la protection des rivières", ("loi rivières",), (), "Des rivières propres."
)
FINES = Target(
    "fines", "clause", "en", "4", "Fines for dumping", (), (),
    "A company that discharges untreated sewage into a river commits an offence. The fine is at least one tenth of its yearly turnover.",
    "bill",
)  # fmt: skip
FINES_2 = Target("fines2", "clause", "en", "4(2)", "", (), (), "Directors are liable in person.", "bill")
MONITORS = Target(
    "monitors", "clause", "en", "Article 5", "Monitoring", (), (),
    "Each outfall shall be fitted with a monitor whose readings are published every hour.", "bill",
)  # fmt: skip
OTHER = Target(
    "other",
    "bill",
    "en",
    "31",
    "School Meals Act",
    ("Free Lunch Bill",),
    (),
    "A bill to give every pupil a warm meal.",
)
OTHER_4 = Target("other4", "clause", "en", "4", "Kitchens", (), (), "Every school has a kitchen of its own.", "other")
MEMBER = Target("member", "member", "en", "", "Adaeze Thornbury", (), ("@adaeze_t",))
SITTING = Target("sitting", "sitting", "en", "2026-03-12", "", (), (), "")
ALL = [BILL, BILL_FR, FINES, FINES_2, MONITORS, OTHER, OTHER_4, MEMBER, SITTING]


def messages(*texts, lang="en"):
    rows = range(len(texts))
    return pa.table({"id": [f"m{row}" for row in rows], "text": list(texts), "lang": [lang] * len(texts)})


def linked(text, targets=ALL, lang="en", **more):
    """Candidates of one message: {target: (score, [kinds of reasons])}, best first."""
    rows = link(messages(text, lang=lang), targets, **more).to_pylist()
    return {
        row["target_id"]: (row["score"], [reason["kind"] for reason in json.loads(row["reasons"])]) for row in rows
    }


def first(text, targets=ALL, **more):
    return next(iter(linked(text, targets, **more)), None)


def reasons(text, target, targets=ALL, **more):
    rows = link(messages(text), targets, **more).to_pylist()
    return next(json.loads(row["reasons"]) for row in rows if row["target_id"] == target)
