"""Writing in the open: the form, the page of a letter, its confirmation, how it stands; what a stranger and a scanner do."""

import html
import re
import time
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.accounts.models import Notice
from hemicycle.accounts.visitors import HOUR
from hemicycle.cases import actions, addresses
from hemicycle.cases.models import Case, Confirmation, State, Subject, Urgency
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Attachment, Contact, Inbound, Outbound
from hemicycle.desk.models import Announcement
from hemicycle.record.actions import classify
from hemicycle.record.models import Area, Document, Locality, MemberOffice, Organization, Person
from hemicycle.rules.actions import decide
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.site.writing.forms import QUICKEST, STAMP_LASTS, new_stamp
from hemicycle.site.writing.status import MOST_AN_HOUR
from tests.record import chamber

pytestmark = pytest.mark.django_db
# A stamp from then came too fast whenever the test runs.
TOMORROW = time.time() + 24 * HOUR
ADA, TEXT = "ada@citizen.example", "The bridge on my street floods each spring."


@pytest.fixture(autouse=True)
def mailbox(office, settings, tmp_path) -> Account:
    settings.HOME = tmp_path
    folder = {"transport": "folder", "folder": "outbox"}
    return channels.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="test"
    )


@pytest.fixture
def phone(office) -> Account:
    return channels.open_account(
        office=office, kind="gammu", name="Phone", address="+999600100", settings={"folder": "out"}, by="test"
    )


@pytest.fixture
def river(db: None) -> Document:
    chamber.whole()
    return Document.objects.bills().get()


def said(**more) -> dict:
    return {"text": TEXT, "address": ADA, "lang": "en", "stamp": new_stamp(at=time.time() - 60), **more}


def post(path: str = "/write/", client: Client | None = None, **more):
    return (client or Client()).post(path, said(**more))


def written(path: str = "/write/", **more) -> Case:
    answer = post(path, **more)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(key=answer.url.strip("/").rpartition("/")[2])


def text(answer) -> str:
    return answer.content.decode()


def get(path: str, language: str = "en"):
    return Client(headers={"accept-language": language}).get(path)


def question() -> str:
    return Outbound.objects.get(content__source__endswith=":confirm").content.parts[0]


def confirm_path() -> str:
    return addresses.confirmation(Confirmation.objects.get().key)


def test_every_page_of_what_one_writes_about_leads_to_the_form_about_it(river, office):
    committee, person = Organization.objects.committees().get(), Person.objects.get(name="Alda Ferrer")
    for row, kind in ((river, "bill"), (committee, "committee")):
        path = addresses.write(kind, row.address)
        assert f'href="{path}"' in text(get(row.get_absolute_url()))
        written(path)
        assert Subject.objects.get(**{kind: row}).case.office == office
    assert "/write/?member=" not in text(get(person.get_absolute_url()))
    assert 'href="/write/"' in text(get("/"))


def test_the_addresses_are_served():
    for path in (addresses.write(), addresses.status()):
        assert get(path).status_code == 200
    for path in (addresses.letter("x"), addresses.confirmation("x"), addresses.dispute("x")):
        assert get(path).status_code == 410


def test_a_letter_to_a_member_goes_to_the_members_own_office(river, member, member_office, clerk, sign_in):
    alda = Person.objects.get(name="Alda Ferrer")
    path = addresses.write("member", alda.address)
    assert "takes no letters here" in text(get(path)) and post(path).status_code == 200
    page, everybody = alda.get_absolute_url(), reverse("site:members")
    assert "takes no letters here" in text(get(page)) and path not in text(get(everybody))
    MemberOffice.objects.create(office=member_office, person=alda)
    for where in (page, everybody):
        assert f'href="{path}"' in text(get(where)) and "takes no letters here" not in text(get(where))
    shown = text(get(path))
    assert "nobody else in the House" in shown and 'name="address"' not in shown
    case = written(path)
    assert (case.office, case.account, case.contact) == (member_office, None, None)
    assert case.written_reference not in text(sign_in(clerk).get("/inbox/"))


