"""The pages on which a text is drafted together: what each shows, and to whom it stays shut."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from hemicycle.accounts.models import User
from hemicycle.governance.actions import adopting, discussion, drafting
from hemicycle.governance.changes import value_changes
from hemicycle.governance.forms.values import field_of
from hemicycle.governance.models import Amendment, Article, Participant, Policy, Version
from hemicycle.rules.parameters import PARAMETERS

from .policies import TEXT, approvals_article, draft, in_force

NEW = {"kind": "own", "title_en": "Policy", "title_fr": "Politique", "body_en": "The Bureau", "body_fr": "Le Bureau"}


@pytest.fixture
def article(secretary: User) -> Article:
    version = draft(secretary, languages=("en", "fr"))
    found = approvals_article(version, by=secretary)
    drafting.write(
        found, language="fr", heading="Approbation", text="Approuvée par {approvals_sensitive}.", why="", edit=0,
        by=secretary,
    )  # fmt: skip
    return found


@pytest.fixture
def delegate(secretary: User, article: Article) -> User:
    return discussion.invite(
        article.version.policy, email="delegate@norland.example", name="Dina Delegate", body="Senate of Norland",
        part=Participant.Part.PARTICIPANT, by=secretary,
    ).person  # fmt: skip


def at(article: Article, what: str = "") -> str:
    return f"/policy/texts/{article.version.policy.address}/{what}"


PAGES = (
    "", "details/", "discard/", "draft/", "draft/?language=fr&beside=en", "draft/?version=1", "draft/add/", "articles/approvals/",
    "articles/approvals/write/", "articles/approvals/write/?language=fr", "articles/approvals/remove/",
    "articles/approvals/propose/", "articles/approvals/propose-removal/", "propose/", "comments/", "amendments/",
    "amendments/record/", "amendments/table.csv", "amendments/1/", "amendments/1/merge/", "people/", "compare/",
)  # fmt: skip


def proposed(article: Article, by: User, **wanted: object) -> Amendment:
    text = article.texts.get(language="en")
    seen = {"heading": text.heading, "text": text.text, "why": text.why, "parameters": article.parameters, "edit": 1}
    return discussion.propose(
        article.version, kind="change", language="en", reason="Clearer", article=article, read=seen,
        proposed={**seen, **wanted}, by=by,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_page_opens_in_every_language(article, delegate, secretary, sign_in, language: str) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    discussion.comment(article.version, article=article, text="Who counts?", language="en", by=delegate)
    User.objects.filter(pk=secretary.pk).update(language=language)
    client = sign_in(User.objects.get(pk=secretary.pk))
    for page in PAGES:
        answer = client.get(at(article, page))
        assert answer.status_code == 200, page


@pytest.mark.parametrize("stranger", ["member", "outsider", "citizen", "clerk", "administrator", "superuser"])
def test_who_was_not_invited_sees_no_page_of_it(article, delegate, sign_in, request, stranger: str) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    client = sign_in(request.getfixturevalue(stranger))
    expected = 302 if stranger == "citizen" else 404
    assert {page: client.get(at(article, page)).status_code for page in PAGES} == dict.fromkeys(PAGES, expected)
    listed = client.get("/policy/texts/")
    assert listed.status_code == (302 if stranger == "citizen" else 200)
    assert article.version.policy.address not in listed.content.decode()


WRITES = (
    "details/", "new-version/", "discard/", "draft/add/", "articles/approvals/write/", "articles/approvals/practices/",
    "articles/approvals/up-to-date/", "articles/approvals/move/", "articles/approvals/remove/",
    "comments/1/settle/", "amendments/1/accept/", "amendments/1/merge/", "amendments/1/decline/", "people/",
)  # fmt: skip


@pytest.mark.parametrize("page", WRITES)
def test_a_participant_writes_and_decides_nothing(article, delegate, sign_in, page: str) -> None:
    amendment = proposed(article, delegate, text=TEXT + " Always.")
    said = discussion.comment(article.version, article=article, text="Who counts?", language="en", by=delegate)
    page = page.replace("comments/1/", f"comments/{said.pk}/")
    answer = sign_in(delegate).post(at(article, page), {"decision": "No", "language": "fr", "settled": "yes"})
    assert answer.status_code == 403
    amendment.refresh_from_db(), article.refresh_from_db()
    assert amendment.state == "proposed" and Version.objects.get().state == "draft" and article.texts.count() == 2


def test_a_participant_is_not_shown_what_they_cannot_do(article, delegate, secretary, sign_in) -> None:
    shown = {who: sign_in(who).get(at(article, "draft/")).content.decode() for who in (delegate, secretary)}
    assert "/write/" in shown[secretary] and "/remove/" in shown[secretary]
    assert "/write/" not in shown[delegate] and "/remove/" not in shown[delegate]
    assert "/propose/" in shown[delegate]
    people = sign_in(delegate).get(at(article, "people/")).content.decode()
    assert "Dina Delegate" in people and delegate.email not in people


def test_a_text_is_started_by_who_leads_and_there_is_one_of_the_house(secretary, clerk, sign_in) -> None:
    assert sign_in(clerk).post("/policy/texts/new/", NEW).status_code == 403
    client = sign_in(secretary)
    answer = client.post("/policy/texts/new/", NEW)
    policy = Policy.objects.get()
    assert answer.url == f"/policy/texts/{policy.address}/" and policy.is_enforced
    assert policy.languages == ["en", "fr"] and policy.body == {"en": "The Bureau", "fr": "Le Bureau"}
    again = client.post("/policy/texts/new/", NEW)
    assert again.status_code == 422 and list(again.context["form"].errors) == ["kind"]
    client.post("/policy/texts/new/", {**NEW, "kind": "several"})
    assert Policy.objects.filter(is_enforced=False).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title_en": "", "title_fr": " "}, "title_en"), ({"body_fr": ""}, "body_fr"), ({"kind": "x"}, "kind")],
)
def test_a_text_without_a_title_or_a_body_is_refused_at_its_field(secretary, sign_in, wrong, field: str) -> None:
    answer = sign_in(secretary).post("/policy/texts/new/", {**NEW, **wrong})
    assert answer.status_code == 422 and field in answer.context["form"].errors and not Policy.objects.exists()


def form_of(client: Client, address: str) -> dict[str, object]:
    """What a browser would send of the form on a page without a change."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    return {name: value for name, value in values.items() if value not in (False, "")}


