"""What came to an office, by what it answers; the words of people are read one by one, and each time is noted."""

import pytest
from django.urls import reverse

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import AttachedFile, InboundMessage
from hemicycle.channels.models import Content, Inbound
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

pytestmark = pytest.mark.django_db

INBOX = reverse("channels:inbox")
WORDS = "My street floods <script>alert(1)</script> each spring"


@pytest.fixture
def reply(account, put) -> Inbound:
    """Somebody answers an announcement, with a picture that is kept and a program that is not."""
    (row,) = put(account, "The House debates floods")
    files = (
        AttachedFile("street.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        AttachedFile("run.exe", "application/x-msdownload", b"MZ"),
    )
    actions.store_incoming(
        InboundMessage("r1", WORDS, sender="ada@citizen.example", answers=(row.key,), files=files, raw=b"RAW BYTES"),
        account=account,
        by="test",
    )
    return Inbound.objects.get(external_id="r1")


def page(name: str, number: int) -> str:
    return reverse(f"channels:{name}", args=[number])


def test_a_reply_stands_beside_what_it_answers_without_its_words(sign_in, officer, reply):
    client = sign_in(officer)
    listed = client.get(INBOX).text
    assert "The House debates floods" in listed
    assert "2 files" in listed
    thread = client.get(page("thread", reply.answers.content_id)).text
    assert page("received", reply.pk) in thread
    known = client.get(page("received", reply.pk)).text
    assert "run.exe" in known
    assert "not kept: of a kind that is not taken" in known
    for text in (listed, thread, known):
        assert "floods &lt;" not in text
        assert "citizen.example" not in text
        assert "RAW BYTES" not in text


def test_the_words_are_read_by_those_who_may_with_a_reason_that_is_noted(sign_in, clerk, reply):
    client = sign_in(clerk)
    assert "My street floods" not in client.get(page("received", reply.pk)).text
    shown = client.post(page("read", reply.pk), {"why": "answer"}).text
    assert "My street floods &lt;script&gt;" in shown
    assert "<script>alert" not in shown
    noted = AuditEntry.objects.get(action="channels.read")
    assert (noted.actor, noted.facts) == (clerk.audit_label, {"why": "answer"})


def test_a_file_that_was_kept_is_saved_by_those_who_may_with_a_reason_that_is_noted(sign_in, clerk, officer, reply):
    client = sign_in(clerk)
    kept, refused = reply.attachments.order_by("pk")
    address = reverse("channels:take_file", args=[reply.pk, kept.pk])
    assert address not in client.get(page("received", reply.pk)).text
    shown = client.post(page("read", reply.pk), {"why": "answer"}).text
    assert address in shown
    assert reverse("channels:take_file", args=[reply.pk, refused.pk]) not in shown

    saved = client.post(address, {"why": "answer"})
    assert saved.content == b"\x89PNG\r\n\x1a\n"
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="street.png"'
    assert AuditEntry.objects.get(action="channels.read_file").facts == {"why": "answer", "kind": "image/png"}

    assert (
        client.post(reverse("channels:take_file", args=[reply.pk, refused.pk]), {"why": "answer"}).status_code == 404
    )
    assert client.post(address, {"why": "curiosity"}).status_code == 302
    assert sign_in(officer).post(address, {"why": "answer"}).status_code == 403
    assert AuditEntry.objects.filter(action="channels.read_file").count() == 1


def test_a_message_that_only_asked_the_machine_for_something_is_marked(sign_in, officer, account, reply):
    Inbound.objects.filter(pk=reply.pk).update(keyword="stop")
    assert "STOP</span>" in sign_in(officer).get(INBOX).text


def test_without_a_reason_nothing_is_read(sign_in, clerk, reply):
    answer = sign_in(clerk).post(page("read", reply.pk), {"why": "curiosity"}, follow=True)
    assert "My street floods" not in answer.text
    assert not AuditEntry.objects.filter(action="channels.read").exists()


@pytest.mark.parametrize("name", ["officer", "editor", "administrator", "superuser", "outsider", "member"])
def test_nobody_else_reads_them(request, sign_in, reply, name):
    answer = sign_in(request.getfixturevalue(name)).post(page("read", reply.pk), {"why": "answer"})
    assert answer.status_code in (403, 404)


def test_a_clerk_elsewhere_who_only_looks_in_here_does_not_read_them(sign_in, other_office, office, reply):
    lent = person("Emma Editor", Role.EDITOR, office=office)
    accounts.assign(lent, office=other_office, role=Role.CLERK, by="test")
    answer = sign_in(lent).post(page("read", reply.pk), {"why": "answer"}, follow=True)
    assert "My street floods" not in answer.text


def test_another_office_finds_nothing(sign_in, other_clerk, member, reply):
    for user in (other_clerk, member):
        client = sign_in(user)
        assert "The House debates floods" not in client.get(INBOX).text
        assert client.get(page("received", reply.pk)).status_code == 404
        assert client.get(page("thread", Content.objects.get().pk)).status_code == 404


def test_what_machines_wrote_is_marked_and_can_be_set_apart(sign_in, officer, account, reply):
    actions.store_incoming(
        InboundMessage("r2", "I am away", sender="b@citizen.example", automatic=True), account=account, by="test"
    )
    client = sign_in(officer)
    assert client.get(INBOX).text.count("<tr>") == 3
    assert "Written by a machine" in client.get(f"{INBOX}?by=machines").text
    assert client.get(f"{INBOX}?by=people").text.count("<tr>") == 2


def test_a_thousand_replies_ask_no_more_questions(sign_in, officer, account, reply, django_assert_max_num_queries):
    common = {"office": account.office, "channel": "web", "account": account, "text": WORDS, "answers": reply.answers}
    Inbound.objects.bulk_create(Inbound(external_id=f"x{n}", batch="many", **common) for n in range(1000))
    client = sign_in(officer)
    for address in (f"{INBOX}?page=3", page("thread", reply.answers.content_id)):
        with django_assert_max_num_queries(14):
            assert client.get(address).text.count("<tr>") == 51


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_inbox_is_for_everybody(visit, clerk, reply, language, scheme, width):
    type(clerk).objects.filter(pk=clerk.pk).update(language=language)
    tab = visit(INBOX, by=clerk, scheme=scheme, width=width)
    for address in (INBOX, page("thread", reply.answers.content_id), page("received", reply.pk)):
        tab.goto(address)
        assert tab.get_attribute("html", "lang") == language
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
    with tab.expect_navigation():
        tab.click("main form .btn-primary")
    assert "My street floods" in tab.inner_text("main")
    assert_accessible(tab)
