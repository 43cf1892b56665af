"""The notice of a house rule: read first, sent once through the thread, in the language of whoever it is about."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.cases.models import Case
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Account, Answer, Inbound, Measure, Outbound
from hemicycle.channels.moderation.house_rules import appeal_address
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

pytestmark = pytest.mark.django_db
ABUSE = "You are vermin, and I vote no"
MEASURES = reverse("channels:measures")
OPENED = {
    "activitypub": ("house", "https://one.example/users/ana"),
    "mastodon": ("@house@m.example", "@ana@m.example"),
    "bluesky": ("house.example", "@ana.example"),
    "wordpress": ("https://blog.example", "Ana"),
    "x": ("valmora", "@ana"),
    "webhook": ("https://hook.example", "ana"),
}


def opened(office, kind: str) -> Account:
    return actions.open_account(office=office, kind=kind, name="Ours", address=OPENED[kind][0], by="test")


def wrote(account: Account, lang: str = "es", **more) -> Inbound:
    arrived = InboundMessage("m1", ABUSE, sender=OPENED[account.kind][1], lang=lang, **more)
    return actions.store_incoming(arrived, account=account, by="test")


def measured(message: Inbound, by, step: str = "hide") -> Measure:
    return actions.moderate(message, step=step, rule="R2", words="vermin", days=30, by=by)


def page(name: str, number: int) -> str:
    return reverse(f"channels:{name}", args=[number])


@pytest.fixture
def measure(office, clerk) -> Measure:
    return measured(wrote(opened(office, "activitypub")), clerk)


def test_what_is_hidden_as_a_threat_is_to_be_reported_as_one_too(sign_in, clerk, measure):
    client, words = sign_in(clerk), "Report it as a threat on the page of the message"
    assert words not in client.get(page("measure", measure.pk)).text
    Measure.objects.filter(pk=measure.pk).update(rule="R1")
    assert words in client.get(page("measure", measure.pk)).text


def test_it_is_read_first_then_sent_once_in_the_language_of_whoever_wrote(sign_in, clerk, measure):
    client, here = sign_in(clerk), page("measure", measure.pk)
    shown = client.get(here).text
    words = "Lo que escribió infringe nuestra norma R2 · Insultos. No lo mostramos; en la propia red se puede"
    assert words in shown
    assert "to whoever wrote it and to nobody else" in shown
    for _click in range(2):
        sent = client.post(page("send_notice", measure.pk), follow=True).text
    given, row = Answer.objects.get(), Outbound.objects.get()
    assert given.text.startswith(words)
    assert given.text.endswith(appeal_address(measure.key))
    assert (given.lang, row.contact, row.content.content["direct"]) == ("es", measure.inbound.contact, True)
    assert "leaves in 20 seconds" in sent
    assert "Send the notice" not in sent
    assert (
        "Our notice of a house rule"
        in client.get(reverse("cases:message", args=[measure.inbound_id]), follow=True).text
    )
    noted = AuditEntry.objects.get(action="channels.send_notice")
    assert (noted.actor, noted.facts) == (clerk.audit_label, {"to_all": False})


@pytest.mark.parametrize(("kind", "privately"), [("mastodon", True), ("x", True), ("bluesky", False)])
def test_it_is_for_them_alone_wherever_the_network_lets_us(sign_in, office, clerk, kind, privately):
    measure = measured(wrote(opened(office, kind)), clerk)
    client = sign_in(clerk)
    shown = client.get(page("measure", measure.pk)).text
    assert ("everybody reads the notice" in shown) is not privately
    assert ("Send the notice in public" in shown) is not privately
    client.post(page("send_notice", measure.pk))
    row = Outbound.objects.get()
    assert (row.contact is not None) is privately
    assert row.state == ("by hand" if kind == "x" else "waiting")
    if kind == "mastodon":
        assert row.content.content["visibility"] == "direct"


def test_taken_back_it_is_there_to_be_sent_again_and_with_the_measure_it_is_taken_back(sign_in, clerk, measure):
    client = sign_in(clerk)
    client.post(page("send_notice", measure.pk))
    assert "Nothing has left" in client.post(page("take_back_notice", measure.pk), follow=True).text
    assert "Send the notice" in client.get(page("measure", measure.pk)).text
    client.post(page("send_notice", measure.pk))
    assert sorted(Outbound.objects.values_list("state", flat=True)) == ["cancelled", "waiting"]
    client.post(page("lift_measure", measure.pk))
    assert set(Outbound.objects.values_list("state", flat=True)) == {"cancelled"}
    assert "Send the notice" not in client.get(page("measure", measure.pk)).text
    assert "The measure is not in force." in client.post(page("send_notice", measure.pk), follow=True).text


def test_what_has_left_is_not_taken_back_and_not_sent_again(sign_in, clerk, measure):
    client = sign_in(clerk)
    client.post(page("send_notice", measure.pk))
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    assert "It has left already." in client.post(page("take_back_notice", measure.pk), follow=True).text
    client.post(page("send_notice", measure.pk))
    assert Outbound.objects.count() == 1


def test_it_closes_what_it_is_about_counts_as_no_answer_and_lifted_that_waits_for_one(sign_in, clerk, measure):
    client, about = sign_in(clerk), Case.objects.filter(messages__inbound=measure.inbound)
    client.post(page("send_notice", measure.pk))
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    case = about.get()
    assert (case.state, case.answered_at) == ("closed", None)
    assert "Answered" not in client.get(reverse("cases:inbox"), {"state": "closed", "rules": "hidden"}).text
    client.post(page("lift_measure", measure.pk))
    case = about.get()
    assert case.state == "open" and case.waiting_since is not None
    assert case.reference in client.get(reverse("cases:inbox")).text


def test_it_does_not_say_hidden_of_what_the_servers_of_others_go_on_showing(office, clerk):
    for kind, hidden in (("activitypub", False), ("mastodon", True)):
        text = actions.notice_of(measured(wrote(opened(office, kind), lang="en"), clerk)).text
        assert ("We have hidden" in text, "it can still be read" in text) == (hidden, not hidden)


@pytest.mark.parametrize("why", ["closed", "hidden-there", "not-confirmed"])
def test_where_it_cannot_be_sent_the_page_says_why_and_lets_it_be_copied(sign_in, office, clerk, why):
    account = opened(office, "wordpress" if why == "hidden-there" else "activitypub")
    measure = measured(wrote(account), clerk, "block" if why == "not-confirmed" else "hide")
    if why == "closed":
        Account.objects.update(is_open=False, closed_at=timezone.now())
    measure = Measure.objects.select_related("inbound__account", "inbound__contact__office", "office").get()
    with pytest.raises(CannotAnswer):
        actions.send_notice(measure, by=clerk)
    shown = sign_in(clerk).get(page("measure", measure.pk)).text
    assert ("It cannot be sent from here:" in shown) is (why != "not-confirmed")
    assert ("Copy the notice" in shown) is (why != "not-confirmed")
    assert "Send the notice</button>" not in shown
    assert not Outbound.objects.exists()


@pytest.mark.parametrize("name", ["officer", "researcher", "administrator", "outsider", "member", "other_clerk"])
def test_nobody_else_sends_it(request, sign_in, measure, name):
    client = sign_in(request.getfixturevalue(name))
    for address in ("send_notice", "take_back_notice"):
        assert client.post(page(address, measure.pk)).status_code in (403, 404)
    assert not Outbound.objects.exists()


def test_a_notice_that_was_not_delivered_says_so_on_the_page_of_the_measure(sign_in, clerk, measure):
    client = sign_in(clerk)
    client.post(page("send_notice", measure.pk))
    Outbound.objects.update(state="failed", code="no-such-address")
    shown = client.get(page("measure", measure.pk)).text
    assert "There is no such address, or not any more." in shown
    client.post(reverse("cases:answer_again", args=[Answer.objects.get().pk]))
    again = Outbound.objects.order_by("-pk")[0]
    assert (again.state, again.contact) == ("waiting", measure.inbound.contact)


def test_after_a_second_person_has_confirmed_the_notice_is_offered_as_after_a_first_step(sign_in, office, clerk):
    second = person("Carla Clerk", Role.CLERK, office=office)
    measure = measured(wrote(opened(office, "activitypub")), clerk, "block")
    shown = sign_in(second).post(page("confirm_measure", measure.pk), follow=True).text
    assert "Confirmed. It is in force. Read the notice below, and send it to whoever wrote it." in shown
    assert "Send the notice</button>" in shown


def listed(client, measure: Measure) -> bool:
    return f'href="{page("measure", measure.pk)}"' in client.get(f"{MEASURES}?state=notice").text


def test_a_measure_whose_notice_nobody_sent_is_found_by_a_filter_until_it_is_sent(sign_in, clerk, measure):
    client = sign_in(clerk)
    shown = client.get(MEASURES).text
    assert "1 notice is not sent" in shown and shown.count("Notice not sent") == 2
    assert listed(client, measure)
    client.post(page("send_notice", measure.pk))
    assert not listed(client, measure) and "is not sent" not in client.get(MEASURES).text
    client.post(page("take_back_notice", measure.pk))
    assert listed(client, measure)
    client.post(page("lift_measure", measure.pk))
    assert not listed(client, measure)


def test_neither_what_waits_to_be_confirmed_nor_what_is_over_owes_a_notice(sign_in, office, clerk, other_clerk):
    message = wrote(opened(office, "activitypub"))
    waits, limited = measured(message, clerk, "block"), measured(message, clerk, "limit")
    assert not listed(sign_in(clerk), waits) and listed(sign_in(clerk), limited)
    assert not listed(sign_in(other_clerk), limited)
    Measure.objects.filter(pk=limited.pk).update(until=timezone.now())
    assert not listed(sign_in(clerk), limited)


def test_the_notice_of_one_measure_is_not_that_of_another_about_the_same_message(sign_in, office, clerk):
    message = wrote(opened(office, "activitypub"))
    hidden, limited = measured(message, clerk), measured(message, clerk, "limit")
    sign_in(clerk).post(page("send_notice", hidden.pk))
    assert list(Measure.objects.notice_not_sent()) == [limited]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_sent_by_keyboard_in_each_language(visit, clerk, measure):
    for language, scheme, width in (("en", "light", 1440), ("fr", "dark", PHONE), ("es", "light", PHONE)):
        type(clerk).objects.filter(pk=clerk.pk).update(language=language)
        tab = visit(page("measure", measure.pk), by=clerk, scheme=scheme, width=width)
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
        with tab.expect_navigation():
            tab.focus("#notice form .btn-primary")
            tab.keyboard.press("Enter")
        assert appeal_address(measure.key) in tab.inner_text("#notice")
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
        Outbound.objects.update(due_at=timezone.now() + timedelta(minutes=1))
        actions.take_back(Answer.objects.order_by("-pk")[0], by=clerk)
