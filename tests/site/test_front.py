"""The front page and the name of the House: useful from the first minute, and asked for by whoever can give it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hemicycle.accounts.patterns import grouped
from hemicycle.channels import actions as channels
from hemicycle.conf import house as command
from hemicycle.conf.errors import CannotStart
from hemicycle.record.models import Document, ProcedureStep, SittingStatus
from hemicycle.record.models import Sitting as SittingRow
from hemicycle.record.papers import ItemPaper
from hemicycle.rules.actions import decide
from hemicycle.rules.classification import Classification
from hemicycle.rules.house_name import house_names
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import in_force
from tests.record import chamber

pytestmark = pytest.mark.django_db
PAGE = "/account/house/"


@pytest.fixture
def unnamed(settings) -> None:
    settings.HOUSE_NAME, settings.HOUSE_NAMES = "", {}


def read(path: str = "/", language: str = "en") -> str:
    return Client(headers={"accept-language": language}).get(path).content.decode()


def test_a_house_of_which_nothing_is_known_yet_still_tells_people_what_they_can_do(db, unnamed):
    page = read()
    assert "<h1>The House</h1>" in page and "Hemicycle uses Hemicycle" not in page
    for said in (
        "Write a letter",
        "No date is known yet.",
        "The record begins here",
        "Who represents me",
    ):
        assert said in page


def test_it_says_how_to_write_and_when_the_house_sits_next(office):
    chamber.people()
    channels.open_account(office=office, kind="gammu", name="Texts", address="+999600100", by="test")
    decide({"write_to_email": "letters@valmora.example", "write_to_form": "https://valmora.example/write"}, by="test")
    day = timezone.localdate() + timedelta(days=3)
    chamber.sitting(ItemPaper("debate", {"en": "River"}), day=day)
    SittingRow.objects.update(status=SittingStatus.SCHEDULED)
    page = read()
    for said in (
        'href="mailto:letters@valmora.example"',
        'href="sms:+999600100"',
        'href="https://valmora.example/write"',
    ):
        assert said in page
    sitting = page.partition("Next sitting")[2].partition("</section>")[0]
    assert f'datetime="{day.isoformat()}"' in sitting and ">River</a>" in sitting
    assert "by text message or in a feed reader" in page


def test_it_says_when_messages_are_read_and_within_how_many_days_they_are_answered(db):
    decide({"write_to_email": "letters@valmora.example"}, by="test")
    for name, value in (("attended_from", "10:00"), ("attended_days", ["monday"]), ("answer_within_days", 4)):
        ParameterInForce.objects.create(name=name, value=value)
    page = read()
    assert "Messages are read from 10:00 to 17:00 (Monday)." in page
    assert "You get an answer within 4 days." in page


def test_bills_that_moved_are_named_once_with_their_last_step_and_nothing_internal(db):
    chamber.people()
    chamber.bill()
    moved = read().partition("Bills that moved")[2].partition("</ul>")[0]
    assert moved.count("Bill 12") == 1 and "Second reading" in moved and "31 March 2026" in moved
    Document.objects.update(classification=Classification.INTERNAL)
    assert "Bill 12" not in read()


def test_the_front_page_makes_at_most_fifteen_queries(office, django_assert_max_num_queries):
    chamber.whole()
    channels.open_account(office=office, kind="gammu", name="Texts", address="+999600100", by="test")
    with django_assert_max_num_queries(15):
        read()


def test_an_administrator_of_a_house_without_a_name_begins_by_naming_it(administrator, sign_in, unnamed):
    browser = sign_in(administrator)
    assert browser.get("/start/").headers["Location"] == PAGE
    assert "This House has no name yet" in browser.get("/account/people/").content.decode()
    answer = browser.post(
        PAGE, {"name_en": "Assembly of Valmora", "name_fr": "Assemblée de Valmora", "email": "a@b.example"}
    )
    assert answer.status_code == 302 and browser.get("/start/").headers["Location"] != PAGE
    assert "Assembly of Valmora</h1>" in read() and "Assemblée de Valmora</h1>" in read(language="fr")
    assert "mailto:a@b.example" in read()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"name_en": ""}, "name_en"), ({"name_en": "x" * 200}, "name_en"), ({"name_en": "A", "email": "nobody"}, "email"),
     ({"name_en": "A", "form": "javascript:alert(1)"}, "form"), ({"name_en": "A", "form": "http://a.example"}, "form"),
     ({"name_en": "A", "hosts": "https://a.example/x"}, "hosts"), ({"name_en": "A", "cases": "x" * 300}, "cases"),
     ({"name_en": "A", "post": "x" * 61}, "post"), ({"name_en": "A", "post": "1\n2\n3\n4\n5\n6\n7"}, "post")],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(administrator, sign_in, unnamed, said, field):
    answer = sign_in(administrator).post(PAGE, said)
    assert answer.status_code == 422 and f'id="id_{field}-error"' in answer.content.decode()
    assert house_names() == {}


def test_an_administrator_lists_sites_contacts_and_cases_one_a_line(administrator, sign_in):
    browser = sign_in(administrator)
    said = {
        "name_en": "A",
        "hosts": "a.example\n\n b.example \na.example",
        "contacts": "+999 600 100",
        "cases": "R v Hale",
    }
    assert browser.post(PAGE, said).status_code == 302
    assert in_force("official_hosts") == ("a.example", "b.example")
    assert (in_force("official_contacts"), in_force("sub_judice_terms")) == (("+999 600 100",), ("R v Hale",))
    assert ">\na.example\nb.example</textarea>" in browser.get(PAGE).content.decode()


def test_the_postal_address_stands_line_by_line_where_people_write(administrator, sign_in):
    said = {"name_en": "A", "post": "Assembly of <Valmora>\n\nHarbour Square 1"}
    assert sign_in(administrator).post(PAGE, said).status_code == 302
    shown = read().partition("By post")[2]
    assert '<address translate="no">Assembly of &lt;Valmora&gt;<br>Harbour Square 1</address>' in shown


def test_a_line_that_will_not_do_is_named_and_what_was_typed_stays(administrator, sign_in):
    answer = (
        sign_in(administrator).post(PAGE, {"name_en": "A", "hosts": "a.example\nhttps://b.example/"}).content.decode()
    )
    assert "Line 2, “https://b.example/”, is no name of a site." in answer
    assert "a.example\nhttps://b.example/</textarea>" in answer
    assert in_force("official_hosts") == ()


def test_nobody_but_an_administrator_names_the_house(clerk, member, outsider, sign_in):
    for person in (clerk, member, outsider):
        assert sign_in(person).post(PAGE, {"name_en": "Mine"}).status_code == 403
    assert Client().post(PAGE, {"name_en": "Mine"}).status_code == 302
    assert "Mine" not in house_names().values()


def test_the_command_prints_and_changes_the_name(db, unnamed, capsys):
    command.run(name=None, others=[])
    assert "has no name yet" in capsys.readouterr().out
    command.run(name="Assembly", others=["fr=Assemblée"])
    command.run(name=None, others=[])
    assert capsys.readouterr().out.endswith("en: Assembly\nfr: Assemblée\n")
    for bad in ((" ", []), ("x" * 200, []), ("A", ["xx=B"]), ("A", ["fr"])):
        with pytest.raises(CannotStart):
            command.run(name=bad[0], others=bad[1])


def test_whoever_prepares_at_a_terminal_is_asked_once(db, unnamed, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    answers = iter(["", "Assembly"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    for _ in range(3):
        command.ask()
    assert house_names() == {"en": "Assembly"}


def test_a_bill_begins_with_stage_next_step_and_how_to_write_and_then_its_text(office):
    chamber.people()
    chamber.bill()
    channels.open_account(office=office, kind="gammu", name="Texts", address="+999600100", by="test")
    decide({"write_to_email": "letters@valmora.example"}, by="test")
    bill = Document.objects.get()
    page = read(bill.get_absolute_url())
    assert page.index("Second reading") < page.index("No date is known yet.") < page.index("Write about this bill")
    assert page.index("Write about this bill") < page.index("No dossier about this bill") < page.index("The text")
    assert 'href="mailto:letters@valmora.example?subject=Bill%2012%20%C2%B7%20River%20Bill"' in page
    assert 'href="sms:+999600100?body=Bill%2012%3A%20"' in page


def test_the_next_step_is_a_sitting_that_has_the_bill_on_its_agenda_else_a_step_with_a_date(db):
    chamber.people()
    chamber.bill()
    bill = Document.objects.get()
    ProcedureStep.objects.create(document=bill, order=9, stage="third_reading", date=date(2999, 1, 2))
    assert "Third reading · " in read(bill.get_absolute_url())
    chamber.sitting(ItemPaper("debate", {"en": "On the agenda soon"}, document=chamber.BILL), day=date(2998, 1, 2))
    page = read(bill.get_absolute_url()).partition("Next step")[2]
    assert page.index("2 January 2998") < page.index("On the agenda soon")


@pytest.mark.parametrize("stage", ["passed", "rejected", "withdrawn"])
def test_a_bill_that_is_finished_has_no_next_step(db, stage):
    chamber.people()
    chamber.bill()
    ProcedureStep.objects.create(document=Document.objects.get(), order=9, stage=stage, date=date(2026, 5, 1))
    assert "None: the House has finished with this bill." in read(Document.objects.get().get_absolute_url())


def test_french_writes_the_first_of_a_month_and_spanish_leaves_four_digits_whole(db):
    chamber.people()
    chamber.bill()
    ProcedureStep.objects.create(document=Document.objects.get(), order=9, stage="passed", date=date(2026, 5, 1))
    assert "1er mai 2026" in read(language="fr") and "1 de mayo de 2026" in read(language="es")
    with override("es"):
        assert (grouped(9999), grouped(10000)) == ("9999", "10\u00a0000")
    with override("en"):
        assert grouped(9999) == "9,999"


def test_the_sign_in_form_says_address_as_every_other_page_does(db):
    assert "Adresse électronique" in read(reverse("account_login"), "fr")
