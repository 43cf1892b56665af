"""Members: those of this House who sit now first, how they are reached, and who represents me."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.record import actions
from hemicycle.record.importers.localities_csv import read
from hemicycle.record.models import Membership, Person
from hemicycle.record.papers import BodyPaper, Known, MembershipPaper, PersonPaper
from hemicycle.rules.actions import decide
from tests.record import chamber

pytestmark = pytest.mark.django_db
MEMBERS, WHERE = "/record/members/", "/record/representatives/"
OTHER = Known("native", "senate")


@pytest.fixture
def house(db: None) -> None:
    """Alda, Bruno and Celia sit here; Dora sat here once; Emil sits in another House."""
    chamber.people()
    actions.put_body(BodyPaper("chamber", {"en": "Senate"}, (OTHER,)), by="test")
    for name, body, until in (("Dora Former", chamber.CHAMBER, "2019"), ("Emil Senator", OTHER, "")):
        seat = MembershipPaper(body, since="2015", until=until)
        actions.put_person(PersonPaper(name, (Known("native", name),), memberships=(seat,)), by="test")
    decide(
        {"house_chamber": Membership.objects.filter(person__name="Alda Ferrer").mandates()[0].organization.address},
        by="t",
    )


def read_page(path: str, **where: str) -> str:
    client = Client(headers={"accept-language": "en"})
    return (client.post(path, where) if where else client.get(path)).content.decode()


def names(page: str) -> list[str]:
    return [name for name in Person.objects.order_by("name").values_list("name", flat=True) if f">{name}</a>" in page]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Alda Ferrer", "Bruno Tellier", "Celia Ångström"]),
        ("?sits=before", ["Dora Former"]),
        ("?sits=all", ["Alda Ferrer", "Bruno Tellier", "Celia Ångström", "Dora Former"]),
        ("?house=all", ["Alda Ferrer", "Bruno Tellier", "Celia Ångström", "Emil Senator"]),
        ("?name=ANGSTROM++celia", ["Celia Ångström"]),
        ("?name=%00", []),
        ("?sits=rubbish&house=rubbish&page=x", ["Alda Ferrer", "Bruno Tellier", "Celia Ångström"]),
    ],
)
def test_who_sits_in_this_house_comes_first_and_others_by_filter(house, query, shown):
    assert names(read_page(MEMBERS + query)) == shown


def test_a_record_of_past_terms_shows_who_sat(house):
    Membership.objects.mandates().update(until="2019")
    assert "Alda Ferrer" in names(read_page(MEMBERS))


def test_a_member_is_shown_with_party_seat_contact_and_the_accounts_that_are_theirs(house, member_office):
    alda = Person.objects.get(name="Alda Ferrer")
    alda.contacts, alda.links = {"email": "alda@valmora.example", "phone": "+999 600-301"}, {
        "mastodon": "https://social.example/@alda", "x": "javascript:alert(1)"}  # fmt: skip
    alda.save()
    actions.seat_in_office(alda, office=member_office, by="test")
    channels.open_account(
        office=member_office,
        kind="web",
        name="Own site",
        address="alda",
        url="https://alda.example/",
        is_public=True,
        by="t",
    )
    for path in (MEMBERS, alda.get_absolute_url()):
        page = read_page(path)
        for said in (
            "mailto:alda@valmora.example",
            "tel:+999600301",
            "https://social.example/@alda",
            "https://alda.example/",
        ):
            assert f'href="{said}"' in page
        assert 'href="javascript' not in page and "Northport" in page and ">AF<" in page


@pytest.fixture
def table(house) -> None:
    actions.load_localities(read("postcode,place,constituency\n1010,Saint-Élie,Northport\n".encode()), by="test")


@pytest.mark.parametrize("where", ["1010", " saint elie ", "SAINT-ÉLIE", "1010 Saint-Élie", "northport", "nor"])
def test_who_represents_me_is_found_by_postcode_place_or_constituency(table, where):
    page = read_page(WHERE, where=where)
    assert names(page) == ["Alda Ferrer", "Bruno Tellier", "Celia Ångström"] and "Northport" in page


@pytest.mark.parametrize("where", ["nowhere", "<script>alert(1)</script>", "%", "é", "9" * 120, "' OR 1=1"])
def test_what_is_not_found_says_so_and_offers_the_constituencies(table, where):
    page = read_page(WHERE, where=where)
    assert "No constituency found" in page and ">Northport</a>" in page and "<script>alert" not in page


def test_a_constituency_has_an_address_and_what_somebody_typed_has_none(table):
    address = read_page(WHERE, where="nowhere").partition("?area=")[2].partition('"')[0]
    assert "Alda Ferrer" in names(read_page(f"{WHERE}?area={address}"))
    answer = Client().post(WHERE, {"where": "1010"})
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "No constituency found" not in read_page(f"{WHERE}?where=1010")


def test_nothing_typed_is_refused_at_the_field(house):
    assert 'aria-describedby="where-error"' in Client().post(WHERE, {"where": " "}).content.decode()


def test_without_a_table_the_page_asks_for_a_constituency(house):
    page = read_page(WHERE)
    assert "enter the name of a constituency" in page and "Northport" in page


def test_a_constituency_without_a_member_says_so(table):
    Membership.objects.mandates().update(until=f"{timezone.localdate().year - 1}")
    assert "Nobody sits for this constituency" in read_page(WHERE, where="1010")


def test_pages_cost_the_same_however_many_members_there_are(table, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        Client().get(MEMBERS)
    with django_assert_max_num_queries(14):
        Client().post(WHERE, {"where": "1010"})


def test_the_way_to_it_is_on_the_front_page_and_the_list(house):
    for path in ("/", MEMBERS):
        assert f'action="{reverse("site:representatives")}"' in read_page(path)
