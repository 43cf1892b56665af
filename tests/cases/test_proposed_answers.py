"""Where the policy asks for it, a colleague approves an answer to a person before it leaves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import proposing, write
from hemicycle.cases.models import Case, ProposedAnswer, State
from hemicycle.channels.actions import close_account, erase
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Answer, Inbound, Outbound
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.cases.arriving import case_from, mailbox_of
from tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]

ADA = "ada@citizen.example"
LIST = reverse("cases:proposals")


@pytest.fixture
def colleague(office):
    return person("Cora Clerk", Role.CLERK, office=office)


@pytest.fixture
def case(office) -> Case:
    return case_from(mailbox_of(office), ADA)


@pytest.fixture
def asked(db):
    ParameterInForce.objects.create(name="answers_approved", value="all")


@pytest.fixture
def proposed(asked, case, clerk, colleague, sign_in) -> ProposedAnswer:
    answered = sign_in(clerk).post(page("answer", case), said(), follow=True).text
    assert "It waits for a colleague" in answered
    return ProposedAnswer.objects.get()


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def at(name: str, proposal: ProposedAnswer) -> str:
    return reverse(f"cases:{name}", args=[proposal.pk])


def said(text: str = "We come on Tuesday.", **more) -> dict[str, str]:
    return {"text": text, "lang": "en", "key": "k1", **more}


@pytest.mark.parametrize(("value", "letters", "comments"), [("none", 0, 0), ("public", 0, 1), ("all", 1, 1)])
def test_the_policy_says_which_answers_a_colleague_approves(case, value, letters, comments):
    ParameterInForce.objects.create(name="answers_approved", value=value)
    assert proposing.is_approved_first(case) == bool(letters)
    case.channel, case.direct = "social", False
    assert proposing.is_approved_first(case) == bool(comments)


def test_nothing_leaves_and_the_case_stays_open_until_somebody_else_approves_it(proposed, case, clerk, sign_in):
    assert not Answer.objects.exists() and not Outbound.objects.exists()
    case.refresh_from_db()
    assert (case.state, case.answered_at) == (State.OPEN, None)
    browser = sign_in(clerk)
    shown = browser.get(page("case", case)).text
    assert at("approve_answer", proposed) not in shown
    # One answer waits: the form for another is folded away.
    assert "Write another answer" in shown
    assert "You wrote it" in browser.post(at("approve_answer", proposed), follow=True).text
    browser.post(LIST, {"rows": proposed.pk})
    assert not Answer.objects.exists()
    with pytest.raises(CannotAnswer):
        proposing.approve(proposed, case=case, by=clerk)


def test_a_colleague_approves_it_on_the_page_and_it_leaves_in_the_name_of_who_wrote_it(
    proposed, case, clerk, colleague, sign_in
):
    assert [one.person for one in Notice.objects.filter(kind="cases.approve_answer", ended_at=None)] == [colleague]
    browser = sign_in(colleague)
    assert "1 answer to approve" in browser.get(reverse("cases:inbox")).text
    assert "We come on Tuesday." in browser.get(page("case", case)).text
    assert "leaves in 20 seconds" in browser.post(at("approve_answer", proposed), follow=True).text
    given = Answer.objects.get()
    assert (given.written_by, given.text, given.outbound.contact.address) == (clerk, "We come on Tuesday.", ADA)
    case.refresh_from_db()
    assert case.state == State.CLOSED and case.answered_at is not None
    assert not ProposedAnswer.objects.exists()
    assert "Clara Clerk, approved by Cora Clerk" in browser.get(page("case", case)).text
    assert [one.actor for one in AuditEntry.objects.filter(action="cases.approve_answer")] == [f"user:{colleague.pk}"]


def test_two_who_approve_at_once_send_it_once(proposed, case, colleague, sign_in):
    proposing.approve(proposed, case=case, by=colleague)
    with pytest.raises(CannotAnswer):
        proposing.approve(proposed, case=case, by=colleague)
    assert Answer.objects.count() == 1


def test_who_closes_its_case_reads_that_an_answer_still_waits(proposed, case, colleague, sign_in):
    said = sign_in(colleague).post(page("close", case), follow=True).text
    assert f"{case} is closed. An answer to it still waits for approval." in said


def test_the_same_form_sent_twice_waits_once(proposed, case, clerk, sign_in):
    sign_in(clerk).post(page("answer", case), said())
    assert ProposedAnswer.objects.count() == 1


def test_what_is_sent_back_says_why_and_stands_in_the_form_of_who_wrote_it(proposed, case, clerk, colleague, sign_in):
    browser = sign_in(colleague)
    refused = browser.post(at("send_answer_back", proposed), {"why": ""})
    assert refused.status_code == 422 and "Say what is to change" in refused.text
    assert "Sent back to" in browser.post(at("send_answer_back", proposed), {"why": "Name the day."}, follow=True).text
    assert not Answer.objects.exists()
    assert [one.person for one in Notice.objects.filter(kind="cases.answer_returned")] == [clerk]
    browser = sign_in(clerk)
    shown = browser.get(page("case", case)).text
    assert "Name the day." in shown and "We come on Tuesday." in shown
    browser.post(page("answer", case), said("We come on Tuesday, 4 May.", key="k2"))
    assert [(one.text, one.returned_at) for one in ProposedAnswer.objects.all()] == [
        ("We come on Tuesday, 4 May.", None)
    ]


def test_whoever_wrote_it_takes_it_back_and_nobody_else(proposed, case, clerk, colleague, sign_in):
    assert "Only whoever wrote it" in sign_in(colleague).post(at("take_proposal_back", proposed), follow=True).text
    assert "We come on Tuesday." in sign_in(clerk).post(at("take_proposal_back", proposed), follow=True).text
    assert not ProposedAnswer.objects.exists() and not Answer.objects.exists()


def test_answers_to_ticked_cases_wait_too_and_are_approved_together(asked, office, clerk, colleague, sign_in, case):
    other = case_from(case.account, "bo@citizen.example", "The bridge is closed.")
    rows = {
        "rows": [case.reference, other.reference],
        "own": "1",
        "text-en": "We look at it.",
        "key": "k",
        "send": "1",
    }
    shown = sign_in(clerk).post(reverse("cases:bulk_answer"), rows, follow=True).text
    assert "2 answers wait for a colleague" in shown and not Answer.objects.exists()
    browser = sign_in(colleague)
    assert browser.get(LIST).text.count("We look at it.") == 2
    assert "Tick the answers" in browser.post(LIST, {}, follow=True).text
    keys = list(ProposedAnswer.objects.values_list("pk", flat=True))
    assert "2 answers approved" in browser.post(LIST, {"rows": keys}, follow=True).text
    assert Answer.objects.count() == 2 and not ProposedAnswer.objects.exists()


def test_where_nobody_else_could_approve_it_the_page_says_so(asked, case, clerk, sign_in):
    assert (
        "nobody else of your office may approve it"
        in sign_in(clerk).post(page("answer", case), said(), follow=True).text
    )


def test_a_members_office_answers_for_itself(asked, member_office, member, sign_in):
    case = case_from(mailbox_of(member_office, "okafor@h.example"), ADA)
    assert "leaves in 20 seconds" in sign_in(member).post(page("answer", case), said(), follow=True).text


def test_no_other_office_reads_or_approves_it(proposed, other_clerk, member, sign_in):
    for stranger in (other_clerk, member):
        browser = sign_in(stranger)
        assert "We come on Tuesday." not in browser.get(LIST).text
        browser.post(LIST, {"rows": proposed.pk})
        for name in ("approve_answer", "send_answer_back", "take_proposal_back"):
            assert browser.post(at(name, proposed), {"why": "x"}).status_code == 404
    assert ProposedAnswer.objects.count() == 1 and not Answer.objects.exists()


def test_who_answers_comments_alone_is_asked_to_approve_no_letter(proposed, editor, clerk, sign_in):
    assert not Notice.objects.filter(kind="cases.approve_answer", person=editor).exists()
    for one in (editor, clerk):
        assert "to approve" not in sign_in(one).get(reverse("cases:inbox")).text.partition("<main")[2]
    browser = sign_in(editor)
    assert "We come on Tuesday." not in browser.get(LIST).text
    browser.post(LIST, {"rows": proposed.pk})
    assert not Answer.objects.exists()


def test_ones_own_is_no_reason_to_refuse_the_rest_and_stays(proposed, case, clerk, colleague, sign_in):
    """Whose own was ticked is not led to an error either: it was no choice."""
    other = case_from(case.account, "bo@citizen.example", "The bridge is closed.")
    sign_in(colleague).post(page("answer", other), said("It opens in May.", key="k2"))
    browser = sign_in(clerk)
    shown = browser.post(LIST, {"rows": [one.pk for one in ProposedAnswer.objects.all()]}, follow=True).text
    assert "1 answer approved" in shown and "You wrote it" not in shown
    assert [one.text for one in Answer.objects.all()] == ["It opens in May."]
    assert ProposedAnswer.objects.get() == proposed


def test_what_cannot_be_sent_any_more_stays_and_says_why(proposed, case, colleague, sign_in):
    close_account(case.account, by="test")
    assert "is closed" in sign_in(colleague).post(at("approve_answer", proposed), follow=True).text
    assert ProposedAnswer.objects.count() == 1 and not Answer.objects.exists()


def test_it_is_erased_with_the_message_that_it_answers(proposed, case, office):
    waits = Notice.objects.filter(kind="cases.approve_answer", ended_at=None)
    assert waits.exists()
    erase(Inbound.objects.all(), office=office, by="test")
    assert not ProposedAnswer.objects.exists() and not waits.exists()


def test_whoever_approves_sees_what_is_answered_beside_the_answer(proposed, colleague, sign_in):
    shown = sign_in(colleague).get(LIST).text
    assert "We come on Tuesday." in shown and "My street floods each spring." in shown


def test_who_reads_the_answer_alone_is_noted_too(proposed, case, researcher, sign_in):
    assert "We come on Tuesday." in sign_in(researcher).get(page("case", case)).text
    noted = AuditEntry.objects.filter(action="channels.read_thread")
    assert [one.actor for one in noted] == [f"user:{researcher.pk}"]


def test_words_that_may_threaten_somebody_are_read_on_their_own_page_alone(proposed, case, colleague, sign_in):
    Case.objects.filter(pk=case.pk).update(urgency="threat")
    shown = sign_in(colleague).get(LIST).text
    assert "We come on Tuesday." in shown and "My street floods each spring." not in shown


def test_what_is_answered_is_noted_as_read_and_not_shown_before_a_new_sign_in_where_the_policy_asks_for_one(
    proposed, case, colleague, sign_in
):
    def noted() -> int:
        return AuditEntry.objects.filter(action="cases.read", actor=f"user:{colleague.pk}").count()

    policy = ParameterInForce.objects.create(name="step_up_for", value=["unredacted"])
    browser = sign_in(colleague)
    shown = browser.get(LIST).text
    assert "We come on Tuesday." in shown and "My street floods each spring." not in shown and noted() == 0
    policy.delete()
    for _time in range(2):
        browser.get(LIST)
    assert noted() == 1


def test_what_was_sent_back_is_approved_by_nobody_and_needs_a_reason(proposed, case, colleague):
    with pytest.raises(ValueError, match="reason"):
        proposing.send_back(proposed, case=case, why=" ", by=colleague)
    proposing.send_back(proposed, case=case, why="Say when.", by=colleague)
    with pytest.raises(CannotAnswer):
        proposing.approve(proposed, case=case, by=colleague)
    assert not Answer.objects.exists()


def test_what_waits_is_no_draft_any_more_and_the_form_for_another_is_folded_and_empty(proposed, case, clerk, sign_in):
    shown = sign_in(clerk).get(page("case", case)).text
    form = shown.partition('id="answer-form"')[2]
    assert 'data-sent="k1"' in form.partition(">")[0]
    assert '<details class="inbox-again"><summary>Write another answer' in shown
    assert "We come on Tuesday." not in form.partition("</textarea>")[0]


def test_the_same_words_wait_once_whoever_sends_them_again(proposed, case, clerk, colleague, sign_in):
    for person_again, key in ((clerk, "k2"), (colleague, "k3")):
        again = said(" We come on Tuesday.\r\n", key=key)
        shown = sign_in(person_again).post(page("answer", case), again, follow=True).text
        assert "The same words wait for approval already" in shown
    assert ProposedAnswer.objects.get() == proposed
    sign_in(clerk).post(page("answer", case), said("We come on Wednesday.", key="k4"))
    assert ProposedAnswer.objects.count() == 2


@pytest.fixture
def two(case) -> list[Case]:
    return [case, case_from(case.account, "bo@citizen.example", "The bridge is closed.")]


def bulk_form(cases, **more) -> dict[str, object]:
    return {"rows": [one.reference for one in cases], "own": "1", "text-en": "We look at it.", "key": "k", **more}


def undo_at(shown: str) -> str:
    return "/inbox/undo/" + shown.partition('action="/inbox/undo/')[2].partition('"')[0]


def test_the_page_of_many_answers_says_before_that_they_wait_and_they_are_taken_back_with_one_press(
    asked, clerk, colleague, sign_in, two
):
    browser, answer = sign_in(clerk), reverse("cases:bulk_answer")
    shown = browser.post(answer, bulk_form(two, look="1")).text
    assert "2 answers would wait for a colleague:" in shown and "Submit 2 answers for approval" in shown
    assert "would leave:" not in shown and "Send 2" not in shown
    said_after = browser.post(answer, bulk_form(two, send="1"), follow=True).text
    assert ProposedAnswer.objects.count() == 2
    back = browser.post(undo_at(said_after), follow=True).text
    assert "Undone." in back and "Your words are kept." in back and not ProposedAnswer.objects.exists()
    assert not Notice.objects.filter(kind="cases.approve_answer", ended_at=None).exists()


def test_what_a_colleague_approved_meanwhile_is_not_taken_back_and_is_counted(asked, clerk, colleague, sign_in, two):
    browser = sign_in(clerk)
    said_after = browser.post(reverse("cases:bulk_answer"), bulk_form(two, send="1"), follow=True).text
    proposing.approve(ProposedAnswer.objects.get(inbound=two[0].latest), case=two[0], by=colleague)
    assert "A colleague had seen to 1 answer already." in browser.post(undo_at(said_after), follow=True).text
    assert not ProposedAnswer.objects.exists() and Answer.objects.count() == 1


def test_a_ticked_case_of_which_an_answer_waits_is_named_and_gets_no_second_one(proposed, two, clerk, sign_in):
    browser, answer = sign_in(clerk), reverse("cases:bulk_answer")
    shown = browser.post(answer, bulk_form(two, look="1")).text
    assert "1 case gets none" in shown and "An answer to it waits for approval already." in shown
    assert "Submit 1 answer for approval" in shown
    browser.post(answer, bulk_form(two, send="1"))
    assert sorted(ProposedAnswer.objects.values_list("text", flat=True)) == ["We come on Tuesday.", "We look at it."]


def test_of_several_answers_some_may_leave_and_others_wait(office, clerk, colleague, sign_in, two, settings, tmp_path):
    ParameterInForce.objects.create(name="answers_approved", value="public")
    # Everybody reads what stands on a network, and who wrote it is nobody else.
    Case.objects.filter(pk=two[1].pk).update(channel="social", direct=False)
    two[1].refresh_from_db()
    browser = sign_in(clerk)
    shown = browser.post(reverse("cases:bulk_answer"), bulk_form(two, look="1")).text
    assert "1 answer would leave:" in shown and "1 answer would wait for a colleague:" in shown
    assert "Send 1, submit 1 for approval" in shown
    said_after = browser.post(reverse("cases:bulk_answer"), bulk_form(two, send="1"), follow=True).text
    assert "1 answer leaves in 20 seconds." in said_after and "1 answer waits for a colleague" in said_after


def approved_by(colleague, proposed, sign_in):
    """The browser of the colleague who approved it, and the answer."""
    browser = sign_in(colleague)
    browser.post(at("approve_answer", proposed))
    return browser, Answer.objects.get()


def test_what_is_taken_back_stands_in_the_form_again_at_the_address_of_its_case(proposed, case, clerk, sign_in):
    browser = sign_in(clerk)
    left = browser.post(at("take_proposal_back", proposed))
    assert (left.status_code, left.url) == (302, page("case", case))
    for _load in range(2):
        assert "We come on Tuesday.</textarea>" in browser.get(page("case", case)).text
    browser.post(page("answer", case), said("We come on Wednesday.", key="k2"))
    assert "We come on Tuesday." not in browser.get(page("case", case)).text


def test_an_answer_that_is_taken_back_leads_to_its_case_too(case, clerk, sign_in):
    browser = sign_in(clerk)
    browser.post(page("answer", case), said())
    left = browser.post(reverse("cases:take_back", args=[Answer.objects.get().pk]))
    assert (left.status_code, left.url) == (302, page("case", case))
    for _load in range(2):
        assert "We come on Tuesday.</textarea>" in browser.get(page("case", case)).text


def test_an_approval_that_is_taken_back_lets_it_wait_again_and_its_writer_reads_who_did(
    proposed, case, clerk, colleague, sign_in
):
    browser, answer = approved_by(colleague, proposed, sign_in)
    back = browser.post(reverse("cases:take_back", args=[answer.pk]), follow=True).text
    assert "the answer of Clara Clerk waits for approval again" in back
    assert "We come on Tuesday.</textarea>" not in back
    again = ProposedAnswer.objects.waiting().get()
    assert (again.written_by, again.text) == (clerk, "We come on Tuesday.")
    assert Outbound.objects.get().state == "cancelled"
    noticed = Notice.objects.filter(kind="cases.approval_undone", ended_at=None)
    assert [one.person for one in noticed] == [clerk]
    shown = sign_in(clerk).get(page("case", case)).text
    assert "Cora Clerk took the approval back before it left: it waits again." in shown
    assert "We come on Tuesday.</textarea>" not in shown
    assert "A colleague took the approval of your answer back" in sign_in(clerk).get(reverse("notices")).text
    assert [one.actor for one in AuditEntry.objects.filter(action="cases.undo_approval")] == [f"user:{colleague.pk}"]
    assert "leaves in 20 seconds" in sign_in(colleague).post(at("approve_answer", again), follow=True).text
    assert not noticed.all().exists()


def test_several_approvals_are_taken_back_with_one_press_and_say_what_had_left(
    asked, clerk, colleague, researcher, sign_in, two
):
    sign_in(clerk).post(reverse("cases:bulk_answer"), bulk_form(two, send="1"))
    browser = sign_in(colleague)
    keys = list(ProposedAnswer.objects.values_list("pk", flat=True))
    shown = browser.post(LIST, {"rows": keys}, follow=True).text
    assert "2 answers approved: they leave in 20 seconds." in shown
    Outbound.objects.filter(answer__inbound=two[0].latest).update(state="sent", sent_at=timezone.now())
    back = browser.post(undo_at(shown), follow=True).text
    assert "Undone." in back and "1 answer had left already." in back and "We look at it." in back
    assert ProposedAnswer.objects.waiting().get().inbound == two[1].latest
    assert Case.objects.get(pk=two[1].pk).state == State.OPEN


def test_what_stands_on_its_page_at_once_is_named_before_it_is_ticked_and_stays(
    asked, office, clerk, colleague, sign_in, case
):
    on_page = write(office=office, text="The ferry is late.", lang="fr", form="f1")
    Case.objects.filter(pk=on_page.pk).update(urgency="time_limit")
    writer = sign_in(clerk)
    writer.post(page("answer", on_page), said("Soon.", key="k2"))
    writer.post(page("answer", case), said())
    browser = sign_in(colleague)
    shown = browser.get(LIST).text
    assert shown.count("stands on the page of the letter at once; it cannot be undone") == 1
    assert shown.count("letter in FR") == 1
    of_case = browser.get(page("case", on_page)).text
    assert "It stands on the page of the letter at once, and cannot be taken back." in of_case
    assert shown.count("Ends on a date") == 1
    keys = list(ProposedAnswer.objects.values_list("pk", flat=True))
    after = browser.post(LIST, {"rows": keys}, follow=True).text
    back = browser.post(undo_at(after), follow=True).text
    assert "1 approved answer was not to leave by itself, and stays." in back
    assert ProposedAnswer.objects.get().inbound == case.latest


def test_the_inbox_says_of_a_case_that_its_answer_waits_until_it_is_approved(proposed, case, colleague, sign_in):
    browser, inbox, waits = sign_in(colleague), reverse("cases:inbox"), "Answer waits for approval"
    assert browser.get(inbox).text.count(waits) == 1
    assert waits in browser.get(page("case", case)).text
    proposing.send_back(proposed, case=case, why="Say when.", by=colleague)
    assert waits not in browser.get(inbox).text and waits not in browser.get(page("case", case)).text


def test_the_notice_counts_no_more_than_what_is_left_to_approve(asked, clerk, colleague, sign_in, two):
    sign_in(clerk).post(reverse("cases:bulk_answer"), bulk_form(two, send="1"))
    notice = Notice.objects.filter(kind="cases.approve_answer", person=colleague)
    assert notice.get().times == 2
    proposing.approve(ProposedAnswer.objects.first(), case=two[0], by=colleague)
    assert (notice.get().times, notice.get().ended_at) == (1, None)
    sign_in(colleague).post(page("answer", two[0]), said("And mine.", key="k9"))
    proposing.send_back(ProposedAnswer.objects.get(written_by=clerk), case=two[1], why="Say when.", by=colleague)
    # What is left is their own.
    assert notice.get().ended_at is not None


def test_what_was_sent_back_is_said_no_longer_once_another_answer_of_its_writer_is_given(
    proposed, case, clerk, colleague, sign_in
):
    sign_in(clerk).post(page("answer", case), said("We come on Wednesday.", key="k2"))
    proposing.send_back(proposed, case=case, why="Which Tuesday?", by=colleague)
    returned = Notice.objects.filter(kind="cases.answer_returned", ended_at=None)
    assert returned.exists()
    proposing.approve(ProposedAnswer.objects.waiting().get(), case=case, by=colleague)
    assert not ProposedAnswer.objects.exists() and not returned.exists()
    assert "sent your answer back" not in sign_in(clerk).get(page("case", case)).text


def test_the_button_says_that_it_is_submitted_and_what_opens_next(asked, two, clerk, sign_in):
    browser = sign_in(clerk)
    last, first = (browser.get(page("case", one)).text for one in two)
    assert "Submit for approval and open the next" in first and "Submit for approval and open" not in last
    assert "Submit for approval and go back to the list" in last


def test_what_they_wrote_since_is_read_before_an_answer_is_approved_and_stays_to_do(
    proposed, case, colleague, sign_in
):
    browser = sign_in(colleague)
    assert f'name="seen-{proposed.pk}" value="1"' in browser.get(LIST).text
    assert "They wrote again" not in browser.get(page("case", case)).text
    case_from(case.account, ADA, f"I cannot go on. Reference {case}")
    ticked = {"rows": proposed.pk, f"seen-{proposed.pk}": "1"}
    assert "They wrote again meanwhile" in browser.post(LIST, ticked, follow=True).text
    assert (
        "They wrote again meanwhile" in browser.post(at("approve_answer", proposed), {"seen": "1"}, follow=True).text
    )
    assert not Answer.objects.exists()
    shown = browser.get(LIST).text
    assert "I cannot go on." in shown and "With this answer the case stays open." in shown
    shown = browser.get(page("case", case)).text
    assert 'name="seen" value="2"' in shown and "They wrote again after this was written." in shown
    browser.post(LIST, {"rows": proposed.pk, f"seen-{proposed.pk}": "2"})
    case.refresh_from_db()
    assert Answer.objects.count() == 1 and case.state == State.OPEN
    assert case.waiting_since == case.latest.received_at and case.answered_at is not None


def test_of_two_answers_that_wait_for_one_case_the_second_leaves_only_once_the_first_was_read(
    proposed, case, colleague, clerk, office, sign_in
):
    third = person("Cleo Clerk", Role.CLERK, office=office)
    sign_in(third).post(page("answer", case), said("We come in May.", key="k2"))
    both = list(ProposedAnswer.objects.order_by("pk"))
    ticked = {"rows": [one.pk for one in both], **{f"seen-{one.pk}": "1" for one in both}}
    assert "or a colleague answered" in sign_in(colleague).post(LIST, ticked, follow=True).text
    assert [one.text for one in Answer.objects.all()] == ["We come on Tuesday."]
