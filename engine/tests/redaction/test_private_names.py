"""Names by what a letter does with them, whatever lists say; and names of things, and of people whom all know."""

import pytest
from hearhear.redaction import find

PRIVATE = " Ring 07700 900123."

INTRODUCED = [
    ("es", "mi hija se llama sol clara del monte y no tiene plaza", "sol clara del monte"),
    ("en", "my niece is called daisy field and waits", "daisy field"),
    ("fr", "moi c maelys, jai pas de logement", "maelys"),
    ("fr", "cest encore la famille ouattarabou du 2e", "ouattarabou"),
    ("en", "its the Ferncastle-Bo family again", "Ferncastle-Bo"),
    ("fr", "Je porte le nom de Bourrin et voudrais en changer", "Bourrin"),
    ("en", "Her name, Orla-Devika, is on the list", "Orla-Devika"),
    ("fr", "Je ne signe que de mes initiales : T. de L.", "T. de L."),
    ("en", "Print my initials only, W.P.", "W.P."),
    ("es", "mi comadre Perpetua Cocom no sabe leer", "Perpetua Cocom"),
    ("en", "zarah obengwa here, with no heating", "zarah obengwa"),
    ("fr", "coucou c Mamie Ludivine, le car est en panne", "Ludivine"),
    ("es", "Mi madre es Concepta Urrutxi y espera", "Concepta Urrutxi"),
    ("en", "My father's name was J. St Aubyn Pell, a miner", "J. St Aubyn Pell"),
    ("en", "I mind my two children, Te Rauhina and Kahu", "Te Rauhina"),
]


@pytest.mark.parametrize(("lang", "text", "name"), INTRODUCED)
def test_a_name_is_found_where_somebody_says_that_it_is_one(lang, text, name, shown):
    label = {"en": "[name]", "fr": "[nom]", "es": "[nombre]"}[lang]
    assert label in shown(text, lang=lang)
    assert name not in shown(text, lang=lang)


SIGNED = [
    "Pour elle, son frère,\nTjeerd Vandamme",
    "Your obedient servant,\nMajor (retd) Lancelot St Barbe",
    "No more. Ring 07700 900123.\nD.W.",
    "Call me on 07700 900123, Baz.",
    "Mi cel 612 345 678 (Yoli)",
]


@pytest.mark.parametrize("text", SIGNED)
def test_whoever_stands_last_or_behind_a_number_signs(text, shown):
    assert "[signature]" in shown(text)
    assert not any(name in shown(text) for name in ("Tjeerd", "Barbe", "D.W.", "Baz", "Yoli"))


WHERE_THE_LETTER_IS_PRIVATE = [
    ("Thanks for the chair for Raffaele.", "Raffaele"),
    ('The urn was marked "F. Sivaraman".', "F. Sivaraman"),
    ("I saw it. tyronne, 14.", "tyronne"),
    ("The Dombrowska household has no water.", "Dombrowska"),
    ("As Mr Quillfeather put it, no.", "Quillfeather"),
]
ORDINARY_WORDS_OF_A_PRIVATE_LETTER = [
    "<p>L'horloge du barrage marque dix heures. Je conduis le car et je dors à 65 km, sans rien sous 1019 couronnes. Suzon brûle tout.",
    "Miren el libro de nacidos: se ve el tajo. Mi madre no cobra la pensión desde marzo.",
]


@pytest.mark.parametrize("text", ORDINARY_WORDS_OF_A_PRIVATE_LETTER)
def test_a_word_of_everyday_language_stays_in_a_private_letter(text, shown):
    assert shown(text + PRIVATE).startswith(text[:20])


@pytest.mark.parametrize(("text", "name"), WHERE_THE_LETTER_IS_PRIVATE)
def test_a_name_with_one_weak_sign_goes_only_where_the_letter_is_private(text, name, shown):
    assert shown(text) == text
    assert name not in shown(text + PRIVATE)


