"""Two cases of one person become one on a page, a message becomes a case of its own, and both are undone."""

import pytest
from django.urls import reverse

from hemicycle.cases import actions
from hemicycle.cases.errors import CannotMerge, CannotPassOn
from hemicycle.cases.models import Case, State
from hemicycle.channels.models import Outbound
from tests.cases.arriving import case_from, mailbox_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(office) -> list[Case]:
    letters = mailbox_of(office)
    return [case_from(letters, "ada@citizen.example"), case_from(letters, "ada@citizen.example", "And my cellar.")]


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def undo(client, said: str):
    return client.post("/inbox/undo/" + said.partition('action="/inbox/undo/')[2].partition('"')[0])


def test_a_case_is_merged_into_another_of_the_same_person_and_apart_again(sign_in, clerk, two):
    gone, kept = two
    actions.write_note(gone, text="Ask the engineer", by=clerk)
    client = sign_in(clerk)
    assert client.post(page("merge", gone)).status_code == 422
    said = client.post(page("merge", gone), {"into": kept.reference}, follow=True).text
    assert f"{gone} is part of this case now." in said and "Ask the engineer" in said
    assert client.get(page("case", gone)).url == page("case", kept)
    undo(client, said)
    gone.refresh_from_db()
    assert gone.state == State.OPEN and gone.waiting_since is not None
    assert [one.messages.count() for one in two] == [1, 1]
    assert gone.notes.count() == 1


def test_no_case_of_another_person_or_office_is_offered_or_taken(sign_in, clerk, member, member_office, two):
    stranger = case_from(two[0].account, "bo@citizen.example")
    theirs = case_from(mailbox_of(member_office, "ada@okafor.example"), "ada@citizen.example")
    client = sign_in(clerk)
    shown = client.get(page("merge", two[0])).text
    assert two[1].reference in shown
    for other in (stranger, theirs):
        assert other.reference not in shown
        assert client.post(page("merge", two[0]), {"into": other.reference}).status_code == 422
    assert sign_in(member).post(page("merge", two[0]), {"into": two[1].reference}).status_code == 404
    assert not Case.objects.filter(state=State.MERGED).exists()


def test_a_letter_whose_address_is_not_confirmed_is_offered_to_nobody_and_the_page_says_why(sign_in, clerk, two):
    proven, unproven = two
    Case.objects.filter(pk=unproven.pk).update(channel="web", direct=True, confirmed_at=None)
    client = sign_in(clerk)
    shown = client.get(page("merge", unproven)).text
    assert "nobody knows whether the same person wrote" in shown and "The same person wrote these" not in shown
    assert "<form class" not in shown.partition("<main")[2] and str(proven) not in shown.partition("<main")[2]
    shown = client.get(page("merge", proven)).text
    assert f"{unproven} names the same address, which is not confirmed there" in shown
    assert client.post(page("merge", proven), {"into": unproven.reference}).status_code == 422
    opened = client.get(page("case", unproven)).text
    assert "Letters that name the same address" in opened and page("merge", unproven) not in opened
    assert "address not confirmed" in client.get(page("case", proven)).text


@pytest.mark.parametrize(
    ("said_of", "here", "there"),
    [
        ("erased", "has asked to take it back", "is erased as its writer asked"),
        ("asked", "was asked whether it may be passed on", "can be merged once its writer has answered"),
        ("withdrawn", "once you withdraw the question", "or once the question is withdrawn"),
    ],
)
def test_what_is_done_to_one_letter_alone_keeps_it_apart_until_it_is_done(
    sign_in, clerk, member_office, two, said_of, here, there
):
    one, other = two
    mailbox_of(member_office, "ada@okafor.example")
    if said_of == "erased":
        actions.ask_to_take_back(one)
    else:
        question = actions.ask_to_pass_on(one, to=member_office, by=clerk)
    client = sign_in(clerk)
    shown = client.get(page("merge", one)).text
    assert here in shown and other.reference not in shown
    shown = client.get(page("merge", other)).text
    assert str(one) in shown and there in shown and "<form class" not in shown.partition("<main")[2]
    for gone, kept in ((one, other), (other, one)):
        assert client.post(page("merge", gone), {"into": kept.reference}).status_code == 422
        with pytest.raises(CannotMerge):
            actions.merge(gone, into=kept, by=clerk)
    if said_of == "erased":
        actions.ask_to_take_back(one, asked=False)
    elif said_of == "asked":
        actions.answer_passing_on(question, agreed=False)
    else:
        actions.withdraw_question(question, by=clerk)
    client.post(page("merge", one), {"into": other.reference})
    assert Case.objects.get(pk=one.pk).merged_into == other


def test_a_case_that_became_part_of_another_is_passed_on_by_nobody(clerk, member_office, two):
    mailbox_of(member_office, "ada@okafor.example")
    actions.merge(two[0], into=two[1], by=clerk)
    with pytest.raises(CannotPassOn):
        actions.ask_to_pass_on(two[0], to=member_office, by=clerk)
    assert not Outbound.objects.filter(content__source__contains="pass-on").exists()


def test_a_message_about_something_else_becomes_a_case_and_goes_back_again(sign_in, clerk, officer, two):
    actions.merge(two[1], into=two[0], by=clerk)
    second = two[0].messages.last().inbound
    split = reverse("cases:split", args=[second.pk])
    assert sign_in(officer).post(split).status_code == 403
    client = sign_in(clerk)
    assert "Make it a case of its own" in client.get(page("case", two[0])).text
    said = client.post(split, follow=True).text
    new = Case.objects.get(messages__inbound=second)
    assert f"The message is a case of its own now: {new}." in said
    assert "It is the only message of its case." in client.post(split, follow=True).text
    undo(client, said)
    assert two[0].messages.count() == 2


def test_what_was_merged_further_since_is_not_torn_apart(sign_in, clerk, two):
    client = sign_in(clerk)
    said = client.post(page("merge", two[0]), {"into": two[1].reference}, follow=True).text
    third = case_from(two[0].account, "ada@citizen.example", "And the garden.")
    actions.merge(two[1], into=third, by=clerk)
    assert (
        "This cannot be undone any more."
        in client.post("/inbox/undo/" + said.partition('action="/inbox/undo/')[2].partition('"')[0], follow=True).text
    )