def test_words_and_values_are_saved_together_and_the_other_language_is_behind(article, secretary, sign_in) -> None:
    client, page = sign_in(secretary), at(article, "articles/approvals/write/?language=en")
    sent = {
        **form_of(client, page),
        "text": "Always approved by {approvals_sensitive}.",
        "value-approvals_sensitive": "4",
    }
    assert client.post(page, sent).status_code == 302
    article.refresh_from_db()
    assert article.parameters == {"approvals_sensitive": 4}
    assert article.texts.get(language="fr").is_behind
    shown = client.get(at(article, "articles/approvals/write/?language=fr")).content.decode()
    assert "Behind the other languages" in shown and "[added:" in shown
    client.post(at(article, "articles/approvals/up-to-date/"), {"language": "fr"})
    assert not article.texts.get(language="fr").is_behind


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"value-approvals_sensitive": "0"}, "value-approvals_sensitive"), ({"value-approvals_sensitive": "many"}, "value-approvals_sensitive"),
     ({"text": "Within {answer_within_days}."}, "text"), ({"text": "It is ⟦five|three⟧."}, "text"), ({"heading": ""}, "heading"),
     ({"remove": "approvals_sensitive"}, "text"), ({"read": "made up"}, "__all__")],
)  # fmt: skip
def test_what_cannot_be_saved_is_refused_at_its_field(article, secretary, sign_in, wrong, field: str) -> None:
    client, page = sign_in(secretary), at(article, "articles/approvals/write/?language=en")
    answer = client.post(page, {**form_of(client, page), **wrong})
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert article.texts.get(language="en").edit == 1


def test_an_article_decides_one_thing_more_and_what_another_decides_is_not_offered(
    article, secretary, sign_in
) -> None:
    client = sign_in(secretary)
    drafting.add_article(article.version, language="en", heading="Answers", text="Soon.", by=secretary)
    page = at(article, "articles/answers/write/?language=en")
    offered = dict(client.get(page).context["form"].fields["add"].choices)
    assert "approvals_sensitive" not in offered and "lease_seconds" not in offered
    answer = client.post(page, {**form_of(client, page), "add": "answer_within_days"})
    assert answer.url.endswith("articles/answers/write/?language=en")
    sent = {**form_of(client, page), "text": "Within {answer_within_days}.", "value-answer_within_days": "5"}
    client.post(page, sent)
    assert "Within 5 days." in client.get(at(article, "draft/?language=en")).content.decode()


