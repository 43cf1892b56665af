"""Alternatives, captions, emoji, hashtags, languages."""

import pytest

from hemicycle.checks import Draft, Medium, Text, Variant, look
from tests.checks.houses import HOUSE, remarks, words


def alternative(said: str, lang: str = "en") -> list[str]:
    return words(remarks("x", "alternative", lang=lang, media=(Medium("p", "image", {lang: said}),)))


@pytest.mark.parametrize(
    "said",
    [
        "IMG_4471.jpg",
        "DSC_0217.JPG",
        "IMG-20260509-WA0012",
        "Screenshot 2026-03-04 at 10.30",
        "photo",
        "Image 3",
        "20260509",
    ],
)
def test_a_file_name_or_an_empty_word_is_no_alternative(said: str) -> None:
    assert alternative(said) == [said]


@pytest.mark.parametrize(
    ("lang", "said", "begin"),
    [
        ("en", "Image of members in the Chamber", "Image of"),
        ("en", "A photograph showing the library", "A photograph showing"),
        ("fr", "Photo de l’hémicycle", "Photo de"),
        ("fr", "Image d’une urne", "Image d"),
        ("es", "Imagen del hemiciclo", "Imagen del"),
    ],
)
def test_that_it_is_a_picture_need_not_be_said(lang: str, said: str, begin: str) -> None:
    assert alternative(said, lang) == [begin]


@pytest.mark.parametrize(
    "said",
    [
        "Visitors sit in the members’ seats",
        "Bar chart: 31 for, 24 against",
        "Speaker’s chair",
        "Photographers wait outside",
    ],
)
def test_an_alternative_that_says_something_is_left_alone(said: str) -> None:
    assert alternative(said) == []


def test_decoration_needs_no_alternative_and_each_language_needs_its_own() -> None:
    texts = {"en": Text(body="x"), "fr": Text(body="y")}
    said = {"en": "The Chamber"}
    found = look(Draft(texts=texts, media=(Medium("p", "image", said), Medium("q", "image", decorative=True))), HOUSE)
    assert [(r.field, r.lang) for r in found] == [("media:p", "fr")]


def test_a_film_has_captions_in_each_language() -> None:
    media = (Medium("v", "video", {"en": "A tour", "fr": "Une visite"}, captions=frozenset({"en"})),)
    found = look(Draft(texts={"en": Text(body="x"), "fr": Text(body="y")}, media=media), HOUSE)
    assert [(r.check, r.lang) for r in found] == [("captions", "fr")]


def recording(kind: str, said: str, lang: str, *, captions: bool = False) -> list[str]:
    medium = Medium("r", kind, {lang: said} if said else {}, frozenset({lang} if captions else ()))
    return [one.check for one in remarks("x", lang=lang, media=(medium,))]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_recording_draws_one_remark_for_what_its_kind_needs_first(lang: str) -> None:
    assert recording("video", "", lang) == ["captions"]
    assert recording("video", "clip.mp4", lang) == ["captions"]
    assert recording("video", "", lang, captions=True) == ["alternative"]
    assert recording("audio", "", lang) == ["alternative"]
    assert recording("audio", "recording.mp3", lang) == ["alternative"]


@pytest.mark.parametrize(
    ("lang", "described", "where"),
    [
        ("en", "The usher remembers her first day", "Transcript at assembly.example/r/1"),
        ("fr", "L’huissière raconte son premier jour", "Transcription : assembly.example/r/1"),
        ("es", "La ujier recuerda su primer día", "Transcripción en assembly.example/r/1"),
    ],
)
def test_sound_needs_what_is_said_in_it_and_not_only_what_it_is(lang: str, described: str, where: str) -> None:
    assert recording("audio", described, lang) == ["captions"]
    assert recording("audio", described, lang, captions=True) == []
    assert recording("audio", where, lang) == []
    assert recording("audio", f"{described}. " * 20, lang) == []


def test_a_film_or_sound_marked_as_decoration_still_needs_its_words() -> None:
    for kind in ("video", "audio"):
        medium = Medium("r", kind, decorative=True)
        assert [one.check for one in remarks("x", media=(medium,))] == ["captions"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Watch 👀🎬🔥🔥", ["👀🎬🔥🔥"]),
        ("Watch 👀 🎬 🔥", ["👀 🎬 🔥"]),
        ("Watch 👀🎬", []),
        ("One 👨‍👩‍👧‍👦 and 🇫🇷", []),
        ("👉 a\n👉 b\n👉 c\n👉 d", ["👉"]),
        ("10 × 3 ± 2 → 4 § ™ ©", []),
    ],
)
def test_emoji_are_counted_as_a_screen_reader_says_them(text: str, found: list[str]) -> None:
    assert words(remarks(text, "emoji")) == found


