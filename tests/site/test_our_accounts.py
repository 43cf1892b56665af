"""Whether what somebody saw is an account of the House: the same however it was copied, and nothing that looks so."""

import re

import pytest

from hemicycle.accounts.models import Office
from hemicycle.channels import actions as channels
from hemicycle.channels.fediverse.addresses import actor, handle
from hemicycle.channels.registry import adapter_of
from hemicycle.record.models import Person
from hemicycle.rules.actions import decide
from hemicycle.rules.house_name import name_house
from hemicycle.site.our_accounts.checking import Verdict, checked
from hemicycle.site.our_accounts.listing import own_addresses

pytestmark = pytest.mark.django_db

LETTERS = "letters@valmora.example"


@pytest.fixture
def accounts(office: Office) -> None:
    name_house({"en": "Assembly of Valmora"}, by="test")
    decide({"write_to_email": LETTERS}, by="test")
    for kind, address, url in (
        ("email", "news@valmora.example", ""),
        ("gammu", "+999600100", ""),
        ("facebook", "assembly.of.valmora", ""),
        ("mastodon", "@house@social.example", "https://social.example/@house"),
        ("activitypub", "assembly", actor("assembly")),
        ("web", "www", "https://parliament.example/"),
    ):
        account = channels.open_account(office=office, kind=kind, name=kind, address=address, by="test")
        channels.change_account(account, url=url, is_public=bool(url), by="test")


def verdict(seen: str) -> str:
    return str(checked(seen, own_addresses()).verdict)


@pytest.mark.parametrize(
    "seen",
    [LETTERS, "Letters@Valmora.example", f"mailto:{LETTERS}", f"<{LETTERS}>,", "news@valmora.example",
     "@house@social.example", "house@social.example", "https://social.example/@house/", "social.example/@house",
     "https://www.facebook.com/assembly.of.valmora", "http://m.facebook.com/Assembly.of.Valmora/?fbclid=x",
     "fb.com/assembly.of.valmora", "https://fr-fr.facebook.com/assembly.of.valmora", "999600100", "+999600100", "+999 600 100", "00999600100", "sms:+999600100",
     "https://parliament.example"],
)  # fmt: skip
def test_what_is_ours_is_ours_however_it_was_copied(accounts, seen):
    assert verdict(seen) == Verdict.OURS


@pytest.mark.parametrize(
    ("seen", "said"),
    [("lettеrs@valmora.example", "alike"), ("letters@valmоra.example", "alike"), ("letters@valmora.example.evil.test", "alike"),
     ("letters@valmora-example.test", "alike"), ("news@valmora.info", "alike"),
     ("https://www.facebook.com@evil.test/assembly.of.valmora", "alike"),
     ("https://facebook.com.evil.test/assembly.of.valmora", "alike"),
     ("https://www.facebook.com/assembly.of.valmora.official", "alike"), ("@house@social.example.evil.test", "alike"),
     ("https://parliament.example.evil.test/", "alike"), ("https://xn--parlament-exmple-xyz.test/", "unknown"),
     ("letters\u200b@valmora.example", "alike"), ("+999600101", "alike"), ("someone@elsewhere.test", "unknown"),
     ("@house", "alike"), ("assembly.of.valmora", "named"), ("@assembly", "named"), ("Assembly of Valmora", "name"),
     ("https://www.facebook.com/assembly.of.valmora/posts/123456", "below"),
     ("https://parliament.example/bills/12", "site"), ("http://127.0.0.1:8000/record/", "site")],
)  # fmt: skip
def test_what_is_not_ours_is_one_of_these(accounts, seen, said):
    assert verdict(seen) == said


@pytest.mark.parametrize(
    ("ours", "seen"),
    [
        ("kelvin@valmora.example", "\u212aelvin@valmora.example"),
        ("letters@strasse.example", "letters@stra\u00dfe.example"),
    ],
)
def test_letters_that_only_a_program_takes_for_ours_are_not_ours(db, ours, seen):
    decide({"write_to_email": ours}, by="test")
    assert verdict(seen) == Verdict.ALIKE


def test_an_address_of_a_member_is_said_to_be_theirs(accounts):
    alda = Person.objects.create(
        name="Alda Ferrer", contacts={"email": "alda@members.test"}, links={"x": "https://x.com/aldaferrer"}
    )
    for seen in ("alda@members.test", "https://twitter.com/AldaFerrer"):
        answer = checked(seen, own_addresses())
        assert (answer.verdict, answer.member) == (Verdict.MEMBER, alda)


