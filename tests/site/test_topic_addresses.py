"""A bill and a committee have an e-mail address of their own, where the mail account of the House takes topics."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.record.models import Document, Organization, OrganizationKind
from hemicycle.rules.actions import decide
from hemicycle.site.our_accounts.checking import Verdict, checked
from hemicycle.site.our_accounts.listing import own_addresses
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.record import chamber

pytestmark = pytest.mark.django_db

GENERAL = "letters@valmora.example"
TAKES = {"imap_host": "mail.valmora.example"}


@pytest.fixture(autouse=True)
def _house(office: Office, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    chamber.people()
    chamber.bill()
    decide({"write_to_email": GENERAL}, by="test")


def mailbox(office: Office, address: str = GENERAL, **settings: str) -> Account:
    return channels.open_account(
        office=office, kind="email", name="Letters", address=address, settings=settings, by="test"
    )


def page(row: Document | Organization, language: str = "en") -> str:
    return Client(headers={"accept-language": language}).get(row.get_absolute_url()).text


def river() -> Document:
    return Document.objects.order_by("pk").first()


def rivers() -> Organization:
    return Organization.objects.committees().get()


def test_the_page_of_a_bill_prints_its_own_address_and_asks_for_no_first_words(office):
    mailbox(office, **TAKES)
    shown = page(river())
    assert 'href="mailto:letters+bill-12@valmora.example?subject=Bill%2012' in shown
    assert ">letters+bill-12@valmora.example</a>" in shown
    assert "is for this bill alone" in shown and "In a letter or a text message begin" not in shown
    assert f">{GENERAL}</a>" not in shown
    channels.open_account(office=office, kind="gammu", name="Texts", address="+999600100", by="test")
    assert "Begin a text message with “Bill 12:”" in page(river())


def test_the_page_of_a_committee_prints_its_own_address_beside_the_button_write(office):
    mailbox(office, **TAKES)
    actions = page(rivers()).partition("page-header-actions")[2].partition("</div>")[0]
    assert 'href="mailto:letters+committee-on-rivers@valmora.example?subject=Committee%20on%20Rivers"' in actions
    assert ">Write</a>" in actions


def test_where_a_whole_domain_takes_topics_the_address_has_nothing_else(office):
    mailbox(office, **TAKES, topics_domain="write.valmora.example")
    assert ">bill-12@write.valmora.example</a>" in page(river())
    assert ">committee-on-rivers@write.valmora.example</a>" in page(rivers())


@pytest.mark.parametrize("why", ["none", "only-sends", "no-plus", "another", "members", "closed"])
def test_where_no_account_takes_topics_the_general_address_stands_with_a_subject(office, member_office, why):
    if why == "only-sends":
        mailbox(office)
    elif why == "no-plus":
        mailbox(office, **TAKES, detail="")
    elif why == "another":
        mailbox(office, "news@valmora.example", **TAKES)
    elif why == "members":
        mailbox(member_office, **TAKES)
    elif why == "closed":
        mailbox(office, **TAKES)
        Account.objects.update(is_open=False, closed_at=timezone.now())
    assert f'href="mailto:{GENERAL}?subject=Bill%2012' in page(river())
    assert "In a letter or a text message begin with “Bill 12:”" in page(river())
    assert f'href="mailto:{GENERAL}?subject=Committee%20on%20Rivers"' in page(rivers())


def test_a_house_without_an_address_for_letters_prints_none(office):
    mailbox(office, **TAKES)
    decide({"write_to_email": ""}, by="test")
    assert "mailto:" not in page(river()) and "mailto:" not in page(rivers())


def test_an_older_bill_of_the_same_number_and_committees_of_one_name_have_the_general_address(office):
    mailbox(office, **TAKES)
    old = Document.objects.create(kind="bill", number="12", titles={"en": "Old"}, introduced_on=date(2020, 1, 1))
    other = Organization.objects.create(kind=OrganizationKind.COMMITTEE, names={"en": "committee on rivers"})
    assert f">{GENERAL}</a>" in page(old) and ">letters+bill-12@" in page(river())
    for committee in (other, Organization.objects.committees().exclude(pk=other.pk).get()):
        assert f">{GENERAL}</a>" in page(committee)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_long_address_fits_the_screen_of_a_phone(office, visit):
    mailbox(office, **TAKES)
    names = {"en": "Committee on Constitutional and Legal Affairs"}
    long = Organization.objects.create(kind=OrganizationKind.COMMITTEE, names=names)
    for row, printed in (
        (long, "letters+committee-on-constitutional-and-legal-affairs@"),
        (river(), "letters+bill-12@"),
    ):
        tab = visit(row.get_absolute_url(), width=PHONE)
        assert printed in tab.inner_text("main")
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)


def verdict(seen: str) -> str:
    return str(checked(seen, own_addresses()).verdict)


def test_whoever_checks_such_an_address_reads_that_it_is_ours(office):
    mailbox(office, **TAKES, topics_domain="valmora.example")
    for seen in ("bill-12@valmora.example", "mailto:Bill-12@valmora.example", "committee-on-rivers@valmora.example"):
        answer = checked(seen, own_addresses())
        assert answer.verdict == Verdict.OURS and GENERAL in {one.address for one in answer.own}
    for seen in (
        "bill-99@valmora.example", "bill-12@valmora.test", "ana-garcia@valmora.example",
        "bill-12@valmora.example.evil.test", "b\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}ll-12@valmora.example",
    ):  # fmt: skip
        assert verdict(seen) != Verdict.OURS


def test_letters_that_a_program_takes_for_ours_are_not_ours(office):
    mailbox(office, **TAKES, topics_domain="kelvin.example")
    assert verdict("bill-12@kelvin.example") == Verdict.OURS
    assert verdict("bill-12@\N{KELVIN SIGN}elvin.example") != Verdict.OURS
