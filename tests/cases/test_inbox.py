"""What came to an office: public comments are read by whoever speaks for the account, letters one by one and noted."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions as cases
from hemicycle.cases.errors import NotAReader
from hemicycle.cases.inbox.filters import Asked, waiting_for
from hemicycle.cases.models import Case, CaseMessage, CaseTag, Origin, Subject, Tag
from hemicycle.channels import actions
from hemicycle.channels.contract import AttachedFile, InboundMessage
from hemicycle.channels.models import Account, Content, Inbound, Outbound
from hemicycle.record.models import Document, MemberOffice, Person
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cases.arriving import case_from
from tests.cases.pages import case_of, just, page
from tests.cases.test_hearings import planned
from tests.cast import person

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")
WORDS = "My street floods <script>alert(1)</script> each spring, call 555 0134 or ada@citizen.example"
COMMENT = "Who may write to the committee?"
HERE = "floods &lt;script&gt;"


@pytest.fixture
def mailbox(office) -> Account:
    folder = {"transport": "folder", "folder": "outbox"}
    return actions.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="test"
    )


@pytest.fixture
def fediverse(office) -> Account:
    return actions.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")


@pytest.fixture
def letter(mailbox, put) -> Inbound:
    """Somebody answers an announcement by mail, with a picture that is kept and a program that is not."""
    (row,) = put(mailbox, "The House debates floods")
    files = (
        AttachedFile("street.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        AttachedFile("run.exe", "application/x-msdownload", b"MZ"),
    )
    return receive(mailbox, "r1", WORDS, "ada@citizen.example", answers=(row.key,), files=files, raw=b"RAW BYTES")


@pytest.fixture
def comment(fediverse) -> Inbound:
    return receive(fediverse, "https://social.example/n/1", COMMENT, "https://social.example/users/ana", lang="en")


def receive(account: Account, name: str, text: str, sender: str, **more) -> Inbound:
    actions.store_incoming(InboundMessage(name, text, sender=sender, **more), account=account, by="test")
    return Inbound.objects.get(external_id=name)


def test_a_comment_that_everybody_reads_is_read_by_who_speaks_for_the_account_and_not_noted(sign_in, officer, comment):
    client = sign_in(officer)
    for address in (INBOX, page("case", comment)):
        shown = client.get(address).text
        assert COMMENT in shown
        assert "@ana@social.example" in shown
    assert not AuditEntry.objects.filter(action="cases.read").exists()


def test_a_letter_stands_beside_what_it_answers_without_its_words(sign_in, officer, letter):
    client = sign_in(officer)
    listed = client.get(INBOX).text
    assert "The House debates floods" in listed
    assert "2 files" in listed
    assert "read by clerks and researchers" in listed
    thread = client.get(page("thread", letter.answers.content_id)).text
    assert page("case", letter) in thread
    known = client.get(page("case", letter)).text
    for text in (listed, thread, known):
        assert "My street" not in text
        assert "citizen.example" not in text
        assert "RAW BYTES" not in text


def test_who_reads_letters_sees_their_first_words_without_personal_data(sign_in, clerk, letter):
    listed = sign_in(clerk).get(INBOX).text
    assert HERE in listed
    assert "555 0134" not in listed
    assert "ada@citizen" not in listed


def test_a_members_own_name_stays_readable_in_their_list(sign_in, member, member_office):
    alda = Person.objects.create(name="Alda Ferrer")
    MemberOffice.objects.create(office=member_office, person=alda)
    own = actions.open_account(office=member_office, kind="email", name="Alda", address="alda@h.example", by="test")
    receive(own, "r3", "I met Alda Ferrer at the fair. My name is John Brown, of 4 Elm Road.", "ada@citizen.example")
    listed = sign_in(member).get(INBOX).text
    assert "Alda Ferrer" in listed and "Brown" not in listed


def test_the_list_shows_no_short_letter_whole(sign_in, clerk, mailbox):
    receive(mailbox, "r2", "May I bring my dog to the sitting on Tuesday?", "ada@citizen.example")
    listed = sign_in(clerk).get(INBOX).text
    assert "May I bring my dog" in listed and "on Tuesday" not in listed


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,\n\nTrams no longer stop at the old mill, and nobody says why.",
        "Madame, Monsieur,\n\nTrams ne passent plus par le vieux moulin, et personne ne dit pourquoi.",
        "Estimados señores:\n\nTrams ya no paran en el molino viejo, y nadie dice por qué.",
    ],
)
def test_a_letter_stands_in_the_list_by_what_follows_its_salutation(sign_in, clerk, mailbox, text):
    case_from(mailbox, "ada@citizen.example", text, subject="")
    assert '" dir="auto">Trams ' in sign_in(clerk).get(INBOX).text


def test_a_letter_that_is_nothing_but_a_salutation_is_listed_all_the_same(sign_in, clerk, mailbox):
    case_from(mailbox, "ada@citizen.example", "Dear Sir or Madam,", subject="")
    assert '" dir="auto">Dear ' in sign_in(clerk).get(INBOX).text


def test_a_letter_with_an_addition_is_listed_by_its_first_words_too(sign_in, clerk, mailbox):
    case = case_from(mailbox, "ada@citizen.example", "Trams no longer stop at the old mill, and nobody says why.")
    more = receive(mailbox, "added", "Yesterday the bus did not come either, in the rain.", "ada@citizen.example")
    CaseMessage.objects.filter(inbound=more).update(case=case)
    Case.objects.filter(pk=case.pk).update(latest=more)
    listed = sign_in(clerk).get(INBOX).text
    assert "Trams no longer" in listed and "Yesterday the bus" in listed
    assert "nobody says" not in listed and "in the rain" not in listed


def test_a_reply_stands_in_the_list_by_its_own_words_and_not_by_the_title_it_answers(sign_in, clerk, mailbox):
    for subject, text in (
        ("Re: Bill 12 in committee", "May the towns upstream speak, too?"),
        ("Re: May my dog come along", ""),
    ):
        case_from(mailbox, "ada@citizen.example", text, subject=subject)
    listed = sign_in(clerk).get(INBOX).text
    assert "May the towns" in listed and "in committee" not in listed
    assert "Re: May my" in listed


def test_whoever_answers_letters_reads_one_at_once_which_is_noted_once_a_day(sign_in, clerk, letter):
    client = sign_in(clerk)
    for _reading in range(3):
        shown = client.get(page("case", letter)).text
        assert "555 0134" in shown and "run.exe" in shown and "not kept: of a kind that is not taken" in shown
        assert "<script>alert" not in shown
    (noted,) = AuditEntry.objects.filter(action="cases.read")
    assert (noted.actor, noted.about) == (clerk.audit_label, f"cases.case:{case_of(letter).pk}")


def test_whoever_does_not_answer_reads_one_with_a_reason_that_is_noted(sign_in, researcher, letter):
    client = sign_in(researcher)
    assert "555 0134" not in client.get(page("case", letter)).text
    assert "555 0134" in client.post(page("read", letter), {"why": "place"}).text
    noted = AuditEntry.objects.get(action="channels.read")
    assert (noted.actor, noted.facts) == (researcher.audit_label, {"why": "place"})


def test_who_reads_our_notes_without_the_letter_is_noted_once_a_day(sign_in, researcher, clerk, letter):
    noted = AuditEntry.objects.filter(action="channels.read_thread")
    client = sign_in(researcher)
    client.get(page("case", letter))
    assert not noted.exists()
    cases.write_note(case_of(letter), text="Ask the engineer", by=clerk)
    for _time in range(2):
        assert "Ask the engineer" in client.get(page("case", letter)).text
    assert [one.actor for one in noted] == [f"user:{researcher.pk}"]


def test_where_the_policy_asks_for_a_new_sign_in_nothing_is_read_before(sign_in, clerk, letter):
    ParameterInForce.objects.create(name="step_up_for", value=["unredacted"])
    client = sign_in(clerk)
    assert "555 0134" not in client.get(page("case", letter)).text
    assert client.post(page("read", letter), {"why": "answer"}).status_code == 302
    assert not AuditEntry.objects.filter(action__in=["cases.read", "channels.read"]).exists()


def test_a_file_that_was_kept_is_saved_by_those_who_may_with_a_reason_that_is_noted(sign_in, clerk, officer, letter):
    client = sign_in(clerk)
    kept, refused = letter.attachments.order_by("pk")
    address = reverse("cases:take_file", args=[letter.pk, kept.pk])
    assert address not in sign_in(officer).get(page("case", letter)).text
    shown = client.get(page("case", letter)).text
    assert address in shown
    assert reverse("cases:take_file", args=[letter.pk, refused.pk]) not in shown

    saved = client.post(address, {"why": "answer"})
    assert saved.content == b"\x89PNG\r\n\x1a\n"
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="street.png"'
    assert AuditEntry.objects.get(action="channels.read_file").facts == {"why": "answer", "kind": "image/png"}

    again = client.get(page("case", letter)).text
    assert "<dt>Saved</dt>" in again.replace("\n", "") and "Clara Clerk" in again.partition("<dt>Saved</dt>")[2]
    assert "<dt>Saved</dt>" not in shown

    assert client.post(reverse("cases:take_file", args=[letter.pk, refused.pk]), {"why": "answer"}).status_code == 404
    assert client.post(address, {"why": "curiosity"}).status_code == 302
    assert sign_in(officer).post(address, {"why": "answer"}).status_code == 403
    assert AuditEntry.objects.filter(action="channels.read_file").count() == 1


def test_a_file_that_came_with_a_letter_leaves_to_its_office_alone(sign_in, letter, request):
    address = reverse("cases:take_file", args=[letter.pk, letter.attachments.order_by("pk")[0].pk])
    for name in ("other_clerk", "member", "officer", "administrator", "superuser", "outsider", "citizen"):
        answer = sign_in(request.getfixturevalue(name)).post(address, {"why": "answer"})
        assert b"PNG" not in answer.content and answer.status_code in (302, 403, 404)
    assert not AuditEntry.objects.filter(action="channels.read_file").exists()


def test_a_message_that_only_asked_the_machine_for_something_is_marked_and_nothing_to_do(sign_in, officer, comment):
    just(comment).update(state="set_aside", waiting_since=None)
    Inbound.objects.filter(pk=comment.pk).update(keyword="stop")
    client = sign_in(officer)
    assert "STOP</span>" in client.get(f"{INBOX}?state=all").text
    assert page("case", comment) not in client.get(INBOX).text


def test_the_list_says_what_its_reader_may_answer_and_what_nobody_needs_to(sign_in, officer, letter, comment, mailbox):
    receive(mailbox, "r3", "I am away until Monday.", "bob@citizen.example", automatic=True)
    client = sign_in(officer)
    listed = client.get(INBOX).text
    assert "1 for you to answer" in listed and "1 for others" in listed
    assert [
        int(n)
        for n in re.findall(r"class=\"count\">(\d+)", listed.partition('class="inbox-list"')[2].partition("</nav>")[0])
    ][-5:] == [
        2,
        0,
        0,
        1,
        3,
    ]
    assert waiting_for(officer).count() == 1
    assert "Written by a machine" in client.get(INBOX, {"state": "nothing"}).text
    mine = client.get(INBOX, {"whose": "for-me"}).text
    assert COMMENT in mine and "read by clerks and researchers" not in mine


def test_without_a_reason_nothing_is_read(sign_in, researcher, letter):
    answer = sign_in(researcher).post(page("read", letter), {"why": "curiosity"}, follow=True)
    assert "555 0134" not in answer.text
    assert not AuditEntry.objects.filter(action="channels.read").exists()


@pytest.mark.parametrize("name", ["officer", "editor", "administrator", "superuser", "outsider", "member"])
def test_nobody_else_reads_them(request, sign_in, letter, name):
    answer = sign_in(request.getfixturevalue(name)).post(page("read", letter), {"why": "answer"})
    assert answer.status_code in (403, 404)


def test_a_clerk_elsewhere_who_only_looks_in_here_does_not_read_them(sign_in, other_office, office, letter):
    lent = person("Emma Editor", Role.EDITOR, office=office)
    accounts.assign(lent, office=other_office, role=Role.CLERK, by="test")
    client = sign_in(lent)
    answer = client.post(page("read", letter), {"why": "answer"}, follow=True)
    for text in (answer.text, client.get(INBOX).text, client.get(f"{INBOX}?q=street").text):
        assert "My street" not in text
    assert page("case", letter) not in client.get(f"{INBOX}?q=street").text


def test_another_office_finds_nothing_and_does_nothing(sign_in, other_clerk, member, letter, comment):
    for user in (other_clerk, member):
        client = sign_in(user)
        assert "The House debates floods" not in client.get(INBOX).text
        assert client.get(page("case", letter)).status_code == 404
        assert client.get(page("thread", Content.objects.first().pk)).status_code == 404
        for name in ("assign", "snooze", "close", "reopen", "write_note", "answer", "answer_length"):
            assert client.post(page(name, comment), {"text": "x"}).status_code in (403, 404)
        client.post(reverse("cases:bulk"), {"rows": [case_of(comment).reference], "do": "close"})
    assert case_of(comment).is_open
    assert not Outbound.objects.filter(content__source__startswith="inbox").exists()


def test_what_machines_wrote_is_marked_and_can_be_set_apart(sign_in, officer, fediverse, comment):
    robot = receive(fediverse, "r2", "I am away", "https://social.example/users/b", automatic=True)
    client = sign_in(officer)
    assert page("case", robot) not in client.get(INBOX).text
    assert "Written by a machine" in client.get(f"{INBOX}?state=nothing").text
    assert "Written by a machine" not in client.get(f"{INBOX}?state=closed").text


def test_filters_stand_in_the_address_and_narrow_the_list(sign_in, clerk, comment, letter):
    cases.assign(just(comment), to=clerk, by=clerk)
    client = sign_in(clerk)
    here, there = page("case", comment), page("case", letter)
    for query, shown, left in (
        ("lang=en", here, there), ("lang=other", there, here), ("whose=mine", here, there),
        ("whose=nobody", there, here), ("q=committee", here, there), ("q=street", there, here),
        (f"account={letter.account_id}", there, here), (f"whose={clerk.pk}", here, there),
    ):  # fmt: skip
        listed = client.get(f"{INBOX}?{query}").text
        if query.startswith("whose=") and str(clerk.pk) in query:
            continue
        assert shown in listed, query
        assert left not in listed, query
    assert "No case matches" in client.get(f"{INBOX}?q=nowhere").text


def test_what_narrows_the_list_stands_above_it_each_with_the_way_to_remove_it(sign_in, clerk, comment):
    def removable(query: str) -> list[str]:
        return re.findall(r'btn-quiet" href="([^"]+)"><span class="soft">', client.get(f"{INBOX}?{query}").text)

    client = sign_in(clerk)
    assert removable("q=committee&order=due") == []
    both = removable("q=committee&urgency=any&lang=en&state=all&page=1")
    assert both == [f"{INBOX}?q=committee&amp;{kept}&amp;state=all" for kept in ("urgency=any", "lang=en")]
    shown = client.get(f"{INBOX}?urgency=any").text
    assert '<span class="soft">Cannot wait</span> Any reason' in shown and "<details open" not in shown


def test_it_is_assigned_to_colleagues_who_may_read_it_alone(sign_in, officer, clerk, letter, comment):
    client = sign_in(clerk)
    client.post(page("assign", comment), {"assignee": str(officer.pk)})
    assert case_of(comment).assignee == officer
    client.post(page("assign", letter), {"assignee": str(officer.pk)})
    with pytest.raises(NotAReader):
        cases.assign(just(letter), to=officer, by=clerk)
    assert case_of(letter).assignee is None
    client.post(page("assign", letter), {"mine": "1"})
    assert case_of(letter).assignee == clerk
    assert AuditEntry.objects.filter(action="cases.assign").count() == 2


def test_what_is_snoozed_is_out_of_the_way_and_back_on_its_day_shown_as_such(sign_in, officer, comment):
    client, here = sign_in(officer), page("case", comment)
    day = timezone.localdate() + timedelta(days=3)
    assert client.post(page("snooze", comment), {"until": timezone.localdate().isoformat()}).status_code == 422
    assert "Snoozed. It is back on" in client.post(page("snooze", comment), {"until": day}, follow=True).text
    assert here not in client.get(INBOX).text
    assert here in client.get(f"{INBOX}?state=snoozed").text
    just(comment).update(snoozed_until=timezone.now() - timedelta(minutes=1))
    listed = client.get(INBOX).text
    assert here in listed
    assert "Back from snooze" in listed


def test_closing_is_undone_from_the_message_that_says_so(sign_in, officer, comment):
    client = sign_in(officer)
    said = client.post(page("close", comment), follow=True).text
    assert page("case", comment) not in client.get(INBOX).text
    assert page("case", comment) in client.get(f"{INBOX}?state=closed").text
    undo = said.partition('action="/inbox/undo/')[2].partition('"')[0]
    client.post(f"/inbox/undo/{undo}")
    assert case_of(comment).is_open
    assert "This cannot be undone any more." in client.post(f"/inbox/undo/{undo}", follow=True).text
    actions_taken = AuditEntry.objects.filter(action__in=["cases.close", "cases.undo_handling"])
    assert actions_taken.count() == 2


def test_many_are_closed_at_once_but_no_letter_by_who_may_not_read_it(sign_in, officer, comment, letter, fediverse):
    other = receive(fediverse, "n2", "Me too", "https://social.example/users/bo")
    client = sign_in(officer)
    rows = [*(case_of(one).reference for one in (comment, other, letter)), "x", 10**9]
    said = client.post(reverse("cases:bulk"), {"rows": rows, "do": "close"}, follow=True).text
    assert "2 cases closed." in said
    assert list(Case.objects.filter(state="open")) == [case_of(letter)]
    undo = said.partition('action="/inbox/undo/')[2].partition('"')[0]
    client.post(f"/inbox/undo/{undo}")
    assert Case.objects.filter(state="open").count() == 3
    client.post(reverse("cases:bulk"), {"rows": rows, "do": "assign", "assignee": "mine"})
    assert Case.objects.filter(assignee=officer).count() == 2
    assert "Tick the cases first" in client.post(reverse("cases:bulk"), follow=True).text


def test_a_note_is_read_by_those_who_may_read_its_message_and_by_nobody_else(sign_in, clerk, officer, letter):
    client = sign_in(clerk)
    assert client.post(page("write_note", letter), {"text": " "}).status_code == 422
    client.post(page("write_note", letter), {"text": "Ask the engineer"})
    assert "Ask the engineer" in client.get(page("case", letter)).text
    assert "Ask the engineer" not in sign_in(officer).get(page("case", letter)).text


def test_each_empty_list_says_what_to_do(sign_in, officer, comment):
    client = sign_in(officer)
    assert "Snooze a case" in client.get(f"{INBOX}?state=snoozed").text
    assert "can be reopened" in client.get(f"{INBOX}?state=closed").text
    cases.close(just(comment), by=officer)
    assert "Everything is answered, closed or snoozed." in client.get(INBOX).text
    Case.objects.all().delete()
    assert "No messages yet" in client.get(INBOX).text


def test_an_empty_inbox_says_which_office_gets_the_letters_to_the_house(sign_in, clerk, other_clerk, member):
    said = "What people write to the House in the form comes to another office: Research service."
    for somebody in (other_clerk, member):
        shown = sign_in(somebody).get(INBOX).text
        assert said in shown and "ask the administrator for a role in that office" in shown
        assert f'href="{reverse("listening:inquiries")}">See what people say in the inquiries' in shown
    assert "comes to another office" not in sign_in(clerk).get(INBOX).text


def test_an_empty_inbox_of_a_members_office_says_what_comes_there(sign_in, member, member_office):
    ada = Person.objects.create(name="Ada Lerma")
    MemberOffice.objects.create(office=member_office, person=ada)
    shown = sign_in(member).get(INBOX).text
    assert "What people write to Ada Lerma comes here" in shown and "another office" not in shown
    assert f'href="{ada.get_absolute_url()}">See the page of the member' in shown


def test_ten_thousand_cases_ask_no_more_questions(sign_in, clerk, fediverse, letter, django_assert_max_num_queries):
    common = {"office": fediverse.office, "channel": "social", "account": fediverse}
    messages = Inbound.objects.bulk_create(
        Inbound(external_id=f"x{n}", batch="many", answers=letter.answers, text=COMMENT, lang="en", **common)
        for n in range(10_000)
    )
    cases = Case.objects.bulk_create(
        Case(reference=f"{n:06}", latest=one, lang="en", waiting_since=one.received_at, **common)
        for n, one in enumerate(messages)
    )
    CaseMessage.objects.bulk_create(
        CaseMessage(case=case, inbound=one) for case, one in zip(cases, messages, strict=True)
    )
    tag = Tag.objects.create(office=fediverse.office, name="Common")
    CaseTag.objects.bulk_create(CaseTag(case=case, tag=tag) for case in cases)
    bill = Document.objects.create(kind="bill", number="12", titles={"en": "Rivers"})
    Subject.objects.bulk_create(Subject(case=case, bill=bill, origin=Origin.STAFF) for case in cases)
    planned(bill, days=1)
    client = sign_in(clerk)
    # A new search writes a line in the log, once.
    client.get(INBOX, {"q": "committee"})
    of_inbox = ("page=3", "q=committee&lang=en", "state=all&tag=Common", "lang=en&order=oldest")
    for address in (*(f"{INBOX}?{one}" for one in of_inbox), page("thread", letter.answers.content_id)):
        with django_assert_max_num_queries(19):
            assert client.get(address).text.count('<li class="inbox-row"') == 50
    opened = page("case", messages[-1])
    with django_assert_max_num_queries(26):
        client.get(opened)
    assert beside_the_menu(client) == "1,000+ waiting"


def beside_the_menu(client) -> str:
    """What a screen reader reads behind the word Inbox."""
    shown = client.get("/account/").text.partition(f'<a href="{INBOX}"')[2].partition("</a>")[0]
    return shown.partition('<span class="visually-hidden">')[2].partition("</span>")[0]


def test_the_menu_counts_what_waits_for_me_and_nothing_that_does_not(
    sign_in, officer, clerk, researcher, member, letter, comment, fediverse
):
    for user, waiting in ((officer, "1 waiting"), (clerk, "2 waiting"), (researcher, ""), (member, "")):
        assert beside_the_menu(sign_in(user)) == waiting
    receive(fediverse, "r2", "I am away", "https://social.example/users/b", automatic=True)
    cases.assign(just(comment), to=officer, by=clerk)
    assert beside_the_menu(sign_in(clerk)) == "1 waiting"
    client = sign_in(officer)
    assert beside_the_menu(client) == "1 waiting"
    listed = client.get(f"{INBOX}?whose=for-me").text
    assert page("case", comment) in listed
    assert "for-me" not in listed.partition('id="bulk-assignee"')[2].partition("</select>")[0]
    cases.close(just(comment), by=officer)
    assert beside_the_menu(client) == ""
    assert "0 waiting" not in client.get("/account/").text


def test_what_a_house_rule_hides_is_not_counted(sign_in, officer, clerk, comment, fediverse):
    # That it speaks of a committee is no reason to wait here.
    ParameterInForce.objects.create(name="second_look", value="blocks")
    other = receive(fediverse, "n2", "Me too", "https://social.example/users/ana")
    receive(fediverse, "n3", "Me three", "https://social.example/users/bo")
    client = sign_in(officer)
    actions.moderate(comment, step="hide", rule="R2", words=COMMENT, days=1, by=clerk)
    assert beside_the_menu(client) == "2 waiting"
    actions.moderate(other, step="limit", rule="R2", words="too", days=1, by=clerk)
    assert beside_the_menu(client) == "1 waiting"
    hidden, shown = Case.objects.hidden(), Case.objects.in_the_open()
    assert {one.pk for one in hidden} == {case_of(comment).pk, case_of(other).pk}
    assert not hidden.filter(pk__in=shown).exists() and hidden.count() + shown.count() == Case.objects.count()


def test_counting_asks_no_question_more_than_the_menu_did(sign_in, officer, comment):
    client = sign_in(officer)
    client.get("/account/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/")
    counting = [one["sql"] for one in asked if "menu_item" in one["sql"]]
    assert len(counting) == 1
    assert "cases_case" in counting[0]


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL chooses by what it has counted")
def test_what_has_a_tag_is_not_looked_for_among_all_cases_of_the_office(clerk, office, comment):
    cases.tag(Case.objects.all(), name="Common", by=clerk)
    # Of a million cases that took 334 ms, and this takes 10.
    plan = Asked(clerk, {"tag": "Common", "state": "all"}).rows()[:50].explain()
    assert "cases_case_all" not in plan and "cases_casetag_newest" in plan


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL chooses by what it has counted")
@pytest.mark.parametrize("name", ["officer", "clerk"])
def test_what_is_closed_is_not_looked_through_to_count_what_waits(request, comment, name):
    assert "cases_case_waiting" in waiting_for(request.getfixturevalue(name)).explain()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_inbox_is_for_everybody(visit, clerk, letter, comment, language, scheme, width):
    type(clerk).objects.filter(pk=clerk.pk).update(language=language)
    tab = visit(INBOX, by=clerk, scheme=scheme, width=width)
    addresses = (
        INBOX, page("thread", letter.answers.content_id), page("case", letter), page("case", comment),
        reverse("cases:answer_templates"), reverse("cases:new_answer_template"),
    )  # fmt: skip
    for address in addresses:
        tab.goto(address)
        assert tab.get_attribute("html", "lang") == language
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
    tab.goto(page("case", letter))
    assert "555 0134" in tab.inner_text("main")
    assert_accessible(tab)


def send_by_key(tab: Page) -> None:
    tab.focus("form.inbox-answer .btn-primary")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_gone_through_by_keyboard_alone(visit, officer, fediverse, comment):
    second = receive(fediverse, "n2", "Me too", "https://social.example/users/bo")
    tab = visit(INBOX, by=officer)
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    with tab.expect_navigation():
        tab.keyboard.press("o")
    assert tab.url.endswith(page("case", comment))
    tab.keyboard.press("r")
    tab.keyboard.type("Everybody may.")
    tab.wait_for_selector("#length:has-text('character')")
    tab.keyboard.press("Escape")
    send_by_key(tab)
    with tab.expect_navigation():
        tab.keyboard.press("z")
    assert tab.input_value("#id_text") == "Everybody may."
    send_by_key(tab)
    assert "Everybody may." in tab.inner_text(".inbox-entries")
    tab.goto(page("case", second))
    with tab.expect_navigation():
        tab.keyboard.press("e")
    assert case_of(second).closed_at is not None


def test_accounts_of_the_same_name_are_distinguished_by_their_offices(clerk, office, other_office, sign_in):
    accounts.assign(clerk, office=other_office, role=Role.CLERK, by="test")
    for one in (office, other_office):
        actions.open_account(office=one, kind="web", name="Website", by="test")
    listed = sign_in(clerk).get(INBOX).text
    assert "Website (Research service)" in listed and "Website (Enquiry service)" in listed


def test_a_letter_of_this_minute_is_not_zero_minutes_old(sign_in, clerk, letter):
    page = sign_in(clerk).get(INBOX).text
    assert ">now</time>" in page and "0\xa0minutes" not in page
