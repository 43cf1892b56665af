"""The pages of themes, by hand: what a person sees and does, without a script."""

from typing import Any

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.models import Correction, Inquiry, Mention, Theme

from . import letters
from .conftest import FIRST, Client, Said, answer, number
from .test_themes import NOISE, counts, theme, themed

__all__ = ["themed"]


@pytest.fixture
def desk(sign_in: Client, clerk: User) -> Any:
    return sign_in(clerk)


def address(inquiry: Inquiry, label: str, more: str = "") -> str:
    return f"/inquiries/{inquiry.address}/themes/{theme(inquiry, label).key}/{more}"


def test_themes_are_shown_as_a_map_with_its_table_and_as_a_list(desk: Any, themed: Inquiry) -> None:
    page = desk.get(f"/inquiries/{themed.address}/themes/").content.decode()

    assert "“Ferry” is the most frequent theme: in 8 of 24 messages, 33%" in page
    assert "<svg" in page
    assert "The numbers as a table" in page
    assert page.index(address(themed, "Ferry")) < page.index(address(themed, "Permits"))


def test_an_inquiry_whose_meaning_was_not_read_says_that_themes_were_not_sought(desk: Any, analysed: Inquiry) -> None:
    assert "Themes were not sought" in desk.get(f"/inquiries/{analysed.address}/themes/").content.decode()
    assert "themes were not sought" in desk.get(f"/inquiries/{analysed.address}/").content.decode()


def test_an_inquiry_without_themes_says_why(desk: Any, analysed: Inquiry) -> None:
    shown = analysed.shown
    assert shown is not None
    shown.settings = {**shown.settings, "model": "a model"}
    shown.save(update_fields=["settings"])

    assert "No themes" in desk.get(f"/inquiries/{analysed.address}/themes/").content.decode()
    assert "not sought" not in desk.get(f"/inquiries/{analysed.address}/").content.decode()


def test_a_sample_is_said_with_its_size_and_its_error(desk: Any, themed: Inquiry) -> None:
    shown = themed.shown
    assert shown is not None
    shown.sample = {"size": 10_000, "of": 48_000, "error": 0.12}
    shown.save(update_fields=["sample"])

    page = desk.get(f"/inquiries/{themed.address}/themes/").content.decode()

    assert "10,000 of 48,000 texts" in page
    assert "12%" in page


def test_a_theme_shows_quotes_parts_languages_and_campaigns(desk: Any, themed: Inquiry) -> None:
    page = desk.get(address(themed, "Ferry")).content.decode()

    assert "8 messages from 8 senders speak of it." in page
    assert "What happens to fishing permits" in page
    assert "represents a campaign of 6 messages" in page
    assert "Permits" in page
    assert "French" in page
    assert "this is the en letter" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [("q=noise", {"Noise"}), ("lang=es", {"Noise"}), ("order=voices", {"Ferry", "Noise"}), ("state=confirmed", set())],
)  # fmt: skip
def test_themes_are_narrowed_down_by_the_address(desk: Any, themed: Inquiry, query: str, expected: set[str]) -> None:
    page = desk.get(f"/inquiries/{themed.address}/themes/?{query}").content.decode()

    assert {label for label in ("Ferry", "Noise") if address(themed, label) in page} == expected


def test_voices_are_narrowed_down_to_a_theme_and_a_language(desk: Any, themed: Inquiry) -> None:
    key = theme(themed, "Ferry").key
    page = desk.get(f"/inquiries/{themed.address}/voices/?theme={key}").content.decode()
    french = desk.get(f"/inquiries/{themed.address}/voices/?theme={key}&lang=fr").content.decode()
    nothing = desk.get(f"/inquiries/{themed.address}/voices/?theme=nothing").content.decode()

    assert letters.VOICES[1][2] in page and letters.VOICES[0][2] not in page
    assert "article 9" in french and letters.VOICES[1][2] not in french
    assert letters.VOICES[0][2] in nothing


def test_a_message_leads_to_its_themes_also_by_its_campaign(desk: Any, themed: Inquiry) -> None:
    page = desk.get(f"/inquiries/{themed.address}/messages/{number(themed, 'en-4')[0]}/").content.decode()

    assert address(themed, "Ferry") in page


def test_a_theme_is_confirmed_and_named_and_undone_on_its_page(desk: Any, themed: Inquiry) -> None:
    desk.post(address(themed, "Noise", "confirm/"))
    answered = desk.post(address(themed, "Noise", "rename/"), {"name": "Quiet nights"}, follow=True)
    assert "Confirmed by Clara Clerk" in answered.content.decode()

    desk.post(f"/inquiries/{themed.address}/history/{Correction.objects.order_by('-pk')[0].pk}/undo/")

    assert theme(themed, "Noise").confirmed is not None
    assert "Theme renamed to “Quiet nights”" in desk.get(f"/inquiries/{themed.address}/history/").content.decode()


