"""Whoever writes is told once that it is here; machines, floods and whoever wants nothing more are not."""

from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.cases import actions, addresses
from hemicycle.cases.actions import campaigns
from hemicycle.cases.models import Case, State
from hemicycle.channels import actions as channels
from hemicycle.channels.adapters.email import reading
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Content, Outbound
from hemicycle.channels.sms import gsm
from hemicycle.rules import actions as rules
from hemicycle.rules import personal_data
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.one_reading import held_still
from hemicycle.rules.personal_data import Subject
from hemicycle.rules.site_address import absolute
from tests.cast import person

pytestmark = pytest.mark.django_db
ADA, NUMBER = "ada@citizen.example", "+999600201"
LETTER = b"Message-ID: <ada-1@citizen.example>\r\nSubject: Floods\r\n\r\nMy street floods"


def sent(case: Case) -> list[Outbound]:
    rows = Outbound.objects.filter(content__source=actions.source_of(case, "ack"))
    return list(rows.select_related("content", "contact"))


def words(case: Case) -> str:
    (row,) = sent(case)
    return str(row.content.parts[0])


def go_out(account: Account) -> None:
    Outbound.objects.waiting().update(due_at=timezone.now() - timedelta(seconds=1))
    send_account(account, worker="worker")


def test_a_letter_is_stored_and_acknowledged_with_few_queries(mailbox, writes):
    writes(mailbox, "My street floods", ADA, lang="en", raw=LETTER)
    with held_still(), CaptureQueriesContext(connection) as asked:
        case = writes(mailbox, "So does mine", f"b{ADA}", lang="en", raw=LETTER)
    said = [one["sql"] for one in asked]
    assert sent(case)
    assert not [one for one in said if one.startswith("SELECT") and "channels_original" in one]
    # Of whom nothing came before, nothing is looked for.
    assert not [one for one in said if one.startswith("SELECT COUNT")]
    assert len(said) <= 29


def test_a_letter_is_acknowledged_once_with_its_reference_and_what_happens_next(mailbox, writes):
    case = writes(mailbox, "My street floods", ADA, lang="en")
    case.refresh_from_db()
    said = words(case)
    assert case.acknowledged_at is not None
    assert case.written_reference in said
    assert "You get an answer by" in said and "Research service" in said
    assert f"/write/{case.key}/" in said and "/status/" in said
    assert "The House cannot help in an emergency" in said
    assert "floods" not in said
    assert not actions.acknowledge(case, by="test")
    assert len(sent(case)) == 1
    assert AuditEntry.objects.filter(action="cases.acknowledge").count() == 1


def test_it_stands_below_the_letter_and_says_that_a_machine_wrote_it(mailbox, writes, tmp_path):
    writes(mailbox, "My street floods", ADA, lang="en", raw=LETTER)
    go_out(mailbox)
    (file,) = (path for path in Path(tmp_path).rglob("*") if path.is_file() and b"reference" in path.read_bytes())
    mail = message_from_bytes(file.read_bytes())
    assert (mail["To"], mail["Auto-Submitted"]) == (ADA, "auto-replied")
    assert mail["In-Reply-To"] == "<ada-1@citizen.example>"


@pytest.mark.parametrize(("lang", "word"), [("en", "received"), ("fr", "référence"), ("es", "referencia")])
def test_it_speaks_the_language_they_wrote_in(lang, word, mailbox, writes):
    assert word in words(writes(mailbox, "My street floods", ADA, lang=lang))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mi calle se inunda cada primavera, y nadie viene a verlo.", "referencia"),
        ("My street floods each spring, and nobody comes to see it.", "received"),
        # What says too little, or what we do not speak, is answered in the language of the account.
        ("2026", "référence"), ("Meine Straße steht jedes Frühjahr unter Wasser.", "référence"),
    ],
)  # fmt: skip
def test_a_first_letter_that_names_no_language_is_acknowledged_in_that_of_its_words(text, word, mailbox):
    Account.objects.filter(pk=mailbox.pk).update(languages=["fr"])
    mailbox.refresh_from_db()
    head = f"From: {ADA}\r\nTo: {mailbox.address}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    read = reading.read(f"{head}{text}".encode(), House(mailbox.address))
    stored = channels.store_incoming(read, account=mailbox, by="test")
    assert stored is not None and not stored.lang
    assert word in words(Case.objects.get(latest=stored))


