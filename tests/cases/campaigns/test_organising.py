"""An organiser announces a campaign in the open: confirmed by a link, accepted or refused by the office, joined by all."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import resolve, reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.cases import addresses
from hemicycle.cases import personal_data as held
from hemicycle.cases.actions import campaigns
from hemicycle.cases.actions.campaigns.organising import delete_unconfirmed, forget_organiser, unconfirmed_before
from hemicycle.cases.errors import NoReason
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import Campaign, CampaignState, Case
from hemicycle.channels import actions as channels
from hemicycle.channels.actions import give_answer
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Answer, Contact, Outbound
from hemicycle.record.models import Organization
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.personal_data import Subject
from tests.cases.arriving import mailbox_of
from tests.cases.campaigns.conftest import TEXT
from tests.cast import person

pytestmark = pytest.mark.django_db

ORA = "ora@ramblers.example"


@pytest.fixture
def announce(client, by_mail, river):
    """`announce()`: Ora fills in the form, and her campaign is there."""

    def announced(**other) -> Campaign:
        said = {"title": "Keep the river path open", "organisation": "Ramblers of Valmora", "email": ORA,
                "text": TEXT, "lang": "en", "bill": river.pk, "expected": "5000", **other}  # fmt: skip
        answer = client.post(addresses.announce_campaign(), said)
        assert answer.status_code == 302, answer.text
        return Campaign.objects.latest("pk")

    return announced


@pytest.fixture
def confirmed(client, announce) -> Campaign:
    campaign = announce()
    assert client.post(f"{_page(campaign)}confirm/").status_code == 302
    campaign.refresh_from_db()
    return campaign


def _page(campaign: Campaign) -> str:
    return addresses.organiser_page(campaign.address, campaign.key)


def staff(name: str, campaign: Campaign) -> str:
    return reverse(f"cases:{name}", args=[campaign.address])


def test_every_address_is_served():
    for page in ("announce", "x", "x/organiser/k"):
        assert resolve(addresses.campaigns(*page.split("/"))).app_name == "site"


def test_nobody_sees_it_before_its_organiser_confirms(client, sign_in, clerk, announce, mail, by_mail):
    campaign = announce()
    assert client.get(addresses.campaign(campaign.address)).status_code == 404
    assert sign_in(clerk).get(staff("campaign", campaign)).status_code == 404
    send_account(by_mail, worker="worker")
    (message,) = mail.got
    assert message.to == ORA
    assert urlsplit(message.content["link"]).path == _page(campaign)


@pytest.mark.parametrize("about", ["bill", "committee", ""])
def test_whose_address_it_is_gets_no_word_of_whoever_typed_it_in(announce, mail, by_mail, river, about):
    committee = Organization.objects.committees().get()
    chosen = {"bill": river.pk if about == "bill" else "", "committee": committee.pk if about == "committee" else ""}
    announce(title="Your refund: evil.example/pay", organisation="Bank of Evil", **chosen)
    send_account(by_mail, worker="worker")
    (message,) = mail.got
    for words in ("refund", "evil", "Evil", TEXT[:20]):
        assert words not in str(message.content)
    named = {"bill": f"It is about {river.titles.here} ({river.name}).", "committee": f"It is about {committee}."}
    assert named.get(about, "gave this address.") in message.content["text"]
    assert about or "It is about" not in message.content["text"]


def test_no_officer_reads_the_link_that_opens_the_page_of_its_organiser(sign_in, announce, by_mail):
    campaign = announce()
    colleague = person("Oscar Officer", Role.OFFICER, office=by_mail.office)
    page = sign_in(colleague).get(reverse("channels:board")).text
    assert "A message to one person" in page and campaign.key not in page


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("-5", "Enter how many people, 1 or more"),
        ("some", "1 or more, or leave it"),
        ("9" * 20, "at most 100 million"),
    ],
)
def test_how_many_are_expected_is_a_number_of_people(client, by_mail, typed, advice):
    answer = client.post(addresses.announce_campaign(), {"expected": typed})
    assert answer.status_code == 422 and advice in answer.text


def test_no_text_is_cut_and_what_is_too_long_is_refused_at_its_field(client, by_mail, confirmed):
    longest = {"title": 120, "organisation": 160, "text": 20_000}
    said = {name: "x" * most + "y" for name, most in longest.items()}
    answer = client.post(addresses.announce_campaign(), said)
    for words in ("121 characters; at most 120", "161 characters; at most 160", "20,001 characters; at most 20,000"):
        assert f"It has {words} are taken. Shorten it." in answer.text
    assert all(words in answer.text for words in said.values())
    assert not any(f'maxlength="{most}"' in answer.text for most in longest.values())
    answer = client.post(f"{_page(confirmed)}write/", {"text": said["text"]})
    assert answer.status_code == 422 and "20,001 characters" in answer.text and 'maxlength="' not in answer.text


def test_its_organiser_reads_their_own_text_before_and_after_confirming(client, announce):
    campaign = announce()
    begins = campaign.text[:40]
    assert begins in client.get(_page(campaign)).text
    client.post(f"{_page(campaign)}confirm/")
    assert begins in client.get(_page(campaign)).text


def test_opening_the_link_changes_nothing(client, announce):
    campaign = announce()
    shown = client.get(_page(campaign))
    assert shown.headers["Cache-Control"] == "no-store, private"
    campaign.refresh_from_db()
    assert campaign.organiser_confirmed_at is None


def test_confirmed_it_is_for_the_office_to_decide_with_a_case_for_messages(sign_in, clerk, confirmed, river):
    case = confirmed.organiser_case
    assert case.confirmed_at and case.subjects.get().bill == river
    assert staff("campaign", confirmed) in sign_in(clerk).get(reverse("cases:campaigns") + "?state=decide").text


def test_accepted_everybody_reads_it_and_takes_part(client, sign_in, clerk, confirmed, river):
    sign_in(clerk).post(staff("accept_campaign", confirmed), {"title_en": "River path", "bill": river.pk})
    shown = client.get(addresses.campaign(confirmed.address)).text
    assert "River path" in shown and "Ramblers of Valmora" in shown and "eleven kilometres" in shown
    assert addresses.write_in_campaign(confirmed.address) in shown
    assert ORA not in shown
    assert addresses.campaign(confirmed.address) in client.get(addresses.campaigns()).text
    assert addresses.campaign(confirmed.address) in client.get(river.get_absolute_url()).text
    assert addresses.write_in_campaign(confirmed.address) in client.get(_page(confirmed)).text


def finished(bill, *, days_ago: int) -> None:
    on = timezone.localdate() - timedelta(days=days_ago)
    bill.steps.create(order=bill.steps.count() + 1, stage="passed", date=on)


def test_no_campaign_is_announced_about_a_bill_that_the_house_has_finished_with(client, river, by_mail):
    path = f"{addresses.announce_campaign()}?bill={river.address}"
    assert f'value="{river.pk}" selected' in client.get(path).text
    finished(river, days_ago=0)
    shown = client.get(path).text
    assert f"The House has finished with {river.name}" in shown and f'value="{river.pk}"' not in shown
    assert f'id="id_bill-hint">{river.name} is no longer in this list.' in shown
    answer = client.post(addresses.announce_campaign(), {"bill": river.pk})
    assert answer.status_code == 422 and "the House has finished with this one" in answer.text


def test_one_accepted_when_nobody_can_take_part_any_more_promises_nobody_that_they_can(
    client, sign_in, confirmed, clerk, mail, by_mail, river
):
    office = sign_in(clerk)
    assert "Nobody can take part any more" not in office.get(staff("campaign", confirmed)).text
    finished(river, days_ago=1)
    said = "It takes no more letters: the House has finished with the bill."
    shown = office.get(staff("campaign", confirmed)).text
    assert "Nobody can take part any more" in shown and said in shown
    office.post(staff("accept_campaign", confirmed), {"title_en": "River path", "bill": river.pk})
    (message,) = notified(mail, by_mail)
    assert said in message.content["text"] and "take part" not in message.content["text"]
    assert said in client.get(_page(confirmed)).text


def test_what_the_office_reads_of_it_is_in_the_language_of_its_text(client, announce):
    campaign = announce(lang="es")
    client.post(f"{_page(campaign)}confirm/", headers={"Accept-Language": "fr"})
    campaign.refresh_from_db()
    assert "Cartas previstas: 5000" in campaign.organiser_case.latest.text


def test_refused_its_organiser_reads_why_and_nobody_else_anything(client, sign_in, clerk, confirmed):
    staffed = sign_in(clerk)
    assert staffed.post(staff("refuse_campaign", confirmed), {"reason": ""}).status_code == 422
    staffed.post(staff("refuse_campaign", confirmed), {"reason": "It asks for something that no House decides."})
    assert "no House decides" in client.get(_page(confirmed)).text
    assert client.get(addresses.campaign(confirmed.address)).status_code == 404


def notified(mail, account) -> list:
    send_account(account, worker="worker")
    return [one for one in mail.got if one.to == ORA and "accepted" in one.content["title"]]


def test_its_organiser_is_notified_that_it_was_accepted_with_the_link_of_their_page(confirmed, clerk, mail, by_mail):
    campaigns.accept(confirmed, by=clerk)
    (message,) = notified(mail, by_mail)
    assert "“Keep the river path open” was accepted" in message.content["title"]
    assert urlsplit(message.content["link"]).path == _page(confirmed)


def test_its_organiser_is_notified_why_it_was_refused_and_when_it_is_accepted_after_all(
    confirmed, clerk, mail, by_mail
):
    campaigns.refuse(confirmed, reason="It names no bill.", by=clerk)
    campaigns.accept(confirmed, by=clerk)
    refused, accepted = notified(mail, by_mail)
    assert "was not accepted" in refused.content["title"] and "It names no bill." in refused.content["text"]
    assert "It names no bill." not in accepted.content["text"]


def test_an_organiser_who_said_stop_reads_it_on_their_page_alone(client, confirmed, clerk, mail, by_mail):
    channels.suppress(confirmed.organiser, why="stop", by="test")
    campaigns.refuse(confirmed, reason="It names no bill.", by=clerk)
    assert notified(mail, by_mail) == []
    assert "It names no bill." in client.get(_page(confirmed)).text
    assert Case.objects.get(pk=confirmed.organiser_case_id).state == "closed"


@pytest.mark.parametrize("accepts", [True, False])
def test_the_decision_answers_the_letter_that_announced_it(client, sign_in, confirmed, clerk, mail, by_mail, accepts):
    if accepts:
        campaigns.accept(confirmed, by=clerk)
    else:
        campaigns.refuse(confirmed, reason="It names no bill.", by=clerk)
    said = "was accepted" if accepts else "It names no bill."
    assert len(notified(mail, by_mail)) == 1
    case = Case.objects.get(pk=confirmed.organiser_case_id)
    assert case.state == "closed" and case.answered_at is not None
    assert said in sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text
    shown = client.get(_page(confirmed)).text.partition("Messages from the office")[2]
    assert said in shown and "None yet" not in shown


def test_what_an_organiser_wrote_since_stays_to_be_answered(client, confirmed, clerk, release, by_mail):
    client.post(f"{_page(confirmed)}write/", {"text": "May we bring the letters in person?"})
    campaigns.accept(confirmed, by=clerk)
    confirmed.refresh_from_db()
    release(confirmed)
    cache.clear()
    reply_due("worker", lambda: False)
    case = Case.objects.get(pk=confirmed.organiser_case_id)
    assert case.state == "open" and case.campaign_reply


def test_an_organiser_who_is_named_or_was_accepted_before_waits_no_more_after_the_answer(
    campaign, clerk, release, by_mail
):
    case = campaigns.name_organiser(campaign, organisation="Ramblers", address=ORA, by=clerk)
    campaign.refresh_from_db()
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    case.refresh_from_db()
    assert case.state == "closed"


def test_the_letter_that_announces_it_leads_to_the_decision(sign_in, clerk, confirmed):
    shown = sign_in(clerk).get(reverse("cases:case", args=[confirmed.organiser_case.reference])).text
    assert f'href="{staff("campaign", confirmed)}"' in shown


def test_it_is_not_refused_without_a_reason(confirmed):
    with pytest.raises(NoReason):
        campaigns.refuse(confirmed, reason=" ", by="ada")


def test_the_key_of_one_opens_nothing_of_another(client, announce):
    one, other = announce(), announce(title="Another")
    assert client.get(addresses.organiser_page(one.address, other.key)).status_code == 404


def test_organiser_and_office_write_to_each_other(client, confirmed, clerk):
    client.post(f"{_page(confirmed)}write/", {"text": "We will bring 5,000 more on Monday."})
    case = confirmed.organiser_case
    assert case.messages.count() == 2
    case.refresh_from_db()
    Answer.objects.create(
        office=case.office, inbound=case.latest, key="k1", text="Monday suits us.", lang="en", written_by=clerk
    )
    assert "Monday suits us" in client.get(_page(confirmed)).text


def test_what_is_missing_is_said_at_the_field(client, by_mail):
    shown = client.post(addresses.announce_campaign(), {"email": "no address", "lang": "en"})
    assert shown.status_code == 422
    for said in ("Give the campaign a name.", "Enter an e-mail address", "Enter the text that people send."):
        assert said in shown.text


def test_a_last_day_that_has_passed_is_refused(client, by_mail):
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "Choose a day that has not passed." in client.post(addresses.announce_campaign(), {"until": day}).text


def test_after_its_last_day_the_form_is_closed(client, confirmed, clerk):
    campaigns.accept(confirmed, by=clerk)
    Campaign.objects.filter(pk=confirmed.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert addresses.write_in_campaign(confirmed.address) not in client.get(addresses.campaign(confirmed.address)).text


def test_whoever_wants_no_mail_gets_none_and_the_page_says_the_same(client, office, by_mail, announce):
    contact = channels.contact_of(office=office, channel="email", address=ORA)
    channels.suppress(contact, why="stop", by="test")
    said = {"title": "X", "organisation": "Y", "email": ORA, "text": TEXT, "lang": "en"}
    assert client.post(addresses.announce_campaign(), said).status_code == 302
    assert not Campaign.objects.exists() and not Outbound.objects.exists()


def test_nobodys_box_is_filled_with_our_links(client, announce):
    ParameterInForce.objects.create(name="follow_messages_a_day", value=1)
    announce()
    announce()
    assert Campaign.objects.count() == 1


def test_an_announcement_that_nobody_confirms_is_deleted_with_the_address(announce):
    announce()
    delete_unconfirmed(unconfirmed_before(timezone.now() + timedelta(days=8)))
    assert not Campaign.objects.exists()
    assert Contact.objects.get().address == ""


def test_an_organiser_who_is_erased_is_named_nowhere(confirmed, office):
    key = confirmed.key
    subject = Subject(frozenset({ORA}), (office,), True)
    forget_organiser(subject, by="ada")
    confirmed.refresh_from_db()
    assert (confirmed.organiser, confirmed.organisation) == (None, "")
    assert confirmed.key != key


def test_its_organiser_gets_the_answer_at_once(confirmed, clerk, release, mail, by_mail):
    campaigns.accept(confirmed, by=clerk)
    confirmed.refresh_from_db()
    release(confirmed)
    cache.clear()
    assert reply_due("worker", lambda: False) == 1
    send_account(by_mail, worker="worker")
    assert [message.to for message in mail.got if "three metres" in message.content["text"]] == [ORA]


def test_the_organiser_of_what_was_merged_gets_the_answer_and_their_link_leads_to_the_other(
    client, confirmed, campaign, clerk, release, mail, by_mail
):
    campaigns.accept(confirmed, by=clerk)
    campaigns.merge_campaigns(confirmed, into=campaign, by=clerk)
    assert client.get(addresses.campaign(confirmed.address)).url == addresses.campaign(campaign.address)
    form = client.get(addresses.write_in_campaign(confirmed.address))
    assert form.status_code == 200 and f"Take part in “{campaign}”" in form.text
    answer = release(campaign)
    for replied in (1, 0):
        cache.clear()
        assert reply_due("worker", lambda: False) == replied
    assert Case.objects.get(pk=confirmed.organiser_case_id).state == "closed"
    send_account(by_mail, worker="worker")
    (message,) = [one for one in mail.got if "three metres" in one.content["text"]]
    assert message.to == ORA and answer.title.text in message.content["title"]
    assert client.get(urlsplit(message.content["link"]).path, follow=True).context["campaign"] == campaign


def test_who_organises_both_gets_the_answer_once(client, announce, clerk, release, mail, by_mail):
    one, other = announce(), announce(title="Another")
    for each in (one, other):
        client.post(f"{_page(each)}confirm/")
        each.refresh_from_db()
        campaigns.accept(each, by=clerk)
    campaigns.merge_campaigns(one, into=other, by=clerk)
    other.refresh_from_db()
    release(other)
    for replied in (2, 0):
        cache.clear()
        assert reply_due("worker", lambda: False) == replied
    send_account(by_mail, worker="worker")
    assert [message.to for message in mail.got if "three metres" in message.content["text"]] == [ORA]


def test_what_was_merged_into_one_that_is_not_public_leads_nowhere(client, confirmed, member_office, campaign, clerk):
    campaigns.merge_campaigns(confirmed, into=campaign, by=clerk)
    Campaign.objects.filter(pk=campaign.pk).update(office=member_office)
    assert client.get(addresses.campaign(confirmed.address)).status_code == 404


def test_the_public_page_shows_the_one_answer_and_keeps_counts_apart(client, campaign, write, release):
    write("ann")
    write("bob", confirmed=False)
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    shown = client.get(addresses.campaign(campaign.address)).text
    assert "strip of three metres" in shown
    assert "Letters, not confirmed" in shown
    assert Case.objects.filter(campaign=campaign).confirmed().count() == 1


def test_the_public_page_says_how_many_letters_were_announced_beside_those_that_have_come(
    client, confirmed, clerk, write
):
    campaigns.accept(confirmed, by=clerk)
    Campaign.objects.filter(pk=confirmed.pk).update(expected=10_000)
    letters = [write(name, joins=False, confirmed=name != "cy") for name in ("ann", "bob", "cy")]
    Case.objects.filter(pk__in=[one.pk for one in letters]).update(campaign=confirmed)
    page = addresses.campaign(confirmed.address)
    said = " ".join(client.get(page).text.split())
    assert "Its organiser announced 10,000 letters. 2 letters from confirmed addresses have come." in said
    Campaign.objects.filter(pk=confirmed.pk).update(expected=1)
    Case.objects.filter(pk=letters[0].pk).update(campaign=None)
    said = " ".join(client.get(page).text.split())
    assert "Its organiser announced 1 letter. 1 letter from a confirmed address has come." in said


def test_of_a_campaign_that_nobody_announced_no_number_was_announced(client, campaign):
    assert "Its organiser announced" not in client.get(addresses.campaign(campaign.address)).text


def test_a_campaign_is_announced_about_a_committee_and_everybody_reads_that(client, announce, clerk):
    committee = Organization.objects.committees().get()
    found = announce(bill="", committee=str(committee.pk))
    assert (found.bill, found.committee) == (None, committee)
    client.post(f"{_page(found)}confirm/")
    found.refresh_from_db()
    assert found.organiser_case.subjects.get().committee == committee
    campaigns.accept(found, by=clerk)
    shown = client.get(addresses.campaign(found.address)).text
    assert committee.get_absolute_url() in shown and str(committee) in shown


def test_a_bill_and_a_committee_are_not_chosen_together(client, by_mail, river):
    committee = Organization.objects.committees().get()
    said = {"bill": river.pk, "committee": committee.pk}
    answer = client.post(addresses.announce_campaign(), said)
    assert answer.status_code == 422 and "Choose a bill or a committee, not both." in answer.text


def test_the_form_offers_the_committees_that_sit_and_says_that_letters_to_members_are_not_announced(client, river):
    sits = Organization.objects.committees().get()
    over = Organization.objects.create(kind="committee", names={"en": "Committee on Canals"}, until="2019")
    party = Organization.objects.parties().first()
    shown = client.get(f"{addresses.announce_campaign()}?committee={sits.address}").text
    assert f'<option value="{sits.pk}" selected>Committee on Rivers</option>' in shown
    for other in (over, party):
        assert str(other.pk) not in shown
        refused = client.post(addresses.announce_campaign(), {"committee": other.pk}).text
        assert "Select a valid choice" in refused
    assert "Letters to single members are not announced here" in shown


def test_staff_name_the_organiser_of_a_campaign_that_nobody_announced_and_write_to_them(
    client, sign_in, clerk, campaign, office
):
    staffed, mailbox = sign_in(clerk), mailbox_of(office)
    assert "Name the organiser" in staffed.get(staff("campaign", campaign)).text
    said = {"organisation": "Ramblers of Valmora", "email": ORA}
    shown = staffed.post(staff("name_organiser", campaign), said, follow=True).text
    campaign.refresh_from_db()
    case = campaign.organiser_case
    assert campaign.organiser.address == ORA and ORA not in campaign.organiser.sealed
    assert "Staff named the organiser of this campaign: Ramblers of Valmora." in shown and "They wrote" not in shown
    assert reverse("cases:case", args=[case.reference]) in staffed.get(staff("campaign", campaign)).text
    give_answer(case.latest, text="How many will come?", lang="en", key="k", by=clerk)
    sent = Outbound.objects.get()
    content = str(sent.content.content) + str(sent.content.parts)
    assert sent.contact == campaign.organiser and "How many will come?" in content and "Re:" not in content
    assert "as far as we know, you organise the campaign" in " ".join(content.replace("\\n", " ").split())
    answered = InboundMessage("<r@x>", "About 5,000.", sender=ORA, lang="en", answers=(str(sent.key),))
    reply = channels.store_incoming(answered, account=mailbox, by="test")
    assert case.messages.filter(inbound=reply).exists()
    public = client.get(addresses.campaign(campaign.address)).text + client.get(addresses.campaigns()).text
    assert "Ramblers of Valmora" not in public
    entry = AuditEntry.objects.get(action="cases.name_organiser")
    assert entry.actor == f"user:{clerk.pk}" and "ora@" not in str(entry.facts)


def test_whom_staff_named_gets_the_answer_to_the_campaign_and_no_decision(campaign, clerk, release, mail, by_mail):
    Campaign.objects.filter(pk=campaign.pk).update(state="proposed", origin="software")
    campaign.refresh_from_db()
    campaigns.name_organiser(campaign, organisation="Ramblers", address=ORA, by=clerk)
    campaigns.accept(campaign, by=clerk)
    campaign.refresh_from_db()
    assert notified(mail, by_mail) == []
    release(campaign)
    cache.clear()
    assert reply_due("worker", lambda: False) == 1
    send_account(by_mail, worker="worker")
    (message,) = mail.got
    assert message.to == ORA and "three metres" in message.content["text"]
    assert "as far as we know, you organise" in str(message.content)


def test_the_organiser_whom_staff_named_is_changed_removed_and_erased(sign_in, clerk, campaign, by_mail, office):
    first = campaigns.name_organiser(campaign, organisation="Ramblers", address=ORA, by=clerk)
    assert campaigns.name_organiser(campaign, organisation="The Ramblers", address=ORA, by=clerk) == first
    assert campaigns.name_organiser(campaign, organisation="Anglers", address="a@b.example", by=clerk) != first
    sign_in(clerk).post(staff("name_organiser", campaign), {"remove": "1"})
    campaign.refresh_from_db()
    assert (campaign.organisation, campaign.organiser, campaign.organiser_case) == ("", None, None)
    campaigns.name_organiser(campaign, organisation="Ramblers", address=ORA, by=clerk)
    subject = Subject(frozenset({ORA}), (office,), True)
    assert held.campaigns_of(subject).get() == campaign
    forget_organiser(subject, by="ada")
    campaign.refresh_from_db()
    assert (campaign.organisation, campaign.organiser) == ("", None)


def test_what_is_missing_of_an_organiser_is_said_and_one_who_announced_is_not_replaced(
    sign_in, clerk, officer, other_clerk, campaign, confirmed, by_mail
):
    staffed = sign_in(clerk)
    shown = staffed.post(staff("name_organiser", campaign), {"email": "no address"})
    assert shown.status_code == 422 and "Say who organises it." in shown.text
    said = {"organisation": "Anglers", "email": "a@b.example"}
    assert staffed.post(staff("name_organiser", confirmed), said).status_code == 403
    for who in (officer, other_clerk):
        assert sign_in(who).post(staff("name_organiser", campaign), said).status_code in (403, 404)
    Account.objects.filter(pk=by_mail.pk).update(is_open=False, closed_at=timezone.now())
    assert "has no account for e-mail" in sign_in(clerk).post(staff("name_organiser", campaign), said).text
    campaign.refresh_from_db()
    assert campaign.organiser is None


def test_a_members_campaigns_are_not_public(client, member_office, member):
    own = campaigns.make_campaign(office=member_office, titles={"en": "Bus"}, text=TEXT, lang="en", by=member)
    assert own.state == CampaignState.RUNNING
    assert client.get(addresses.campaign(own.address)).status_code == 404
