"""The dossier of the demonstration's letters, new in each run: nobody is named in it, every quote is what somebody
wrote, and every number is counted again from the findings.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.demo import letters, parliament, spine
from hemicycle.demo.letters import Corpus
from hemicycle.listening.actions import inquiries
from hemicycle.listening.dossier import content
from hemicycle.listening.models import Analysis, Theme
from hemicycle.record.models import Document
from tests.meaning import reading

from . import dossiers
from .conftest import bring, work
from .recounting import SHARE, Recount, counted

LETTERS, BILL = 300, "12"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class AnalysedPost:
    dossier: dict[str, Any]
    corpus: Corpus
    analysis: Analysis

    @property
    def facts(self) -> dict[str, Any]:
        return self.dossier["facts"]

    def listed(self, note: int | None) -> list[int]:
        return [] if note is None else self.dossier["notes"][str(note)]


@pytest.fixture(scope="module", params=["en", "fr", "es"])
def analysed_inquiry(
    request: pytest.FixtureRequest, seed: int, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[AnalysedPost]:
    """The whole way, engine included: a file of letters, imported, analysed, analysed_inquiry in each language."""
    language = request.param
    with django_db_blocker.unblock(), transaction.atomic(), reading():
        spine.enter(parliament.load(), by="test")
        office = accounts.open_office(slug="demo-office", name="Demo office", by="test")
        clerk = accounts.add_person(email="demo.clerk@assembly.example", name="Dora Clerk", by="test")
        accounts.assign(clerk, office=office, role=Role.CLERK, by="test")
        bill = Document.objects.get(number=BILL)
        inquiry = inquiries.open_inquiry(
            office=office, title="Letters", question="What do they ask?", bill=bill, language=language, by=clerk
        )
        corpus = letters.generate(seed, LETTERS)
        rows = (json.dumps(asdict(letter), ensure_ascii=False, default=str) for letter in corpus.messages)
        bring(inquiry, clerk, "\n".join(rows).encode())
        work()
        inquiry.refresh_from_db()
        assert inquiry.shown is not None
        yield AnalysedPost(content.build(inquiry.shown, language), corpus, inquiry.shown)
        transaction.set_rollback(True)


def test_no_personal_data_of_the_letters_stands_in_it(analysed_inquiry: AnalysedPost) -> None:
    secrets = {data for truth in analysed_inquiry.corpus.truth.values() for data in truth.personal_data}

    assert len(secrets) > 100
    assert found_in(secrets, dossiers.words(analysed_inquiry.dossier)) == []


def found_in(secrets: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The secrets that stand in the texts as words of their own, each with what is around it."""
    said = "\n".join(" ".join(text.split()) for text in texts)
    plain = sorted({" ".join(one.split()) for one in secrets})
    found = [re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said) for one in plain if one in said]
    return [said[max(0, one.start() - 80) : one.end() + 60] for one in found if one]


def test_what_is_redacted_in_a_message_stands_in_nothing_that_was_taken_out_of_it(
    analysed_inquiry: AnalysedPost,
) -> None:
    """Templates, own words, passages and reasons; the dossier shows few of them, staff see all."""
    shown = {one.inbound.external_id: one for one in analysed_inquiry.analysis.findings.select_related("inbound")}
    redacted = {
        mine: [data for data in truth.personal_data if not found_in([data], [shown[mine].shown_text])]
        for mine, truth in analysed_inquiry.corpus.truth.items()
    }
    taken = {
        mine: [finding.personal_text, *(one["text"] for one in finding.evidence.get("passages", []))]
        for mine, finding in shown.items()
    }
    for link in analysed_inquiry.analysis.links.select_related("finding__inbound"):
        taken[link.finding.inbound.external_id] += [reason["text"] for reason in link.reasons]
    everybodys = {data for secrets in redacted.values() for data in secrets}
    templates = [
        text
        for one in analysed_inquiry.analysis.campaigns.all()
        for text in (*dossiers.words(one.template), *dossiers.words(one.letter), one.opening)
    ]

    assert len(everybodys) > 100
    assert found_in(everybodys, templates) == []
    assert [found for mine in redacted if (found := found_in(redacted[mine], taken[mine]))] == []


def test_every_quote_stands_word_for_word_in_its_redacted_message(analysed_inquiry: AnalysedPost) -> None:
    shown = dict(analysed_inquiry.analysis.findings.values_list("inbound", "shown_text"))
    quotes = [
        one
        for block in dossiers.blocks(analysed_inquiry.dossier)
        if block["kind"] == "quotes"
        for one in block["items"]
    ]

    assert len(quotes) > 10
    for quote in quotes:
        (message,) = analysed_inquiry.listed(quote["note"])
        assert quote["text"] in shown[message]