def test_what_a_person_chose_goes_before_the_language_of_their_words(mailbox, writes, office):
    channels.contact_of(office=office, channel="email", address=ADA, lang="es")
    assert "referencia" in words(writes(mailbox, "My street floods each spring, and nobody comes to see it.", ADA))


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_text_message_is_acknowledged_in_two_segments_of_gsm_at_most(lang, phone, writes):
    case = writes(phone, "The bus does not come any more", NUMBER, lang=lang)
    cut = gsm.cut(words(case))
    assert case.written_reference in words(case)
    assert (cut.encoding, len(cut.parts) <= 2) == (gsm.GSM_7, True)


def test_a_members_office_promises_no_day_and_says_that_nobody_else_reads(member_office, writes, settings, tmp_path):
    settings.HOME = tmp_path
    own = channels.open_account(
        office=member_office, kind="email", name="Ada", address="okafor@h.example",
        settings={"transport": "folder", "folder": "outbox"}, by="test",
    )  # fmt: skip
    case = writes(own, "A word with you", ADA, lang="en")
    said = words(case)
    assert sent(case)[0].content.content["sender"] == "Office of Ada Okafor"
    assert "read by Office of Ada Okafor, and by nobody else" in said
    assert "answer by" not in said


def test_whoever_nothing_vouches_for_can_say_that_it_was_somebody_else(mailbox, writes):
    forged, proven = writes(mailbox, "One", ADA), writes(mailbox, "Two", "ben@citizen.example", authenticated=True)
    assert "/not-mine/" in words(forged)
    assert "/not-mine/" not in words(proven)
    actions.dispute(forged, by="citizen")
    assert not channels.obstacle(proven.latest)
    forged.refresh_from_db()
    assert channels.obstacle(forged.messages.get().inbound) == "nobody"


def test_with_a_forged_letter_goes_what_staff_split_off_it_but_nothing_else_of_the_same_sender(mailbox, writes, clerk):
    forged, own = writes(mailbox, "One", ADA), writes(mailbox, "Two", ADA)
    second = writes(mailbox, f"About {forged.written_reference}: and the school", ADA).messages.last().inbound
    third = writes(mailbox, f"About {forged.written_reference}: and the bus", ADA).messages.last().inbound
    part, put_with_own = actions.split(second, by=clerk), actions.split(third, by=clerk)
    actions.merge(put_with_own, into=own, by=clerk)
    given = channels.give_answer(second, text="We looked.", lang="en", key="k", by=clerk)
    actions.dispute(forged, by="citizen")
    for one in (part, own):
        one.refresh_from_db()
    given.outbound.refresh_from_db()
    second.refresh_from_db()
    assert part.disputed_at and (part.contact, part.sender) == (None, "") and given.outbound.state == "cancelled"
    assert channels.obstacle(second) == "nobody"
    assert own.disputed_at is None and not channels.obstacle(own.latest)


def test_what_continues_a_case_is_not_acknowledged_again(mailbox, writes):
    case = writes(mailbox, "My street floods", ADA)
    again = writes(mailbox, f"About {case.written_reference}: it floods still", ADA)
    assert again == case
    assert Outbound.objects.count() == 1


@pytest.mark.parametrize("how", [{"automatic": True}, {"sender": "House@h.example"}, {"sender": ""}])
def test_machines_our_own_addresses_and_nobody_are_not_acknowledged(how, mailbox, writes):
    case = writes(mailbox, "I am away", **{"sender": ADA, **how})
    assert not Outbound.objects.exists()
    assert case.acknowledged_at is None


def test_a_keyword_gets_its_own_answer_alone(phone, writes):
    case = writes(phone, "HELP", NUMBER)
    assert case.state == State.SET_ASIDE
    assert not sent(case)


def test_whoever_said_stop_hears_nothing_and_start_allows_it_again(phone, writes):
    writes(phone, "STOP", NUMBER)
    silent = writes(phone, "The bus does not come", NUMBER)
    assert not sent(silent)
    assert channels.obstacle(silent.latest) == "stopped"
    writes(phone, "START", NUMBER)
    Case.objects.filter(pk=silent.pk).update(heard_at=timezone.now() - timedelta(days=9))
    assert sent(writes(phone, "Now it comes", NUMBER))