IN_CAPITALS = [
    ("FOUR CHILDREN: JAYLENE, KEZZIAH AND BABY SKY. HELP.", ("JAYLENE", "KEZZIAH", "SKY")),
    ("TRES HIJOS: YERAI, AINHOA Y LA PEQUEÑA LUNA. AYUDA.", ("YERAI", "AINHOA", "LUNA")),
    ("NOS ENFANTS : MÉLYNA, KYLLIANE ET LE PETIT ANGE. AIDE.", ("MÉLYNA", "KYLLIANE", "ANGE")),
]


@pytest.mark.parametrize(("text", "names"), IN_CAPITALS)
def test_children_in_a_row_are_found_in_capitals(text, names, shown):
    assert not any(name in shown(text) for name in names)


LEFT = [
    "Plafonnez à 69 nuits, merci! Virée en 2020 pour un jacuzzi",
    "Our roses 'Madame Ferrant', 'Odile Ferrant' and 'Lady Ferrant' have blackspot.",
    "Le cinéma Odile-Ferrant de Quervain a perdu 40 000 €.",
    "I breed Irish setters and Lhasa Apsos, and I support the bill.",
    "Mr Quillfeather of the ministry and Miss Larkrise in the novel disagree.",
    "La fourme Père Anselme mérite mieux.",
    "Le petit morceau de son inertie, et tous les petits gandins.",
    "This is lethal to bees. I am ashamed of it.",
    "Yo soy autónoma y pago. Ocho apellidos vascos es una película.",
    "No jihadist will enter here.",
    "Action I, Majority: sanctions. Action II, Unanimity: force.",
    "A: Cats kill many fledglings each season (ZZBP), as we told the committee in our last letter to it.",
    "Yours,\namused",
    "Book tokens, please. Signed, the staff of Larkrise Books, booksellers.",
    "The Oak House School, class 5, sends regards.",
    "Mon chat Mitaine et ma commune, Quervain, vous saluent.",
]


@pytest.mark.parametrize("text", LEFT)
def test_things_places_beasts_and_known_people_keep_their_names(text, shown):
    assert shown(text) == text


def test_a_title_makes_somebody_private_beside_kin_a_deed_or_a_home(shown):
    assert shown("My neighbour Mrs Quillfeather fell.") == "My neighbour Mrs [name] fell."
    assert shown("Mr Quillfeather told me so.") == "Mr [name] told me so."
    assert "Bihan" not in shown("M. Le Bihan, rue Odile-Ferrant, est seul.")


HOMES = [
    ("We are at 31B Cordwainer Buildings, Holt Road now.", "31B Cordwainer Buildings"),
    ("No.\n\nRegards,\nErna Fyfe\nThe Toll House, Quarry End\nMarden\nGW2 6LD", "The Toll House, Quarry End"),
    ("El suscrito, domiciliado en Camino a Vela km 7, parcela Los Olmos, reclama.", "Camino a Vela km 7"),
    ("Vivo en Casa del Molino, camino de la Fuente, 26125.", "camino de la Fuente"),
    ("Soy Ana Vela Martín, Mayor 3.", "Mayor 3"),
    ("Chez moi, 8 place de l'Abbé-Maury, 2e droite, 54000 Nancy.", "2e droite"),
    ('Vivo en Belgrano 1220, piso 4 "C", con mi madre.', 'piso 4 "C"'),
]


@pytest.mark.parametrize(("text", "home"), HOMES)
def test_homes_are_found_by_what_stands_around_them(text, home, shown):
    assert home not in shown(text)


def test_a_house_number_alone_goes_only_where_the_letter_is_private(shown):
    text = "Knock at no. 7 and ask."
    assert shown(text) == text
    assert shown(text + PRIVATE) == "Knock at [address] and ask. Ring [phone]."


def test_a_land_behind_of_is_no_name_in_a_private_letter():
    found = find("Sewage runs into the waters of Valmora.\n\nBest wishes,\nEwan Tarrow\n", lang="en")
    assert [one.kind.value for one in found] == ["signature"]