@pytest.mark.parametrize(
    ("lang", "tag", "better"),
    [
        ("en", "#youthparliament", "#YouthParliament"),
        ("en", "#cleanriversbill", "#CleanRiversBill"),
        ("fr", "#projetdeloi", "#ProjetDeLoi"),
        ("es", "#leydeaguas", "#LeyDeAguas"),
        ("es", "#Leydevivienda", "#LeyDeVivienda"),
    ],
)
def test_words_within_a_hashtag_begin_with_a_capital(lang: str, tag: str, better: str) -> None:
    found = remarks(f"Follow {tag} today", "hashtag", lang=lang)
    assert [(r.words, better in r.suggestion) for r in found] == [(tag, True)]


def test_a_hashtag_that_can_be_split_in_two_ways_is_split_by_the_draft_or_not_at_all() -> None:
    (unsure,) = remarks("Follow #cleanriversnow today", "hashtag")
    (known,) = remarks("Clean rivers, now. Follow #cleanriversnow today", "hashtag")
    assert ("#OpenParliament" in unsure.suggestion, "#Clean" in unsure.suggestion) == (True, False)
    assert "#CleanRiversNow" in known.suggestion


@pytest.mark.parametrize(
    "text",
    ["#CleanRivers", "#Housing", "#parliament", "#Créditos", "#COP30", "#RivièresPropres", "#Numérique", "#environment",
     "see page#anchorofthispage", "#1", "#childcare", "#Créteil", "#gobernanza"],
)  # fmt: skip
def test_a_hashtag_of_one_word_or_with_capitals_is_left_alone(text: str) -> None:
    assert remarks(text, "hashtag") == []


def test_each_language_that_is_asked_for_has_to_be_there() -> None:
    texts = {"en": Text("Title", "A sentence of more than six words here."), "fr": Text("", "Une phrase.")}
    found = [r for r in look(Draft(texts=texts, languages=("en", "fr", "es")), HOUSE) if r.check == "missing-language"]
    assert [(r.field, r.lang) for r in found] == [("title", "fr"), ("body", "es")]


def test_a_text_that_stands_under_two_languages_is_not_translated() -> None:
    same = Text("T", "The committee meets on Tuesday in the old library.")
    found = look(Draft(texts={"en": same, "fr": same}, languages=("en", "fr")), HOUSE)
    assert [(r.check, r.lang) for r in found] == [("missing-language", "fr")]


def test_what_was_filled_in_for_its_author_and_left_so_is_no_text() -> None:
    begun = {"en": "By 3 March 40 people had written.", "fr": "Au 3 mars, 40 personnes avaient écrit."}
    texts = {"en": Text("Answer", f"{begun['en']}\n\nWe agree."), "fr": Text("Réponse", begun["fr"])}
    (found,) = [one for one in look(Draft(texts=texts, begun_with=begun), HOUSE) if one.check == "missing-language"]
    assert (found.lang, found.words) == ("fr", begun["fr"])
    assert found.suggestion == "Write what is still missing, or remove the language."


def test_a_language_that_the_house_asks_for_is_not_said_to_be_removable() -> None:
    begun = {"fr": "Au 3 mars, 40 personnes avaient écrit."}
    draft = Draft(texts={"fr": Text("Réponse", begun["fr"])}, languages=("fr",), begun_with=begun)
    (found,) = [one for one in look(draft, HOUSE) if one.check == "missing-language"]
    assert found.suggestion == "Write what is still missing."


def test_a_text_for_one_channel_in_one_language_leaves_none_missing() -> None:
    texts = {"en": Text(body="x"), "fr": Text(body="y")}
    draft = Draft(texts=texts, languages=("en", "fr"), variants=(Variant("sms", "en", "x"),))
    assert look(draft, HOUSE) == ()


def test_a_text_for_one_channel_is_none_for_the_others() -> None:
    draft = Draft(texts={"en": Text()}, languages=("en",), variants=(Variant("sms", "en", "x"),))
    (found,) = look(draft, HOUSE)
    assert (found.check, found.field, found.lang) == ("missing-language", "body", "en")
    # Nothing is written that could be translated.
    assert found.suggestion == "Write it."


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Come to the 🏛️ and bring your 👪!", ["🏛️", "👪"]),
        ("fr", "Vendredi, la 🏛️ ouvre ses 🚪 : venez 👀 !", ["🏛️", "🚪", "👀"]),
        ("es", "⏰ + 🗳️ = jueves a las 12.", ["⏰", "🗳️"]),
    ],
)
def test_emoji_in_the_place_of_words_draw_a_remark(lang: str, text: str, found: list[str]) -> None:
    assert words(remarks(text, "emoji", lang=lang)) == found


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Open day on Saturday 🏛️ Bring your family!"),
        ("en", "Follow the sitting on our 📺 channel."),
        ("fr", "Portes ouvertes samedi 🏛️ Venez en famille !"),
        ("es", "El pleno empieza a las 9 ⏰."),
    ],
)
def test_emoji_beside_words_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "emoji", lang=lang) == []
