"""The same campaign in several languages is one family."""

from itertools import pairwise

from hearhear import campaigns

from .postbag import letter, lines, posted

# A quarrel in two languages: one wants the toll gone, the other wants it doubled.
FOR_THE_TOLL_FR = (
    "Doublons enfin le péage du ferry d'Orrin: les vacanciers traversent pour presque rien pendant que nos impôts "
    "financent les quais, le carburant et les réparations. Un tarif plus élevé remplirait les caisses du port, "
    "espacerait les voitures sur l'île et rendrait le bateau ponctuel. Gardez la nouvelle grille telle quelle."
)
BEES_ES = (
    "Las abejas de los tilos mueren por los insecticidas que el ayuntamiento rocía de madrugada. Prohíban esos "
    "venenos en parques y huertos, siembren tréboles en las medianas y paguen a los apicultores las colmenas perdidas."
)


def others() -> list[tuple[str, str]]:
    """Single letters in three languages, two voices each."""
    voices = [(lang, lines(f"voices.{lang}")[:8]) for lang in ("en", "fr", "es")]
    return [(f"{one} {other}", lang) for lang, known in voices for one, other in pairwise(known)]


def families_of(*letters: tuple[str, str]) -> list[str | None]:
    """The family of each letter's campaign, of five copies, among single letters in three languages."""
    texts, langs = zip(*[one for one in letters for _ in range(5)], *others(), strict=True)
    found = campaigns.find(posted(texts, langs=langs))
    rows = found.messages.slice(0, 5 * len(letters)).to_pylist()
    assert all(row["campaign_id"] for row in rows)
    by_campaign = {row["campaign_id"]: row["family_id"] for row in found.campaigns.to_pylist()}
    assert all(row["family_id"] == by_campaign[row["campaign_id"]] for row in rows)
    return [row["family_id"] for row in rows[::5]]


def test_a_campaign_in_three_languages_is_one_family():
    translated = [(letter(f"ferry.{lang}"), lang) for lang in ("en", "fr", "es")]
    family = families_of(*translated, (letter("deposit_for.en"), "en"), (BEES_ES, "es"))
    assert family == ["f1", "f1", "f1", None, None]


def test_a_letter_in_capitals_is_of_the_family():
    family = families_of((letter("ferry.en"), "en"), (letter("ferry.fr"), "fr"), (letter("ferry.es").upper(), "es"))
    assert family == ["f1", "f1", "f1"]


def test_the_opposing_campaign_in_another_language_is_not_of_the_family():
    family = families_of((letter("ferry.en"), "en"), (letter("ferry.fr"), "fr"), (FOR_THE_TOLL_FR, "fr"))
    assert family == ["f1", "f1", None]
    assert families_of((letter("ferry.en"), "en"), (FOR_THE_TOLL_FR, "fr")) == [None, None]


def test_campaigns_on_other_matters_are_no_family():
    assert families_of((letter("deposit_for.en"), "en"), (BEES_ES, "es")) == [None, None]


def test_the_language_of_unmarked_letters_is_read_off_their_grammar():
    texts = [letter(f"ferry.{lang}") for lang in ("en", "fr", "es") for _ in range(4)]
    found = campaigns.find(posted([*texts, *(text for text, _ in others())]))
    assert found.campaigns["family_id"].to_pylist() == ["f1"] * 3


def test_families_are_not_looked_for_when_not_wanted():
    table = posted([letter("ferry.en")] * 3 + [letter("ferry.fr")] * 3)
    found = campaigns.find(table, settings=campaigns.Settings(families=False, read=False))
    assert found.campaigns["family_id"].to_pylist() == [None, None]
