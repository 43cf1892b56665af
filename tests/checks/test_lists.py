"""The lists of words: well-formed, alike in every language, and a House's own beside them."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hemicycle import checks
from hemicycle.checks import Paper, lists, passages
from hemicycle.checks.phrases import Phrases, words_of
from tests.checks.houses import HOUSE, remarks, replace, words

FILES = lists.files("en")
# The spelling of a language asks for lists that another does not need.
ONE_LANGUAGE = {("reading", "ent_said")}
# What a list knows in its shortest language, against its longest.
FEWEST = 0.6
OPEN_CLASSES = ("tone.promotional", "tone.loaded", "claims.claims", "claims.effects", "claims.appeals", "courts.views", "courts.offences",
                "courts.open_cases", "papers.kept", "papers.content", "people.own_health", "plain.jargon", "votes.results")  # fmt: skip


def keys(lang: str) -> set[str]:
    return {
        f"{file}.{key}"
        for file in lists.files(lang)
        for key in lists.file_of(lang, file)
        if (file, key) not in ONE_LANGUAGE
    }


@pytest.mark.parametrize("lang", lists.LANGUAGES)
def test_every_language_has_the_same_lists(lang: str) -> None:
    assert keys(lang) == keys("en")


@pytest.mark.parametrize("name", OPEN_CLASSES)
def test_no_language_knows_far_fewer_phrases_than_another(name: str) -> None:
    file, key = name.split(".")
    sizes = [len(lists.file_of(lang, file)[key]) for lang in lists.LANGUAGES]
    assert min(sizes) >= FEWEST * max(sizes), sizes


# One thing, said in each language: what draws a remark in one draws it in all.
ALIKE = [
    ("promotional", "A historic vote.", "Un vote historique.", "Una votación histórica."),
    ("promotional", "An unprecedented sum.", "Une somme sans précédent.", "Una suma sin precedentes."),
    ("promotional", "An ambitious plan.", "Un plan ambitieux.", "Un plan ambicioso."),
    ("promotional", "A huge success.", "Un immense succès.", "Un enorme éxito."),
    ("promotional", "Do not miss it.", "Ne manquez pas cela.", "No se lo pierda."),
    ("loaded", "A draconian law.", "Une loi draconienne.", "Una ley draconiana."),
    ("loaded", "A shameful plan.", "Un plan honteux.", "Un plan vergonzoso."),
    ("loaded", "An absurd plan.", "Un plan absurde.", "Un plan absurdo."),
    ("loaded", "A wave of migrants.", "Une vague de migrants.", "Una oleada de migrantes."),
    ("loaded", "A witch hunt.", "Une chasse aux sorcières.", "Una caza de brujas."),
    ("loaded", "A slap in the face for us.", "Une gifle pour nous.", "Es una bofetada."),
    ("loaded", "An unfair tax.", "Un impôt injuste.", "Un impuesto injusto."),
    ("unattributed", "The law protects families.", "La loi protège les familles.", "La ley protege a las familias."),
    ("unattributed", "Once and for all.", "Une fois pour toutes.", "De una vez por todas."),
    ("unattributed", "Vote yes!", "Votez oui !", "¡Vote sí!"),
    ("unattributed", "Vote for the Green Party!", "Votez pour le Parti vert !", "¡Vote por el Partido Verde!"),
    ("jargon", "It sat sine die.", "Elle a siégé sine die.", "Se reunió sine die."),
    ("jargon", "It was ultra vires.", "C’était ultra vires.", "Era ultra vires."),
    ("jargon", "It had no quorum.", "Elle n’avait pas le quorum.", "No tenía quórum."),
]


@pytest.mark.parametrize(("check", "en", "fr", "es"), ALIKE)
def test_what_is_remarked_on_in_one_language_is_in_all(check: str, en: str, fr: str, es: str) -> None:
    for lang, text in (("en", en), ("fr", fr), ("es", es)):
        assert remarks(text, check, lang=lang), text


@pytest.mark.parametrize("lang", lists.LANGUAGES)
def test_every_list_holds_phrases_in_small_letters(lang: str) -> None:
    for file in lists.files(lang):
        for key, phrases in lists.file_of(lang, file).items():
            for phrase in phrases:
                assert phrase == phrase.lower(), (file, key, phrase)
                assert not re.search(r"[()\[\]|=]", phrase), (file, key, phrase)


@pytest.fixture
def own(tmp_path: Path, settings) -> Path:
    settings.CHECK_WORDS = tmp_path
    caches = (lists.file_of, lists.phrases, lists.words)
    for one in caches:
        one.cache_clear()
    (tmp_path / "en").mkdir()
    yield tmp_path / "en"
    for one in caches:
        one.cache_clear()


def test_a_house_adds_phrases_and_removes_some(own: Path) -> None:
    (own / "tone.toml").write_text('loaded = ["whopper"]\n[remove]\nloaded = ["draconian"]\n')
    assert words(remarks("A whopper of a draconian levy.", "loaded")) == ["whopper"]


@pytest.mark.parametrize(("file", "text"), [("tone.toml", 'louded = ["x"]'), ("tune.toml", 'loaded = ["x"]')])
def test_a_list_that_nothing_reads_stops_the_start(own: Path, file: str, text: str) -> None:
    (own / file).write_text(text)
    with pytest.raises(ImproperlyConfigured, match="there is no"):
        lists.read_all()


def test_choices_may_stand_within_choices() -> None:
    assert lists.spell("a{b,c{,d}}e") == ["abe", "ace", "acde"]
    with pytest.raises(ValueError, match="does not close"):
        lists.spell("a{b")


def test_single_words_of_a_choice_are_one_word_of_a_phrase() -> None:
    assert lists.spell_short("{a,b c,d} e {f,g}") == ["a|d e f|g", "b c e f|g"]
    assert lists.spell_short("a{b,c{,d}}e {,f}") == ["abe f", "abe ", "ace f", "ace ", "acde f", "acde "]
    assert find("no red or blue law", "red|blue law") == ["blue law"]


# In these a phrase that says who speaks would keep itself from being remarked on.
@pytest.mark.parametrize("lang", lists.LANGUAGES)
@pytest.mark.parametrize("name", ["claims.claims", "claims.effects", "tone.loaded", "tone.promotional"])
def test_no_phrase_excuses_itself(lang: str, name: str) -> None:
    file, key = name.split(".")
    for phrase in lists.file_of(lang, file)[key]:
        if "@" not in phrase and "…" not in phrase:
            for way in lists.spell(phrase):
                text = f"x {way} x"
                spoken = passages.Passage("body", lang, text, ())
                assert spoken.is_own_voice(2, 2 + len(way)), text


def find(text: str, *phrases: str) -> list[str]:
    found = Phrases((phrase, "") for phrase in phrases).find(words_of(text))
    return [text[one.start : one.end] for one in found]


def test_phrases_take_the_longest_and_gaps_of_three_words() -> None:
    assert find("A well-known tax grab of sorts", "tax", "tax grab", "well known") == ["well-known", "tax grab"]
    assert find("voted on Tuesday evening against it", "voted … against") == ["voted on Tuesday evening against"]
    assert find("voted on a long Tuesday evening against it", "voted … against") == []
    assert find("voted. Against it", "voted against") == []


def test_a_name_of_the_record_keeps_its_brackets_and_commas() -> None:
    bill, body = Paper("13", ("Rivers (Historic Reform) Bill",)), "Committee on Historic Reform, Water and Energy"
    house = replace(HOUSE, bodies=(body,), papers=(bill,))
    for text in ("The Rivers (Historic Reform) Bill.", f"The {body} met.", "The Rivers Historic Reform Bill."):
        assert remarks(text, "promotional", house=house) == [], text
    assert words(remarks("A historic reform of the rivers.", "promotional", house=house))


def test_what_a_bill_with_brackets_says_before_it_is_public_is_remarked_on() -> None:
    kept = replace(HOUSE, papers=(Paper("13", ("Water (Secret Plan) Bill",), public=False),))
    assert remarks("The Water (Secret Plan) Bill would close ten harbours.", "not-public", house=kept)


def test_once_prepared_no_look_waits_for_a_list_of_words() -> None:
    lists.phrases.cache_clear()
    checks.prepare()
    read = lists.phrases.cache_info().misses
    for lang in ("en", "fr", "es"):
        for text in ("The House sits. It voted 41 to 12.", "La Chambre siège. Écrivez à l’élue : « non »."):
            checks.look(checks.Draft(texts={lang: checks.Text("Title", text)}), checks.House())
    assert lists.phrases.cache_info().misses == read