def test_a_theme_that_staff_named_is_no_longer_said_to_be_unreviewed(desk: Any, themed: Inquiry) -> None:
    assert "Shown in every language" in desk.get(address(themed, "Noise", "rename/")).content.decode()
    named = desk.post(address(themed, "Noise", "rename/"), {"name": "Quiet nights"}, follow=True).content.decode()

    assert "Named by staff, not yet confirmed" in named and "not yet reviewed" not in named


def test_the_list_says_how_many_themes_are_parts_of_others(desk: Any, themed: Inquiry) -> None:
    page = desk.get(f"/inquiries/{themed.address}/themes/").content.decode()

    assert f"{themed.shown.themes_shown} themes, 1 of them as part of another" in page


def test_merging_shows_what_is_said_of_both_first(desk: Any, themed: Inquiry) -> None:
    here, other = address(themed, "Noise"), theme(themed, "Ferry").key

    compared = desk.get(f"{here}merge/", {"into": other}).content.decode()
    assert "¿Y los perros?" in compared and "fishing permits" in compared
    assert not Correction.objects.exists()

    answered = desk.post(f"{here}merge/", {"into": other, "why": "One subject"}, follow=True)
    assert "Two themes are now one." in answered.content.decode()
    assert desk.get(here).url.endswith(f"/themes/{other}/")


def test_chosen_messages_are_split_off_moved_and_taken_out(desk: Any, themed: Inquiry) -> None:
    here = address(themed, "Ferry", "messages/")
    noise = theme(themed, "Noise").key

    desk.post(here, {"do": "split", "name": "Article 9", "message": number(themed, "voice-5")})
    desk.post(here, {"do": "move", "move-into": noise, "message": number(themed, "en-0")})
    desk.post(here, {"do": "out", "message": number(themed, "voice-1")})

    assert counts(themed) == {"Noise": 8, "Article 9": 1}


def test_all_with_the_searched_words_are_chosen_at_once(desk: Any, themed: Inquiry) -> None:
    desk.post(address(themed, "Noise", "messages/?q=perros"), {"do": "out", "all": "1"})

    assert Correction.objects.get().messages == [str(number(themed, "voice-3")[0])]


def test_a_refused_correction_of_a_theme_is_said_in_words(desk: Any, themed: Inquiry) -> None:
    here = address(themed, "Noise", "messages/")

    answered = desk.post(here, {"do": "split", "name": "All", "message": number(themed, *NOISE)})

    assert "nothing would be left" in answered.content.decode()


@pytest.mark.parametrize("who", ["officer", "editor"])
def test_readers_read_themes_and_correct_none(
    themed: Inquiry, who: str, request: pytest.FixtureRequest, sign_in: Client
) -> None:
    browser = sign_in(request.getfixturevalue(who))

    assert "confirm/" not in browser.get(address(themed, "Ferry")).content.decode()
    assert browser.post(address(themed, "Ferry", "confirm/")).status_code == 403
    assert browser.get(address(themed, "Ferry", "merge/")).status_code == 403
    assert not Correction.objects.exists()


def test_themes_of_another_office_are_nowhere(
    themed: Inquiry, sign_in: Client, other_clerk: User, member: User
) -> None:
    for stranger in (other_clerk, member):
        for page in (
            f"/inquiries/{themed.address}/themes/",
            address(themed, "Ferry"),
            address(themed, "Ferry", "merge/"),
        ):
            assert sign_in(stranger).get(page).status_code == 404


def test_words_of_a_letter_in_a_theme_are_never_taken_for_markup(desk: Any, collected: Inquiry) -> None:
    attack = '<img src=x onerror=alert("x")>'
    answer(collected, FIRST, Said(themes={attack: {"voice-1": "fishing"}}))

    for page in ("themes/", "voices/", f"messages/{number(collected, 'voice-1')[0]}/"):
        assert "<img src=x" not in desk.get(f"/inquiries/{collected.address}/{page}").content.decode()


@pytest.mark.parametrize(("language", "word"), [("fr", "Thèmes"), ("es", "Temas")])
def test_pages_of_themes_speak_the_readers_language(
    desk: Any, clerk: User, themed: Inquiry, language: str, word: str
) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)

    assert word in desk.get(address(themed, "Ferry")).content.decode()


def test_a_theme_shows_how_surely_those_who_speak_of_it_do(desk: Any, themed: Inquiry) -> None:
    ferry = theme(themed, "Ferry")
    assert "How surely they are of it" not in desk.get(address(themed, "Ferry")).content.decode()
    doubtful = ferry.mentions.filter(campaign__isnull=True).first()
    assert doubtful is not None
    Mention.objects.filter(pk=doubtful.pk).update(certainty=0.1)
    page = desk.get(address(themed, "Ferry")).content.decode()
    assert f"Clearly about it: {ferry.all_mentions().count() - 1}; less certain: 1." in page


def test_a_theme_is_described_by_one_sentence_of_those_who_wrote(desk: Any, themed: Inquiry) -> None:
    Theme.objects.filter(pk=theme(themed, "Ferry").pk).update(description="The evening ferry is late.")
    assert "The evening ferry is late." in desk.get(address(themed, "Ferry")).content.decode()
