"""Answers on networks that take nothing from a machine: copied, posted by a person, and then shown as sent."""

import pytest
from django.urls import reverse

from hemicycle.cases.models import Case
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Answer, Inbound, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status import monitoring
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cases.pages import page as case_page

pytestmark = pytest.mark.django_db
WORDS = "Everybody may, {by} any means."
POSTED = "https://x.com/valmora/status/20211117001"


def opened(office, kind: str) -> Account:
    return actions.open_account(office=office, kind=kind, name=kind.title(), address="valmora", by="test")


def wrote(account: Account, *, direct: bool = False) -> Inbound:
    arrived = InboundMessage("reply:1", "Who may write?", sender="@ana", direct=direct)
    return actions.store_incoming(arrived, account=account, by="test")


@pytest.fixture
def comment(office) -> Inbound:
    return wrote(opened(office, "x"))


def prepared(client, message: Inbound, text: str = WORDS) -> Answer:
    client.post(case_page("answer", message), {"text": text, "lang": "en", "key": "k", "why": "answer"})
    return Answer.objects.get()


def test_it_is_copied_posted_by_hand_and_shown_as_sent_with_its_address(sign_in, officer, comment):
    client, here = sign_in(officer), case_page("case", comment)
    assert "Prepare the answer" in client.get(here).text
    given = prepared(client, comment)
    assert given.outbound.state == "by hand"
    shown = client.get(here).text
    for words in ("Copy the answer", "I have posted it", WORDS):
        assert words in shown
    assert "Answer to post by hand" in client.get(reverse("cases:inbox")).text
    saved = client.post(case_page("answer_posted", given.pk), {"address": f"{POSTED}?s=20"}, follow=True).text
    assert "The thread shows the answer as sent." in saved
    assert POSTED in saved
    row, case = Outbound.objects.get(), Case.objects.get()
    assert (row.state, row.external_id, row.settled_by) == ("sent", POSTED, officer.audit_label)
    assert case.closed_at is not None
    assert here not in client.get(reverse("cases:inbox")).text
    assert AuditEntry.objects.filter(action="channels.mark_posted").count() == 1


def test_many_networks_show_no_address_of_a_comment(sign_in, officer, office):
    message = wrote(opened(office, "tiktok"))
    client = sign_in(officer)
    given = prepared(client, message)
    client.post(case_page("answer_posted", given.pk), {"address": ""})
    assert (Outbound.objects.get().state, Outbound.objects.get().external_id) == ("sent", "")


@pytest.mark.parametrize("address", ["https://elsewhere.example/x/1", "http://x.com/a/status/1", "x", "javascript:1"])
def test_an_address_elsewhere_is_refused_at_its_field(sign_in, officer, comment, address):
    client = sign_in(officer)
    given = prepared(client, comment)
    refused = client.post(case_page("answer_posted", given.pk), {"address": address})
    assert refused.status_code == 422
    assert f'id="id_posted_{given.pk}_address"' in refused.text
    assert "aria-invalid" in refused.text.partition(f'id="id_posted_{given.pk}_address"')[0][-600:] + refused.text
    assert Outbound.objects.get().state == "by hand"


def test_two_clicks_are_one_and_a_mistake_is_undone(sign_in, officer, comment):
    client = sign_in(officer)
    given = prepared(client, comment)
    prepared(client, comment)
    for words in ("The thread shows", "Somebody else has seen to it meanwhile."):
        assert words in client.post(case_page("answer_posted", given.pk), {"address": POSTED}, follow=True).text
    assert "waits to be posted again" in client.post(case_page("answer_not_posted", given.pk), follow=True).text
    row, case = Outbound.objects.get(), Case.objects.get()
    assert (row.state, row.external_id, case.closed_at) == ("by hand", "", None)
    client.post(case_page("take_back", given.pk))
    assert Outbound.objects.get().state == "cancelled"
    assert Answer.objects.count() == 1


