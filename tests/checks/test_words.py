"""The word lists are well-formed, large where the class is open, and say nothing that would remark on everything."""

import re

import pytest

from hemicycle import checks
from hemicycle.checks.vocabulary import FOLDER, LANGUAGES, Phrases, listed, phrases, spelled, words_of

FILES = sorted({path.name.removesuffix(".toml") for path in FOLDER.joinpath("en").iterdir()})


def written(lang: str, name: str, section: str) -> list[str]:
    lines = (line.partition("#")[0] for line in listed(lang, name)["lists"][section].splitlines())
    return [one.partition("=")[0].strip() for line in lines for one in line.split("|") if one.strip()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_files_and_lists(lang: str) -> None:
    assert sorted(path.name.removesuffix(".toml") for path in FOLDER.joinpath(lang).iterdir()) == FILES
    for name in FILES:
        assert listed(lang, name).get("lists", {}).keys() == listed("en", name).get("lists", {}).keys(), name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in FILES if name != "reading"])
def test_every_list_can_be_read_and_holds_plain_phrases(lang: str, name: str) -> None:
    for section, text in listed(lang, name)["lists"].items():
        assert isinstance(text, str)
        assert not re.search(r"[()\\[\\]]", "".join(written(lang, name, section))), section
        assert phrases(lang, name, section).find([]) is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_loaded_word_is_one_that_every_text_has(lang: str) -> None:
    short = {"dud", "woke", "fat", "mob", "mess", "ply", "odd", "bung", "gem", "smug", "gall", "vile", "evil", "hash"}
    for section in ("loaded", "promotional"):
        single = {one for one in written(lang, "loaded", section) if len(one) < 4}
        assert single <= short | {"ira", "olé"}, section


@pytest.mark.parametrize("lang", LANGUAGES)
def test_open_classes_are_of_serious_size(lang: str) -> None:
    sizes = {
        (n, s): len(written(lang, n, s))
        for n, s in (("loaded", "loaded"), ("loaded", "promotional"), ("plain", "jargon"))
    }
    assert min(sizes.values()) > 150, sizes


def test_choices_may_stand_within_choices() -> None:
    assert spelled("a{b,c{-s}}d", {"-s": "s es"}) == ["abd", "acd", "acsd", "acesd"]
    with pytest.raises(ValueError, match="does not close"):
        spelled("a{b", {})


def find(text: str, *entries: str, **sets: str) -> list[str]:
    known = {name: Phrases((one, "") for one in said.split("|")) for name, said in sets.items()}
    found = Phrases(((entry, "") for entry in entries), known).find(words_of(text))
    return [text[one.start : one.end] for one in found]


def test_phrases_take_the_longest_gaps_of_three_words_and_sets() -> None:
    assert find("A well-known tax grab of sorts", "tax", "tax grab", "well known") == ["well-known", "tax grab"]
    assert find("voted on Tuesday evening against it", "voted … against") == ["voted on Tuesday evening against"]
    assert find("voted on a long Tuesday evening against it", "voted … against") == []
    assert find("voted. Against it", "voted against") == []
    assert find("it will hurt the poor", "@will … @harm the", will="will|shall", harm="hurt|hit hard") == [
        "will hurt the"
    ]


def test_once_prepared_no_look_waits_for_a_list_of_words() -> None:
    phrases.cache_clear()
    checks.prepare()
    read = phrases.cache_info().misses
    for lang in ("en", "fr", "es"):
        for words in ("The House sits. It voted 41 to 12.", "La Chambre siège. Écrivez à l’élue : « non »."):
            checks.look(checks.Draft(texts={lang: checks.Text("Title", words)}), checks.House())

    assert phrases.cache_info().misses == read
