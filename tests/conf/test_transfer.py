"""How a page travels: compressed and asked for again cheaply, unless somebody's session or secret is in it."""

import gzip

import pytest
from django.test import Client, RequestFactory

from hemicycle.conf.transfer import accepted
from hemicycle.record.models import Contribution, Document, Sitting
from tests.record import chamber

pytestmark = pytest.mark.django_db
ZIPPED = {"accept-encoding": "gzip"}
PUBLIC = ("/", "/record/", "/record/members/", "/record/bills/", "/record/search/", "/announcements/", "/dossiers/",
          "/accessibility/", "/our-accounts/", "/house-rules/", "/sitemap.xml", "/api/v1/bills", "/robots.txt")  # fmt: skip


@pytest.fixture
def house(db: None) -> None:
    chamber.people()
    chamber.bill()
    chamber.sitting(chamber.FIRST)


def pages() -> list[str]:
    rows = (Sitting.objects.first(), Document.objects.first(), Contribution.objects.first())
    return [*PUBLIC, *(row.get_absolute_url() for row in rows)]


def test_every_public_page_is_sent_once_and_then_only_when_it_changed(house: None) -> None:
    for path in pages():
        first, again = Client().get(path), Client().get(path)
        assert first.headers["ETag"] == again.headers["ETag"], path
        asked = {"if-none-match": first.headers["ETag"]}
        kept = Client().get(path, headers=asked)
        assert (kept.status_code, kept.content) == (304, b""), path
        assert {"Cookie", "Accept-Encoding"} <= set(kept.headers["Vary"].split(", "))
        assert "Content-Security-Policy" in kept.headers


def test_a_page_that_changed_is_sent_anew(house: None) -> None:
    path = Document.objects.get().get_absolute_url()
    tag = Client().get(path).headers["ETag"]
    Document.objects.update(titles={"en": "Another Bill"})
    assert Client().get(path, headers={"if-none-match": tag}).status_code == 200


def test_each_language_has_a_page_of_its_own(house: None) -> None:
    path = Sitting.objects.get().get_absolute_url()
    english, french = (Client(headers={"accept-language": language}).get(path) for language in ("en", "fr"))
    assert english.headers["ETag"] != french.headers["ETag"]
    assert "Accept-Language" in english.headers["Vary"]


def test_words_are_compressed_where_the_client_takes_it(house: None) -> None:
    path = Sitting.objects.get().get_absolute_url()
    plain, zipped = Client().get(path), Client().get(path, headers=ZIPPED)
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["ETag"] == plain.headers["ETag"]
    assert int(zipped.headers["Content-Length"]) == len(zipped.content)
    assert "Content-Encoding" not in Client().get(path, headers={"accept-encoding": "gzip;q=0, br"}).headers


def test_a_page_of_somebody_is_neither_kept_nor_compressed(house: None, sign_in, clerk, outsider) -> None:
    path = Sitting.objects.get().get_absolute_url()
    for person in (clerk, outsider):
        answer = sign_in(person).get(path, headers=ZIPPED)
        assert not {"ETag", "Content-Encoding"} & set(answer.headers)
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/"])
def test_a_page_with_the_token_of_a_form_is_neither_kept_nor_compressed(house: None, path: str) -> None:
    answer = Client().get(path, headers=ZIPPED)
    assert b"csrfmiddlewaretoken" in answer.content
    assert not {"ETag", "Content-Encoding"} & set(answer.headers)


def test_no_public_page_holds_a_token(house: None) -> None:
    assert not [path for path in pages() if b"csrfmiddlewaretoken" in Client().get(path).content]


def test_a_visitor_chooses_a_language_without_a_token_and_a_person_needs_one(sign_in, clerk) -> None:
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post("/language/", {"language": "fr"}).cookies
    signed_in = sign_in(clerk)
    signed_in.handler.enforce_csrf_checks = True
    assert signed_in.post("/language/", {"language": "fr"}).status_code == 403
    clerk.refresh_from_db()
    assert clerk.language != "fr"


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("gzip, br", {"gzip", "br"}),
        ("gzip;q=0", set()),
        ("gzip; q=0.000", set()),
        ("GZIP;q=0.5", {"gzip"}),
        ("", {""}),
    ],
)
def test_what_a_client_takes(said: str, taken: set[str]) -> None:
    request = RequestFactory().get("/", headers={"accept-encoding": said})
    assert accepted(request) == taken
