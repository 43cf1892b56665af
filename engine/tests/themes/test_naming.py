"""How phrases that can be a heading are cut out of sentences, and how themes are named with them."""

import pytest
from hearhear.themes import OTHER, find
from hearhear.themes.naming import Asked, Borrowed, Namer, Phrasebook
from hearhear.themes.naming.grammar import usage
from hearhear.themes.naming.headings import listed, mixed
from hearhear.themes.naming.spans import spans
from hearhear.themes.passages import passages

from .conftest import table


def _spans(text: str, lang: str, others: tuple[str, ...] = ()) -> set[str]:
    known = usage((text, *others), lang)
    return {text[one.start : one.end] for one in spans(text, known)}


def _labels(rows: list[tuple[str, str]], meaning) -> list[dict[str, str]]:
    found = find(table(rows), embed=meaning).themes.to_pylist()
    return [dict(row["labels"]) for row in found if row["theme_id"] != OTHER]


@pytest.mark.parametrize(
    ("lang", "text", "phrase"),
    [
        ("en", "The cost of ferry tickets for islanders is far too high.", "cost of ferry tickets for islanders"),
        ("fr", "La fermeture des écoles rurales est une erreur.", "fermeture des écoles rurales"),
        ("es", "El precio de los billetes para los isleños ha subido.", "precio de los billetes para los isleños"),
    ],
)
def test_a_phrase_is_a_whole_noun_phrase_with_the_preposition_that_was_written(lang, text, phrase) -> None:
    assert phrase in _spans(text, lang, ("The tickets are late.",))


@pytest.mark.parametrize(
    ("lang", "text", "torn"),
    [
        ("en", "The manhole spits whenever we swim in front of it.", {"manhole spits", "front"}),
        ("fr", "La mairie laisse les écoles sans chauffage.", {"mairie laisse"}),
        ("es", "La limpieza de las calles es mala.", {"limpieza"}),
    ],
)
def test_no_phrase_has_a_verb_in_it_or_ends_before_what_it_is_of(lang, text, torn) -> None:
    others = ("It never spits.", "On laisse la mairie.", "Limpieza.")
    assert torn.isdisjoint(_spans(text, lang, others))


@pytest.mark.parametrize(
    ("lang", "text", "kept"),
    [
        ("en", "We saw my harbour and this pier.", {"my", "this"}),
        ("fr", "Nos écoles et cette cantine manquent de pain.", {"nos", "cette"}),
        ("es", "Mi calle y nuestra plaza huelen mal.", {"mi", "nuestra"}),
    ],
)
def test_no_phrase_says_my_or_this(lang, text, kept) -> None:
    assert all(kept.isdisjoint(one.lower().split()) for one in _spans(text, lang))


def test_what_is_to_be_done_is_a_phrase_in_the_infinitive() -> None:
    assert "développer les transports publics" in _spans("Il faut développer les transports publics.", "fr")
    assert "plantar árboles" in _spans("Hay que plantar árboles en la plaza.", "es")
    assert "rebuild the old pier" in _spans("The town should rebuild the old pier.", "en")


def test_a_single_noun_has_the_article_that_people_write_before_it() -> None:
    assert usage(["La multa es pequeña."], "es").with_article("multa") == "la multa"
    assert usage(["L'orage est venu tard."], "fr").with_article("orage") == "l'orage"
    assert usage(["Le embarcadère est loin."], "fr").with_article("embarcadère") == "l'embarcadère"
    assert usage(["Un bidule tombe."], "fr").with_article("bidule") == ""


def test_a_phrase_ends_where_a_sign_stands() -> None:
    found = _spans("Close the 'boats for hire' stall, and the pier.", "en")
    assert "boats for hire" in found
    assert not any("stall" in one and "boats" in one for one in found)


def test_a_theme_is_named_by_a_phrase_that_its_voices_share(meaning) -> None:
    night = ["Night noise keeps us awake.", "The night noise on the quay is bad.", "Stop the night noise.",
             "I hear night noise at three.", "Night noise again and again."]  # fmt: skip
    books = ["The town library is closed.", "Keep the town library.", "A town library is for children.",
             "Our town library burned down.", "Who pays for the town library?"]  # fmt: skip
    labels = [one["en"] for one in _labels([(text, "en") for text in [*night, *books]], meaning)]
    assert sorted(labels) == ["Night noise", "Town library"]