def test_stop_ends_an_acknowledgement_that_has_not_left(phone, writes):
    case = writes(phone, "The bus does not come", NUMBER)
    writes(phone, "STOP", NUMBER)
    assert [row.state for row in sent(case)] == ["cancelled"]


def test_in_a_flood_from_one_address_each_letter_gets_its_case_and_so_many_are_acknowledged(mailbox, writes):
    ParameterInForce.objects.create(name="answers_an_hour", value=3)
    found = [writes(mailbox, f"Letter {number}", ADA) for number in range(5)]
    assert len({case.pk for case in found}) == 5
    assert [bool(sent(case)) for case in found] == [True, True, True, False, False]


def test_two_machines_do_not_talk_to_each_other_for_ever(mailbox, writes):
    """One that says the same to whatever it gets, and does not say that it is one."""
    found = [writes(mailbox, "Thank you for your message. We are closed.", "desk@shop.example") for _time in range(3)]
    assert [bool(sent(case)) for case in found] == [True, False, False]
    Outbound.objects.update(sent_at=timezone.now())
    Content.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert not sent(writes(mailbox, "Thank you for your message. We are closed.", "desk@shop.example"))


def test_the_same_words_to_another_address_are_no_machine_that_repeats_itself(mailbox, writes):
    found = [writes(mailbox, "I am against it", ADA, to=topic) for topic in ("bill-12", "bill-13", "bill-12")]
    assert [bool(sent(case)) for case in found] == [True, True, False]


def test_whoever_confirms_the_same_words_about_two_bills_has_two_references(office, mailbox):
    said = {"office": office, "text": "I am against it", "channel": "email", "address": ADA, "lang": "en"}
    for bill in ("Bill 12", "Bill 13"):
        case = actions.write(**said, form=bill, title=bill)
        actions.confirm(case, by="citizen")
        assert case.written_reference in words(case)


def test_the_policy_says_by_which_ways_it_is_acknowledged(mailbox, phone, writes):
    ParameterInForce.objects.create(name="acknowledged_media", value=["sms"])
    assert not sent(writes(mailbox, "My street floods", ADA))
    assert sent(writes(phone, "My street floods", NUMBER))


def test_while_everything_is_paused_it_waits(mailbox, writes):
    channels.pause(reason="Something went wrong", by="test")
    case = writes(mailbox, "My street floods", ADA)
    go_out(mailbox)
    assert [row.state for row in sent(case)] == ["waiting"]
    channels.resume(by="test")
    go_out(mailbox)
    assert [row.state for row in sent(case)] == ["sent"]


def test_no_colleague_reads_the_link_that_acts_in_the_writers_name(mailbox, writes, office, sign_in):
    case = writes(mailbox, "My street floods", ADA, lang="en")
    assert f"/{case.key}/" in words(case)
    for role, address in ((Role.OFFICER, reverse("channels:board")), (Role.CLERK, thread_of(case))):
        page = sign_in(person(f"{role} of the office", role, office=office)).get(address).text
        assert "A message to one person" in page and case.key not in page


def thread_of(case: Case) -> str:
    return reverse("cases:thread", args=[sent(case)[0].content_id])


def test_in_an_election_period_acknowledgements_and_answers_to_one_person_go_on(mailbox, clerk, writes):
    rules.plan_period(kind="election", starts_at=None, ends_at=timezone.now() + timedelta(days=9), notices={}, by="a")
    case = writes(mailbox, "My street floods", ADA, raw=LETTER)
    answer = channels.give_answer(case.latest, text="We came to look.", lang="en", key="k", by=clerk)
    go_out(mailbox)
    answer.outbound.refresh_from_db()
    assert [row.state for row in (*sent(case), answer.outbound)] == ["sent", "sent"]


def test_a_letter_from_the_form_is_acknowledged_once_its_address_is_confirmed(office, mailbox):
    case = actions.write(
        office=office, text="My street floods", form="f", channel="email", address=ADA, lang="en", about=None
    )
    assert not sent(case)
    actions.confirm(case, by="citizen")
    assert case.written_reference in words(case)


