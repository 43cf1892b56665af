"""The public pages, the beginning of a person's work, and the search."""

import pytest
from django.test import Client

from hemicycle.accounts import navigation
from hemicycle.accounts.models import User
from hemicycle.record.models import Organization, Sitting
from hemicycle.record.templatetags.phrases import first_words
from hemicycle.rules.classification import Classification
from tests.cast import PASSWORD
from tests.record import chamber

PAGES = {
    "/": ("What happens to your letter", "Ce que devient votre lettre", "Qué pasa con su carta"),
    "/letters/": ("What we do not do", "Ce que nous ne faisons pas", "Lo que no hacemos"),
    "/accessibility/": ("How it is checked", "Comment c’est vérifié", "Cómo se comprueba"),
}


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_speaks_three_languages(client: Client, db: None, path: str) -> None:
    for language, words in zip(("en", "fr", "es"), PAGES[path], strict=True):
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert words in answer.text


def test_the_front_page_shows_the_parties_largest_first_and_their_seats(client: Client, db: None) -> None:
    for name, seats in (("Small", 2), ("Large", 5), ("Outside", None)):
        Organization.objects.create(kind="party", names={"en": name}, seats=seats, colour="#123456")
    page = client.get("/", headers={"accept-language": "en"}).text
    assert page.index("Large") < page.index("Small")
    assert "Outside" not in page
    assert page.count('class="seat"') == 7


def test_the_front_page_shows_the_last_sittings_and_votes_that_everybody_may_read(client: Client, db: None) -> None:
    chamber.whole()
    page = client.get("/", headers={"accept-language": "en"}).text
    assert Sitting.objects.get().get_absolute_url() in page
    assert "That the bill be read a second time" in page
    Sitting.objects.update(classification=Classification.INTERNAL)
    page = client.get("/", headers={"accept-language": "en"}).text
    assert "That the bill be read a second time" not in page
    assert "/record/sittings/" not in page.replace('href="/record/sittings/"', "")


def test_a_house_without_parties_has_a_front_page_without_a_half_circle(client: Client, db: None) -> None:
    assert 'class="seat"' not in client.get("/").text


def test_after_signing_in_work_begins_at_the_first_thing_in_the_menu(client: Client, officer: User) -> None:
    answer = client.post("/account/login/", {"login": officer.email, "password": PASSWORD}, follow=True)
    first = navigation.visible_items(officer, "/")[0]
    assert answer.redirect_chain[-1][0] == first.url


def test_an_outsider_begins_at_their_account_which_says_what_is_missing(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    answer = client.get("/start/", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/"
    assert "You have no role yet" in answer.text


def test_a_citizen_and_an_outsider_find_no_search(client: Client, outsider: User) -> None:
    assert client.get("/search/").status_code == 302
    client.force_login(outsider)
    assert client.get("/search/").status_code == 403


def test_the_search_asks_every_provider_as_the_person_who_searches(
    client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def provider(user: User, query: str) -> list[navigation.Hit]:
        return [navigation.Hit(f"{query} for {user.name}", "Test", f"/{place}/") for place in range(50)]

    monkeypatch.setitem(navigation.SEARCH, "test", provider)
    client.force_login(clerk)
    page = client.get("/search/?q=<b>buses").text
    assert page.count("&lt;b&gt;buses for Clara Clerk") == 20
    assert "<b>" not in page


def test_a_search_without_words_asks_nobody(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert "result" not in client.get("/search/", headers={"accept-language": "en"}).text.split('id="results"')[1][:80]


def test_an_excerpt_keeps_the_spaces_that_french_does_not_break():
    words = "Qui a parlé\u00a0? «\u00a0Moi\u00a0» dit-elle,\n\nen souriant."
    assert first_words(words, 5) == "Qui a parlé\u00a0? «\u00a0Moi\u00a0» dit-elle, …"
    assert first_words(words, 7) == words