def test_each_language_of_a_theme_has_a_label_in_it(meaning) -> None:
    rows = [(f"The ferry crossing is {how}.", "en") for how in ("late", "dear", "short", "cold")]
    rows += [(f"La traversée du bac est {how}.", "fr") for how in ("tardive", "chère", "courte", "froide")]
    rows += [(f"Keep the reading room of the library {how}.", "en") for how in ("open", "warm", "free", "quiet")]
    named = next(one for one in _labels(rows, meaning) if "fr" in one)
    assert "traversée" in named["fr"].lower()
    assert "ferry" in named["en"].lower()


def test_what_one_person_alone_writes_names_no_theme(meaning) -> None:
    rows = [(f"The ferry {how}.", "en") for how in ("sank", "burned", "left", "stank")]
    rows += [("The ferry of Ottilie Brandmeyer is the blue one.", "en")]
    rows += [(f"The library {how}.", "en") for how in ("sank", "burned", "left", "stank")]
    assert not any("Ottilie" in said for one in _labels(rows, meaning) for said in one.values())


def test_no_two_themes_have_the_same_label(voices, meaning) -> None:
    labels = [dict(row["labels"]).get("en") for row in find(voices, embed=meaning).themes.to_pylist()]
    assert len(labels) == len(set(labels))


def test_a_word_that_names_one_theme_names_no_second(meaning) -> None:
    texts = ["The pier fell.", "The pier sank.", "The pier burned."]
    namer = Namer(Phrasebook(passages(texts, 3), ["en"] * 3), set(), meaning)
    mean = meaning(texts).mean(axis=0)
    namer.prepare([Asked(name, None, "en", range(3), {"pier": 1.0}, mean, ["pier"]) for name in ("t1", "t2")])
    assert [namer.word("t1", "en"), namer.word("t2", "en")] == ["The pier", ""]


def test_what_everybody_writes_about_names_no_theme(voices, meaning) -> None:
    plain = {dict(row["labels"]).get("en") for row in find(voices, embed=meaning).themes.to_pylist()}
    name = next(label for label in sorted(filter(None, plain)) if label.startswith("The "))
    without = find(voices, embed=meaning, named=[name]).themes.to_pylist()
    assert name not in {dict(row["labels"]).get("en") for row in without}


def test_the_order_of_voices_changes_no_label(voices, meaning) -> None:
    turned = voices.take(list(reversed(range(len(voices)))))
    assert find(voices, embed=meaning).themes["labels"] == find(turned, embed=meaning).themes["labels"]


def test_a_theme_of_several_subjects_says_so() -> None:
    assert (
        mixed(["the ferry", "schools", "taxes"], "en") == "Several subjects, among them the ferry, schools and taxes"
    )
    assert mixed(["le bac", "impôts"], "fr") == "Plusieurs sujets, dont le bac et impôts"
    assert mixed(["nieve", "hijos"], "es") == "Varios asuntos, entre ellos nieve e hijos"
    assert mixed(["кораб", "билети"], "bg") == "Кораб, билети"
    assert listed(["nieve", "hielo"], "es") == "nieve y hielo"


def test_a_reader_is_given_a_label_in_a_language_that_nobody_in_the_theme_writes(meaning) -> None:
    texts = ["The evening ferry was full.", "An evening ferry to Orrin.", "No evening ferry."]
    texts += ["The stone quarry is loud.", "A stone quarry.", "No stone quarry."]
    book = Phrasebook(passages(texts, 3), ["en"] * len(texts))
    borrowed = Borrowed(book, set(), meaning, Namer(book, set(), meaning).is_free)
    bac = meaning(["Le bac du soir"])[0]
    assert borrowed.labels(bac, {"fr"}) == [("en", "Evening ferry")]
    assert borrowed.labels(bac, {"en", "fr"}) == []
    assert borrowed.labels(meaning(["La bibliothèque"])[0], {"fr"}) == []
