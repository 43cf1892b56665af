"""*Inform*: whoever wrote hears that it was read, and where to find what they wrote about; nobody is written to twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.actions import proposing
from hemicycle.cases.inbox.informing import message_to
from hemicycle.cases.models import Case, Origin, ProposedAnswer, Subject
from hemicycle.cases.progress import progress_of
from hemicycle.channels import actions as channels
from hemicycle.channels.actions.replying import return_undelivered
from hemicycle.channels.models import Answer, Outbound, State
from hemicycle.channels.sms.gsm import cut
from hemicycle.record.models import Document
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.site_address import absolute
from tests.cases.arriving import case_from, mailbox_of, phone_of
from tests.cases.test_hearings import planned
from tests.cast import person

from .bills import bill

__all__ = ["bill"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]

ADA, BULK = "ada@citizen.example", reverse("cases:bulk")


@pytest.fixture
def letters(office):
    return mailbox_of(office)


@pytest.fixture
def case(letters, bill) -> Case:
    return about(case_from(letters, ADA, lang="fr"), bill)


def stop(case: Case) -> None:
    channels.suppress(case.contact, why="stop", by="test")


def leave() -> None:
    Outbound.objects.filter(state=State.WAITING).update(state=State.SENT, sent_at=timezone.now())


def about(case: Case, bill: Document, origin: str = Origin.STAFF) -> Case:
    Subject.objects.create(case=case, bill=bill, origin=origin)
    return case


def facts(case: Case):
    return actions.facts_of(case.subjects.sure())


def triage(case: Case) -> str:
    return reverse("cases:triage", args=[case.reference])


def form_in(shown) -> dict[str, object]:
    form = shown.context["inform_form"]
    fields = {name: form[name].value() for name in ("text", "lang", "key", "seen")}
    return {"outcome": "inform", "write": "on", **fields}


def informed(client, case: Case, **more):
    shown = client.post(triage(case), {"outcome": "inform"})
    return client.post(triage(case), form_in(shown) | more, follow=True)


def stands(case: Case) -> tuple[str, str, bool]:
    case.refresh_from_db()
    return case.state, case.triage, case.answered_at is not None


def test_the_message_is_shown_before_it_leaves_in_their_language_with_what_the_record_says(sign_in, clerk, case, bill):
    item = planned(bill, days=4)
    shown = sign_in(clerk).post(triage(case), {"outcome": "inform"})
    assert shown.status_code == 200 and not Answer.objects.exists() and stands(case) == ("open", "", False)
    said = form_in(shown)
    assert said["lang"] == "fr" and str(said["text"]).startswith("Merci de nous avoir écrit.")
    for words in ("Projet sur les ports", item.sitting.date.strftime("%Y"), absolute(bill.get_absolute_url())):
        assert words in str(said["text"])
    assert "{" not in str(said["text"]) and "Suggested" in shown.text.partition('id="inform"')[2]


def test_one_press_sends_it_as_an_answer_leaves_and_closes_the_case_as_inform(sign_in, clerk, case):
    client = sign_in(clerk)
    shown = client.post(triage(case), {"outcome": "inform"})
    for _press in range(2):
        said = client.post(triage(case), form_in(shown), follow=True)
        assert "Closed as “Inform”. The message leaves in 20 seconds." in said.text
    sent = Answer.objects.get()
    assert (sent.lang, sent.written_by, sent.outbound.contact) == ("fr", clerk, case.contact)
    assert stands(case) == ("closed", "inform", False) and case.waiting_since is None
    page = client.get(reverse("cases:case", args=[case.reference])).text
    assert "Informed" in page and "Triage guide · Inform" in page
    assert progress_of(case) == "being looked at"
    leave()
    assert progress_of(case) == "informed"


def test_what_is_taken_back_opens_the_case_again_with_the_words_in_the_form(sign_in, clerk, case):
    client = sign_in(clerk)
    informed(client, case, text="Merci. Nous avons lu.")
    shown = client.post(reverse("cases:take_back", args=[Answer.objects.get().pk]), follow=True)
    assert stands(case) == ("open", "", False) and Outbound.objects.get().state == State.CANCELLED
    assert form_in(shown)["text"] == "Merci. Nous avons lu."
    assert not shown.context["answer_form"]["text"].value()


def test_what_does_not_arrive_opens_the_case_again_and_sent_again_informs(sign_in, clerk, case):
    client = sign_in(clerk)
    informed(client, case)
    Outbound.objects.update(state=State.FAILED)
    return_undelivered()
    assert stands(case) == ("open", "", False)
    client.post(reverse("cases:answer_again", args=[Answer.objects.get().pk]))
    assert stands(case) == ("closed", "inform", False)


def test_unticked_it_is_closed_and_nobody_is_written_to_which_is_said_and_undone(sign_in, clerk, case):
    client = sign_in(clerk)
    form = form_in(client.post(triage(case), {"outcome": "inform"}))
    del form["write"]
    shown = client.post(triage(case), form, follow=True)
    assert "Closed as “Inform”. Nobody is written to." in shown.text
    assert stands(case) == ("closed", "inform", False) and not Answer.objects.exists()
    assert progress_of(case) == "noted"
    (said,) = [one for one in shown.context["messages"] if "undo:" in (one.extra_tags or "")]
    client.post(said.extra_tags.removeprefix("undo:"))
    assert stands(case) == ("open", "", False)


def test_where_nobody_can_be_written_to_one_press_closes_it_and_says_why(sign_in, clerk, researcher, letters, case):
    stop(case)
    shown = sign_in(clerk).post(triage(case), {"outcome": "inform"}, follow=True)
    assert "Nobody is written to. Whoever wrote it has asked for no more messages" in shown.text
    assert stands(case) == ("closed", "inform", False)
    other = case_from(letters, "bo@citizen.example")
    refused = sign_in(researcher).post(triage(other), {"outcome": "inform", "write": "on", "text": "x"}, follow=True)
    assert refused.status_code == 403 or "You may not answer" in refused.text
    again = sign_in(clerk).post(triage(case), {"outcome": "inform", "write": "on", "text": "x"}, follow=True)
    assert "The case is closed already" in again.text and not Answer.objects.exists()


def test_a_message_without_words_is_refused_in_its_form(sign_in, clerk, case):
    refused = sign_in(clerk).post(triage(case), {"outcome": "inform", "write": "on", "text": " ", "lang": "fr"})
    assert refused.status_code == 422 and "untick “Write to them”" in refused.text.partition('id="inform"')[2]
    assert stands(case) == ("open", "", False)


def test_where_the_policy_asks_a_colleague_approves_it_first_and_it_still_informs(sign_in, clerk, office, case):
    ParameterInForce.objects.create(name="answers_approved", value="all")
    colleague = person("Cora Clerk", Role.CLERK, office=office)
    said = informed(sign_in(clerk), case)
    assert "It waits for a colleague" in said.text and stands(case) == ("open", "", False)
    assert "only informs, and answers nothing" in sign_in(colleague).get(reverse("cases:proposals")).text
    answer = proposing.approve(ProposedAnswer.objects.get(), case=case, by=colleague)
    assert stands(case) == ("closed", "inform", False)
    assert proposing.undo_approval(answer, case=case, by=colleague)
    assert stands(case) == ("open", "", False)
    proposing.approve(ProposedAnswer.objects.get(), case=case, by=colleague)
    assert stands(case) == ("closed", "inform", False) and Answer.objects.count() == 2


def test_an_answer_afterwards_is_the_first_answer_and_taken_back_there_was_none(sign_in, clerk, letters, case):
    informed(sign_in(clerk), case)
    leave()
    answer = channels.give_answer(case.latest, text="We come.", lang="en", key="k", by=clerk)
    assert stands(case) == ("closed", "inform", True)
    channels.take_back(answer, by=clerk)
    assert stands(case)[::2] == ("open", False)


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_text_message_keeps_to_two_segments_and_to_its_link_where_the_facts_are_long(office, bill, lang):
    planned(bill, days=4)
    texted = about(case_from(phone_of(office), "+999600201", lang=lang), bill)
    said = message_to(texted, facts(texted), lang)
    link = absolute(bill.get_absolute_url())
    assert len(cut(said).parts) <= 2 and said.endswith(link) and cut(said).encoding == "GSM-7"
    Document.objects.filter(pk=bill.pk).update(titles={"en": "Harbour " * 60})
    long = message_to(texted, facts(Case.objects.get(pk=texted.pk)), lang)
    assert len(cut(long).parts) <= 2 and long.endswith(link) and "Harbour Harbour" not in long
    office.name = "House " * 80
    member = Case.objects.get(pk=texted.pk)
    member.office.name, member.office.kind = "Office " * 60, "member"
    assert message_to(member, facts(member), lang) == link


def test_a_member_speaks_for_themselves_and_nobody_counts_what_they_got(sign_in, member, member_office, bill):
    theirs = about(case_from(mailbox_of(member_office, "okafor@h.example"), ADA), bill)
    client = sign_in(member)
    said = str(form_in(client.post(triage(theirs), {"outcome": "inform"}))["text"])
    assert said.startswith("Thank you for writing to me.") and "counted" not in said
    informed(client, theirs)
    leave()
    theirs.refresh_from_db()
    assert progress_of(theirs) == "read"


def test_only_what_is_sure_and_public_is_said_of_a_bill(letters, bill):
    suggested = about(case_from(letters, ADA), bill, Origin.SOFTWARE)
    intro = "Thank you for writing to us. What you wrote was read, and it is counted in what is reported."
    assert message_to(suggested, facts(suggested), "en") == intro
    known = about(case_from(letters, "bo@citizen.example"), bill)
    assert bill.name in message_to(known, facts(known), "en")
    Document.objects.update(classification="internal")
    hidden = message_to(Case.objects.get(pk=known.pk), facts(known), "en")
    assert hidden == intro


def test_a_letter_whose_address_nobody_confirmed_is_read_and_neither_counted_nor_promised_a_message(office, bill):
    letter = actions.write(office=office, text="My street floods.", lang="en", about=bill, form="f")
    said = message_to(letter, facts(letter), "en")
    assert letter.is_unproven and "was read." in said and "counted" not in said and "you get a message" not in said
    assert "The same page shows what becomes of it." in said


def test_what_everybody_reads_gets_a_message_as_short_as_a_post(letters, bill):
    posted = about(case_from(letters, ADA), bill)
    posted.latest.account.kind = "bluesky"
    said = message_to(posted, facts(posted), "en")
    link = absolute(bill.get_absolute_url())
    assert "Harbour Bill" in said and len(said) <= 300 and said.endswith(link)
    Document.objects.filter(pk=bill.pk).update(titles={"en": "Harbour " * 60})
    long = message_to(posted, facts(Case.objects.get(pk=posted.pk)), "en")
    assert "Harbour Harbour" not in long and len(long) <= 300 and long.endswith(link)


def ticked(cases, **more) -> dict[str, object]:
    return {"rows": [one.reference for one in cases], "do": "close", "triage": "inform", **more}


@pytest.fixture
def four(letters, office) -> list[Case]:
    """Two who can be written to, one who said STOP, and one who cannot wait."""
    found = [case_from(letters, f"{name}@citizen.example", lang=lang) for name, lang in
             (("ada", "en"), ("bo", "fr"), ("cy", "en"), ("di", "en"))]  # fmt: skip
    stop(found[2])
    Case.objects.filter(pk=found[3].pk).update(urgency="danger")
    return found


def test_ticked_cases_say_how_many_can_be_written_to_and_those_are_and_the_others_closed_without(sign_in, clerk, four):
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(four))
    assert "2 can be written to. 2 cannot." in shown.text and not Answer.objects.exists()
    assert "Merci de nous avoir écrit." in shown.text and "Thank you for writing to us." in shown.text
    assert set(Case.objects.values_list("state", flat=True)) == {"open"}
    form = ticked(four, closing="1", write="1", key=shown.context["key"])
    said = client.post(BULK, form, follow=True)
    assert "2 answers leave in 20 seconds." in said.text and "1 case closed without a message." in said.text
    assert f"{four[3]} cannot wait and has no answer yet: close it by itself." in said.text
    client.post(BULK, form)
    client.post(BULK, form | {"key": channels.new_key(informs=True)})
    assert sorted(Answer.objects.values_list("lang", flat=True)) == ["en", "fr"]
    assert [stands(one)[:2] for one in four] == [("closed", "inform")] * 3 + [("open", "")]
    for one in (each for each in said.context["messages"] if each.extra_tags):
        client.post(one.extra_tags.removeprefix("undo:"))
    assert [stands(one)[:2] for one in four] == [("open", "")] * 4
    assert set(Outbound.objects.values_list("state", flat=True)) == {"cancelled"}


def test_ticked_cases_hear_of_no_bill_that_only_the_software_suggests(sign_in, clerk, letters, bill):
    suggested = about(case_from(letters, ADA), bill, Origin.SOFTWARE)
    assert "Harbour Bill" not in sign_in(clerk).post(BULK, ticked([suggested])).context["plan"][0].text


def test_ticked_cases_are_closed_without_a_message_where_that_is_unticked(sign_in, clerk, four):
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(four, closing="1"), follow=True)
    assert "3 cases closed without a message." in shown.text and not Answer.objects.exists()
    assert f"{four[3]} cannot wait and has no answer yet" in shown.text
    assert [stands(one)[:2] for one in four] == [("closed", "inform")] * 3 + [("open", "")]


def test_who_may_write_to_nobody_reads_too_that_what_cannot_wait_stays_open(sign_in, researcher, four):
    client = sign_in(researcher)
    assert (
        "What cannot wait, or has an answer that waits for approval, stays open."
        in client.post(BULK, ticked(four)).text
    )
    shown = client.post(BULK, ticked(four, closing="1"), follow=True).text
    assert "3 cases closed without a message." in shown and f"{four[3]} cannot wait" in shown
    assert stands(four[3])[0] == "open"


def test_of_several_letters_of_one_person_the_message_closes_all_and_is_sent_once(sign_in, clerk, letters):
    both = [case_from(letters, ADA, words) for words in ("My street floods.", "And the bridge.")]
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(both))
    client.post(BULK, ticked(both, closing="1", write="1", key=shown.context["key"]))
    assert Answer.objects.count() == 1
    assert [stands(one)[:2] for one in both] == [("closed", "inform")] * 2
