"""Many cases at once: closed with a reason, snoozed, answered each in its own language; and the next one after each."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.cases import actions
from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.actions import give_answer
from hemicycle.channels.models import Answer, Outbound
from hemicycle.rules.site_address import absolute
from tests.cases.arriving import case_from, mailbox_of, phone_of
from tests.cast import Role, person

from .bills import bill

__all__ = ["bill"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]

INBOX, BULK, ANSWER = reverse("cases:inbox"), reverse("cases:bulk"), reverse("cases:bulk_answer")


@pytest.fixture
def three(office) -> list[Case]:
    """Two letters, in English and French, and a text message in English."""
    letters = mailbox_of(office)
    return [
        case_from(letters, "ada@citizen.example"),
        case_from(letters, "bo@citizen.example", "Ma rue est inondée.", lang="fr"),
        case_from(phone_of(office), "+999600201", "my street floods"),
    ]


@pytest.fixture
def colleague(office):
    return person("Cora Clerk", Role.CLERK, office=office)


@pytest.fixture
def thanks(office, clerk):
    texts = {"en": "Thank you. The committee reads it.", "fr": "Merci. La commission le lira."}
    for lang, text in texts.items():
        actions.save_template(None, office=office, name="Thanks", lang=lang, text=text, by=clerk)
    return texts


def ticked(cases: list[Case], **more) -> dict[str, object]:
    return {"rows": [one.reference for one in cases], **more}


def undo(client, said: str):
    return client.post("/inbox/undo/" + said.partition('action="/inbox/undo/')[2].partition('"')[0])


def key_in(page: str) -> str:
    return page.partition('name="key" value="')[2].partition('"')[0]


def test_many_are_closed_with_the_reason_that_was_chosen(sign_in, clerk, three):
    client = sign_in(clerk)
    said = client.post(BULK, ticked(three, do="close", triage="leave"), follow=True).text
    assert "3 cases closed." in said
    assert set(Case.objects.values_list("state", "triage")) == {("closed", "leave")}
    undo(client, said)
    assert set(Case.objects.values_list("state", "triage")) == {("open", "")}


def test_what_cannot_wait_and_has_no_answer_is_named_and_not_closed_with_the_others(sign_in, clerk, three):
    Case.objects.filter(pk__in=[three[0].pk, three[1].pk]).update(urgency="danger")
    Case.objects.filter(pk=three[1].pk).update(waiting_since=None)
    client = sign_in(clerk)
    said = client.post(BULK, ticked(three, do="close"), follow=True).text
    assert "2 cases closed." in said
    assert f"{three[0]} cannot wait and has no answer yet: close it by itself." in said
    assert [Case.objects.get(pk=one.pk).state for one in three] == ["open", "closed", "closed"]
    # By itself it is closed, and the message says what it was.
    close = reverse("cases:close", args=[three[0].reference])
    closed = client.post(close, follow=True).text
    assert f"{three[0]} is closed. It was marked as one that cannot wait: Somebody is in danger." in closed
    assert Case.objects.filter(state="open").count() == 0


def test_many_are_snoozed_until_a_day_and_not_until_one_that_has_passed(sign_in, clerk, three):
    client, today = sign_in(clerk), timezone.localdate()
    assert "Choose a day after today." in client.post(BULK, ticked(three, do="snooze", until=today), follow=True).text
    until = today + timedelta(days=2)
    said = client.post(BULK, ticked(three, do="snooze", until=until), follow=True).text
    assert "3 cases snoozed until" in said
    assert Case.objects.filter(snoozed_until=None).count() == 0
    undo(client, said)
    assert Case.objects.filter(snoozed_until=None).count() == 3


def test_snoozing_beyond_the_day_that_an_answer_is_due_says_which_day_and_of_what_cannot_wait_too(
    sign_in, clerk, three
):
    Case.objects.filter(pk=three[1].pk).update(urgency="casework")
    client, case = sign_in(clerk), three[0]
    due = timezone.localtime(case.answer_due_at).date()
    day, late, snooze = date_format(due), due + timedelta(days=1), reverse("cases:snooze", args=[case.reference])
    assert "Due before that day" not in client.post(snooze, {"until": due}, follow=True).text
    assert f"Due before that day: {case} ({day})." in client.post(snooze, {"until": late}, follow=True).text
    said = client.post(BULK, ticked(three, do="snooze", until=late), follow=True).text
    assert f"Due before that day: {', '.join(f'{one} ({day})' for one in three)}." in said
    assert f"Cannot wait: {three[1]} (Asks for help)." in said
    soon = client.post(BULK, ticked(three, do="snooze", until=timezone.localdate() + timedelta(days=1)), follow=True)
    assert "Due before that day" not in soon.text and "Cannot wait:" in soon.text


def test_what_leaves_is_shown_before_and_each_gets_it_in_their_own_language_once(sign_in, clerk, three, thanks):
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(three, do="answer", template="Thanks")).text
    assert "3 answers would leave:" in shown
    assert "2 through Letters" in shown and "1 through Phone" in shown and "0.05 EUR in all" in shown
    assert not Answer.objects.exists()
    form = ticked(three, send="1", template="Thanks", key=key_in(shown))
    said = client.post(ANSWER, form, follow=True).text
    assert "3 answers leave in 20 seconds." in said
    client.post(ANSWER, form)
    assert sorted(Answer.objects.values_list("lang", flat=True)) == ["en", "en", "fr"]
    assert Answer.objects.get(lang="fr").text == thanks["fr"]
    assert set(Case.objects.values_list("state", flat=True)) == {"closed"}
    undo(client, said)
    assert set(Case.objects.values_list("state", flat=True)) == {"open"}
    assert set(Outbound.objects.values_list("state", flat=True)) == {"cancelled"}


def test_what_is_written_for_these_alone_leaves_in_its_own_languages_and_in_no_other(sign_in, clerk, three):
    client = sign_in(clerk)
    asked = client.post(BULK, ticked(three, do="answer")).text
    assert all(words in asked for words in ("English: 2 cases", "French: 1 case", 'name="text-fr"'))
    assert 'name="text-es"' not in asked
    nothing = client.post(ANSWER, ticked(three, own="1", look="1", **{"text-en": " "}))
    assert nothing.status_code == 422 and "Write an answer." in nothing.text
    words = {"own": "1", "text-en": "We come.\n\nOn Monday."}
    shown = client.post(ANSWER, ticked(three, look="1", **words)).text
    assert "2 answers would leave:" in shown and "You wrote nothing in its language." in shown
    assert not Answer.objects.exists()
    client.post(ANSWER, ticked(three, send="1", key=key_in(shown), **words))
    assert list(Answer.objects.values_list("lang", "text")) == [("en", words["text-en"])] * 2


def test_what_was_written_for_these_alone_is_there_again_once_it_is_undone(sign_in, clerk, three):
    client, words = sign_in(clerk), {"own": "1", "text-en": "We come on Monday."}
    shown = client.post(ANSWER, ticked(three, look="1", **words)).text
    said = client.post(ANSWER, ticked(three, send="1", key=key_in(shown), **words), follow=True).text
    assert "We come on Monday." not in client.post(BULK, ticked(three, do="answer")).text
    back = undo(client, said)
    assert "Your words are kept." in client.get(back.headers["Location"]).text
    again = client.post(BULK, ticked(three, do="answer")).text
    assert ">We come on Monday.</textarea>" in again

    client.post(ANSWER, ticked(three, send="1", key=key_in(again), **words))
    assert "We come on Monday." not in client.post(BULK, ticked(three, do="answer")).text


def test_what_stands_in_braces_and_is_not_known_leaves_to_nobody(sign_in, clerk, three):
    client = sign_in(clerk)
    words = {"own": "1", "text-en": "Thank you, {name}."}
    shown = client.post(ANSWER, ticked(three, look="1", **words)).text
    assert "Nothing is known to fill in {name}." in shown and "answer would leave" not in shown
    assert "{name} is known only for people on networks: others get no answer with it." in shown


def test_what_stands_in_braces_and_that_nobody_can_fill_in_is_said_at_its_text(sign_in, clerk, three):
    client = sign_in(clerk)
    words = {"own": "1", "text-en": "Thank you.", "text-fr": "Merci, {nombre}."}
    for button in ("look", "send"):
        refused = client.post(ANSWER, ticked(three, key="k", **{button: "1"}, **words))
        assert refused.status_code == 422 and 'href="#text-fr"' in refused.text
        assert "Nobody can fill in {nombre}. Known are {name}, {bill}, {stage}" in refused.text
        assert "would leave:" not in refused.text and "Thank you.</textarea>" in refused.text
    assert not Answer.objects.exists()


def test_who_undoes_too_late_for_some_reads_how_many(sign_in, clerk, three, thanks):
    client = sign_in(clerk)
    shown = client.post(ANSWER, ticked(three, template="Thanks")).text
    said = client.post(ANSWER, ticked(three, template="Thanks", key=key_in(shown), send="1"), follow=True).text
    first = Outbound.objects.filter(answer__isnull=False).order_by("pk").first()
    Outbound.objects.filter(pk=first.pk).update(state="sent", sent_at=timezone.now())
    undone = client.get(undo(client, said).url).text
    assert "1 answer had left already." in undone
    assert Case.objects.filter(state="open").count() == 2


def test_an_answer_that_stands_on_its_page_at_once_is_not_said_to_leave_nor_to_be_undone(
    sign_in, clerk, office, three
):
    case = actions.write(
        office=office, text="Our bridge.", channel="email", address="di@c.example", lang="en", form="f"
    )
    client, words, final = sign_in(clerk), {"own": "1", "text-en": "We come."}, "and cannot be taken back."
    of_cases = [client.get(reverse("cases:case", args=[one.reference])).text for one in (case, three[0])]
    assert [final in one for one in of_cases] == [True, False]
    inform = client.post(reverse("cases:triage", args=[case.reference]), {"outcome": "inform"}).text
    assert final in inform.partition('id="inform"')[2].partition("</form>")[0]
    both = [three[0], case]
    shown = client.post(ANSWER, ticked(both, look="1", **words)).text
    assert "1 through Letters" in shown and "1 through the page of the letter" in shown
    assert "What stands on a page at once cannot be undone." in shown
    said = client.post(ANSWER, ticked(both, send="1", key=key_in(shown), **words), follow=True).text
    assert "1 answer leaves in 20 seconds." in said and "1 answer is not sent" in said
    undo(client, said)
    assert [Case.objects.get(pk=one.pk).state for one in both] == ["open", "closed"]


def test_the_ticked_cases_are_named_and_each_answer_stands_beside_what_it_answers(sign_in, clerk, three, thanks):
    three.append(case_from(three[0].account, "cy@citizen.example", "My cellar floods each spring."))
    client = sign_in(clerk)
    first = client.post(BULK, ticked(three, do="answer")).text
    assert "4 cases are ticked:" in first and all(f">{one}</a>" in first for one in three)
    shown = client.post(ANSWER, ticked(three, template="Thanks")).text
    assert 'dir="auto">Ma rue …</blockquote>' in shown and 'dir="auto">My cellar …</span>' in shown
    assert "cannot be undone" not in shown


def test_nobody_gets_the_same_twice_and_who_gets_none_is_named_with_the_reason(sign_in, clerk, three, thanks):
    again = case_from(three[0].account, "ada@citizen.example", "And my cellar.")
    spanish = case_from(three[0].account, "cy@citizen.example", "Mi calle se inunda.", lang="es")
    shown = sign_in(clerk).post(BULK, ticked([*three, again, spanish], do="answer", template="Thanks")).text
    assert "3 answers would leave:" in shown and "2 cases get none" in shown
    assert "The same person gets it for" in shown
    assert "The template is not written in its language." in shown


def test_what_cannot_wait_is_left_out_and_answered_by_itself(sign_in, clerk, three, thanks):
    urgent = three[0]
    Case.objects.filter(pk=urgent.pk).update(urgency="casework")
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(three, do="answer", template="Thanks")).text
    assert "2 answers would leave:" in shown and "1 case gets none" in shown
    assert "It cannot wait (Asks for help): answer it by itself." in shown
    client.post(ANSWER, ticked(three, send="1", template="Thanks", key=key_in(shown)))
    assert Answer.objects.count() == 2 and not Answer.objects.filter(inbound=urgent.latest).exists()


def test_a_template_that_cannot_be_filled_in_leaves_to_nobody(sign_in, clerk, office, three):
    actions.save_template(None, office=office, name="Bill", lang="en", text="About {bill}.", by=clerk)
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(three[:1], do="answer", template="Bill")).text
    assert "Nothing is known to fill in {bill}." in shown
    client.post(ANSWER, ticked(three[:1], send="1", template="Bill", key=key_in(shown)))
    assert not Answer.objects.exists()


def test_nobody_answers_many_who_could_not_answer_one(
    sign_in, three, thanks, researcher, officer, member, other_clerk
):
    for who in (researcher, officer, member, other_clerk):
        sign_in(who).post(ANSWER, ticked(three, send="1", template="Thanks", key="k"))
        sign_in(who).post(BULK, ticked(three, do="answer", template="Thanks", send="1"))
    assert not Answer.objects.exists()


def test_after_closing_or_answering_the_next_case_of_the_same_list_is_there(sign_in, clerk, three):
    first, second, third = reversed(three)
    client = sign_in(clerk)
    shown = client.get(reverse("cases:case", args=[first.reference]), {"whose": "nobody"}).text
    assert f'href="/inbox/cases/{second.reference}/?whose=nobody"' in shown.partition('class="inbox-next"')[2]
    close = f"{reverse('cases:close', args=[first.reference])}?whose=nobody"
    assert client.post(close, {"then": second.reference}).url == f"/inbox/cases/{second.reference}/?whose=nobody"
    answer = {"text": "Thank you.", "lang": "en", "key": "k", "then": third.reference}
    answered = client.post(reverse("cases:answer", args=[second.reference]), answer)
    assert answered.url == f"/inbox/cases/{third.reference}/"
    last = client.get(reverse("cases:case", args=[third.reference])).text
    assert "That was the last: back to the list" in last
    assert client.post(reverse("cases:close", args=[third.reference]), {"then": "list"}).url == INBOX


def test_no_form_leads_on_to_a_case_of_somebody_else(sign_in, clerk, member_office, three):
    theirs = case_from(mailbox_of(member_office, "ada@okafor.example"), "cy@citizen.example")
    close = reverse("cases:close", args=[three[0].reference])
    for then in (theirs.reference, "//evil.example", "nonsense"):
        assert sign_in(clerk).post(close, {"then": then}).url == f"/inbox/cases/{three[0].reference}/"


def test_a_template_names_the_bill_in_the_language_of_the_answer(sign_in, clerk, office, three, bill):
    actions.save_template(None, office=office, name="Projet", lang="fr", text="Au sujet du {bill}.", by=clerk)
    french = case_from(three[0].account, "ed@citizen.example", "Ma rue est inondée.", lang="fr")
    actions.add_subject(french, bill, origin="staff", by=clerk)
    shown = sign_in(clerk).post(BULK, ticked([french], do="answer", template="Projet")).text
    shown = shown.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    assert re.search(r"Au sujet du [^.]+ \(Texte de loi n° \d+\)\.", shown)


def test_what_a_template_says_of_the_bill_is_filled_in_for_each_or_keeps_the_answer_here(
    sign_in, clerk, office, three, bill
):
    text = "At {stage}, see {link}."
    actions.save_template(None, office=office, name="Stands", lang="en", text=text, by=clerk)
    actions.add_subject(three[0], bill, origin="staff", by=clerk)
    shown = sign_in(clerk).post(BULK, ticked([three[0], three[2]], do="answer", template="Stands")).text
    assert "1 answer would leave:" in shown and f"At Introduced, see {absolute(bill.get_absolute_url())}." in shown
    assert "Nothing is known to fill in {stage}, {link}." in shown


def test_the_template_in_the_language_of_most_of_the_cases_is_chosen_at_first(sign_in, clerk, office, three):
    for name, lang in (("Accusé", "fr"), ("Received", "en")):
        actions.save_template(None, office=office, name=name, lang=lang, text="Thank you. Merci.", by=clerk)
    shown = sign_in(clerk).post(BULK, ticked(three, do="answer")).text
    assert '<option value="Received" selected>Received (EN)</option>' in shown


def test_a_template_with_the_name_of_the_writer_is_saved_with_a_warning(sign_in, clerk, office):
    new = reverse("cases:new_answer_template")
    given = {"office": office.pk, "lang": "en", "text": "Dear {name}, thank you."}
    client = sign_in(clerk)
    assert "known only for people on networks" in client.get(new).text
    said = client.post(new, {**given, "name": "Thanks"}, follow=True).text
    assert "The template is saved." in said and "{name} is known only for people on networks" in said
    said = client.post(new, {**given, "name": "Plain", "text": "Thank you."}, follow=True).text
    assert "is known only for people on networks" not in said


def test_who_was_answered_or_wrote_again_since_the_answers_were_shown_gets_none_of_them(sign_in, clerk, three, thanks):
    client = sign_in(clerk)
    shown = client.post(BULK, ticked(three, do="answer", template="Thanks")).text
    seen = {f"seen-{one.reference}": "1" for one in three}
    assert all(f'name="{name}" value="1"' in shown for name in seen)
    give_answer(three[0].latest, text="We come.", lang="en", key="other", by=clerk)
    case_from(three[1].account, "bo@citizen.example", f"C’est réglé. Référence {three[1]}", lang="fr")
    form = ticked(three, send="1", template="Thanks", key=key_in(shown), **seen)
    said = client.post(ANSWER, form, follow=True).text
    assert f"{three[1]}, {three[0]} get no answer" in said and "1 answer leaves" in said
    assert Answer.objects.count() == 2
    # The same form once more is the same answers.
    assert "3 cases" not in client.post(ANSWER, form, follow=True).text
    assert Answer.objects.count() == 2


def test_undoing_leaves_what_somebody_else_did_meanwhile(sign_in, clerk, colleague, three):
    client, first = sign_in(clerk), three[0]
    said = client.post(BULK, ticked(three, do="close"), follow=True).text
    case_from(first.account, "ada@citizen.example", f"And my cellar. Reference {first}")
    Case.objects.filter(pk=three[1].pk).update(assignee=colleague)
    first.refresh_from_db()
    heard = first.waiting_since
    assert f"{first} changed meanwhile, and stays as it is." in undo(client, said).client.get(INBOX).text
    first.refresh_from_db()
    assert (first.state, first.waiting_since) == ("open", heard)
    # Who sees to it was not part of closing it.
    assert Case.objects.get(pk=three[1].pk).assignee == colleague


def test_undoing_an_assignment_closes_no_letter_that_came_since(sign_in, clerk, three):
    client, case = sign_in(clerk), three[0]
    actions.close(Case.objects.filter(pk=case.pk), by=clerk)
    said = client.post(BULK, ticked([case], do="assign", assignee="mine"), follow=True).text
    case_from(case.account, "ada@citizen.example", f"And my cellar. Reference {case}")
    undo(client, said)
    case.refresh_from_db()
    assert (case.state, case.assignee) == ("open", None) and case.waiting_since is not None


def test_of_ticked_cases_a_colleague_gets_those_that_they_may_read_and_the_others_are_named(
    sign_in, clerk, officer, office, three
):
    fediverse = channels.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")
    comment = case_from(fediverse, "https://social.example/users/ana", "Who may write?")
    client = sign_in(clerk)
    said = client.post(BULK, ticked([*three[:2], comment], do="assign", assignee=str(officer.pk)), follow=True).text
    names = ", ".join(str(one) for one in sorted(three[:2], key=lambda one: one.pk, reverse=True))
    assert f"{officer.name} may not read {names}, which stay as they are." in said
    assert [Case.objects.get(pk=one.pk).assignee for one in (comment, *three[:2])] == [officer, None, None]
    said = client.post(BULK, ticked(three[:1], do="assign", assignee=str(officer.pk)), follow=True).text
    assert f"may not read {three[0]}, which stays as it is." in said
    assert Case.objects.get(pk=three[0].pk).assignee is None


def test_what_has_another_answer_stays_answered_where_the_later_is_taken_back(clerk, three):
    case = three[1]
    first, later = (give_answer(case.latest, text="We looked.", lang="fr", key=key, by=clerk) for key in ("a", "b"))
    Outbound.objects.filter(pk=first.outbound_id).update(state="sent", sent_at=timezone.now())
    assert channels.take_back(later, by=clerk)
    case.refresh_from_db()
    assert (case.state, case.answered_at is not None) == ("open", True)
