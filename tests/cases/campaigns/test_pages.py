"""The pages of staff: a campaign is one row of the inbox, and its page says what was sent, by whom, and what is owed."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hemicycle.accounts.models import Notice
from hemicycle.cases import addresses
from hemicycle.cases.actions import add_subject, campaigns, dispute, merge
from hemicycle.cases.actions.notices import WRITE
from hemicycle.cases.inbox.filters import waiting_for
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.jobs.searching import run_search
from hemicycle.cases.models import (
    Campaign,
    CampaignSearch,
    CampaignState,
    Case,
    Origin,
    OwnPoint,
    PointAnswer,
    Urgency,
)
from hemicycle.channels.actions import erase
from hemicycle.channels.models import Inbound
from hemicycle.record.models import Document, DocumentKind
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.campaigns.conftest import TEXT

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")
OWN = "My school visits the weir every May."


def page(name: str, campaign: Campaign) -> str:
    return reverse(f"cases:{name}", args=[campaign.address])


def test_its_letters_are_one_row_of_the_inbox(sign_in, clerk, campaign, write):
    ann, bob = write("ann"), write("bob")
    shown = sign_in(clerk).get(INBOX).text
    assert page("campaign", campaign) in shown
    assert "2 letters to do" in shown
    assert str(ann) not in shown and str(bob) not in shown
    assert not waiting_for(clerk).exists()


def test_of_a_letter_of_a_campaign_the_list_shows_what_its_sender_added(sign_in, clerk, write):
    added = write(own=OWN)
    shown = sign_in(clerk).get(INBOX, {"campaign": "each"}).text
    row = shown.partition(f'value="{added.reference}" form="bulk"')[2].partition("</li>")[0]
    assert OWN in row and TEXT[:20] not in row


def test_the_list_says_how_many_letters_it_counts_in_campaigns(sign_in, clerk, campaign, write):
    client, said = sign_in(clerk), "more letters are in campaigns."
    assert said not in client.get(INBOX).text
    write("ann"), write("bob"), write("cyd")
    shown = client.get(INBOX)
    assert f"3 {said}" in shown.text and said not in client.get(INBOX, {"campaign": "each"}).text
    counts = {tab.value: tab.count for tab in shown.context["tabs"]}
    assert counts["all"] == sum(n for value, n in counts.items() if value != "all") + 3


def test_each_of_them_is_shown_where_that_is_asked_for(sign_in, clerk, campaign, write):
    case = write("ann")
    for asked in ("each", campaign.address):
        assert str(case) in sign_in(clerk).get(INBOX, {"campaign": asked}).text


def test_what_cannot_wait_stands_in_the_inbox_by_itself(sign_in, clerk, campaign, write):
    case = write("ann", own="The bailiffs come on Monday.")
    Case.objects.filter(pk=case.pk).update(urgency=Urgency.CASEWORK)
    assert str(case) in sign_in(clerk).get(INBOX).text
    shown = sign_in(clerk).get(page("campaign", campaign)).text
    assert "Answer these by themselves" in shown and str(case) in shown


def test_points_are_answered_together(sign_in, clerk, campaign, write):
    cases = [write(own=OWN), write(own=OWN)]
    client = sign_in(clerk)
    assert OWN in client.get(page("campaign", campaign)).text
    answered = {"rows": [one.pk for one in cases], "text": "Visits stay free.", "lang": "en", "do": "answer"}
    assert client.post(page("campaign_points", campaign), answered).status_code == 302
    assert {one.point_answer.text for one in Case.objects.exclude(point_answer=None)} == {"Visits stay free."}


def test_the_answer_to_a_point_goes_with_the_last_letter_that_made_it(clerk, office, campaign, write):
    one, other = write(own=OWN), write(own=OWN)
    rows = Case.objects.filter(pk__in=[one.pk, other.pk])
    campaigns.answer_points(rows, campaign, text="Visits stay free.", lang="en", by=clerk)
    erase(Inbound.objects.filter(pk=one.latest_id), office=office, by="test")
    assert PointAnswer.objects.count() == 1
    erase(Inbound.objects.filter(pk=other.latest_id), office=office, by="test")
    assert not PointAnswer.objects.exists()


def test_the_answer_to_a_point_of_a_letter_that_was_merged_goes_with_it(clerk, office, campaign, write):
    gone, kept = write("ann", own=OWN), write("ann", own="And my shop.")
    campaigns.answer_points(Case.objects.filter(pk=gone.pk), campaign, text="Visits stay free.", lang="en", by=clerk)
    merge(gone, into=kept, by=clerk)
    erase(Inbound.objects.filter(pk__in=[gone.latest_id, kept.latest_id]), office=office, by="test")
    assert not PointAnswer.objects.exists()


def test_a_point_without_an_answer_is_refused_at_the_field(sign_in, clerk, campaign, write):
    case = write(own=OWN)
    shown = sign_in(clerk).post(page("campaign_points", campaign), {"rows": [case.pk], "lang": "en", "do": "answer"})
    assert shown.status_code == 422
    assert "Write an answer." in shown.text


def test_what_says_nothing_more_is_put_aside_and_what_does_not_belong_is_taken_out(sign_in, clerk, campaign, write):
    said, other = write(own=OWN), write(own=OWN)
    client = sign_in(clerk)
    client.post(page("campaign_points", campaign), {"rows": [said.pk], "do": "none"})
    client.post(page("campaign_points", campaign), {"rows": [other.pk], "do": "leave"})
    said.refresh_from_db()
    other.refresh_from_db()
    assert (said.campaign, said.own_point) == (campaign, OwnPoint.NONE)
    assert (other.campaign, other.own_words) == (None, "")


def test_who_does_not_read_letters_sees_the_numbers_and_not_the_words(sign_in, officer, campaign, write):
    case = write(own=OWN)
    shown = sign_in(officer).get(page("campaign", campaign)).text
    assert "Address confirmed" in shown
    assert OWN not in shown and str(case) not in shown
    assert (
        sign_in(officer).post(page("campaign_points", campaign), {"rows": [case.pk], "do": "none"}).status_code == 403
    )


def test_who_reads_what_senders_added_is_noted_once_a_day(sign_in, clerk, officer, campaign, write):
    noted = AuditEntry.objects.filter(action="cases.read_points")
    sign_in(clerk).get(page("campaign", campaign))
    write(own=OWN)
    sign_in(officer).get(page("campaign", campaign))
    assert not noted.exists()
    for _time in range(2):
        sign_in(clerk).get(page("campaign", campaign))
    assert [one.actor for one in noted] == [f"user:{clerk.pk}"]


def test_the_answer_is_begun_by_whoever_writes_at_the_desk(sign_in, officer, clerk, campaign, write):
    write("ann")
    assert sign_in(clerk).post(page("write_campaign_answer", campaign)).status_code == 403
    begun = sign_in(officer).post(page("write_campaign_answer", campaign))
    campaign.refresh_from_db()
    assert begun.url == reverse("desk:compose", args=[campaign.answer.address])
    assert set(campaign.answer.texts.values_list("lang", flat=True)) == {"en", "fr", "es"}
    assert sign_in(officer).post(page("write_campaign_answer", campaign)).url == page("campaign", campaign)


def test_whoever_would_write_the_answer_reads_first_who_then_can_approve_it(
    sign_in, officer, editor, second_editor, campaign
):
    shown = sign_in(officer).get(page("campaign", campaign)).text
    assert "If you write it, you cannot approve it." in shown
    assert "Who can approve it: Edith Editor, Sven Editor." in shown
    assert "fewer people" not in shown


def test_an_editor_of_too_few_reads_who_had_better_write_the_answer(sign_in, officer, editor, second_editor, campaign):
    shown = sign_in(editor).get(page("campaign", campaign)).text
    assert "Who can approve it: Sven Editor." in shown
    assert "That is fewer people than it needs. Enough are left if it is written by: Oscar Officer." in shown


def test_its_page_says_how_far_the_answer_is(sign_in, clerk, campaign, write, release):
    write("ann")
    write("bob", confirmed=False)
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    shown = sign_in(clerk).get(page("campaign", campaign)).text
    assert "2 of 2 letters have the answer" in shown
    assert "1 has not confirmed their address" in shown


def test_who_has_not_confirmed_reads_the_answer_where_the_page_of_staff_says_that_it_stands(
    client, sign_in, clerk, campaign, write, release
):
    case = write("bob", confirmed=False)
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    shown = sign_in(clerk).get(page("campaign", campaign)).text
    said = "the answer stands on the page of their letter and on the public page of the campaign"
    assert said in shown and "by their reference" not in shown
    for address in (addresses.letter(case.key), addresses.campaign(campaign.address)):
        assert "strip of three metres" in client.get(address).text
    by_reference = client.post(reverse("site:status"), {"reference": str(case)}).text
    assert case.written_reference in by_reference and "strip of three metres" not in by_reference


def test_another_office_and_an_outsider_find_nothing(sign_in, other_clerk, member, outsider, superuser, campaign):
    for somebody in (other_clerk, member, superuser):
        assert sign_in(somebody).get(page("campaign", campaign)).status_code in (403, 404)
        assert campaign.titles["en"] not in sign_in(somebody).get(reverse("cases:campaigns")).text
    assert sign_in(outsider).get(page("campaign", campaign)).status_code == 403


def test_one_is_merged_into_another(sign_in, clerk, office, campaign, write):
    other = campaigns.make_campaign(office=office, titles={"en": "Paths"}, text="", lang="en", by=clerk)
    write("ann")
    sign_in(clerk).post(page("merge_campaign", campaign), {"into": other.pk})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.merged_into) == (CampaignState.MERGED, other)
    assert other.cases.count() == 1


def test_staff_make_one_that_nobody_announced_and_its_letters_join_it(
    sign_in, clerk, researcher, other_office, by_mail, river
):
    new = reverse("cases:new_campaign")
    client, case = sign_in(clerk), case_from(by_mail, "ann@citizen.example", TEXT)
    assert new in client.get(reverse("cases:campaigns")).text
    said = {"title_en": "Paths", "text": TEXT, "lang": "en", "bill": river.pk, "office": other_office.pk}
    assert client.post(new, said).status_code == 422 and sign_in(researcher).get(new).status_code == 403
    made = client.post(new, {**said, "office": case.office_id})
    found = Campaign.objects.get()
    assert made.url == page("campaign", found)
    assert (found.state, found.origin, found.bill) == (CampaignState.RUNNING, "staff", river)
    run_search(CampaignSearch.objects.get(), lambda *_arguments, **_named: None)
    case.refresh_from_db()
    assert case.campaign == found


def test_letters_are_added_by_their_references(sign_in, clerk, campaign, write):
    case = write("ann", joins=False)
    client = sign_in(clerk)
    assert client.post(page("add_to_campaign", campaign), {"references": "9999-99"}).status_code == 422
    client.post(page("add_to_campaign", campaign), {"references": str(case).lower()})
    case.refresh_from_db()
    assert case.campaign == campaign


def test_its_name_is_needed_in_one_language_at_least(sign_in, clerk, campaign):
    shown = sign_in(clerk).post(page("accept_campaign", campaign), {})
    assert shown.status_code == 422
    assert "Give it a name in one language at least." in shown.text


def test_it_ends_without_an_answer_and_is_resumed(sign_in, clerk, campaign):
    client = sign_in(clerk)
    client.post(page("end_campaign", campaign))
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.ENDED
    assert "Somebody was quicker" in client.post(page("end_campaign", campaign), follow=True).text
    client.post(page("end_campaign", campaign), {"resume": "1"})
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.RUNNING


def test_more_letters_cost_no_more_queries(sign_in, clerk, campaign, write):
    client, counted = sign_in(clerk), []
    for _ in range(2):
        for _ in range(3):
            write(own=OWN)
        # That they were read is noted once.
        client.get(page("campaign", campaign))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page("campaign", campaign)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] < 30


def test_what_is_answered_by_itself_is_not_among_the_points_whose_answer_goes_out_with_the_campaigns(
    sign_in, clerk, campaign, write
):
    write("ann", own=OWN)
    urgent = write("bob", own="The bailiffs come on Monday.")
    Case.objects.filter(pk=urgent.pk).update(urgency=Urgency.CASEWORK)
    shown = sign_in(clerk).get(page("campaign", campaign)).context
    assert [case.own_words for case in shown["points"].object_list] == [OWN]
    assert (shown["counts"].open_points, shown["counts"].apart) == (1, 1)
    numbers = {one["label"]: one["value"] for one in shown["numbers"]}
    assert (numbers["With words of their own"], numbers["Answered by themselves"]) == (1, 1)


def test_letters_that_their_owners_did_not_write_are_a_number_of_their_own(sign_in, clerk, campaign, write):
    write("ann")
    dispute(write("bob"), by="citizen")
    numbers = {one["label"]: one["value"] for one in sign_in(clerk).get(page("campaign", campaign)).context["numbers"]}
    assert numbers["Not by whom they name"] == 1


def test_a_colleague_is_asked_to_write_the_answer_and_gets_a_notice_until_somebody_begins_it(
    sign_in, clerk, officer, editor, second_editor, campaign
):
    for somebody in (clerk, editor):
        shown = sign_in(somebody).get(page("campaign", campaign)).text
        assert "Oscar Officer (2 people can approve it then)" in shown
        asked = sign_in(somebody).post(page("ask_to_write_answer", campaign), {"to": officer.pk}, follow=True).text
        assert "Asked to write it: Oscar Officer." in asked
    bell = sign_in(officer).get(reverse("notices")).text
    assert "A colleague asks you to write the answer to a campaign." in bell and str(campaign) in bell
    sign_in(officer).post(page("write_campaign_answer", campaign))
    assert "Asked to write it" not in sign_in(editor).get(page("campaign", campaign)).text
    assert sign_in(editor).post(page("ask_to_write_answer", campaign), {"to": officer.pk}).status_code == 403
    assert not Notice.objects.unread().about([WRITE], campaign.pk).exists()


def test_nobody_is_asked_to_write_it_who_does_not_write_for_the_office_nor_by_an_outsider(
    sign_in, clerk, researcher, officer, other_clerk, outsider, campaign
):
    asking = page("ask_to_write_answer", campaign)
    assert sign_in(clerk).post(asking, {"to": other_clerk.pk}).status_code == 422
    assert "Choose a colleague." in sign_in(clerk).post(asking, {}).text
    for somebody in (researcher, other_clerk, outsider):
        assert sign_in(somebody).post(asking, {"to": officer.pk}).status_code in (403, 404)
    assert not Notice.objects.about([WRITE], campaign.pk).exists()


def test_letters_are_added_by_their_references_and_each_that_is_not_is_named_with_why(
    sign_in, clerk, campaign, write, other_office
):
    inside, ann, bob = write(), write(joins=False), write(joins=False)
    elsewhere = case_from(mailbox_of(other_office, "enquiries@h.example"), "cy@citizen.example")
    given = " ".join([str(ann), bob.reference.lower(), str(inside), str(elsewhere), "9999-99"])
    said = sign_in(clerk).post(page("add_to_campaign", campaign), {"references": given}, follow=True).text
    assert "2 letters added." in said
    assert f"{inside}: it is in this campaign already." in said
    assert f"{elsewhere}: no letter of this office has this reference." in said
    assert "9999-99: no letter of this office has this reference." in said
    assert Case.objects.of_campaign(campaign).count() == 3
    refused = sign_in(clerk).post(page("add_to_campaign", campaign), {"references": str(inside)})
    assert refused.status_code == 422 and "in this campaign already" in refused.text


def test_ticked_letters_are_added_to_a_campaign_with_undo(sign_in, clerk, researcher, campaign, write):
    inside, ann, bob = write(), write(joins=False), write(joins=False)
    ticked = {"rows": [one.reference for one in (inside, ann, bob)], "do": "campaign", "campaign": campaign.address}
    sign_in(researcher).post(reverse("cases:bulk"), ticked)
    assert Case.objects.of_campaign(campaign).count() == 1
    client = sign_in(clerk)
    said = client.post(reverse("cases:bulk"), ticked, follow=True).text
    assert "2 letters added." in said and "in a campaign already, are left out" in said
    assert Case.objects.of_campaign(campaign).count() == 3
    client.post("/inbox/undo/" + said.partition('action="/inbox/undo/')[2].partition('"')[0])
    assert list(Case.objects.of_campaign(campaign)) == [inside]


def test_a_title_in_another_language_than_the_page_says_in_which(client, campaign, write):
    write("ann")
    for lang, mark in (("es", "(inglés)"), ("fr", ""), ("en", "")):
        shown = client.get(reverse("site:campaigns"), headers={"accept-language": lang}).text
        row = shown.partition('class="row-title"')[2].partition("</th>")[0]
        assert mark in row and ("(" in row) == bool(mark)
    shown = client.get(addresses.campaign(campaign.address), headers={"accept-language": "es"}).text
    assert f'<h1 lang="en" dir="auto">{campaign.titles["en"]}</h1>' in shown


def test_a_guess_about_the_bill_of_a_letter_is_sure_once_it_joins_a_campaign_about_it(clerk, river, campaign, write):
    case = write("ann", joins=False)
    add_subject(case, river, origin=Origin.SOFTWARE, by="test")
    campaigns.join(case, campaign, by=clerk)
    assert case.subjects.sure().get().bill == river


def bills_of(case: Case) -> list[Document]:
    return [one.bill for one in case.subjects.sure()]


def test_what_letters_are_about_follows_their_campaign_and_what_people_said_stays(clerk, river, campaign, write):
    other = Document.objects.create(kind=DocumentKind.BILL, number="77", titles={"en": "Weir Bill"})
    ann, bob = write("ann"), write("bob")
    add_subject(bob, river, origin=Origin.STAFF, by=clerk)
    add_subject(ann, river, eid="sec_1", origin=Origin.NAMED, by="test")
    campaigns.describe(campaign, titles=campaign.titles, bill=other, by=clerk)
    assert bills_of(ann) == [other] and bills_of(bob) == [river, other]
    campaigns.leave(Case.objects.filter(pk__in=(ann.pk, bob.pk)), by=clerk)
    assert bills_of(ann) == [] and bills_of(bob) == [river]


def test_letters_of_a_merged_campaign_are_about_what_the_other_is_about(clerk, office, river, campaign, write):
    other = Document.objects.create(kind=DocumentKind.BILL, number="77", titles={"en": "Weir Bill"})
    kept = campaigns.make_campaign(office=office, titles={"en": "Weir"}, text="", lang="en", bill=other, by=clerk)
    ann = write("ann")
    campaigns.merge_campaigns(campaign, into=kept, by=clerk)
    assert bills_of(ann) == [other]


def test_a_letter_is_about_the_bill_of_a_suggested_campaign_once_it_is_accepted(clerk, river, campaign, write):
    Campaign.objects.update(state=CampaignState.PROPOSED, origin="software")
    campaign.refresh_from_db()
    ann = write("ann")
    assert bills_of(ann) == []
    campaigns.accept(campaign, by=clerk)
    assert bills_of(ann) == [river]


def test_a_letter_that_was_merged_takes_its_bill_along_for_as_long_as_its_campaign_has_it(
    clerk, river, campaign, write
):
    ann, kept = write("ann"), write("ann", joins=False, text="The weir is broken.")
    merge(ann, into=kept, by=clerk)
    assert bills_of(kept) == [river]
    campaigns.describe(campaign, titles=campaign.titles, bill=None, by=clerk)
    assert bills_of(kept) == []
