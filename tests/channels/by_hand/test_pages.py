"""The page of what is to be posted by hand: for the people of the account's office, with all a person needs there."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import Act, Picture
from hemicycle.channels.models import Outbound
from hemicycle.rules.models import ParameterInForce
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

from .conftest import PNG

pytestmark = pytest.mark.django_db

LIST = "/channels/by-hand/"
POST = "https://www.facebook.com/TheHouse/posts/pfbid02abc"


@pytest.fixture
def row(facebook, mark_in_flight, pictures) -> Outbound:
    return mark_in_flight(facebook, "The House sits at ten.", pictures=pictures)


def address(name: str, row: Outbound) -> str:
    return reverse(f"channels:{name}", args=[row.pk])


def all_steps(row: Outbound) -> list[str]:
    return ["as-the-house", "unchanged", "pictures", "alternatives", "link", "everybody", "comments"]


def test_a_pack_is_listed_opened_and_marked_as_posted(sign_in, officer, row):
    client = sign_in(officer)
    assert address("pack", row) in client.get(LIST).text
    page = client.get(address("pack", row)).text
    assert "The House sits at ten." in page
    assert "The chamber seen from the gallery" in page
    assert "Post it on Facebook as TheHouse" in page

    answer = client.post(address("pack", row), {"steps": all_steps(row), "address": f"{POST}?fbclid=x"}, follow=True)
    assert "The register shows it with its address." in answer.text
    assert POST in answer.text
    row.refresh_from_db()
    assert (row.state, row.external_id) == ("sent", POST)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"steps": ["unchanged"], "address": POST}, "Tick each step once it is done"),
        ({"address": "https://x.com/TheHouse/status/12345"}, "This address is on another site."),
        ({"address": ""}, "field-wrong"),
    ],
)
def test_what_is_missing_is_said_once_and_nothing_is_noted(sign_in, officer, row, said, expected):
    answer = sign_in(officer).post(address("pack", row), {"steps": all_steps(row), **said})
    assert answer.status_code == 422
    assert expected in answer.text
    row.refresh_from_db()
    assert row.state == "by hand"


def test_one_file_holds_all_of_it_and_is_the_same_each_time(sign_in, officer, row):
    client = sign_in(officer)
    first, second = (client.get(address("pack_file", row)).content for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert file.namelist() == ["post.txt", "picture-1.png", "alternatives.txt", "checklist.txt"]
        assert file.read("picture-1.png") == PNG
        assert "The House sits at ten." in file.read("post.txt").decode()
        assert "picture-1.png\nThe chamber seen from the gallery" in file.read("alternatives.txt").decode()
    type(officer).objects.filter(pk=officer.pk).update(language="fr")
    with zipfile.ZipFile(io.BytesIO(client.get(address("pack_file", row)).content)) as file:
        assert "Le texte y figure mot pour mot" in file.read("checklist.txt").decode()


def test_what_is_no_picture_is_saved_as_it_is_and_one_that_is_gone_is_said_to_be(
    sign_in, officer, row, pictures, tmp_path
):
    client, there = sign_in(officer), reverse("channels:pack_picture", args=[row.pk, 1])
    assert b"".join(client.get(there)) == PNG
    assert client.get(reverse("channels:pack_picture", args=[row.pk, 2])).status_code == 404
    (tmp_path / "chamber.png").unlink()
    assert client.get(there).status_code == 404
    assert "A picture that belongs to it is missing." in client.get(address("pack", row)).text
    assert client.get(address("pack_file", row)).status_code == 200


def test_a_picture_comes_in_the_shape_of_the_network_and_the_page_says_what_was_done(
    sign_in, officer, open_there, mark_in_flight, tmp_path
):
    there = tmp_path / "tall.png"
    Image.new("RGB", (1000, 3000), (20, 20, 200)).save(there)
    approved = there.read_bytes()
    row = mark_in_flight(open_there("instagram"), pictures=(Picture(str(there), "image/png", "The tower"),))
    client = sign_in(officer)
    page = client.get(address("pack", row)).text
    assert "1080 × 1350 pixels" in page
    assert "For Instagram: made smaller, set on a ground so that nothing is cut off, saved as JPEG." in page
    assert 'width="1080" height="1350"' in page

    answer = client.get(reverse("channels:pack_picture", args=[row.pk, 1]) + "?save")
    content = b"".join(answer)
    assert (answer.headers["Content-Type"], Image.open(io.BytesIO(content)).size) == ("image/jpeg", (1080, 1350))
    assert 'filename="picture-1.jpg"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(client.get(address("pack_file", row)).content)) as file:
        assert file.read("picture-1.jpg") == content
        assert "picture-1.jpg\nThe tower" in file.read("alternatives.txt").decode()
    assert there.read_bytes() == approved


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Pour Facebook\u00a0: réduite, enregistrée en JPEG."),
        ("es", "Para Facebook: reducida, guardada como JPEG."),
    ],
)
def test_what_was_done_to_a_picture_is_said_in_the_language_of_whoever_posts_it(
    sign_in, officer, facebook, mark_in_flight, tmp_path, language, expected
):
    type(officer).objects.filter(pk=officer.pk).update(language=language)
    Image.new("RGB", (3000, 2000), (20, 20, 200)).save(tmp_path / "wide.webp")
    row = mark_in_flight(facebook, pictures=(Picture(str(tmp_path / "wide.webp"), "image/webp", "The river"),))
    assert expected in sign_in(officer).get(address("pack", row)).text


def test_a_picture_that_the_network_takes_is_the_one_that_was_approved(
    sign_in, officer, facebook, mark_in_flight, tmp_path
):
    Image.new("RGB", (1200, 630), (20, 20, 200)).save(tmp_path / "fits.png")
    row = mark_in_flight(facebook, pictures=(Picture(str(tmp_path / "fits.png"), "image/png", "The river"),))
    client = sign_in(officer)
    assert "As it was approved." in client.get(address("pack", row)).text
    answer = client.get(reverse("channels:pack_picture", args=[row.pk, 1]))
    assert b"".join(answer) == (tmp_path / "fits.png").read_bytes()


def test_while_everything_is_paused_nothing_is_handed_out(sign_in, officer, editor, row):
    actions.pause(reason="A trial", by=editor)
    client = sign_in(officer)
    page = client.get(address("pack", row)).text
    assert "nothing is to be posted now" in page
    assert "The House sits at ten." not in page
    assert client.get(address("pack_file", row)).status_code == 404
    assert client.get(reverse("channels:pack_picture", args=[row.pk, 1])).status_code == 404


def test_whoever_posts_what_was_withdrawn_meanwhile_is_asked_to_remove_it(sign_in, officer, row):
    actions.cancel(Outbound.objects.all(), why="withdrawn", by="test")
    said = {"steps": all_steps(row), "address": POST}
    answer = sign_in(officer).post(address("pack", row), said, follow=True)
    assert "If you have posted it, remove that post now." in answer.text
    assert "The House sits at ten." not in answer.text


def test_it_cannot_be_posted_for_a_reason_that_is_shown(sign_in, officer, row):
    client = sign_in(officer)
    assert client.post(address("skip", row), {"why": "perhaps"}).status_code == 422
    client.post(address("skip", row), {"why": "no-way-in"})
    assert "Nobody could sign in to the account there." in client.get("/channels/?state=failed").text


def test_a_wrong_address_is_undone(sign_in, officer, row):
    actions.mark_posted(row, address=POST, by=officer)
    client = sign_in(officer)
    assert POST in client.get(address("pack", row)).text
    assert "It waits to be posted again." in client.post(address("unpost", row), follow=True).text
    assert "not marked as posted any more" in client.post(address("unpost", row), follow=True).text


def test_a_correction_says_which_post_is_to_be_changed_and_a_withdrawal_which_to_remove(
    sign_in, officer, facebook, row, mark_in_flight
):
    actions.mark_posted(row, address=POST, by=officer)
    client = sign_in(officer)
    second = mark_in_flight(facebook, "At eleven.", act=Act.CORRECT, changes="say:The House sits at ten.")
    page = client.get(address("pack", second)).text
    assert "Change the post that stands on Facebook" in page
    assert f'value="{POST}"' in page
    client.post(
        address("pack", second),
        {"steps": ["as-the-house", "changed", "unchanged", "reason-stands-first"], "address": POST},
    )
    third = mark_in_flight(facebook, "", act=Act.WITHDRAW, changes="correct:At eleven.")
    page = client.get(address("pack", third)).text
    assert "Remove the post on Facebook" in page
    assert POST in page
    client.post(address("pack", third), {"steps": ["as-the-house", "removed", "not-shared-on"]})
    third.refresh_from_db()
    assert third.state == "sent"


def test_what_waits_for_too_long_is_an_alarm_for_those_who_can_mend_it(sign_in, officer, clerk, row, other_office):
    client = sign_in(officer)
    assert "Posts wait to be posted by hand since" not in client.get(LIST).text
    Outbound.objects.update(due_at=timezone.now() - timedelta(minutes=31))
    page = client.get(LIST).text
    assert "Posts wait to be posted by hand since" in page
    assert "Overdue" in page
    stranger = person("Emma Editor", Role.EDITOR, office=other_office)
    assert "wait to be posted by hand since" not in sign_in(stranger).get(LIST).text


def test_the_policy_says_how_long_a_post_may_wait_to_be_posted_by_hand(sign_in, officer, row):
    ParameterInForce.objects.create(name="by_hand_within_minutes", value=5)
    Outbound.objects.update(due_at=timezone.now() - timedelta(minutes=6))
    assert "Posts wait to be posted by hand since" in sign_in(officer).get(LIST).text


def test_another_office_finds_none_of_it(sign_in, row, other_office, member):
    for user in (person("Emma Editor", Role.EDITOR, office=other_office), member):
        client = sign_in(user)
        assert address("pack", row) not in client.get(LIST).text
        for name in ("pack", "pack_file", "skip"):
            assert client.get(address(name, row)).status_code == 404
        assert client.post(address("unpost", row)).status_code == 404


def test_the_list_of_messages_leads_to_what_is_to_be_posted(sign_in, officer, row):
    page = sign_in(officer).get("/channels/?state=by+hand").text
    assert address("pack", row) in page
    assert "To post by hand: 1" in page


def test_what_a_machine_sends_has_no_such_page(sign_in, officer, account, put):
    (row,) = put(account)
    assert sign_in(officer).get(address("pack", row)).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_posting_by_hand_is_for_everybody(
    visit, officer, facebook, open_there, mark_in_flight, tmp_path, language, scheme, width
):
    Image.new("RGB", (1000, 3000), (20, 20, 200)).save(tmp_path / "tall.png")
    shown = (Picture(str(tmp_path / "tall.png"), "image/png", "The tower"),)
    row = mark_in_flight(open_there("instagram"), pictures=shown)
    type(officer).objects.filter(pk=officer.pk).update(language=language)
    actions.mark_posted(mark_in_flight(facebook, "Posted before"), address=POST, by=officer)
    page = visit(LIST, by=officer, scheme=scheme, width=width)
    for there in (LIST, address("pack", row), address("skip", row)):
        page.goto(there)
        assert page.get_attribute("html", "lang") == language
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
    page.goto(address("pack", row))
    shown = page.locator(".pack-picture img").bounding_box()
    assert shown["width"] / shown["height"] == pytest.approx(1080 / 1350, rel=0.02)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_text_is_copied_word_for_word_by_keyboard(visit, officer, row):
    page = visit(address("pack", row), by=officer)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator('[data-copy-text="post-text"]').focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == row.content.content["text"]
