"""Where somebody lives, whatever the address looks like; their own pages and accounts; names that stand alone."""

import pytest
from hearhear.redaction import Kind, find

BELOW_NAMES = [
    ("en", "It floods each winter.\n\nYours,\nOrla Tennick\nBerth 9, Salt Yard\nPorthmeor 4410", "Berth 9, Salt Yard"),
    ("fr", "Cordialement,\nBenoît Craquelin\n7, cale des Dériveurs\nPenn-ar-Vro", "7, cale des Dériveurs"),
    (
        "es",
        "Atentamente,\nInés Quiroga\n\nCasa da Fonte, lugar de Riba, s/n\nSanta Baia de Lume",
        "Santa Baia de Lume",
    ),
    ("en", "Please act.\n\nBronwen Havard\nTy Newydd Farm, nr Llanbedrog-isaf", "Ty Newydd Farm, nr Llanbedrog-isaf"),
    ("fr", "Merci.\n\nSolange Verdoux\nch. des Grands-Prés 12\n2999 Chamoson-Dessus", "Chamoson-Dessus"),
    ("es", "Nadie contesta.\n\nRamiro Ocaranza, La Casita del Faro, antigua senda, km 4", "antigua senda, km 4"),
]
HOMES = [
    ("es", "Me crié en Robledal, donde todavía vivo, sin médico.", "Robledal"),
    ("fr", "Plus de bus à Montfaucon-le-Vieux, où j'habite depuis 1980.", "Montfaucon-le-Vieux"),
    ("en", "WE LIVE AT LOW MILL, BOTTOM OF CHURCH LANE, FELDALE. NOBODY SLEEPS.", "FELDALE"),
    ("fr", "J'HABITE TOUR B, 3E ÉTAGE, CITÉ DES MURIERS, L'EAU EST COUPÉE.", "CITÉ DES MURIERS"),
    ("es", "somos vecinos del portal 2 escalera B de la urbanización las encinas.", "urbanización las encinas"),
    ("en", "We live in Cawthorpe Magna. My number is 07700 900321.", "Cawthorpe Magna"),
    ("en", "Orla Tennick lives at the Net Loft, rear of 4 Quay Street, and waits.", "rear of 4 Quay Street"),
]
PAGES = [
    ("en", "Read my blog about weirs (www.tilda-writes.example/weirs).", "www.tilda-writes.example/weirs"),
    ("fr", "Je publie mes dessins sur encredemarthe.example depuis dix ans.", "encredemarthe.example"),
    ("es", "Vendo mis cuadros en pinturasdetelmo.example y pago cuota.", "pinturasdetelmo.example"),
    ("fr", "Tout est raconté sur monpotager.example, mon blog.", "monpotager.example"),
    ("en", "I tried to register as mosskettle88 and it failed.", "mosskettle88"),
    ("es", "Me inscribí como luna_de_pan y no puedo entrar.", "luna_de_pan"),
    ("fr", "Je me suis connectée sous le pseudo grenadine_62 hier.", "grenadine_62"),
]
ALONE = [
    ("en", "fix the lights on the green. its dark. danny w.", "danny w."),
    ("es", "no pasa el camion y vivo en la esquina. naty", "naty"),
    ("fr", "Appelez le 06 39 98 11 22 et demandez Mireille.", "Mireille"),
    ("en", "Please save the bees.\nAoibhe (aged 8)", "Aoibhe"),
    ("fr", "Camille Roustan-Bey, infirmière à la retraite, 01 99 00 11 22", "Camille Roustan-Bey"),
    ("en", "We are the Novotnys. Ring 07700 900123.", "Novotnys"),
    ("es", "Mi apellido es Etxeandia i Roure, con i latina.", "Etxeandia i Roure"),
    ("en", "no reply yet. thx, jez", "jez"),
    ("es", "Mi abuela espera. Llamen a loles 600 123 456.", "loles"),
    ("fr", "Signé : Ousmane M'Bengué-Lacaze", "Ousmane M'Bengué-Lacaze"),
]
BORN = [
    ("fr", "Mon père, né, si vous voulez tout savoir, le 4 mai 1948, attend.", "4 mai 1948"),
    ("es", "Mi madre, nacida el 14/III/1939, no puede votar.", "14/III/1939"),
    ("fr", "Mon fils Anatole fêtera ses dix ans le 3 mai.", "3 mai"),
    ("en", "My son Otto will be nine on the 2nd of May.", "2nd of May"),
]
NUMBERS = [
    ("en", "My QVI is 119 904 226 and nobody pays.", "119 904 226"),
    ("es", "Mi CUFE es 204 771 118 y no me pagan.", "204 771 118"),
]


@pytest.mark.parametrize(("lang", "text", "private"), BELOW_NAMES + HOMES + PAGES + ALONE + BORN + NUMBERS)
def test_what_is_somebodys_own_is_covered_to_its_last_letter(lang, text, private):
    covered = {at for one in find(text, lang=lang) for at in range(one.start, one.end)}
    start = text.index(private)
    assert {at for at in range(start, start + len(private)) if text[at].isalnum()} <= covered


@pytest.mark.parametrize(
    "text",
    [
        "Save our library.\n\nThe Friends of Hill Park Library\nPetition 4411\nMay 2025",
        "Le bâtiment B de la cité scolaire est vétuste.",
        "WE ARE AT A CROSSROADS. VOTE NO.",
        "See your website www.parliament.example/bills and https://gov.example/form.",
        "En su página www.congreso.example no aparece.",
        "The Act turns ten on the 1st of June.",
        "encore un retard ce matin. inadmissible. merci",
        "Ask for help. We are the people, the voters.",
        "I live in Cawthorpe Magna and want a bus.",
        "The GDP is 119 904 226 pounds.",
        "Sustituye a Vicente Olmedo, que se jubila después de 28 años.",
        "She replaces Ewan Tarrow, who retires after 28 years.",
        "Il remplace Yann Kerdrel, qui part au bout de 28 ans.",
        "On n'a rien reçu; j'Invite le Sénat à voter.",
    ],
)
def test_what_is_nobodys_own_stays(text):
    assert find(text) == ()


def test_a_page_of_ones_own_counts_as_an_account():
    (one,) = find("My blog: https://lena-rows.example/log", lang="en")
    assert one.kind is Kind.HANDLE