def test_what_looks_like_one_of_several_is_set_beside_that_one(accounts):
    answer = checked("https://www.facebook.com/assembly.of.valmora.official", own_addresses())
    assert [one.link for one in answer.own] == ["https://www.facebook.com/assembly.of.valmora"]
    assert "assembly.of.valmora" in answer.reason and "official" in answer.reason


def test_the_page_says_who_speaks_and_since_when(client, accounts, office):
    page = client.post("/our-accounts/", {"seen": "https://www.facebook.com/assembly.of.valmora"}).content.decode()
    assert "Yes: this is an account of the House" in page
    assert f"{office} speaks through it, since " in page and "Report it" not in page


def test_what_is_not_ours_is_reported_to_where_people_write(client, accounts):
    page = client.post("/our-accounts/", {"seen": "letters@valmora.example.evil.test"}).content.decode()
    assert "No: it looks like one of our accounts and is not ours" in page
    assert f'href="mailto:{LETTERS}?subject=An%20account%20that%20pretends' in page


@pytest.mark.parametrize("seen", ["", "   ", "x" * 301])
def test_what_cannot_be_checked_is_refused_at_its_field(client, accounts, seen):
    answer = client.post("/our-accounts/", {"seen": seen})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


RUBBISH = ["<script>alert(1)</script>", "http://[", "https://a:99999/", "@", "@@@", "://", "mailto:", "%00", "\x00",
           "٠٠٩٩٩", "xn--", "a" * 70 + ".example", "https://" + "." * 90, "+", "//", "🏛️", "1" * 300]  # fmt: skip


@pytest.mark.parametrize("seen", RUBBISH)
def test_rubbish_is_not_ours_and_stands_on_the_page_as_text(client, accounts, seen):
    answer = client.post("/our-accounts/", {"seen": seen})
    assert answer.status_code in (200, 422)
    page = answer.content.decode()
    assert "Yes:" not in page and "<script>alert" not in page


def test_what_was_entered_stands_in_no_address_and_no_cache(client, accounts):
    answer = client.post("/our-accounts/", {"seen": "somebody@elsewhere.test"})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    main = client.get("/our-accounts/?seen=somebody@elsewhere.test").content.decode().partition("<main")[2]
    assert "somebody" not in main


def test_each_line_leads_to_the_page_of_the_account(accounts):
    links = {one.kind: one.link for one in own_addresses()}
    assert links["facebook"] == "https://www.facebook.com/assembly.of.valmora"
    assert links["mastodon"] == "https://social.example/@house"
    assert all(links.values())


@pytest.mark.parametrize(
    ("kind", "address", "page"),
    [("x", "@house", "https://x.com/house"), ("instagram", "house", "https://www.instagram.com/house/"),
     ("youtube", "house", "https://www.youtube.com/@house"), ("tiktok", "@house", "https://www.tiktok.com/@house"),
     ("mastodon", "@house@social.example", "https://social.example/@house"),
     ("bluesky", "house.example", "https://bsky.app/profile/house.example"),
     ("facebook-page", "123456", "https://www.facebook.com/123456"), ("facebook-page", "house", ""),
     ("whatsapp-business", "+34 600", "https://wa.me/34600"), ("facebook", "a/b", "")],
)  # fmt: skip
def test_the_page_of_an_account_is_made_of_its_name(kind, address, page):
    assert adapter_of(kind).profile_url(address) == page


PUBLIC = (
    "/",
    "/follow/",
    "/letters/",
    "/house-rules/",
    "/accessibility/",
    "/dossiers/",
    "/announcements/",
    "/search/",
)


def test_every_address_that_the_house_gives_on_its_pages_is_on_the_list(client, accounts, office):
    listed = {way for one in own_addresses() for way in one.known_by}
    given = set()
    for path in PUBLIC:
        given |= set(re.findall(r'href="(?:mailto|sms|tel):([^"?]+)', client.get(path).content.decode()))
    assert LETTERS in given and "+999600100" in given
    assert given <= listed


def test_a_letterbox_that_is_an_account_is_listed_once(accounts):
    decide({"write_to_email": "news@valmora.example"}, by="test")
    assert [one.address for one in own_addresses()].count("news@valmora.example") == 1


def test_an_actor_is_known_by_its_whole_name_alone(accounts):
    assert verdict(handle("assembly")) == Verdict.OURS
    assert verdict("@assembly@elsewhere.test") == Verdict.ALIKE
