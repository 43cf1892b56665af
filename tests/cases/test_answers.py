"""Answers to people who wrote: in their thread, on their channel; known before they leave, and taken back in time."""

from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import Notice
from hemicycle.accounts.notices.presenting import shown as shown_notices
from hemicycle.cases import actions as cases
from hemicycle.cases.actions.answering import answered
from hemicycle.cases.errors import CannotMerge
from hemicycle.cases.models import AnswerTemplate, Case
from hemicycle.channels import actions
from hemicycle.channels.actions import replying
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Answer, Content, Inbound, Outbound, Pause
from hemicycle.record.models import AgendaItem, Document, Organization, Sitting, Stage
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.site_address import site_address
from tests.cases.pages import case_of, just, page

from .bills import bill

__all__ = ["bill"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]

LETTER = b"Message-ID: <ada-1@citizen.example>\r\nSubject: Floods\r\n\r\nMy street floods"


@pytest.fixture
def mailbox(office, settings, tmp_path) -> Account:
    settings.HOME = tmp_path
    folder = {"transport": "folder", "folder": "outbox"}
    return actions.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="test"
    )


@pytest.fixture
def phone(office) -> Account:
    priced = {"price": "0.05", "currency": "EUR", "folder": "outbox"}
    return actions.open_account(
        office=office, kind="gammu", name="Phone", address="+999600100", settings=priced, by="test"
    )


@pytest.fixture
def letter(mailbox) -> Inbound:
    return receive(mailbox, "My street floods", "ada@citizen.example", subject="Floods", lang="fr", raw=LETTER)


@pytest.fixture
def text(phone) -> Inbound:
    return receive(phone, "Is the hearing public?", "+999600201")


@pytest.fixture
def comment(office) -> Inbound:
    actor = actions.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")
    return receive(actor, "Who may write?", "https://social.example/users/ana", lang="es")


def receive(account: Account, text: str, sender: str, **more) -> Inbound:
    name = f"https://social.example/n/{text.split(maxsplit=1)[0]}"
    found = actions.store_incoming(InboundMessage(name, text, sender=sender, **more), account=account, by="test")
    assert found is not None
    return found


def said(text: str = "Everybody may.", **more) -> dict[str, str]:
    return {"text": text, "lang": "en", "key": "k1", **more}


def send(account: Account) -> None:
    Outbound.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sending.send_account(account, worker="worker")


def test_a_letter_is_answered_below_it_to_its_sender_alone(sign_in, clerk, letter, tmp_path):
    client = sign_in(clerk)
    shown = client.get(page("case", letter)).text
    assert "a…@citizen.example" in shown
    assert 'value="fr" selected' in shown
    answer = client.post(page("answer", letter), said("We came to look."), follow=True).text
    assert "We came to look." in answer
    assert "leaves in 20 seconds" in answer
    send(letter.account)
    (file,) = (path for path in Path(tmp_path).rglob("*") if path.is_file() and b"We came" in path.read_bytes())
    mail = message_from_bytes(file.read_bytes())
    assert mail["To"] == "ada@citizen.example"
    assert mail["Subject"] == "Re: Floods"
    assert mail["In-Reply-To"] == mail["References"] == "<ada-1@citizen.example>"
    assert mail["Auto-Submitted"] is None
    assert "Re: Floods" not in mail.get_payload(0).get_payload()
    assert "Sent" in client.get(page("case", letter)).text


def test_an_answer_names_the_house_in_its_own_language_and_a_members_office_itself(letter, clerk, settings):
    settings.HOUSE_NAMES = {"fr": "Assemblée"}
    with override("en"):
        answer = actions.give_answer(letter, text="Nous viendrons.", lang="fr", key="k9", by=clerk)
    assert answer.outbound.content.content["sender"] == "Assemblée"
    letter.office.kind = "member"
    assert letter.office.sender_name == "Research service"


