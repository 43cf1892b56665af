"""The word by which an address says what a letter is about: what the pages print is what the inbox reads."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from hemicycle.cases.models import Case
from hemicycle.cases.topics import row_of, topic_of
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.record.models import Document, DocumentKind, Organization, OrganizationKind
from hemicycle.rules.classification import Classification

pytestmark = pytest.mark.django_db
HOUSE = House("house@parliament.test")


@pytest.fixture(autouse=True)
def _empty_index(settings, tmp_path) -> None:
    settings.HOME = tmp_path


def bill(number: str, **more) -> Document:
    return Document.objects.create(kind=DocumentKind.BILL, number=number, titles={"en": "Rivers"}, **more)


def committee(*, short: str = "", **names: str) -> Organization:
    short_names = {"en": short} if short else {}
    return Organization.objects.create(kind=OrganizationKind.COMMITTEE, names=names, short_names=short_names)


@pytest.mark.parametrize(
    ("number", "topic"),
    [
        ("12", "bill-12"), ("C-12", "bill-c-12"), ("2024/15", "bill-2024-15"), ("N° 7 bis", "bill-n-7-bis"),
        ("Proposición 8ª", "bill-proposicion-8a"), ("A_3", "bill-a-3"),
    ],
)  # fmt: skip
def test_the_word_of_a_bill_comes_back_as_that_bill(number, topic):
    for other in ("1", "120", "c12"):
        bill(other)
    found = bill(number)
    assert topic_of(found) == topic
    assert row_of(HOUSE.topic_in([HOUSE.topic_address(topic)])) == found


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Committee on Rivers", "committee-on-rivers"), ("Finance & Budget", "committee-finance-budget"),
        ("Commission des œuvres sociales", "committee-commission-des-oeuvres-sociales"),
        ("Comité de l’Énergie", "committee-comite-de-l-energie"), ("Niñez", "committee-ninez"),
        ("Ni\N{COMBINING TILDE}ez", "committee-niez"),
    ],
)  # fmt: skip
def test_the_word_of_a_committee_comes_back_as_that_committee_whatever_its_accents(name, topic):
    committee(en="Committee on Roads")
    found = committee(en=name)
    assert topic_of(found) == topic
    assert row_of(HOUSE.topic_in([HOUSE.topic_address(topic)])) == found


def test_every_language_of_a_name_is_read_and_that_of_the_page_is_printed():
    found = committee(en="Health", fr="Santé")
    with translation.override("fr"):
        assert topic_of(found) == "committee-sante"
    assert topic_of(found) == "committee-health"
    assert row_of("committee-sante") == found


def test_a_letter_to_the_printed_word_is_about_that_committee(mailbox, writes):
    found = committee(en="Comité des œuvres")
    case: Case = writes(mailbox, "A word", "ada@citizen.example", to=topic_of(found))
    assert [(one.committee, one.origin) for one in case.subjects.all()] == [(found, "sender")]


def test_where_sessions_number_anew_the_newest_bill_has_the_word_alone():
    old = bill("12", introduced_on=date(2021, 2, 1))
    new = bill("12", introduced_on=date(2026, 2, 1))
    assert (topic_of(old), topic_of(new), row_of("bill-12")) == ("", "bill-12", new)


def test_of_two_bills_of_one_number_and_day_none_has_the_word():
    both = [bill("12", introduced_on=date(2026, 2, 1)) for _chamber in range(2)]
    assert [topic_of(one) for one in both] == ["", ""]
    assert row_of("bill-12") is None


def test_an_act_of_the_same_number_is_no_bill():
    found = bill("12", introduced_on=date(2021, 2, 1))
    act = Document.objects.create(
        kind=DocumentKind.ACT, number="12", titles={"en": "Mills"}, introduced_on=date(2026, 2, 1)
    )
    assert (topic_of(found), topic_of(act)) == ("bill-12", "")


def test_committees_whose_names_collide_have_no_word_and_their_letters_are_nobodys():
    both = [committee(en="Finance"), committee(en="Committee Finance")]
    assert [topic_of(one) for one in both] == ["", ""]
    assert row_of("committee-finance") is None


def test_of_two_committees_of_one_name_the_one_that_sits_has_the_word():
    over, sits = committee(en="Finance"), committee(en="Finance")
    Organization.objects.filter(pk=over.pk).update(until="2019-05")
    assert (topic_of(over), topic_of(sits)) == ("", "committee-finance")
    month = (timezone.localdate() + timedelta(days=40)).isoformat()[:7]
    Organization.objects.filter(pk=over.pk).update(until=month)
    assert topic_of(sits) == ""


def test_a_short_name_goes_first_and_what_is_too_long_or_of_another_script_has_no_word():
    long = "Committee on the Revision of the Constitution and of the Rules of Procedure of the House"
    assert topic_of(committee(en=long, short="Revision")) == "committee-revision"
    assert topic_of(committee(en=f"{long}, second reading")) == ""
    assert topic_of(committee(en="Επιτροπή")) == ""


def test_what_not_everybody_may_read_and_what_has_no_page_of_this_kind_has_no_word():
    found = bill("99", classification=Classification.INTERNAL)
    party = Organization.objects.create(kind=OrganizationKind.PARTY, names={"en": "Greens"})
    assert (topic_of(found), topic_of(party), topic_of(None)) == ("", "", "")
    assert row_of("bill-99") is None