def test_a_public_comment_is_acknowledged_to_its_author_alone_or_not_at_all(office, writes):
    actor = channels.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")
    case = writes(actor, "Who may write?", "https://social.example/users/ana", lang="en")
    assert all(row.contact is not None for row in sent(case))
    by_hand = channels.open_account(office=office, kind="instagram", name="I", address="house", by="test")
    assert not sent(writes(by_hand, "And here?", "ana"))


def test_erased_in_the_middle_nothing_of_it_is_left(mailbox, office, writes):
    case = writes(mailbox, "My street floods", ADA)
    asked = Subject(frozenset({ADA}), (office,), is_house=True)
    for holding in personal_data.in_order():
        if holding.erase is not None:
            holding.erase(asked, "test")
    assert not Case.objects.filter(pk=case.pk).exists()
    assert not Outbound.objects.exists() and not Content.objects.exists()


def test_with_the_last_letter_of_a_case_goes_what_was_sent_about_it(mailbox, office, writes):
    case, other = writes(mailbox, "My street floods", ADA), writes(mailbox, "Mine too", "ben@citizen.example")
    channels.erase(type(case.latest).objects.filter(pk=case.latest.pk), office=office, by="test")
    assert not sent(case)
    assert Content.objects.filter(source=actions.source_of(other, "ack")).exists()


def test_whoever_announces_a_campaign_reads_its_name_and_gets_their_own_page(mailbox):
    announced = campaigns.Announced("Keep the path open", "We walk there.", "en", "Ramblers", ADA)
    campaign = campaigns.announce(announced)
    assert campaign is not None and campaigns.confirm_organiser(campaign)
    campaign.refresh_from_db()
    said = words(campaign.organiser_case)
    assert "We have received your campaign “Keep the path open”." in said
    assert campaign.organiser_case.written_reference in said
    assert addresses.organiser_page(campaign.address, campaign.key) in said
    # They opened their page by the link in their mail: nobody else gave the address.
    assert "not-mine" not in said and "received your letter" not in said


def shown(sign_in, clerk, case: Case) -> str:
    return " ".join(sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text.split())


def test_staff_see_that_it_was_acknowledged_or_why_not(mailbox, writes, sign_in, clerk, office):
    assert "<dt>Acknowledgement</dt><dd>Sent on " in shown(sign_in, clerk, writes(mailbox, "A letter", ADA))
    repeated = writes(mailbox, "A letter", ADA)
    assert "None was sent: the same was written before" in shown(sign_in, clerk, repeated)
    page = channels.open_account(office=office, kind="facebook", name="Page", address="house", by="test")
    comment = writes(page, "A comment", "ana")
    assert "cannot write to its author in private" in shown(sign_in, clerk, comment)
    machine = writes(mailbox, "I am away", "bob@citizen.example", automatic=True)
    assert "<dt>Acknowledgement</dt>" not in shown(sign_in, clerk, machine)
    ParameterInForce.objects.create(name="acknowledged_media", value=["sms"])
    silent = writes(mailbox, "Another letter", "cleo@citizen.example")
    assert "acknowledges nothing on this channel" in shown(sign_in, clerk, silent)


def test_where_nobody_is_written_to_alone_the_answer_in_public_carries_the_reference(office, writes, officer):
    bluesky = channels.open_account(office=office, kind="bluesky", name="B", address="house.example", by="test")
    case = writes(bluesky, "Who may write?", "@ana.example", lang="fr")
    assert not sent(case)
    answer = channels.give_answer(case.latest, text="Tout le monde.", lang="fr", key="k", by=officer)
    said = " ".join(answer.outbound.content.content["posts"])
    assert said.startswith("Tout le monde.")
    assert f"Référence {case.written_reference}" in said and absolute(addresses.status()) in said
    assert channels.preview(case.latest, text="Tout le monde.", lang="fr").counts[0].used > len("Tout le monde.")


def test_whoever_got_the_reference_alone_does_not_get_it_in_public(office, writes, officer):
    mastodon = channels.open_account(
        office=office, kind="mastodon", name="M", address="@house@social.example", by="test",
        settings={"server": "https://social.example"}, secret={"token": "t"},
    )  # fmt: skip
    case = writes(mastodon, "Who may write?", "@ana@social.example", lang="en")
    assert [row.content.content["visibility"] for row in sent(case)] == ["direct"]
    answer = channels.give_answer(case.latest, text="Everybody.", lang="en", key="k", by=officer)
    assert case.written_reference not in str(answer.outbound.content.content)