def test_a_public_comment_is_answered_in_public_and_its_author_is_notified(sign_in, officer, comment):
    client = sign_in(officer)
    assert "@ana@social.example gets a notification" in client.get(page("case", comment)).text
    client.post(page("answer", comment), said())
    row = Outbound.objects.get()
    assert row.contact is None
    assert row.content.content["answers"] == comment.external_id
    assert row.content.content["mention"] == "https://social.example/users/ana"
    assert case_of(comment).closed_at is not None
    noted = AuditEntry.objects.get(action="channels.answer")
    assert (noted.actor, noted.facts) == (officer.audit_label, {"lang": "en", "to_all": True})


def test_length_cost_and_hour_are_known_before_a_text_message_leaves(sign_in, clerk, text):
    client = sign_in(clerk)
    assert "Nothing is written yet" in client.post(page("answer_length", text), {"text": ""}).text
    shown = client.get(page("case", text)).text
    assert "Phone" in shown and "… 201" in shown
    length = client.post(page("answer_length", text), said("é" * 161)).text
    assert "2 text messages each" in length and "EUR" in length
    assert not Outbound.objects.exists()
    length = client.post(page("answer_length", text), said("漢" * 2000)).text
    assert "Too long for this channel" in length
    refused = client.post(page("answer", text), said("漢" * 2000))
    assert refused.status_code == 422
    assert "Shorten it." in refused.text
    assert not Outbound.objects.exists()


def test_a_long_public_answer_is_asked_about_once_and_one_that_does_not_fit_says_by_how_much(
    sign_in, officer, comment
):
    client = sign_in(officer)
    assert "nobody approves it first" in client.get(page("case", comment)).text
    refused = client.post(page("answer", comment), said("x" * 10_000))
    assert refused.status_code == 422 and "10,000 characters of 8,192" in refused.text
    assert set(refused.context["answer_form"].errors) == {"text"}
    asked = client.post(page("answer", comment), said("x" * 600))
    assert asked.status_code == 200 and "600 characters are long for an answer" in asked.text
    assert "error-summary" not in asked.text and "data-focus" in asked.text
    assert not Outbound.objects.exists()
    assert "601 characters are long" in client.post(page("answer", comment), said("x" * 601, asked="600")).text
    assert client.post(page("answer", comment), said("x" * 600, asked="600")).status_code == 302
    assert Outbound.objects.count() == 1


def test_a_letter_may_be_long_and_has_a_length_that_it_may_not_pass(sign_in, clerk, letter):
    client = sign_in(clerk)
    assert "of 20,000" in client.post(page("answer_length", letter), said("word " * 400)).text
    refused = client.post(page("answer", letter), said("x" * 20_001))
    assert refused.status_code == 422 and "this one has 20001. Shorten it." in refused.text
    assert "maxlength" not in refused.text.partition('id="id_text"')[0].rpartition("<textarea")[2]
    assert client.post(page("answer", letter), said("word " * 400)).status_code == 302


def test_a_second_click_is_the_same_answer(sign_in, officer, comment):
    client = sign_in(officer)
    for _click in range(2):
        client.post(page("answer", comment), said())
    assert Outbound.objects.count() == Answer.objects.count() == 1