def test_what_is_internal_or_not_there_has_no_form(river, clerk, sign_in):
    classify(river, classification=Classification.INTERNAL, by=clerk)
    for client in (Client(), sign_in(clerk)):
        assert client.get(addresses.write("bill", river.address)).status_code == 404
        assert client.get("/write/?announcement=nothing").status_code == 404
    assert not Announcement.objects.exists()


def test_the_chosen_office_gets_the_letters_and_another_form_of_the_house_still_wins(river, other_office):
    decide({"write_office": other_office.slug}, by="test")
    assert written().office == other_office
    decide({"write_to_form": "https://valmora.example/write"}, by="test")
    shown = text(get(river.get_absolute_url()))
    assert 'href="https://valmora.example/write"' in shown and addresses.write("bill", river.address) not in shown


def test_what_one_has_to_know_stands_beside_the_form_before_anything_is_sent(office):
    ParameterInForce.objects.create(name="messages_kept_days", value=77)
    shown = text(get("/write/"))
    for words in (str(office), "Nothing in your name", "77 days", "/your-data/", "/house-rules/", "20 files", "10.0"):
        assert words in shown
    assert "Langue de la réponse" in text(get("/write/", "fr")) and 'value="fr" selected' in text(get("/write/", "fr"))
    assert "Idioma de la respuesta" in text(get("/write/", "es"))


def test_of_what_a_committee_deals_with_one_reads_what_the_committee_hears(river, office):
    committee = Organization.objects.committees().get()
    Document.objects.filter(pk=river.pk).update(committee=committee)
    said = "The committee hears what people said, not who said it."
    for about in (f"bill={river.address}", f"committee={committee.address}"):
        assert said in text(get(f"/write/?{about}"))
    assert said not in text(get("/write/"))


def test_who_would_rather_not_fill_in_a_form_reads_how_else_one_writes(river, member, member_office, phone):
    decide({"write_to_email": "house@h.example", "write_to_post": ["The House", "Quay 1"]}, by="test")
    shown = text(get(addresses.write("bill", river.address))).partition("Other ways to write")[2]
    assert 'href="mailto:house@h.example?subject=Bill%2012' in shown and ">house@h.example</a>" in shown
    assert 'href="sms:+999600100?body=Bill%2012%3A%20"' in shown and "Begin a text message with “Bill 12:”." in shown
    assert "The House<br>Quay 1</address>" in shown
    general = text(get("/write/", "fr")).partition("Autres moyens d’écrire")[2]
    assert 'href="sms:+999600100"' in general and "Texte de loi n° 12" not in general
    MemberOffice.objects.create(office=member_office, person=Person.objects.get(name="Alda Ferrer"))
    theirs = get(addresses.write("member", Person.objects.get(name="Alda Ferrer").address))
    assert "Before you write" in text(theirs) and "Other ways to write" not in text(theirs)


def test_a_house_that_is_reached_by_its_form_alone_names_nothing_else(office):
    assert "Other ways to write" not in text(get("/write/"))


def test_the_page_behind_it_shows_the_reference_and_no_word_of_the_letter(office):
    case = written()
    answer = get(addresses.letter(case.key))
    shown = text(answer)
    assert case.written_reference in shown and TEXT not in shown and ADA not in shown
    assert answer.headers["Cache-Control"] == "no-store, private" and answer.headers["X-Robots-Tag"] == "noindex"
    assert "One more step" in shown and "Received, not read yet" in shown


