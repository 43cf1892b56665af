"""An inquiry is opened once, described anew, closed and deleted while nothing is in it; its dossiers keep their title."""

from typing import Any

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.actions import dossiers as dossier_actions
from hemicycle.listening.actions import inquiries as actions
from hemicycle.listening.errors import InquiryClosed, NotEmpty
from hemicycle.listening.models import Dossier, Inquiry
from hemicycle.listening.presenters.figures import numbers_of
from hemicycle.rules.models import AuditEntry

from . import dossiers
from .conftest import Client

ASKED = {"title": "Letters on Bill 12", "question": "What do they ask?", "language": "en"}


@pytest.fixture
def dossier(analysed: Inquiry, clerk: User) -> Dossier:
    drafted = dossier_actions.draft_dossier(analysed, language="en", by=clerk)
    return dossiers.release(drafted, clerk)


def test_a_second_click_opens_no_second_inquiry(sign_in: Client, clerk: User, office: Any) -> None:
    browser = sign_in(clerk)
    first, second = (browser.post("/inquiries/new/", {**ASKED, "office": office.pk}) for _click in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Inquiry.objects.count() == 1


def test_one_that_is_in_use_or_of_somebody_else_is_no_second_click(
    analysed: Inquiry, clerk: User, researcher: User
) -> None:
    same = {
        "office": analysed.office, "title": analysed.title, "question": analysed.question, "language": "en",
    }  # fmt: skip
    again = actions.open_once(**same, by=clerk)
    other = actions.open_once(**same, by=researcher)
    assert len({analysed.pk, again.pk, other.pk}) == 3


def test_title_and_question_are_edited_and_the_log_says_which_without_their_words(
    inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    at = f"/inquiries/{inquiry.address}/"
    browser = sign_in(clerk)
    assert f'href="{at}edit/"' in browser.get(at).text
    assert browser.post(f"{at}edit/", {"title": " ", "question": ""}).status_code == 422
    page = browser.post(f"{at}edit/", {"title": "Letters  on ferries", "question": inquiry.question}, follow=True)
    assert "Letters on ferries" in page.text
    entry = AuditEntry.objects.get(action="listening.describe")
    assert entry.facts == {"changed": ["title"]}


def test_what_is_closed_is_not_edited(inquiry: Inquiry, clerk: User) -> None:
    actions.close_inquiry(inquiry, by=clerk)
    with pytest.raises(InquiryClosed):
        actions.describe_inquiry(inquiry, title="Other", question="", by=clerk)


def test_a_released_dossier_keeps_the_title_it_was_drafted_with(dossier: Dossier, clerk: User, client: Any) -> None:
    before = dossier.inquiry.title
    actions.describe_inquiry(dossier.inquiry, title="Something else altogether", question="", by=clerk)
    for path in ("/", "/dossiers/", f"/dossiers/{dossier.address}/", f"/dossiers/{dossier.address}/whole/"):
        page = client.get(path).text
        assert before in page and "Something else altogether" not in page


def test_an_inquiry_without_messages_is_closed_or_deleted(inquiry: Inquiry, clerk: User, sign_in: Client) -> None:
    browser, at = sign_in(clerk), f"/inquiries/{inquiry.address}/"
    page = browser.get(at).text
    assert "Close the inquiry" in page and f'href="{at}delete/"' in page
    assert inquiry.title in browser.get(f"{at}delete/").text and Inquiry.objects.exists()
    assert "The inquiry is deleted." in browser.post(f"{at}delete/", follow=True).text
    assert not Inquiry.objects.exists()
    assert AuditEntry.objects.get(action="listening.delete").actor == clerk.audit_label


def test_one_that_holds_something_is_not_deleted(collected: Inquiry, clerk: User, sign_in: Client) -> None:
    at = f"/inquiries/{collected.address}/"
    assert f"{at}delete/" not in sign_in(clerk).get(at).text
    assert "it can be closed, not deleted" in sign_in(clerk).post(f"{at}delete/", follow=True).text
    with pytest.raises(NotEmpty):
        actions.delete_empty(collected, by=clerk)


@pytest.mark.parametrize("part", ["edit", "delete"])
def test_nobody_else_edits_or_deletes_it(
    inquiry: Inquiry, editor: User, other_clerk: User, member: User, sign_in: Client, part: str
) -> None:
    for person, answer in ((editor, 403), (other_clerk, 404), (member, 404)):
        page = sign_in(person).post(f"/inquiries/{inquiry.address}/{part}/", {"title": "Mine", "question": ""})
        assert page.status_code == answer
    assert Inquiry.objects.get().title == inquiry.title


def test_the_page_of_a_released_dossier_leads_to_its_public_page(
    dossier: Dossier, clerk: User, sign_in: Client, client: Any
) -> None:
    page = sign_in(clerk).get(f"/inquiries/{dossier.inquiry.address}/dossiers/{dossier.pk}/").text
    path = f"/dossiers/{dossier.address}/"
    assert f'href="{path}"' in page and f'data-copy="{path}"' in page
    assert client.get(path).status_code == 200


def test_a_draft_has_no_public_page_to_lead_to(analysed: Inquiry, clerk: User, sign_in: Client) -> None:
    draft = dossier_actions.draft_dossier(analysed, language="en", by=clerk)
    assert "Public page" not in sign_in(clerk).get(f"/inquiries/{analysed.address}/dossiers/{draft.pk}/").text


def test_a_reader_of_another_language_reads_in_which_ones_a_dossier_is(
    dossier: Dossier, clerk: User, client: Any
) -> None:
    path, only = f"/dossiers/{dossier.address}/", "publié que dans une langue"
    assert "one language only" not in client.get(path).text
    assert only in client.get(path, headers={"accept-language": "fr"}).text
    french = dossier_actions.draft_dossier(dossier.inquiry, language="fr", by=clerk)
    dossiers.release(french, clerk)
    page = client.get(path, headers={"accept-language": "fr"}).text
    assert only not in page and f'href="/dossiers/{french.address}/"' in page


def test_one_of_a_kind_is_said_in_the_singular(analysed: Inquiry) -> None:
    shown = analysed.shown
    assert shown is not None
    shown.campaigns_shown = shown.messages = 1
    labels = [str(one.label) for one in numbers_of(analysed, shown, rejected=1)]
    assert {"message", "campaign", "rejected row"} <= set(labels)
