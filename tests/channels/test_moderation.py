"""House rules: one message hidden, a sender kept out for a while, by code and by two, open to appeal; never a letter."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import resolve, reverse
from django.utils import timezone

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.errors import NotInMessage, NotModerated, OwnMeasure
from hemicycle.channels.models import Account, Inbound, Measure, in_the_open
from hemicycle.channels.moderation.house_rules import HOUSE_RULES, appeal_address
from hemicycle.channels.status.rates import grouped
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cases.pages import page as case_page
from tests.cast import person

pytestmark = pytest.mark.django_db

ABUSE = "You are vermin,  and I vote no"


def write(account: Account, text: str = ABUSE, *, by: str = "https://one.example/users/x", name: str = "") -> Inbound:
    actions.store_incoming(InboundMessage(name or text, text, sender=by), account=account, by="test")
    return Inbound.objects.order_by("-pk").first()


def step(message: Inbound, step: str, by, *, words: str = "you are vermin, and", days: int = 30) -> Measure:
    return actions.moderate(message, step=step, rule="R2", words=words, days=days, by=by)


@pytest.fixture
def second_clerk(office):
    return person("Carla Clerk", Role.CLERK, office=office)


def shown() -> list[str]:
    return [row.text for row in in_the_open(Inbound.objects.order_by("pk"))]


def test_one_message_is_hidden_at_once_and_what_else_its_sender_writes_is_not(account, clerk):
    message, _other = write(account), write(account, "I vote no")
    measure = step(message, "hide", clerk)

    assert measure.is_in_force
    assert shown() == ["I vote no"]
    assert Inbound.objects.count() == 2
    assert step(message, "hide", clerk) == measure
    noted = AuditEntry.objects.get(action="channels.moderate")
    assert noted.facts == {"step": "hide", "rule": "R2"}


def test_for_a_while_all_that_its_sender_writes_is_hidden_and_nobody_else(account, clerk):
    step(write(account), "limit", clerk)
    write(account, "Me again")
    write(account, "Me too", by="https://one.example/users/y")
    assert shown() == ["Me too"]

    Measure.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert shown() == [ABUSE, "Me again", "Me too"]


def test_what_is_hidden_is_out_of_the_lists_and_found_by_a_filter(sign_in, clerk, account, put):
    (row,) = put(account, "The House debates floods")
    for name, words in (("1", ABUSE), ("2", "I vote no")):
        news = InboundMessage(name, words, sender=f"https://one.example/users/{name}", answers=(row.key,))
        actions.store_incoming(news, account=account, by="test")
    hidden, open_one = Inbound.objects.order_by("pk")
    step(hidden, "hide", clerk)
    client = sign_in(clerk)
    for page in (reverse("cases:inbox"), reverse("cases:thread", args=[row.content_id])):
        for query, there, gone in (("", open_one, hidden), ("?rules=hidden", hidden, open_one)):
            listed = client.get(f"{page}{query}").text
            assert case_page("case", there) in listed
            assert case_page("case", gone) not in listed


def test_of_whoever_is_hidden_for_a_while_no_letter_is(account, clerk):
    message = write(account, by="ann@valmora.example")
    step(message, "limit", clerk)
    letter = {"office": account.office, "channel": "email", "external_id": "1", "text": "A letter"}
    Inbound.objects.create(**letter, sender=message.sender)
    assert shown() == ["A letter"]


def test_nobody_is_kept_out_by_one_person_alone(account, clerk, second_clerk):
    measure = step(write(account), "block", clerk)
    assert write(account, "Before it is confirmed").text == "Before it is confirmed"
    with pytest.raises(OwnMeasure):
        actions.confirm_measure(measure, by=clerk)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Measure.objects.update(confirmed_by=clerk, confirmed_at=timezone.now())

    assert actions.confirm_measure(measure, by=second_clerk)
    assert not actions.confirm_measure(measure, by=second_clerk)
    write(account, "After it")
    write(account, "Somebody else", by="https://one.example/users/y")
    assert [row.text for row in Inbound.objects.order_by("pk")] == [ABUSE, "Before it is confirmed", "Somebody else"]
    measure.refresh_from_db()
    assert measure.kept_out == 1


def test_a_step_about_a_person_ends_by_itself_and_is_never_longer_than_a_year(account, clerk, second_clerk):
    measure = step(write(account), "block", clerk, days=100_000)
    assert measure.until < timezone.now() + timedelta(days=366)
    actions.confirm_measure(measure, by=second_clerk)
    Measure.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert write(account, "It is over").text == "It is over"
    with transaction.atomic(), pytest.raises(IntegrityError):
        Measure.objects.update(until=None)


def test_a_letter_is_nobodys_to_hide(office, clerk):
    letter = Inbound.objects.create(office=office, channel="email", external_id="1", text=ABUSE, sender="x")
    with pytest.raises(NotModerated):
        step(letter, "hide", clerk)


@pytest.mark.parametrize("words", ["", "  ", "words it does not have"])
def test_the_words_that_break_a_rule_stand_in_the_message(account, clerk, words):
    with pytest.raises(NotInMessage):
        step(write(account), "hide", clerk, words=words)
    assert not Measure.objects.exists()


def test_there_is_no_step_without_a_rule_nor_about_nobody(account, clerk):
    with pytest.raises(NotModerated):
        actions.moderate(write(account), step="hide", rule="wrong opinion", words="vermin", days=1, by=clerk)
    nameless = write(account, by="", name="nameless")
    with pytest.raises(NotModerated):
        step(nameless, "limit", clerk)


def test_whoever_applies_a_rule_again_reads_that_an_appeal_was_granted(sign_in, account, clerk, second_clerk):
    message, said = write(account), "An appeal about this message was granted"
    measure, page = step(message, "hide", clerk), reverse("channels:moderate", args=[message.pk])
    actions.decide(
        actions.appeal(measure, text="A poem", by="citizen"), outcome="rejected", answer="", by=second_clerk
    )
    assert said not in sign_in(clerk).get(page).text
    appeal = actions.appeal(measure, text="Look again", by="citizen")
    actions.decide(appeal, outcome="upheld", answer="Right", by=second_clerk)
    shown = sign_in(clerk).get(page).text
    assert said in shown and reverse("channels:measure", args=[measure.pk]) in shown


def test_an_appeal_is_decided_by_who_had_no_part_and_granted_it_is_taken_back(account, clerk, second_clerk, editor):
    measure = step(write(account), "block", clerk)
    actions.confirm_measure(measure, by=second_clerk)
    measure.refresh_from_db()
    appeal = actions.appeal(measure, text="It was a quotation", by="citizen")
    assert actions.appeal(measure, text="Again", by="citizen") == appeal
    for partial in (clerk, second_clerk):
        with pytest.raises(OwnMeasure):
            actions.decide(appeal, outcome="upheld", answer="Right", by=partial)

    assert actions.decide(appeal, outcome="upheld", answer="You are right.", by=editor)
    assert not Measure.objects.in_force().exists()
    assert write(account, "Back again").text == "Back again"


@pytest.mark.parametrize(("name", "kind"), [("limit_days", "limit"), ("block_days", "block")])
def test_a_measure_lasts_as_long_as_the_policy_says(sign_in, clerk, account, name, kind):
    ParameterInForce.objects.create(name=name, value=4)
    form = reverse("channels:moderate", args=[write(account).pk])
    said = {"rule": "R2", "words": "you are vermin", "step": kind, "days": ""}
    sign_in(clerk).post(form, said)
    assert timedelta(days=3, hours=23) < Measure.objects.get().until - timezone.now() <= timedelta(days=4)


def test_the_pages_lead_from_the_message_to_the_notice(sign_in, clerk, account):
    client, message = sign_in(clerk), write(account)
    known = client.get(case_page("case", message)).text
    form = reverse("channels:moderate", args=[message.pk])
    assert form in known
    assert client.post(form, {"rule": "R2", "words": "nonsense", "step": "hide"}).status_code == 422
    began = timezone.now()
    answer = client.post(form, {"rule": "R2", "words": "you are vermin", "step": "limit", "days": ""}, follow=True)

    measure = Measure.objects.get()
    assert began <= measure.until - timedelta(days=30) <= timezone.now()
    assert appeal_address(measure.key) in answer.text
    assert resolve(appeal_address(measure.key)).view_name == "site:appeal"
    assert "R2 · Abuse" in client.get(case_page("case", message)).text
    listed = client.get(reverse("channels:measures")).text
    assert "R2 · Abuse" in listed
    assert "vermin" not in listed


def test_the_notice_is_in_the_language_of_the_message(sign_in, clerk, account):
    message = write(account)
    Inbound.objects.update(lang="es")
    page = sign_in(clerk).get(reverse("channels:measure", args=[step(message, "hide", clerk).pk])).text
    assert "Hemos ocultado lo que escribió, porque infringe nuestra norma R2 · Insultos." in page
    assert "Notice to whoever wrote it" in page


def test_whoever_applies_a_rule_confirms_it_or_decides_reads_the_words_with_what_they_answer(
    sign_in, editor, account, put
):
    (row,) = put(account, "The House debates floods")
    news = InboundMessage("1", ABUSE, sender="https://one.example/users/1", answers=(row.key,))
    message = actions.store_incoming(news, account=account, by="test")
    client = sign_in(editor)
    form = client.get(reverse("channels:moderate", args=[message.pk])).text
    decided = client.get(reverse("channels:measure", args=[step(message, "hide", editor).pk])).text
    for page in (form, decided):
        assert "and I vote no" in page
        assert "The House debates floods" in page
        assert "To say that somebody is wrong, lies or should go is not abuse." in page


def test_hiding_is_undone_from_the_message_that_says_so(sign_in, clerk, account):
    client, message = sign_in(clerk), write(account)
    said = {"rule": "R2", "words": "vermin", "step": "hide", "days": ""}
    page = client.post(reverse("channels:moderate", args=[message.pk]), said, follow=True).text
    undo = reverse("channels:lift_measure", args=[Measure.objects.get().pk])
    assert f'action="{undo}"><input type="hidden" name="csrfmiddlewaretoken"' in page
    client.post(undo)
    assert shown() == [ABUSE]


def test_the_notice_is_never_in_the_language_of_whoever_reads_the_page(sign_in, clerk, account):
    type(clerk).objects.filter(pk=clerk.pk).update(language="fr")
    Account.objects.update(languages=["es"])
    measure = step(write(Account.objects.get()), "hide", clerk)
    page = sign_in(clerk).get(reverse("channels:measure", args=[measure.pk])).text
    assert "Hemos ocultado lo que escribió" in page


def test_what_a_rule_keeps_somebody_safe_from_is_not_repeated_to_whoever_appeals(client, clerk, account):
    message = write(account)
    measure = actions.moderate(message, step="hide", rule="R3", words="vermin", days=1, by=clerk)
    page = client.get(appeal_address(measure.key)).text
    assert "vermin" not in page
    assert "Not repeated here" in page


def test_whoever_has_the_link_appeals_and_reads_the_answer_and_the_words_it_is_about_alone(
    client, sign_in, clerk, editor, account
):
    measure = step(write(account), "hide", clerk)
    page = appeal_address(measure.key)
    about = client.get(page).text
    assert "you are vermin" in about.casefold()
    assert "I vote no" not in about
    assert "Received." in client.post(page, {"text": "It is a poem"}, follow=True).text
    assert client.post(page, {"text": "Once more"}).status_code == 200
    assert measure.appeals.count() == 1

    mine = sign_in(clerk).get(reverse("channels:measure", args=[measure.pk])).text
    assert "It is a poem" in mine
    assert 'name="outcome"' not in mine
    decision = {"outcome": "rejected", "answer": "It names somebody."}
    assert sign_in(editor).post(reverse("channels:measure", args=[measure.pk]), decision).status_code == 302
    said = client.get(page)
    assert "It names somebody." in said.text and "The message is hidden." in said.text
    assert editor.name not in said.text
    assert "no-store" in said.headers["Cache-Control"]

    shown = sign_in(clerk).post(reverse("channels:lift_measure", args=[measure.pk]), follow=True).text
    assert "The measure is lifted." in shown
    assert "The message was hidden." in client.get(page).text


def test_an_appeal_is_due_within_the_days_that_the_policy_says(client, sign_in, clerk, account):
    """By default within seven."""
    measure, staff = step(write(account), "hide", clerk), sign_in(clerk)
    page, listed = reverse("channels:measure", args=[measure.pk]), reverse("channels:measures")
    assert "An appeal is decided within 7 days." in client.get(appeal_address(measure.key)).text
    actions.appeal(measure, text="It is a poem", by="citizen")
    measure.appeals.update(came_at=timezone.now() - timedelta(days=6))
    assert "The answer is due by" in client.get(appeal_address(measure.key)).text
    assert "To be decided by" in staff.get(page).text
    assert "1 appeal is overdue" not in staff.get(listed).text

    ParameterInForce.objects.create(name="appeal_within_days", value=1)
    assert "and is overdue." in client.get(appeal_address(measure.key)).text
    assert "Decision overdue since" in staff.get(page).text
    assert "1 appeal is overdue" in staff.get(listed).text
    assert page in staff.get(listed, {"state": "overdue"}).text


def test_appeals_from_one_place_have_an_end(client, clerk, account):
    for number in range(6):
        measure = step(write(account, f"{ABUSE} {number}"), "hide", clerk)
        answer = client.post(appeal_address(measure.key), {"text": "No"})
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers


def test_what_waits_to_be_confirmed_has_no_public_page(client, clerk, account):
    measure = step(write(account), "block", clerk)
    assert client.get(appeal_address(measure.key)).status_code == 404
    assert client.get(appeal_address("nothing")).status_code == 404


@pytest.mark.parametrize("name", ["officer", "researcher", "administrator", "superuser", "outsider", "member"])
def test_nobody_else_applies_a_house_rule(request, sign_in, account, name):
    message = write(account)
    client = sign_in(request.getfixturevalue(name))
    said = {"rule": "R2", "words": "vermin", "step": "hide"}
    assert client.post(reverse("channels:moderate", args=[message.pk]), said).status_code in (403, 404)
    assert not Measure.objects.exists()


def test_a_clerk_elsewhere_who_only_looks_in_here_applies_none(sign_in, other_office, office, account, clerk):
    lent = person("Odo Officer", Role.OFFICER, office=office)
    accounts.assign(lent, office=other_office, role=Role.CLERK, by="test")
    message, client = write(account), sign_in(lent)
    said = {"rule": "R2", "words": "vermin", "step": "hide"}
    assert client.post(reverse("channels:moderate", args=[message.pk]), said).status_code == 403
    measure = step(message, "hide", clerk)
    assert client.post(reverse("channels:lift_measure", args=[measure.pk])).status_code == 403


def test_the_rules_and_how_often_they_were_applied_are_public(client, clerk, account):
    step(write(account), "hide", clerk)
    page = client.get(reverse("site:house_rules")).text
    assert all(code in page for code in HOUSE_RULES)
    assert "An opinion breaks no rule." in page
    assert f'If you no longer have that message, <a href="{reverse("site:write")}">write to the House</a>' in page
    assert "vermin" not in page
    assert reverse("site:house_rules") in client.get(reverse("site:home")).text


@pytest.mark.parametrize(("most", "few", "shown"), [(6, 3, ["6"]), (6, 5, ["6", "5"]), (4, 0, []), (0, 0, [])])
def test_no_table_shows_whether_something_happened_a_few_times_or_never(most, few, shown):
    rows = grouped({"R1": most, "R2": few // 2, "R3": few - few // 2})
    assert [str(n) for _rule, n in rows] == shown


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible_in_each_language_and_fit_a_telephone(visit, account, clerk):
    message = write(account)
    measure = step(message, "limit", clerk)
    actions.appeal(measure, text="It was a quotation", by="citizen")
    paths = [
        reverse("channels:moderate", args=[message.pk]), reverse("channels:measures"),
        reverse("channels:measure", args=[measure.pk]), reverse("site:house_rules"), appeal_address(measure.key),
    ]  # fmt: skip
    for language, scheme, width in (("en", "light", 1440), ("fr", "dark", PHONE), ("es", "light", PHONE)):
        type(clerk).objects.filter(pk=clerk.pk).update(language=language)
        tab = visit(paths[0], by=clerk, scheme=scheme, width=width)
        for path in paths:
            tab.goto(path)
            assert tab.get_attribute("html", "lang") == language
            assert_accessible(tab)
            assert_no_sideways_scrolling(tab)


def test_what_has_run_out_can_be_taken_again(account, clerk):
    message = write(account)
    first = step(message, "limit", clerk)
    Measure.objects.update(until=timezone.now() - timedelta(seconds=1))
    second = step(message, "limit", clerk)
    assert second != first and second.is_in_force and shown() == []
    first.refresh_from_db()
    assert first.ended_at == first.until


def test_a_block_lasts_from_when_it_is_confirmed(account, clerk, second_clerk):
    measure = step(write(account), "block", clerk, days=1)
    days = timedelta(days=2)
    Measure.objects.update(asked_at=measure.asked_at - days, until=measure.until - days)
    measure.refresh_from_db()
    assert actions.confirm_measure(measure, by=second_clerk)
    measure.refresh_from_db()
    assert measure.is_in_force and measure.until - measure.confirmed_at > timedelta(hours=23)