def test_it_is_taken_back_before_it_leaves_and_not_afterwards(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    answer = Answer.objects.get()
    assert answer.outbound.due_at > timezone.now()
    assert "Everybody may.</textarea>" in client.post(page("take_back", answer.pk), follow=True).text
    assert (Outbound.objects.get().state, case_of(comment).state) == ("cancelled", "open")
    assert case_of(comment).answered_at is None
    assert "It has left already." not in client.post(page("take_back", answer.pk), follow=True).text
    client.post(page("answer", comment), said(key="k2"))
    assert case_of(comment).answered_at is not None
    send(comment.account)
    late = Answer.objects.order_by("-pk")[0]
    assert "It has left already." in client.post(page("take_back", late.pk), follow=True).text


def test_what_did_not_arrive_is_to_do_again_and_sent_again_once(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    Outbound.objects.update(state="failed", code="refused")
    assert replying.return_undelivered() == 1
    assert replying.return_undelivered() == 0
    assert "Answer not delivered" in client.get(reverse("cases:inbox")).text
    shown = client.get(page("case", comment)).text
    assert "The server refused it." in shown
    for _click in range(2):
        client.post(page("answer_again", Answer.objects.order_by("pk")[0].pk))
    assert list(Outbound.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting"]
    assert "Send it again" not in client.get(page("case", comment)).text


@pytest.mark.parametrize("why", ["machine", "closed", "nobody", "stopped"])
def test_what_cannot_be_answered_says_why(clerk, letter, why):
    if why == "stopped":
        actions.suppress(letter.contact, why="stop", by="test")
    Inbound.objects.update(automatic=why == "machine")
    Account.objects.update(is_open=why != "closed", closed_at=timezone.now() if why == "closed" else None)
    if why == "nobody":
        actions.forget(letter.contact, by="test")
    found = Inbound.objects.select_related("account", "contact__office").get()
    with pytest.raises(CannotAnswer) as refused:
        actions.give_answer(found, text="Yes", lang="en", key="k", by=clerk)
    assert refused.value.code == why
    assert not Outbound.objects.exists()


@pytest.mark.parametrize("name", ["officer", "researcher", "administrator", "outsider", "member", "other_clerk"])
def test_nobody_answers_a_letter_who_may_not(request, sign_in, letter, name):
    client = sign_in(request.getfixturevalue(name))
    assert client.post(page("answer", letter), said()).status_code in (403, 404)
    assert client.post(page("answer_length", letter), said()).status_code in (403, 404)
    assert not Outbound.objects.exists()


def test_a_template_is_filled_in_where_it_can_be_and_never_leaves_unfilled(sign_in, officer, comment):
    client = sign_in(officer)
    new = reverse("cases:new_answer_template")
    office = {"office": str(comment.office_id), "lang": "es", "name": "Thanks"}
    refused = client.post(new, office | {"text": "Dear {minister}"})
    assert refused.status_code == 422
    assert "Nobody can fill in {minister}." in refused.text
    client.post(new, office | {"text": "{name}, about {bill}: thank you."})
    assert client.post(new, office | {"text": "Again"}).status_code == 422
    template = AnswerTemplate.objects.get()
    put_in = client.post(page("answer", comment), said("", insert="1", template=str(template.pk))).text
    assert "@ana@social.example, about {bill}: thank you.</textarea>" in put_in
    left = client.post(page("answer", comment), said("About {bill}: thank you."))
    assert left.status_code == 422
    assert "Fill in {bill} first" in left.text
    assert client.post(page("answer", comment), said("About {this} and {that}.")).status_code == 302


def templates_offered(client, message: Inbound) -> str:
    shown = client.get(page("case", message)).text
    return shown.partition('id="template"')[2].partition("</select>")[0]


def test_no_template_is_chosen_before_somebody_chooses_it(sign_in, officer, comment):
    for lang, name in (("en", "A"), ("es", "B"), ("es", "C")):
        cases.save_template(None, office=comment.office, name=name, lang=lang, text="Gracias.", by=officer)
    client = sign_in(officer)
    offered = templates_offered(client, comment)
    assert " selected" not in offered and "<optgroup" not in offered
    assert offered.index(">Choose a template<") < offered.index(">A (EN)<")
    kept = client.post(page("answer", comment), said("My own words.", insert="1", template=""))
    assert "My own words.</textarea>" in kept.text


def test_templates_that_name_the_bill_or_the_committee_of_the_case_are_offered_first(sign_in, officer, comment, bill):
    bill.committee = Organization.objects.create(kind="committee", names={"en": "Harbours", "es": "Puertos"})
    bill.save()
    with override("es"):
        named = bill.name
    texts = {
        "A": f"Sobre {named}0.", "B": "Gracias.", "Puertos": "Gracias.", "D": "Sobre el «harbour bill».", "E": "12",
        "F": f"Sobre {named}.",
    }  # fmt: skip
    for name, text in texts.items():
        cases.save_template(None, office=comment.office, name=name, lang="es", text=text, by=officer)
    cases.add_subject(case_of(comment), bill, origin="staff", by=officer)
    offered = templates_offered(sign_in(officer), comment)
    suggested, _, others = offered.partition('<optgroup label="Other templates">')
    assert '<optgroup label="Suggested">' in suggested
    assert [name for name in texts if f">{name} (ES)" in suggested] == ["Puertos", "D", "F"]
    assert [name for name in texts if f">{name} (ES)" in others] == ["A", "B", "E"]
    assert " selected>D (ES)" in suggested and " selected" not in others


def test_a_template_says_in_its_own_language_how_the_bill_stands_and_where_it_is_read(sign_in, officer, comment, bill):
    names = {"en": "Committee on Harbours", "fr": "Commission des ports"}
    bill.committee = Organization.objects.create(kind="committee", names=names)
    bill.save()
    sitting = Sitting.objects.create(organization=bill.committee, number=1, date=date(2999, 3, 4))
    AgendaItem.objects.create(sitting=sitting, order=1, kind="debate", titles={"en": "Harbours"}, document=bill)
    text = "{stage} | {sitting} | {committee} | {link}"
    kept = cases.save_template(None, office=comment.office, name="Où en est-on", lang="fr", text=text, by=officer)
    cases.add_subject(case_of(comment), bill, origin="staff", by=officer)
    put_in = sign_in(officer).post(page("answer", comment), said("", insert="1", template=str(kept.pk))).text
    with override("fr"):
        stage = str(Stage.INTRODUCED.label)
    link = f"{site_address()}{bill.get_absolute_url()}"
    assert stage != "Introduced"
    assert f"{stage} | 4 mars 2999, Commission des ports | Commission des ports | {link}</textarea>" in put_in


def test_what_is_not_known_of_a_bill_stays_to_be_filled_in_and_nothing_leads_to_what_not_everybody_reads(
    sign_in, officer, comment, bill
):
    cases.add_subject(case_of(comment), bill, origin="staff", by=officer)
    committee = Organization.objects.create(kind="committee", names={"en": "Harbour Committee"})
    Document.objects.update(classification=Classification.INTERNAL, committee=committee)
    text = "{bill} {stage} {sitting} {committee} {link}"
    kept = cases.save_template(None, office=comment.office, name="T", lang="es", text=text, by=officer)
    client = sign_in(officer)
    put_in = client.post(page("answer", comment), said("", insert="1", template=str(kept.pk))).text
    assert f"{text}</textarea>" in put_in
    left = client.post(page("answer", comment), said(text))
    assert left.status_code == 422
    assert "Fill in {bill}, {stage}, {sitting}, {committee}, {link} first" in left.text


def test_every_placeholder_is_explained_where_a_template_is_written(sign_in, officer, comment):
    shown = sign_in(officer).get(reverse("cases:new_answer_template")).text
    hint = shown.partition('id="id_text-hint"')[2].partition("</div>")[0]
    assert all(f"{{{name}}}" in hint for name in cases.PLACEHOLDERS)
    assert set(cases.PLACEHOLDERS) == {"name", "bill", "stage", "sitting", "committee", "link"}


def test_templates_are_those_of_ones_office(sign_in, officer, other_clerk, member, comment):
    kept = cases.save_template(None, office=comment.office, name="T", lang="en", text="Thank you", by=officer)
    for person in (other_clerk, member):
        client = sign_in(person)
        assert "Thank you" not in client.get(reverse("cases:answer_templates")).text
        assert client.get(page("change_answer_template", kept.pk)).status_code == 404
        assert client.post(page("delete_answer_template", kept.pk)).status_code == 404
    client = sign_in(officer)
    assert "Thank you" in client.get(page("change_answer_template", kept.pk)).text
    client.post(page("delete_answer_template", kept.pk))
    assert not AnswerTemplate.objects.exists()


def test_what_answers_our_answer_belongs_to_the_same_case_and_is_to_do(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    send(comment.account)
    key = Outbound.objects.get().key
    more = receive(comment.account, "And by e-mail?", "https://social.example/users/ana", answers=(key,))
    assert case_of(more) == case_of(comment) and case_of(more).is_open
    shown = client.get(page("case", comment)).text.partition('class="inbox-entries"')[2]
    assert shown.index("Who may write?") < shown.index("Everybody may.") < shown.index("And by e-mail?")


def test_who_answers_in_private_what_everybody_reads_opens_a_case_that_not_everybody_reads(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    send(comment.account)
    key, ana = Outbound.objects.get().key, "https://social.example/users/ana"
    first = case_of(receive(comment.account, "Privately: I am ill.", ana, answers=(key,), direct=True))
    second = case_of(receive(comment.account, f"Alone, about {case_of(comment)}", ana, direct=True))
    assert len({first, second, case_of(comment)}) == 3
    assert not first.is_public and "I am ill" not in client.get(page("case", first.latest)).text
    assert case_of(comment).latest == comment


def test_what_not_everybody_reads_is_not_merged_into_what_everybody_reads(sign_in, clerk, comment):
    ana = "https://social.example/users/ana"
    private = case_of(receive(comment.account, "Privately: I am ill.", ana, direct=True))
    client, address = sign_in(clerk), page("merge", private.latest)
    assert case_of(comment).reference not in client.get(address).text
    assert client.post(address, {"into": case_of(comment).reference}).status_code == 422
    with pytest.raises(CannotMerge):
        cases.merge(private, into=case_of(comment), by=clerk)


def test_an_answer_that_waited_closes_nothing_that_they_wrote_since(sign_in, clerk, letter):
    """It was posted by hand, say, or its letter is confirmed only now."""
    given = actions.give_answer(letter, text="Yes", lang="en", key="k", by=clerk)
    more = receive(letter.account, f"And my cellar. Reference {case_of(letter)}", "ada@citizen.example")
    assert case_of(more) == case_of(letter) and case_of(more).is_open
    answered(given, clerk)
    case = case_of(more)
    assert (case.state, case.waiting_since) == ("open", more.received_at)


def test_what_arrived_is_not_sent_again(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    given = Answer.objects.get()
    assert "seen to it meanwhile" in client.post(page("answer_again", given.pk), follow=True).text
    actions.take_back(given, by=officer)
    client.post(page("answer_again", given.pk))
    assert Answer.objects.count() == 1


def test_whoever_wrote_an_answer_is_notified_when_a_colleague_takes_it_back(sign_in, officer, editor, comment):
    given = actions.give_answer(comment, text="Yes", lang="en", key="k", by=officer)
    client = sign_in(editor)
    client.post(page("take_back", given.pk))
    assert [one.person for one in Notice.objects.filter(kind="cases.answer_taken_back")] == [officer]
    actions.take_back(actions.give_answer(comment, text="No", lang="en", key="k2", by=editor), by=editor)
    assert Notice.objects.filter(kind="cases.answer_taken_back").count() == 1


def test_what_somebody_writes_whose_case_is_with_a_colleague_who_left_reaches_the_others(officer, editor, comment):
    cases.assign(just(comment), to=officer, by=editor)
    (given,) = officer.assignments.all()
    accounts.withdraw(given, by=editor)
    assert case_of(comment).assignee is None
    Case.objects.filter(pk=case_of(comment).pk).update(assignee=officer)
    Notice.objects.all().delete()
    receive(comment.account, f"Still? {case_of(comment)}", "https://social.example/users/ana")
    assert editor in [one.person for one in Notice.objects.filter(kind="cases.message")]


def test_what_somebody_else_writes_below_our_answer_is_a_case_of_its_own(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    send(comment.account)
    key = Outbound.objects.get().key
    other = receive(comment.account, "May I, too?", "https://social.example/users/bo", answers=(key,))
    assert case_of(other) != case_of(comment)
    shown = client.get(page("case", other)).text
    assert "Everybody may." in shown and reverse("cases:message", args=[comment.pk]) in shown


def test_with_an_erased_letter_goes_what_was_written_to_its_sender(clerk, letter):
    actions.give_answer(letter, text="We came to look.", lang="en", key="k", by=clerk)
    actions.erase(Inbound.objects.all(), office=letter.office, by="test")
    assert not Outbound.objects.exists()
    assert not Content.objects.exists()
    assert not Answer.objects.exists()


def test_from_501_characters_on_the_line_of_the_length_says_what_is_usual(sign_in, officer, comment):
    client = sign_in(officer)
    for length, advised in ((500, False), (501, True), (9_000, False)):
        facts = client.post(page("answer_length", comment), said("x" * length)).text
        assert ("Most people write up to 500 characters there" in facts) is advised


def test_whoever_is_assigned_is_named_beside_the_answer_and_notified_once_a_colleague_has_given_it(
    sign_in, officer, editor, comment
):
    cases.assign(just(comment), to=editor, by=officer)
    shown = sign_in(officer).get(page("case", comment)).text
    assert "Assigned to Edith Editor, who is notified of your answer." in shown
    assert "who is notified" not in sign_in(editor).get(page("case", comment)).text
    sign_in(officer).post(page("answer", comment), said())
    notice = Notice.objects.unread().get(kind="cases.answered")
    assert notice.person == editor
    (bell,) = shown_notices(editor, [notice])
    assert bell.described is not None and bell.described.url == page("case", comment)
    assert "ana" not in bell.sentence and bell.sentence.startswith("A colleague answered")
    assert bell.described.title == "@ana@social.example" and f"<bdi>{bell.described.title}</bdi>" in shown
    actions.take_back(Answer.objects.get(), by=officer)
    assert not Notice.objects.unread().filter(kind="cases.answered").exists()


@pytest.mark.parametrize(
    ("lang", "assigned", "answered"),
    [
        (
            "fr",
            "Attribuée à Edith Editor, qui recevra un avis dès que vous aurez répondu.",
            "Quelqu’un du bureau a répondu",
        ),
        (
            "es",
            "Asignado a Edith Editor, que recibirá un aviso en cuanto usted responda.",
            "Alguien de la oficina respondió",
        ),
    ],
)
def test_what_is_said_of_whoever_answers_makes_nobody_a_man(
    sign_in, officer, editor, comment, lang, assigned, answered
):
    cases.assign(just(comment), to=editor, by=officer)
    client = sign_in(officer)
    assert assigned in client.get(page("case", comment), headers={"accept-language": lang}).text
    client.post(page("answer", comment), said())
    with override(lang):
        (bell,) = shown_notices(editor, [Notice.objects.unread().get(kind="cases.answered")])
        assert bell.sentence.startswith(answered)


def test_whoever_a_message_is_assigned_to_hears_of_it_once_with_how_many_they_are(officer, editor, comment):
    second = receive(comment.account, "Again, who?", "https://social.example/users/bo")
    cases.assign(just(comment, second), to=editor, by=officer)
    cases.assign(just(comment), to=editor, by=officer)
    cases.assign(just(second), to=officer, by=officer)
    notice = Notice.objects.unread().get(kind="cases.assigned")
    (bell,) = shown_notices(editor, [notice])
    assert (notice.person, bell.sentence) == (editor, "2 cases were assigned to you.")
    assert bell.described is not None and bell.described.url == f"{reverse('cases:inbox')}?whose=mine"


def test_whoever_answers_what_is_theirs_and_whoever_may_not_read_it_any_more_is_not_notified(
    officer, clerk, letter, comment
):
    cases.assign(just(comment), to=officer, by=clerk)
    actions.give_answer(comment, text="Yes", lang="en", key="k", by=officer)
    Case.objects.filter(pk=case_of(letter).pk).update(assignee=officer)
    letter.refresh_from_db()
    actions.give_answer(letter, text="Yes", lang="en", key="k2", by=clerk)
    assert not Notice.objects.filter(kind="cases.answered").exists()


def rows(client) -> str:
    return client.get(reverse("cases:inbox"), {"state": "all"}).text


def test_a_text_message_is_answered_in_the_language_of_a_keyword_sent_before(sign_in, clerk, phone):
    receive(phone, "Oui", "+999600201")
    found = receive(phone, "12 rue du Port ?", "+999600201")
    assert found.lang == "" and actions.language_of(found) == "fr"
    assert "<span>FR</span>" in rows(sign_in(clerk))
    opened = sign_in(clerk).get(page("case", found)).text
    assert '<option value="fr" selected>' in opened and "Theirs is not known" not in opened


def test_a_text_message_is_answered_in_the_language_of_the_answer_before(clerk, phone, text):
    actions.give_answer(text, text="Sí", lang="es", key="k", by=clerk)
    assert actions.language_of(receive(phone, "14:00", "+999600201")) == "es"
    assert actions.known_languages([receive(phone, "16:00", "+999600999")]).popitem()[1] == ""


def test_a_language_that_nothing_tells_is_said_to_be_not_known(sign_in, clerk, text):
    assert "language not known" in rows(sign_in(clerk))
    opened = sign_in(clerk).get(page("case", text)).text
    assert "Theirs is not known" in opened and '<option value="en" selected>' in opened


def test_the_page_knows_which_form_of_an_answer_was_sent(sign_in, officer, comment):
    client = sign_in(officer)
    client.post(page("answer", comment), said(key="a-form"))
    assert 'data-sent="a-form"' in client.get(page("case", comment)).text


def test_a_template_in_another_language_changes_that_of_no_words_of_ones_own(sign_in, officer, comment):
    client = sign_in(officer)
    given = {"office": str(comment.office_id), "lang": "es", "name": "Thanks", "text": "Gracias."}
    client.post(reverse("cases:new_answer_template"), given)
    insert = {"insert": "1", "template": str(AnswerTemplate.objects.get().pk)}
    for own, lang, is_said in (("", "es", False), ("Everybody may.", "en", True)):
        shown = client.post(page("answer", comment), said(own, **insert))
        form = shown.context["answer_form"]
        assert (form["lang"].value(), form["text"].value()) == (lang, f"{own}\n\nGracias.".strip())
        assert bool(form.advice) == is_said
    assert "The template is in another language than your answer" in form.advice


def test_an_answer_that_can_still_be_taken_back_is_said_to_leave_soon_and_to_wait_where_it_does(
    sign_in, officer, comment
):
    client = sign_in(officer)
    client.post(page("answer", comment), said())
    assert "Leaves in a few seconds" in client.get(page("case", comment)).text
    for stopped in ({"due_at": timezone.now() + timedelta(hours=1)}, {"code": "busy"}):
        Outbound.objects.update(**stopped)
        assert "Leaves in a few seconds" not in client.get(page("case", comment)).text
    Outbound.objects.update(due_at=timezone.now() + timedelta(seconds=9), code="")
    assert "Leaves in a few seconds" in client.get(page("case", comment)).text
    Pause.objects.create(reason="Attack", began_by="test")
    assert "Leaves in a few seconds" not in client.get(page("case", comment)).text
