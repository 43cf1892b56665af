"""Findings by question and by facts: counted, filtered, shown as a table; small cells hidden, nobody recognised."""

import csv
import io
import re

import pytest
from hearhear.linking import Target

from hemicycle.accounts.models import User
from hemicycle.listening.actions.crossing.strata import clauses_named
from hemicycle.listening.dossier import content
from hemicycle.listening.models import Inquiry, Stratum, Theme
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.errors import Refused
from hemicycle.rules.models import AuditEntry

from . import surveys
from .conftest import Client, Part, Said, answer, finding
from .surveys import FERRY, PRICE

REGION, KIND = 2, 1


@pytest.fixture
def survey(inquiry: Inquiry, clerk: User) -> Inquiry:
    return surveys.surveyed(inquiry, clerk)


@pytest.fixture
def page(survey: Inquiry, clerk: User, sign_in: Client):
    desk = sign_in(clerk)
    return lambda rest: desk.get(f"/inquiries/{survey.address}/{rest}").content.decode()


def theme(survey: Inquiry, label: str) -> Theme:
    return next(one for one in survey.shown.themes.all() if one.label == label)


def listed(page: str) -> int:
    found = re.search(r"(\d+) messages?<", page)
    return int(found[1]) if found else 0


def test_values_of_few_senders_are_one_with_others(survey: Inquiry) -> None:
    assert survey.shown.tally["facts"] == [
        {"name": "Kind", "values": [["=Person", 30, 15], ["=Organisation", 16, 8]]},
        {"name": "Region", "values": [["=North", 18, 9], ["=South", 16, 8], ["other", 12, 6]]},
    ]
    assert not Stratum.objects.filter(facts__Region__in=["Skerry", "Holm"]).exists()


def test_the_overview_says_how_many_answers_each_question_has(page) -> None:
    overview = page("")
    assert overview.index(FERRY) < overview.index(PRICE)
    assert re.search(r'\?question=1">23</a>', overview) and re.search(r'messages/\?question=2">23</a>', overview)


def test_messages_are_filtered_by_question_and_by_facts(page) -> None:
    assert listed(page("messages/?question=2")) == 23
    assert listed(page("messages/?fact2==South")) == 16
    assert listed(page("messages/?fact2=other")) == 12
    assert listed(page("messages/?question=1&fact2==North")) == 9


@pytest.mark.parametrize("asked", ["fact2==North&fact1==Organisation&question=1", "fact2==South&q=Boat+12+"])
def test_a_filter_by_facts_that_leaves_fewer_than_five_shows_no_list_and_says_why(page, asked: str) -> None:
    found = page(f"messages/?{asked}")
    assert "fewer than five" in found
    assert "is what I take" not in found


def test_a_filter_by_facts_that_leaves_out_fewer_than_five_shows_no_list_either(page) -> None:
    """Of eleven, four do not live in the south."""
    assert listed(page("messages/?q=Boat+1")) == 11
    found = page("messages/?q=Boat+1&fact2==South")
    assert "fewer than five" in found and "what I take" not in found