def test_no_entry_of_the_audit_log_names_who_wrote_or_what(office):
    written()
    for entry in AuditEntry.objects.all():
        assert ADA not in str(entry.facts) and TEXT not in str(entry.facts)


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        ({"text": " "}, "Write what you want to say."),
        ({"address": "ada"}, "Enter an e-mail address"),
        ({"address": "ada@a.example, bo@a.example"}, "Enter one e-mail address only"),
        ({"address": "ada lee@a.example"}, "An e-mail address has no spaces"),
        ({"address": "andrée@a.example"}, "Before the @, an e-mail address has only letters without"),
        ({"address": "😀@a.example"}, "Before the @, an e-mail address has only letters without"),
        ({"address": "+999600201"}, "Enter an e-mail address"),
        ({"lang": "xx"}, "Select a valid choice"),
        ({"website": "https://buy.example"}, "Nothing is sent yet"),
        ({"stamp": "made-up"}, "Your words are still here: send them once more"),
        ({"stamp": new_stamp(at=TOMORROW)}, "That came very fast. Press the button once more"),
    ],
)
def test_what_is_wrong_is_said_at_once_and_what_was_typed_stays(office, more, advice):
    answer = post(**{"text": "My words", **more})
    assert answer.status_code == 422 and advice in text(answer)
    assert not Inbound.objects.exists()
    if "text" not in more:
        assert "My words</textarea>" in text(answer)


@pytest.mark.parametrize(
    "more", [{"stamp": new_stamp(at=TOMORROW)}, {"website": "https://buy.example"}, {"stamp": "made-up"}]
)
def test_a_good_letter_that_is_asked_for_once_more_has_no_problem(office, more):
    assert "There is a problem" not in text(post(**more))
    assert "There is a problem" in text(post(**{**more, "address": "ada"}))


def test_who_sends_an_empty_form_at_once_is_asked_for_words_and_not_to_press_again(office):
    said = text(post(text="", stamp=new_stamp(at=TOMORROW)))
    assert "Write what you want to say." in said and "very fast" not in said


def test_a_page_that_was_open_for_long_is_signed_anew_and_sent_by_the_second_press(office):
    answer = post(stamp=new_stamp(at=0))
    stamp = re.search(r'name="stamp" value="([^"]+)"', text(answer))
    assert stamp is not None and STAMP_LASTS > QUICKEST
    assert post(stamp=stamp[1]).status_code == 302


def test_a_number_is_recognised_where_the_office_writes_text_messages(office, phone):
    case = written(address="+999600201")
    assert (case.account, case.contact.channel) == (phone, "sms")


def test_without_an_address_the_answer_stands_on_the_page(office, clerk):
    case = written(address="")
    assert "nowhere else" in text(get(addresses.letter(case.key)))
    channels.give_answer(case.latest, text="We looked at the bridge.", lang="en", key="k", by=clerk)
    shown = text(get(addresses.letter(case.key)))
    assert "We looked at the bridge." in shown and "Answered" in shown and "Your letter is answered</h1>" in shown
    assert not Contact.objects.exists()


def test_files_are_checked_as_those_of_letters_are(office):
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nx", "image/png")
    answer = post(attached=[picture, SimpleUploadedFile("b.exe", b"MZ", "application/x-msdownload")])
    assert answer.status_code == 422 and "b.exe is of a kind that is not taken." in text(answer)
    assert not Inbound.objects.exists()
    picture.seek(0)
    octets = SimpleUploadedFile("a.pdf", b"%PDF-1.7", "application/octet-stream")
    written(attached=[picture, octets])
    assert list(Attachment.objects.order_by("pk").values_list("kind", "refused")) == [
        ("image/png", ""), ("application/pdf", ""),
    ]  # fmt: skip


def test_what_is_too_large_is_refused_before_it_is_read(office):
    answer = Client().post("/write/", said(), CONTENT_LENGTH=str(100 * 1024 * 1024))
    assert answer.status_code == 413 and "Nothing was sent." in text(answer)