def test_a_value_in_words_has_a_box_for_each_language_and_is_written_in_all(article, secretary, sign_in) -> None:
    client = sign_in(secretary)
    drafting.add_article(article.version, language="en", heading="Letters", text="By a guide.", by=secretary)
    page = at(article, "articles/letters/write/?language=en")
    client.post(page, {**form_of(client, page), "add": "triage_leave"})
    shown = client.get(page).content.decode()
    assert all(f'<label for="id_value-triage_leave_{n}">' in shown for n in range(3))
    box = "value-triage_leave"
    sent = {
        **form_of(client, page), "text": "Left: {triage_leave}", f"{box}_en": "Advertising.", f"{box}_fr": "La réclame.",
    }  # fmt: skip
    sent.pop(box)
    refused = client.post(page, {**sent, f"{box}_es": " "})
    assert refused.status_code == 422 and "Write it in each language." in refused.content.decode()
    client.post(page, {**sent, f"{box}_es": "La publicidad."})
    said = article.version.articles.get(key="letters").parameters["triage_leave"]
    assert said == {"en": "Advertising.", "fr": "La réclame.", "es": "La publicidad."}
    assert "Left: Advertising." in client.get(at(article, "draft/?language=en")).content.decode()


def test_of_words_that_change_each_language_that_differs_is_compared() -> None:
    was = {"en": "Advertising.", "fr": "La réclame."}
    (found,) = value_changes({"triage_leave": was}, {"triage_leave": was | {"fr": "La publicité."}})
    assert (found.was, found.now) == ("La réclame.", "La publicité.") and "(Français)" in found.meaning


def test_two_people_who_write_at_once_lose_nothing(article, secretary, second_secretary, sign_in) -> None:
    one, other, page = (
        sign_in(secretary),
        sign_in(second_secretary),
        at(article, "articles/approvals/write/?language=en"),
    )
    first, second = form_of(one, page), form_of(other, page)
    one.post(page, {**first, "text": TEXT.replace("A sensitive", "Each sensitive")})
    answer = other.post(page, {**second, "text": TEXT.replace(".", ", always."), "value-approvals_sensitive": "5"})
    assert answer.status_code == 409 and "Selma Secretary saved this article" in answer.content.decode()
    again = answer.context["form"]
    both = {field.html_name: field.value() for field in again if field.value() not in (None, False, "")}
    other.post(page, both)
    article.refresh_from_db()
    said = article.texts.get(language="en").text
    assert said == "Each sensitive announcement is approved by {approvals_sensitive}, always."
    assert article.parameters == {"approvals_sensitive": 5}


def test_two_who_change_the_same_words_see_both_and_choose(article, secretary, second_secretary, sign_in) -> None:
    one, other, page = (
        sign_in(secretary),
        sign_in(second_secretary),
        at(article, "articles/approvals/write/?language=en"),
    )
    first, second = form_of(one, page), form_of(other, page)
    one.post(page, {**first, "text": TEXT.replace("sensitive announcement", "delicate announcement")})
    answer = other.post(page, {**second, "text": TEXT.replace("sensitive announcement", "grave announcement")})
    offered = answer.context["form"]["text"].value()
    assert offered == "A ⟦delicate|grave⟧ announcement is approved by {approvals_sensitive}."
    both = {
        field.html_name: field.value() for field in answer.context["form"] if field.value() not in (None, False, "")
    }
    assert other.post(page, both).status_code == 422
    other.post(page, {**both, "text": TEXT.replace("sensitive announcement", "grave announcement")})
    assert "grave" in article.texts.get(language="en").text


def keys_of(article: Article) -> list[str]:
    return [one.key for one in article.version.articles.all()]