def test_it_waits_in_its_thread_and_is_no_pack_and_no_alarm(sign_in, officer, comment):
    client = sign_in(officer)
    given = prepared(client, comment)
    Outbound.objects.update(due_at="2020-01-01T00:00:00Z")
    assert WORDS not in client.get(reverse("channels:by_hand")).text
    assert client.get(reverse("channels:pack", args=[given.outbound_id])).status_code == 404
    assert client.post(reverse("channels:unpost", args=[given.outbound_id])).status_code == 404
    assert not monitoring.late_by_hand(Outbound.objects.all()).exists()


def test_a_post_of_x_is_as_short_as_others_and_a_direct_message_is_not(sign_in, officer, clerk, comment, office):
    client = sign_in(officer)
    client.post(case_page("answer", comment), {"text": "é" * 281, "lang": "en", "key": "k"})
    assert not Outbound.objects.exists()
    facts = client.post(case_page("answer_length", comment), {"text": "é" * 281, "lang": "en", "key": "k"}).text
    assert "281 characters of 280" in facts
    Inbound.objects.update(direct=True)
    Case.objects.update(direct=True)
    prepared(sign_in(clerk), comment, "é" * 281)
    assert Outbound.objects.get().state == "by hand"


def test_what_answers_a_direct_message_is_read_by_those_who_read_it_alone(sign_in, officer, clerk, office):
    message = wrote(opened(office, "x"), direct=True)
    given = prepared(sign_in(clerk), message, "Your street is on the list.")
    assert given.outbound.contact == message.contact
    row = given.outbound
    client = sign_in(officer)
    for address in (
        reverse("channels:board"), reverse("channels:by_hand"), reverse("channels:settle", args=[row.pk]),
        case_page("case", message), case_page("thread", row.content_id), reverse("channels:pack", args=[row.pk]),
    ):  # fmt: skip
        assert "Your street" not in client.get(address).text, address
    assert client.post(case_page("answer_posted", given.pk)).status_code == 403


@pytest.mark.parametrize("name", ["researcher", "administrator", "outsider", "member", "other_clerk"])
def test_nobody_else_says_that_it_was_posted(request, sign_in, officer, comment, name):
    given = prepared(sign_in(officer), comment)
    client = sign_in(request.getfixturevalue(name))
    for address in ("answer_posted", "answer_not_posted", "settle_answer"):
        assert client.post(case_page(address, given.pk)).status_code in (403, 404)
    assert Outbound.objects.get().state == "by hand"


def test_while_everything_is_paused_no_words_are_handed_out(sign_in, officer, editor, comment):
    actions.pause(reason="A false message", by=editor)
    client = sign_in(officer)
    given = prepared(client, comment)
    assert given.outbound.state == "waiting"
    assert "I have posted it" not in client.get(case_page("case", comment)).text


def test_in_a_channel_of_whatsapp_nobody_can_answer_and_the_page_says_so_first(sign_in, officer, office):
    message = wrote(opened(office, "whatsapp"))
    assert not adapter_of("whatsapp").takes_answers
    shown = sign_in(officer).get(case_page("case", message)).text
    assert "On this network an account cannot answer." in shown
    assert "Prepare the answer" not in shown


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_way_is_for_everybody_and_by_keyboard(visit, officer, comment, language, scheme, width):
    type(officer).objects.filter(pk=officer.pk).update(language=language)
    tab = visit(case_page("case", comment), by=officer, scheme=scheme, width=width)
    tab.focus("#id_text")
    tab.keyboard.type("Everybody may.")
    with tab.expect_navigation():
        tab.focus("form.inbox-answer .btn-primary")
        tab.keyboard.press("Enter")
    assert_accessible(tab)
    assert_no_sideways_scrolling(tab)
    tab.focus(".inbox-posted input[name=address]")
    tab.keyboard.type("https://elsewhere.example/1")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.matches('.inbox-posted *, .error-summary')")
    assert_accessible(tab)
    tab.fill(".inbox-posted input[name=address]", POSTED)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert POSTED in tab.inner_html(".inbox-entries")
    assert_accessible(tab)
