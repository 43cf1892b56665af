import json
from datetime import date
from io import BytesIO

import pytest
from lxml import etree
from pypdf import PdfReader

from hemicycle.accounts.models import User
from hemicycle.governance.actions import adopting, discussion, drafting
from hemicycle.governance.documents.akomantoso import akomantoso
from hemicycle.governance.documents.amendments import record_of_amendments
from hemicycle.governance.documents.blocks import one_line
from hemicycle.governance.documents.consolidated import consolidated
from hemicycle.governance.documents.data import data
from hemicycle.governance.documents.markdown import markdown
from hemicycle.governance.documents.marked_up import marked_up
from hemicycle.governance.documents.pdf import pdf
from hemicycle.governance.documents.starting import starting
from hemicycle.governance.models import Version
from hemicycle.governance.questions import questionnaire
from tests.record.conftest import akomantoso_files, record_files, schema

from .policies import approvals_article, draft, in_force

# Pytest finds fixtures by their names in the module.
__all__ = ["akomantoso_files", "record_files", "schema"]
HOSTILE = "# 1. <script>alert(1)</script> *all* | `#include` {approvals_sensitive} _x_ \\ [a](b)"


@pytest.fixture
def two_versions(secretary: User, second_secretary: User) -> tuple[Version, Version]:
    first = draft(secretary)
    approvals_article(first, 3, by=secretary)
    drafting.add_article(first, language="en", heading="Old", text="It goes.", key="old", by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    second = drafting.draft_next(first.policy, by=secretary)
    drafting.decide(second.articles.get(key="approvals"), {"approvals_sensitive": 4}, by=secretary)
    drafting.remove_article(second.articles.get(key="old"), by=secretary)
    drafting.add_article(
        second, language="en", heading="New", text=HOSTILE.replace("{approvals_sensitive}", ""), by=secretary
    )
    return first.read_whole(), second.read_whole()


def test_the_text_says_what_the_software_does(two_versions) -> None:
    first, _second = two_versions
    said = markdown(consolidated(first, "en"))
    assert "A sensitive announcement is approved by 3 people." in said
    assert "Adopted on" in said and "(The Bureau; by consensus)" in said and "in force" in said
    assert "| How many people must approve a sensitive announcement | 3 people |" in said


def test_two_versions_are_marked_up_word_by_word_and_value_by_value(two_versions) -> None:
    said = markdown(marked_up(*two_versions, "en"))
    assert "approved by <del>3</del><ins>4</ins> people" in said
    assert "| <del>3 people</del> | <ins>4 people</ins> |" in said
    assert "<del>It goes.</del>" in said and "<ins>New</ins>" in said


def test_nothing_a_drafter_types_becomes_markup(two_versions) -> None:
    _first, second = two_versions
    said = markdown(consolidated(second, "en"))
    assert "<script>" not in said and r"\# 1. &lt;script&gt;" in said.replace("\\&lt;", "&lt;").replace(
        "\\&gt;", "&gt;"
    )


@pytest.mark.parametrize("kind", ["consolidated", "marked up", "amendments"])
def test_akoma_ntoso_is_valid_by_the_schema(two_versions, secretary: User, schema: etree.XMLSchema, kind: str) -> None:
    first, second = two_versions
    article = second.articles.get(key="approvals")
    amendment = discussion.propose(
        second, kind="change", language="en", article=article, reason=HOSTILE,
        read={"text": "x", "parameters": {"approvals_sensitive": 4}},
        proposed={"text": HOSTILE, "parameters": {"approvals_sensitive": 5}}, by=secretary,
    )  # fmt: skip
    discussion.decline(amendment, decision="No.", by=secretary)
    paper = {
        "consolidated": lambda: consolidated(second, "en"),
        "marked up": lambda: marked_up(first, second, "en"),
        "amendments": lambda: record_of_amendments(second, "en"),
    }[kind]()
    made = akomantoso(paper, address="policy", version=2, day=date(2026, 3, 1), is_act=kind != "amendments")
    schema.assertValid(etree.fromstring(made))


def test_the_pdf_is_tagged_and_reads_as_the_text_does(two_versions) -> None:
    first, second = two_versions
    reader = PdfReader(BytesIO(pdf(consolidated(first, "en"))))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "approved by 3 people" in " ".join(text.split())
    changed = PdfReader(BytesIO(pdf(marked_up(first, second, "en"))))
    assert changed.trailer["/Root"]["/Lang"] == "en"


def test_the_same_version_gives_the_same_bytes(two_versions) -> None:
    first, _second = two_versions
    again = first.read_whole()
    assert pdf(consolidated(first, "en")) == pdf(consolidated(again, "en"))
    assert data(first) == data(again)
    assert json.loads(data(first))["articles"][0]["parameters"]["approvals_sensitive"]["value"] == 3


def test_the_narrow_spaces_of_french_stay() -> None:
    assert one_line("appartiennent\u202f; l’article\n« a »".replace("« a »", "«\u202fa\u202f»")) == (
        "appartiennent\u202f; l’article «\u202fa\u202f»"
    )


def test_a_vote_whose_abstentions_nobody_counted_says_none(secretary: User) -> None:
    version = adopting.send(published_article(secretary), by=secretary)
    known = {"digest": version.digest, "on": date(2026, 3, 1), "way": "vote", "by": secretary}
    adopting.record_adoption(version, body="The Bureau", votes=(7, 1, None), **known)
    assert "Adopted on 1 March 2026 (The Bureau; 7 votes for, 1 against)" in markdown(
        consolidated(again(version), "en")
    )


def test_the_changes_say_first_which_articles_differ(two_versions) -> None:
    first, second = two_versions
    paper = marked_up(first, second, "en")
    assert paper.lines[-1].startswith("These articles differ: Article 1 Approval; Old; Article 2 New")
    assert marked_up(first, first, "en").lines[-1] == "Nothing differs."


def test_the_record_names_article_proposer_and_day_and_shows_the_changed_words_alone(secretary: User) -> None:
    version = published_article(secretary)
    article = version.articles.get()
    long = "\n\n".join(["Nothing changes here, and it is long enough to fill a line or two of the page."] * 3)
    read = {"heading": "Approval", "text": f"{long}\n\nThree approve.", "why": "", "parameters": {}}
    proposed = {**read, "text": f"{long}\n\nFour approve."}
    discussion.propose(
        version, kind="change", language="en", article=article, reason="One may be away.", read=read,
        proposed=proposed, by=secretary,
    )  # fmt: skip
    said = markdown(record_of_amendments(again(version), "en"))
    assert "## Amendment 1: Approval" in said and f"{secretary} · " in said and "· English" in said
    assert "<del>Three</del><ins>Four</ins> approve." in said and "Nothing changes here" not in said


def test_a_text_of_several_bodies_says_whom_it_means_by_the_house(secretary: User) -> None:
    version = draft(secretary, is_enforced=False)
    approvals_article(version, by=secretary)
    said = markdown(consolidated(again(version), "en"))
    assert "each body that adopts it means its own" in said and "What this article decides" in said


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_starting_policy_can_be_taken_away_before_it_is_begun_from(db: None, language: str) -> None:
    for start in questionnaire().starts:
        paper = starting(start, language)
        assert len([one for one in paper.sections if one.is_article]) == len(questionnaire().articles)
        assert "[" not in markdown(paper).replace("\\[", "") and "{" not in markdown(paper)


def published_article(by: User) -> Version:
    version = draft(by)
    approvals_article(version, by=by)
    return again(version)


def again(version: Version) -> Version:
    return Version.objects.whole().get(pk=version.pk)


def test_articles_removed_beside_each_other_stand_where_they_stood(secretary: User, second_secretary: User) -> None:
    first = draft(secretary)
    for key in ("a", "b", "c", "d"):
        drafting.add_article(first, language="en", heading=key.upper(), text="Words.", key=key, by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    second = drafting.draft_next(first.policy, by=secretary)
    for key in ("b", "c"):
        drafting.remove_article(second.articles.get(key=key), by=secretary)
    paper = marked_up(first.read_whole(), second.read_whole(), "en")
    assert [one.key for one in paper.sections] == ["a", "b", "c", "d"]
    assert [one.number for one in paper.sections] == ["Article 1", "", "", "Article 2"]


def test_paragraphs_that_stay_keep_their_places_when_others_come_and_go(
    secretary: User, second_secretary: User
) -> None:
    first = draft(secretary)
    drafting.add_article(first, language="en", heading="A", text="One.\n\nTwo.\n\nThree.", key="a", by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    second = drafting.draft_next(first.policy, by=secretary)
    article, text = second.articles.get(), "Zero.\n\nOne.\n\nThree, anew.\n\nFour."
    drafting.write(article, language="en", heading="A", text=text, why="", edit=article.texts.get().edit, by=secretary)
    [section] = marked_up(first.read_whole(), second.read_whole(), "en").sections
    shown = [(one.number, [(run.kind, run.text) for run in one.runs]) for one in section.blocks]
    assert shown[0] == ("1", [("added", "Zero.")]) and shown[1] == ("2", [("same", "One.")])
    assert [number for number, _runs in shown] == ["1", "2", "3", "4"]
    assert "".join(text for kind, text in shown[2][1] if kind != "removed") == "Three, anew."
