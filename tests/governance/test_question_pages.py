"""The pages of the key questions: who sees and answers what, and that no page is a dead end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.governance.actions import building, discussion, drafting
from hemicycle.governance.models import Answer, Version
from hemicycle.governance.questions import questionnaire
from tests.cast import PASSWORD

from .policies import adopted, draft

SENSITIVE, ARTICLE = "approvals-sensitive", "approvals"
SignIn = Callable[[object], Client]


@pytest.fixture
def version(secretary: User) -> Version:
    return draft(secretary, languages=("en", "fr"))


def at(version: Version, name: str, *more: str) -> str:
    return reverse(f"governance:{name}", args=[version.policy.address, *more])


def send(
    browser: Client, version: Version, choice: str | list[str], *, edit: int = 0, key: str = SENSITIVE,
    article: str = ARTICLE, htmx: bool = False, **own: Any,
) -> Any:  # fmt: skip
    data = {f"{key}-choice": choice, f"{key}-edit": edit} | {f"{key}-{name}": value for name, value in own.items()}
    headers = {"HX-Request": "true"} if htmx else {}
    return browser.post(at(version, "questions_answer", article, key), data, headers=headers)


def pages(version: Version) -> list[str]:
    return [
        at(version, "questions"), at(version, "questions_whole"), at(version, "questions_over"),
        at(version, "questions_start", "small"), at(version, "questions_compare", "small", "large"),
        *(at(version, "questions_article", one.key) for one in questionnaire().articles),
        at(version, "questions_anew", ARTICLE),
    ]  # fmt: skip


def test_an_answer_is_saved_and_its_article_says_it_at_once(
    secretary: User, version: Version, sign_in: SignIn
) -> None:
    page = send(sign_in(secretary), version, "three", htmx=True)
    assert version.answers.get().options == ["three"]
    said = page.content.decode()
    assert 'id="state-approvals-sensitive"' in said and "Saved" in said and "Selma Secretary" in said
    assert 'class="is-new"' in said and "approved by 3 people" in said
    assert "<strong>1 of" in said


def test_without_scripts_an_answer_leads_back_to_its_question(
    secretary: User, version: Version, sign_in: SignIn
) -> None:
    browser = sign_in(secretary)
    answer = send(browser, version, "three")
    assert answer.status_code == 302 and answer.url.endswith("/articles/approvals/#q-approvals-sensitive")
    page = browser.get(answer.url).content.decode()
    assert "approved by 3 people" in page
    assert re.search(r'value="three" id="approvals-sensitive-three" checked', page)


def test_several_answers_of_one_question_are_joined(secretary: User, version: Version, sign_in: SignIn) -> None:
    send(sign_in(secretary), version, ["approvers", "governors"], key="second-factor", article="security")
    decided = version.articles.get(key="security").parameters
    assert decided == {"second_factor_roles": ["editor", "secretary", "administrator"]}


def test_a_value_of_ones_own_is_typed_and_a_bad_one_is_refused_at_its_field(
    secretary: User, version: Version, sign_in: SignIn
) -> None:
    browser = sign_in(secretary)
    for bad in ("0", "many", "", "10"):
        page = send(browser, version, "_own", own=bad)
        assert page.status_code == 422
        field = page.content.decode().split('id="id_approvals-sensitive-own-error"')[1].split("</div>")[0]
        assert "Not saved." in field
    assert not version.answers.exists()
    send(browser, version, "_own", own="7")
    assert version.articles.get(key=ARTICLE).parameters == {"approvals_sensitive": 7}


def test_a_bad_value_that_was_not_chosen_hinders_nobody(secretary: User, version: Version, sign_in: SignIn) -> None:
    assert send(sign_in(secretary), version, "two", own="many").status_code == 302
    assert version.answers.get().options == ["two"]


def test_what_is_no_answer_is_refused(secretary: User, version: Version, sign_in: SignIn) -> None:
    browser = sign_in(secretary)
    assert send(browser, version, "nine").status_code == 422
    assert send(browser, version, "three", key="no-question").status_code == 404
    assert send(browser, version, "three", article="voice").status_code == 404
    assert browser.get(at(version, "questions_article", "no-article")).status_code == 404
    assert browser.get(at(version, "questions_start", "no-start")).status_code == 404
    assert browser.get(at(version, "questions_compare", "small", "small")).status_code == 404
    assert not version.answers.exists()


@pytest.mark.parametrize("htmx", [True, False])
def test_who_was_slower_sees_both_answers_and_loses_neither(
    secretary: User, second_secretary: User, version: Version, sign_in: SignIn, htmx: bool
) -> None:
    send(sign_in(secretary), version, "two")
    slower = sign_in(second_secretary)
    page = send(slower, version, "four", htmx=htmx)
    said = page.content.decode()
    assert page.status_code == (200 if htmx else 409)
    assert "Selma Secretary was quicker" in said and "Two people" in said and "Four people" in said
    assert version.answers.get().options == ["two"]
    assert 'name="approvals-sensitive-edit" value="1"' in said
    send(slower, version, "four", edit=1, htmx=htmx)
    assert version.answers.get().options == ["four"]


def test_the_second_click_changes_nothing(secretary: User, version: Version, sign_in: SignIn) -> None:
    browser = sign_in(secretary)
    for _time in range(2):
        assert send(browser, version, "three").status_code == 302
    assert version.answers.get().edit == 1


def test_a_question_is_left_open(secretary: User, version: Version, sign_in: SignIn) -> None:
    browser = sign_in(secretary)
    send(browser, version, "three")
    send(browser, version, "_open", edit=1)
    assert version.answers.get().options == []
    whole = browser.get(at(version, "questions_whole")).content.decode()
    assert "Questions left open" in whole and "/articles/approvals/#q-approvals-sensitive" in whole


def test_a_participant_reads_everything_and_answers_nothing(
    secretary: User, outsider: User, version: Version, sign_in: SignIn
) -> None:
    discussion.invite(version.policy, email=outsider.email, name="Olga", part="participant", by=secretary)
    send(sign_in(secretary), version, "three")
    browser = sign_in(outsider)
    for address in pages(version):
        page = browser.get(address)
        assert page.status_code == 200, address
        main = page.content.decode().split('<main id="main"')[1].split("</main>")[0]
        assert "<button" not in main and "<input type" not in main, address
    assert send(browser, version, "two", edit=1).status_code == 403
    for name, more in WRITES.items():
        assert browser.post(at(version, name, *more)).status_code == 403
    assert version.answers.get().options == ["three"]


WRITES: dict[str, list[str]] = {
    "questions_begin": ["small"], "questions_over": [], "questions_anew": [ARTICLE],
}  # fmt: skip


@pytest.mark.parametrize("stranger", ["outsider", "clerk", "administrator", "member"])
def test_for_everybody_else_the_questions_do_not_exist(
    version: Version, sign_in: SignIn, stranger: str, request: pytest.FixtureRequest
) -> None:
    browser = sign_in(request.getfixturevalue(stranger))
    assert {browser.get(address).status_code for address in pages(version)} == {404}
    assert send(browser, version, "three").status_code == 404
    assert {browser.post(at(version, name, *more)).status_code for name, more in WRITES.items()} == {404}
    assert not version.answers.exists()


def test_a_starting_policy_is_read_compared_and_begun_from(secretary: User, version: Version, sign_in: SignIn) -> None:
    browser = sign_in(secretary)
    overview = browser.get(at(version, "questions")).content.decode()
    assert overview.count("Begin from this") == 3
    read = browser.get(at(version, "questions_start", "small")).content.decode()
    assert read.count('class="whole-article"') == len(questionnaire().articles) and "[Open question" not in read
    assert browser.get(at(version, "questions_start_pdf", "small")).content.startswith(b"%PDF")
    compared = browser.get(at(version, "questions_compare", "small", "large")).content.decode()
    assert "<ins>" in compared and "How many people approve a sensitive announcement?" in compared
    begun = browser.post(at(version, "questions_begin", "small"), follow=True).content.decode()
    assert "questions were answered as in" in begun and "Every key question is answered" in begun
    assert Answer.objects.filter(version=version).count() == len(questionnaire().questions)


def test_an_article_rewritten_by_hand_says_so_and_is_written_anew_only_when_confirmed(
    secretary: User, version: Version, sign_in: SignIn
) -> None:
    browser = sign_in(secretary)
    send(browser, version, "three")
    text = version.articles.get(key=ARTICLE).texts.get(language="en")
    drafting.write(text.article, language="en", heading="Approval", text="By hand: {approvals_sensitive}.", why="",
                   edit=text.edit, by=secretary)  # fmt: skip
    page = browser.get(at(version, "questions_article", ARTICLE)).content.decode()
    assert "Somebody rewrote this article by hand" in page and "By hand: 3 people." in page
    asked = browser.get(at(version, "questions_anew", ARTICLE)).content.decode()
    assert "<del>" in asked and "Write it anew" in asked
    text.refresh_from_db()
    assert text.text.startswith("By hand")
    browser.post(at(version, "questions_anew", ARTICLE))
    text.refresh_from_db()
    assert text.text.startswith("[Open question")


def test_what_another_article_decides_is_said_with_its_heading(
    secretary: User, version: Version, sign_in: SignIn
) -> None:
    drafting.add_article(version, language="en", heading="Ours", text="", parameters={"approvals_sensitive": 2},
                         by=secretary)  # fmt: skip
    page = send(sign_in(secretary), version, "three")
    assert page.status_code == 422 and "The article “Ours” decides this already" in page.content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_an_answer_that_comes_after_the_text_was_sent_changes_nothing(
    secretary: User, version: Version, sign_in: SignIn, htmx: bool
) -> None:
    building.start_from(version, "small", by=secretary)
    adopted(version, by=secretary)
    browser = sign_in(secretary)
    answer = send(browser, version, "four", edit=1, htmx=htmx)
    assert (answer.headers.get("HX-Redirect") or answer.url) == at(version, "policy")
    page = browser.get(at(version, "questions")).content.decode()
    assert "Nothing was changed" in page and "These answers do not change any more" in page
    assert version.answers.get(question=SENSITIVE).options == ["two"]


def test_starting_over_asks_first(secretary: User, version: Version, sign_in: SignIn) -> None:
    browser = sign_in(secretary)
    send(browser, version, "three")
    assert "1 answer is removed" in browser.get(at(version, "questions_over")).content.decode()
    assert version.answers.exists()
    browser.post(at(version, "questions_over"))
    assert not version.answers.exists() and not version.articles.exists()


def test_a_text_of_several_bodies_uses_the_same_questions_and_says_that_nothing_is_enforced(
    secretary: User, sign_in: SignIn
) -> None:
    shared = draft(secretary, is_enforced=False)
    assert "Nothing of it is enforced" in sign_in(secretary).get(at(shared, "questions")).content.decode()


def test_no_page_is_a_dead_end_and_the_text_is_taken_away(secretary: User, version: Version, sign_in: SignIn) -> None:
    """From the overview of a draft to the PDF: begin from a starting policy, download."""
    browser = sign_in(secretary)
    whole = browser.post(at(version, "questions_begin", "sms-first"), follow=True).content.decode()
    pdf = re.search(r'href="([^"]+policy\.pdf[^"]*)"', whole)
    assert pdf
    assert browser.get(pdf[1]).content.startswith(b"%PDF")
    for address in pages(version):
        main = browser.get(address).content.decode().split('<main id="main"')[1].split("</main>")[0]
        assert re.search(r'<a [^>]*href="[^"#]', main.split("</header>")[1]), address


def test_a_page_of_questions_costs_as_many_queries_with_all_answers_as_with_none(
    secretary: User, version: Version, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(secretary)
    building.start_from(version, "large", by=secretary)
    for address in pages(version):
        browser.get(address)
        with django_assert_max_num_queries(18):
            browser.get(address)


def test_the_questions_speak_the_language_of_the_page(version: Version, sign_in: SignIn) -> None:
    User.objects.filter(email="selma.secretary@assembly.example").update(language="fr")
    browser = Client()
    browser.login(username="selma.secretary@assembly.example", password=PASSWORD)
    page = browser.get(at(version, "questions_article", ARTICLE), headers={"Accept-Language": "fr"}).content.decode()
    assert "Combien de personnes approuvent une annonce ordinaire" in page