def test_of_a_postcode_only_the_constituency_is_kept(river):
    area = Area.objects.filter(pk__in=chamber.areas()).first() if hasattr(chamber, "areas") else Area.objects.first()
    Locality.objects.create(area=area, postcode="12345", name="", postcode_key="12345", name_key="")
    assert written(where="12345").area == area
    answer = post(where="99999", text="Other")
    assert answer.status_code == 422 and "No constituency was found." in text(answer)
    assert "12345" not in str(Inbound.objects.values())


def test_one_form_sent_twice_is_one_letter(office):
    stamp = new_stamp(at=time.time() - 60)
    assert post(stamp=stamp).url == post(stamp=stamp).url
    assert Case.objects.count() == 1


def test_the_answer_is_the_same_whatever_is_known_of_the_address(office):
    channels.suppress(channels.contact_of(office=office, channel="email", address=ADA, lang=""), why="asked", by="t")
    known, new = written(), written(address="new@citizen.example")
    # Its key goes first: it may hold what looks like a reference.
    pages = [text(get(addresses.letter(one.key))).replace(one.key, "") for one in (known, new)]
    own = r"[A-Z0-9]{4}-[A-Z0-9]{2}|value=\"[^\"]+\"|[an]…@"
    assert len({re.sub(own, "", page) for page in pages}) == 1
    assert [one.contact.address for one in Outbound.objects.all()] == ["new@citizen.example"]


def test_who_writes_too_often_reads_when_to_go_on_and_keeps_the_words(office):
    ParameterInForce.objects.create(name="letters_an_hour", value=2)
    for number in range(2):
        written(text=f"Letter {number}")
    answer = post(text="My third letter")
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= HOUR
    assert "My third letter</textarea>" in text(answer) and Inbound.objects.count() == 2


def test_those_who_answer_hear_once_an_hour_that_letters_are_refused(office, clerk, sign_in):
    ParameterInForce.objects.create(name="letters_an_hour", value=1)
    written()
    assert not AuditEntry.objects.filter(action="cases.refuse_letters").exists()
    for number in range(3):
        assert post(text=f"Letter {number}", address=f"{number}@citizen.example").status_code == 429

    assert Notice.objects.filter(kind="cases.refused", person=clerk, times=1).count() == 1
    (entry,) = AuditEntry.objects.filter(action="cases.refuse_letters")
    assert "127.0.0.1" not in f"{entry.facts}{entry.about}{entry.actor}"
    shown = sign_in(clerk).get("/account/notices/").content.decode()
    assert "Too many letters come from one network" in shown and "See the letters from the form" in shown


def test_beyond_so_many_letters_a_day_one_address_is_asked_nothing_and_the_page_says_the_same(office):
    ParameterInForce.objects.create(name="letters_a_day", value=1)
    written()
    beyond, first = written(text="Again", address=ADA.upper()), written(text="Again", address="new@citizen.example")
    asked = Outbound.objects.filter(content__source__endswith=":confirm").order_by("pk")
    assert [one.contact.address for one in asked] == [ADA, "new@citizen.example"]
    own = r"[A-Z0-9]{4}-[A-Z0-9]{2}|value=\"[^\"]+\"|[anA]…@"
    pages = [text(get(addresses.letter(one.key))).replace(one.key, "") for one in (beyond, first)]
    assert len({re.sub(own, "", page) for page in pages}) == 1


def test_a_link_that_is_opened_confirms_nothing_and_its_button_does(office):
    case = written()
    path = confirm_path()
    assert path in question() and case.key not in question()
    assert "Confirm: I wrote it" in text(get(path))
    case.refresh_from_db()
    assert case.confirmed_at is None
    for _press in range(2):
        assert "counts as yours" in text(Client(enforce_csrf_checks=True).post(path))
    case.refresh_from_db()
    assert case.confirmed_at is not None and case.latest.is_authenticated
    assert "One more step" not in text(get(addresses.letter(case.key)))