def test_a_campaign_speaks_of_a_theme_with_its_answers_to_that_question_alone(
    inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    surveys.imported(inquiry, clerk)
    themes = {"boats": {"f0": "what I take", "f9": "what I take"}, "coins": {"p0": "no more"}}
    said = Said(themes=themes, questions={"boats": FERRY, "coins": PRICE})
    shown = answer(inquiry, {"one": Part([f"{key}{n}" for key in "fp" for n in range(5)])}, said)

    assert {one.label: one.messages for one in shown.themes.all()} == {"boats": 6, "coins": 5}
    facts = content.build(shown, "en")["facts"]["themes"]
    assert {one["label"]: one["messages"]["n"] for one in facts} == {"boats": 6, "coins": 5}
    coins = shown.themes.get(question=PRICE)
    assert shown.findings.spoken_for(coins.all_mentions(), question=coins.question).count() == 5
    listed_here = sign_in(clerk).get(f"/inquiries/{inquiry.address}/themes/{coins.key}/?question=2").content.decode()
    assert listed(listed_here) == 5
    number = finding(inquiry, "f1").inbound_id
    of_it = sign_in(clerk).get(f"/inquiries/{inquiry.address}/messages/{number}/").content.decode()
    assert ">boats<" in of_it and ">coins<" not in of_it


def test_themes_and_campaigns_of_one_question(survey: Inquiry, page) -> None:
    assert "night boats" in page("themes/?question=1") and "night boats" not in page("themes/?question=2")
    assert "coins" in page("themes/?question=2")
    campaign = survey.shown.campaigns.get().key
    assert campaign in page("campaigns/?question=1") and campaign not in page("campaigns/?question=2")


def test_the_page_of_a_theme_lists_what_people_of_one_region_say(survey: Inquiry, page) -> None:
    found = page(f"themes/{theme(survey, 'coming home').key}/?fact2==North")
    assert "9 messages" in found
    assert "Boat 0 " in found and "Boat 9 " not in found


def test_a_hidden_cell_leads_nowhere_and_its_group_is_not_listed_by_it(survey: Inquiry, page) -> None:
    night = theme(survey, "night boats").key
    table = page(f"cross/?by={REGION}&unit=senders")
    row = table[table.index("night boats") :].split("</tr>")[0]
    assert row.count("hidden") == 2 and "fact2=%3DNorth" in row and "fact2=%3DSouth" not in row
    assert "7 messages" in page(f"themes/{night}/?fact2==North")
    assert "fewer than five" in page(f"themes/{night}/?fact2==South")


def test_a_table_of_messages_hides_what_the_one_of_senders_hides(page) -> None:
    hidden = [page(f"cross/?by={REGION}&unit={unit}").count(">hidden<") for unit in ("senders", "messages")]
    assert hidden[0] == hidden[1] > 0


def test_themes_of_one_question_are_not_crossed_with_the_others(page) -> None:
    assert "Each question has its own themes" in page("cross/?of=themes&by=0")
    assert "2. What would you pay" in page("cross/?of=campaigns&by=0")


def test_campaigns_are_crossed_with_individual_voices_beside_them(page) -> None:
    table = page(f"cross/?of=campaigns&by={KIND}")
    assert "Individual voices" in table and "Organisation" in table


def test_the_file_has_the_table_as_it_is_shown_and_is_logged(survey: Inquiry, clerk: User, sign_in: Client) -> None:
    file = sign_in(clerk).get(f"/inquiries/{survey.address}/cross.csv?by={REGION}&unit=senders")
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))

    night = next(row for row in rows if row["Theme"] == "night boats")
    assert list(night) == ["Theme", "Total", "North", "South", "Other", "taken_by"]
    assert list(night.values()).count("hidden") == 2
    entry = AuditEntry.objects.filter(action="listening.export").get()
    assert entry.facts["kind"] == "cross"


def test_the_table_of_another_office_is_neither_shown_nor_exported(
    survey: Inquiry, sign_in: Client, other_clerk: User
) -> None:
    for name in ("cross/", "cross.csv"):
        assert sign_in(other_clerk).get(f"/inquiries/{survey.address}/{name}").status_code == 404
    with pytest.raises(Refused):
        gate.release(survey, via=EgressPoint.EXPORT, to=other_clerk)


def test_a_message_says_what_the_file_says_of_it_on_its_own_page_alone(survey: Inquiry, page) -> None:
    number = finding(survey, "f17").inbound_id
    assert "Region: Skerry" in page(f"messages/{number}/")
    for other in ("messages/", "voices/", "campaigns/", "themes/", "cross/", ""):
        assert "Skerry" not in page(other)


@pytest.mark.parametrize(
    ("language", "tab", "hidden"), [("fr", "Ventilation", "masqué"), ("es", "Desglose", "oculto")]
)
def test_the_table_exists_in_each_language(
    survey: Inquiry, clerk: User, sign_in: Client, language: str, tab: str, hidden: str
) -> None:
    desk = sign_in(clerk)
    page = desk.get(f"/inquiries/{survey.address}/cross/?by={REGION}", headers={"accept-language": language}).text
    assert f"<h1>{tab}" in page and hidden in page


def test_an_inquiry_without_questions_and_facts_says_what_a_breakdown_needs(
    analysed: Inquiry, clerk: User, sign_in: Client
) -> None:
    desk = sign_in(clerk)
    overview = desk.get(f"/inquiries/{analysed.address}/").content.decode()
    page = desk.get(f"/inquiries/{analysed.address}/cross/").content.decode()
    assert "/cross/" in overview and 'id="questions"' not in overview
    assert "Nothing to break down by" in page and "Choose such columns when you import a file." in page
    assert "filter-of" not in page
    assert not Stratum.objects.exists()


def test_a_question_that_names_a_clause_is_linked_to_it() -> None:
    about = [
        Target(id="7#", kind="bill", lang="en", title="Harbour Act", text=""),
        Target(id="7#sec_4", kind="clause", lang="en", number="4", title="Fees", text="A fee is due.", parent="7#"),
    ]
    asked = ["Do you agree with section 4 of the Harbour Act?", "What else should we know about the harbour?"]
    assert clauses_named(asked, about) == {asked[0]: "7#sec_4"}