def test_articles_are_added_moved_and_removed_after_confirmation(article, secretary, sign_in) -> None:
    client = sign_in(secretary)
    sent = {**form_of(client, at(article, "draft/add/")), "heading": "Answers", "text": "Soon.", "after": "0"}
    client.post(at(article, "draft/add/"), sent)
    assert keys_of(article) == ["answers", "approvals"]
    client.post(at(article, "articles/answers/move/"), {"way": "down"})
    assert keys_of(article) == ["approvals", "answers"]
    assert "Remove “Answers”" in client.get(at(article, "articles/answers/remove/")).content.decode()
    assert keys_of(article) == ["approvals", "answers"]
    client.post(at(article, "articles/answers/remove/"))
    assert keys_of(article) == ["approvals"]


def test_practices_are_ticked_and_unknown_ones_stay(article, secretary, sign_in) -> None:
    Article.objects.update(practices=["OLD-9"])
    client = sign_in(secretary)
    form = client.get(at(article, "articles/approvals/write/")).context["practices_form"]
    name = next(name for name, field in form.fields.items() if "VOI-1" in dict(field.choices))
    client.post(at(article, "articles/approvals/practices/"), {name: ["VOI-1"]})
    article.refresh_from_db()
    assert article.practices == ["OLD-9", "VOI-1"]


def test_what_is_missing_is_said_with_the_way_there(article, delegate, secretary, sign_in) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    drafting.write(article, language="en", heading="Approval", text=TEXT + " Yes.", why="", edit=1, by=secretary)
    page = sign_in(secretary).get(at(article)).content.decode()
    assert "1 amendment awaits a decision." in page and "behind the other languages" in page
    assert "articles/approvals/write/?language=fr" in page


def test_a_participant_without_a_role_finds_the_texts_in_the_menu_and_after_signing_in(
    delegate, outsider, sign_in
) -> None:
    client = sign_in(delegate)
    assert client.get("/account/").context["menu"][0].url == "/policy/texts/"
    assert not sign_in(outsider).get("/account/").context["menu"]


def test_an_earlier_version_is_read_and_compared_word_by_word(article, secretary, second_secretary, sign_in) -> None:
    in_force(article.version, by=secretary, second=second_secretary)
    client = sign_in(secretary)
    client.post(at(article, "new-version/"))
    client.post(at(article, "new-version/"))
    assert Version.objects.count() == 2
    second = Version.objects.get(number=2).articles.get()
    drafting.decide(second, {"approvals_sensitive": 5}, by=secretary)
    page = client.get(at(article, "compare/?language=en")).content.decode()
    assert "1 article differs between version 1 and version 2." in page and "5 people" in page and "[removed:" in page
    beside = client.get(at(article, "compare/?old=1&new=2&language=fr&view=beside")).content.decode()
    assert "Approuvée par 3 personnes." in beside and "Approuvée par 5 personnes." in beside
    assert client.get(at(article, "draft/?version=9")).status_code == 404


def test_what_was_sent_is_said_not_to_change(article, secretary, sign_in) -> None:
    adopting.send(article.version, by=secretary)
    client = sign_in(secretary)
    assert client.get(at(article, "articles/approvals/write/")).status_code == 403
    answer = client.post(at(article, "articles/approvals/move/"), {"way": "up"}, follow=True)
    assert "Nothing was changed" in answer.content.decode()


def test_the_button_says_the_same_of_the_language_that_is_read(article: Article, secretary: User, sign_in) -> None:
    """Not of the language of the page around it."""
    drafting.write(article, language="en", heading="Approval", text=f"Always: {TEXT}", why="", edit=1, by=secretary)
    page = sign_in(secretary).get(at(article, "articles/approvals/write/?language=fr")).content.decode()
    assert '<input type="hidden" name="language" value="fr">' in page


def test_zero_is_typed_where_it_makes_sense_and_nowhere_else() -> None:
    assert field_of(PARAMETERS["overdue_escalation_days"]).clean("0") == 0
    with pytest.raises(ValidationError, match="Enter a number from 1 to 365"):
        field_of(PARAMETERS["answer_within_days"]).clean("0")


@pytest.mark.parametrize(("language", "source"), [("en", "cannot be taken back"), ("fr", "se reprend pas")])
def test_a_list_of_known_words_is_chosen_from_and_says_why_the_default_is_so(language: str, source: str) -> None:
    with translation.override(language):
        field = field_of(PARAMETERS["checks_blocking"])
    assert "dead-link" in dict(field.choices) and source in field.help_text