def test_the_code_is_typed_on_the_page_of_the_letter(office):
    case = written()
    found = re.search(r"\b\d{6}\b", question())
    assert found is not None
    path = f"{addresses.letter(case.key)}code/"
    wrong = Client().post(path, {"code": "12"})
    assert wrong.status_code == 422 and "This is not the code" in text(wrong)
    assert Client().post(path, {"code": f"{found[0][:3]} {found[0][3:]}"}).status_code == 302
    case.refresh_from_db()
    assert case.confirmed_at is not None


def test_whoever_did_not_write_it_says_so_by_a_button(office):
    case = written()
    path = addresses.dispute(Confirmation.objects.get().key)
    assert path in question() and "did not write" in text(get(path))
    assert Contact.objects.count() == 1 and Case.objects.get().disputed_at is None
    assert "nothing more about it" in text(Client().post(path))
    case.refresh_from_db()
    assert case.disputed_at and case.contact is None
    assert "can no longer be confirmed" in text(Client().post(confirm_path()))
    assert Case.objects.get().confirmed_at is None


def test_one_adds_to_the_letter_by_its_page(office):
    case = written()
    path = f"{addresses.letter(case.key)}add/"
    answer = Client().post(path, {"text": "And the school", "stamp": new_stamp(at=time.time() - 60)}, follow=True)
    assert "Added to your letter." in text(answer) and "And the school" not in text(answer)
    assert case.messages.count() == 2
    assert Client().post(path, {"text": ""}).status_code == 422


def test_where_a_form_was_sent_to_the_page_is_opened_again_and_shows_what_is_wrong(office):
    case = written()
    page = addresses.letter(case.key)
    shown = text(get(page))
    assert f'action="{page}add/#add"' in shown and f'action="{page}code/#confirm"' in shown
    assert re.search(r'href="http[^"]+/status/"', shown)
    for form in ("add", "code"):
        answer = get(f"{page}{form}/")
        assert (answer.status_code, answer.url) == (302, page)
        assert get(f"{addresses.letter('x')}{form}/").status_code == 410


def test_a_letter_is_taken_back_by_a_button_and_its_page_is_gone(office):
    case = written()
    path = f"{addresses.letter(case.key)}take-back/"
    assert "cannot be undone" in text(get(path)) and Case.objects.exists()
    assert "is erased" in text(Client().post(path))
    assert not Inbound.objects.exists() and get(addresses.letter(case.key)).status_code == 410
    asked = get(addresses.confirmation("of-a-letter-that-was-erased"))
    assert asked.status_code == 410 and "or the letter was erased" in text(asked)
    kept = written()
    Case.objects.update(urgency=Urgency.THREAT)
    assert Client().post(f"{addresses.letter(kept.key)}take-back/").status_code == 409
    assert Case.objects.exists()


def test_of_a_letter_sent_twice_by_strangers_neither_shows_what_was_answered_to_the_other(office, clerk):
    first, second = written(), written()
    assert second.state == State.MERGED and second.key != first.key
    for one in (first, second):
        assert "it is the same letter" not in text(get(addresses.letter(one.key)))
    actions.confirm(first, by="citizen")
    channels.give_answer(Inbound.objects.get(pk=first.latest_id), text="To Ada alone.", lang="en", key="k", by=clerk)
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    assert "To Ada alone." in text(get(addresses.letter(first.key)))
    shown = text(get(addresses.letter(second.key)))
    assert "To Ada alone." not in shown and first.written_reference not in shown
    Client().post(f"{addresses.letter(second.key)}take-back/")
    assert Case.objects.filter(pk=first.pk).exists()


def ask(reference: str):
    return Client().post("/status/", {"reference": reference})


def test_by_the_reference_everybody_learns_how_it_stands_and_nothing_else(office, clerk):
    case = written()
    for typed in (case.written_reference, case.reference.lower(), f" {case.reference[:4]} {case.reference[4:]} "):
        shown = text(ask(typed))
        assert "Received, not read yet" in shown
        for words in (TEXT, ADA, case.key, str(office)):
            assert words not in shown
    channels.give_answer(case.latest, text="We looked.", lang="en", key="k", by=clerk)
    shown = text(ask(case.reference))
    assert "Answered" in shown and "We looked." not in shown


