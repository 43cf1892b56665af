"""A dossier of a consultation: by question, and by each fact that its file states, small cells hidden."""

import json

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.dossier import content
from hemicycle.listening.models import Inquiry

from . import dossiers, surveys
from .recounting import Recount, counted
from .surveys import FERRY


@pytest.fixture
def survey(inquiry: Inquiry, clerk: User) -> Inquiry:
    return surveys.surveyed(inquiry, clerk)


def built(inquiry: Inquiry, language: str = "en") -> content.Content:
    assert inquiry.shown is not None
    return content.build(inquiry.shown, language)


def test_each_question_has_its_answers_and_its_largest_themes(survey: Inquiry) -> None:
    first, second = built(survey)["facts"]["questions"]

    assert (first["text"], first["counts"]["messages"]["n"], first["counts"]["senders"]["n"]) == (FERRY, 23, 23)
    assert [theme["label"] for theme in first["themes"]] == ["coming home", "night boats"]
    assert [theme["label"] for theme in second["themes"]] == ["coins"]


def test_every_number_of_a_question_opens_to_its_messages(survey: Inquiry) -> None:
    dossier = built(survey)
    recount = Recount(survey.shown)
    for path, one in counted(dossier["facts"]["questions"]):
        assert recount.number(path[-1], dossier["notes"][str(one["note"])]) == one["n"]


def test_each_fact_has_a_section_with_its_values_and_small_cells_hidden(survey: Inquiry) -> None:
    dossier = built(survey)

    assert [part["title"] for part in dossier["sections"] if part["id"].startswith("by-")] == [
        "By question",
        "By Kind",
        "By Region",
    ]
    words = dossiers.as_text(dossier)
    assert "night boats (en) | 7 (44%) | hidden | hidden" in words
    assert "North | 18 | 9" in words


def test_no_number_by_a_fact_opens_to_messages(survey: Inquiry) -> None:
    """Else the writer of a quote could be told by them."""
    dossier = built(survey)
    sections = [part for part in dossier["sections"] if part["id"].startswith("by-fact")]

    cells = [cell for part in sections for cell in dossiers.cells({"sections": [part]})]
    assert cells and {cell["note"] for cell in cells} == {None}


def test_no_rare_value_is_anywhere_in_it(survey: Inquiry) -> None:
    for language in ("en", "fr", "es"):
        assert not {"Skerry", "Holm"} & set(json.dumps(built(survey, language)).replace('"', " ").split())


@pytest.mark.parametrize(
    ("language", "titles"),
    [("fr", ["Par question", "Selon «\u00a0Region\u00a0»"]), ("es", ["Por pregunta", "Según «Region»"])],
)
def test_the_sections_exist_in_each_language(survey: Inquiry, language: str, titles: list[str]) -> None:
    assert set(titles) <= {part["title"] for part in built(survey, language)["sections"]}


def test_what_nobody_was_asked_is_not_said_where_the_file_states_facts(survey: Inquiry) -> None:
    words = " ".join(dossiers.words(dossiers.section(built(survey), "unheard")))
    assert "Of senders is known what the file states (Kind, Region)" in words
    assert "nobody was asked" not in words


def test_a_dossier_without_questions_and_facts_has_no_such_section(inquiry: Inquiry, clerk: User) -> None:
    dossier = built(dossiers.analysed_inquiry(inquiry, clerk))
    assert not [part for part in dossier["sections"] if part["id"].startswith("by-")]