def test_quotes_in_the_language_of_the_dossier_come_first(analysed_inquiry: AnalysedPost) -> None:
    own = analysed_inquiry.dossier["language"]
    listed = [[quote["lang"] for quote in theme["quotes"]] for theme in analysed_inquiry.facts["themes"]]
    mixed = [langs for langs in listed if own in langs and len(set(langs)) > 1]

    assert mixed
    assert all(langs[0] == own for langs in mixed)


def test_every_number_of_the_facts_is_counted_again_from_the_messages_behind_it(
    analysed_inquiry: AnalysedPost,
) -> None:
    recount = Recount(analysed_inquiry.analysis)
    wrong, seen = [], 0
    for path, number in counted(analysed_inquiry.facts):
        seen += 1
        if path[-1] == "rejected":
            assert number == {"n": 0, "note": None}
        elif number["n"] != (again := recount.number(path[-1], analysed_inquiry.listed(number["note"]))):
            wrong.append((path, number["n"], again))

    assert seen > 100
    assert wrong == []


def test_the_messages_behind_a_number_are_those_that_the_findings_say(analysed_inquiry: AnalysedPost) -> None:
    recount, counts = Recount(analysed_inquiry.analysis), analysed_inquiry.facts["counts"]
    expected = {
        "messages": set(recount.findings),
        "counted": recount.placed("campaign", "voice"),
        "in_campaigns": recount.placed("campaign"),
        "campaigns": recount.placed("campaign"),
        "own_words": recount.with_own_words(),
        "voices": recount.placed("voice"),
        "repeats": recount.placed("repeat"),
        "set_aside": recount.placed("set_aside"),
    }

    assert {name: set(analysed_inquiry.listed(counts[name]["note"])) for name in expected} == expected
    for kind in ("channels", "languages"):
        attribute = {"channels": "channel", "languages": "lang"}[kind]
        for one in analysed_inquiry.facts[kind]:
            of_kind = {m for m in expected["counted"] if getattr(recount.findings[m], attribute) == one["code"]}
            assert set(analysed_inquiry.listed(one["messages"]["note"])) == of_kind


def test_who_speaks_of_themes_and_clauses_is_found_again_one_mention_at_a_time(analysed_inquiry: AnalysedPost) -> None:
    recount = Recount(analysed_inquiry.analysis)
    themes = [part for top in analysed_inquiry.facts["themes"] for part in (top, *top["parts"])]
    sets = sorted(
        sorted(recount.of_theme(theme)) for theme in Theme.objects.filter(analysis=analysed_inquiry.analysis)
    )

    assert len(themes) > 3
    assert sorted(analysed_inquiry.listed(one["messages"]["note"]) for one in themes) == [one for one in sets if one]
    named = [clause for clause in analysed_inquiry.facts["clauses"] if clause["messages"]["n"]]
    assert named
    for clause in named:
        expected = recount.of_clause(analysed_inquiry.analysis.inquiry.bill, clause["eid"])
        assert set(analysed_inquiry.listed(clause["messages"]["note"])) == expected


def test_every_number_that_a_reader_sees_is_one_of_its_messages(analysed_inquiry: AnalysedPost) -> None:
    """Whatever a cell says in figures, its note can prove; a share is a share of all that is counted."""
    recount, counts = Recount(analysed_inquiry.analysis), analysed_inquiry.facts["counts"]
    wholes, wrong, seen = {counts["counted"]["n"], counts["voices"]["n"]}, [], 0
    for cell in dossiers.cells(analysed_inquiry.dossier):
        text, note = cell["text"], cell["note"]
        if note is None or not (cell.get("number") or SHARE.search(text)):
            continue
        seen += 1
        shares = SHARE.findall(text)
        n = int(shares[0][0]) if shares else int(text)
        right = n in recount.numbers(analysed_inquiry.listed(note))
        for part, whole, under, percent in shares:
            exact = 100 * int(part) / int(whole)
            right &= int(whole) in wholes and (exact < 1 if under else round(exact) == int(percent))
        if not right:
            wrong.append(text)

    assert seen > 80
    assert wrong == []


def test_days_are_counted_again(analysed_inquiry: AnalysedPost) -> None:
    recount, days = Recount(analysed_inquiry.analysis), {}
    for message in recount.placed("campaign", "voice"):
        row = recount.findings[message]
        if row.sent_at:
            day = days.setdefault(row.sent_at.date().isoformat(), [0, 0])
            day[row.place == "voice"] += 1

    assert analysed_inquiry.facts["days"] == [[day, *pair] for day, pair in sorted(days.items())]