def test_it_is_being_looked_at_once_somebody_of_the_office_opened_it_and_says_by_when_an_answer_is_due(
    sign_in, office, clerk
):
    case = written()
    due = f"<dd>{date_format(timezone.localtime(case.answer_due_at), 'DATE_FORMAT')}</dd>"
    shown = [text(ask(case.reference)), text(get(addresses.letter(case.key)))]
    assert all("Received, not read yet" in one and due in one for one in shown)
    assert sign_in(clerk).get(reverse("cases:case", args=[case.reference])).status_code == 200
    shown = [text(ask(case.reference)), text(get(addresses.letter(case.key)))]
    assert all("Being looked at" in one and "not read yet" not in one for one in shown)


def test_a_letter_that_was_handled_from_the_list_is_not_called_unread(office, clerk):
    case = written()
    actions.assign(Case.objects.filter(pk=case.pk), to=clerk, by=clerk)
    assert "Being looked at" in text(ask(case.reference))


def test_what_to_do_in_an_emergency_stands_above_the_button_that_sends(office):
    shown = text(get("/write/"))
    assert shown.count("The House cannot help in an emergency") == 1
    assert shown.index("The House cannot help in an emergency") < shown.index("Send the letter")


@pytest.mark.parametrize("typed", ["7K3M-Q2", "7K3M", "x", "'; --"])
def test_a_reference_that_is_none_is_not_known(office, typed):
    shown = text(ask(typed))
    assert "We know no such reference" in shown and f'value="{html.escape(typed)}"' in shown


def test_who_guesses_is_counted_and_stopped(office):
    for _look in range(MOST_AN_HOUR):
        assert ask("7K3M-Q2").status_code == 200
    answer = ask("7K3M-Q2")
    assert answer.status_code == 429 and "Retry-After" in answer.headers


def test_a_reference_that_is_none_costs_as_many_looks_into_the_tables(office):
    case, counted = written(), []
    for typed in (case.reference, "7K3MQ2", "no"):
        with CaptureQueriesContext(connection) as looked:
            ask(typed)
        counted.append(len(looked))
    assert len(set(counted)) == 1


def test_the_forms_work_without_cookies_and_set_none(office):
    client = Client(enforce_csrf_checks=True)
    assert not client.get("/write/").cookies and post(client=client).status_code == 302
    assert not client.get("/status/").cookies
    assert urlsplit(post(client=client, text="Other").url).query == ""


def test_an_administrator_chooses_which_office_gets_the_letters(sign_in, administrator, other_office):
    chosen = {"name_en": "Assembly of Valmora", "office": other_office.slug}
    assert sign_in(administrator).post("/account/house/", chosen).status_code == 302
    assert written().office == other_office


def test_staff_read_whose_letter_it_is_and_where_the_answer_goes(office, clerk, sign_in):
    case, client = written(), sign_in(clerk)
    page = f"/inbox/cases/{case.reference}/"
    assert "The address is not confirmed" in text(client.get(page)) and TEXT in text(client.get(page))
    answer = client.post(f"{page}answer/", {"text": "We looked.", "lang": "en", "key": "k"}, follow=True)
    assert "The answer stands on the page of the letter." in text(answer)
    assert "On the page of their letter" in text(client.get(page))
    actions.confirm(case, by="citizen")
    assert "The owner of the address confirmed it." in text(client.get(page))
    actions.dispute(case, by="citizen")
    assert "did not write it" in text(client.get(page))


def test_no_office_but_its_own_reads_a_letter(office, other_clerk, administrator, superuser, member, sign_in):
    case = written()
    for person in (other_clerk, administrator, superuser, member):
        assert sign_in(person).get(f"/inbox/cases/{case.reference}/").status_code in (302, 403, 404)
