"""Numbers, mailboxes, addresses, accounts and identity numbers: somebody’s own, or an office’s."""

import pytest

from tests.checks.houses import HOUSE, remarks, replace, words


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "You can phone her on 07700 900417.", "07700 900417"),
        ("en", "Her own number is 01632 960417.", "01632 960417"),
        ("en", "Write to rosa.miller@mail.example.", "rosa.miller@mail.example"),
        ("en", "One was Margaret Dunsley of 14 Willow Lane, Orrin, who wrote to us.", "14 Willow Lane, Orrin"),
        ("en", "Send the money to GB29 NWBK 6016 1331 9268 19.", "GB29 NWBK 6016 1331 9268 19"),
        ("en", "Her National Insurance number is QQ 12 34 56 C.", "QQ 12 34 56 C"),
        ("fr", "Vous pouvez la joindre au 06 39 98 41 72.", "06 39 98 41 72"),
        ("fr", "Écrivez à rosa.meunier@courrier.example.", "rosa.meunier@courrier.example"),
        ("fr", "Elle habite 14 rue des Lilas, 75011 Paris.", "14 rue des Lilas, 75011 Paris"),
        ("fr", "Virez la somme sur FR14 2004 1010 0505 0001 3M02 606.", "FR14 2004 1010 0505 0001 3M02 606"),
        ("es", "Puede llamarla al 612 345 789.", "612 345 789"),
        ("es", "Escriba a rosa.molina@correo.example.", "rosa.molina@correo.example"),
        ("es", "Vive en la calle de la Luna, 14, 28004 Madrid.", "calle de la Luna, 14, 28004 Madrid"),
        ("es", "Su DNI es 12345678Z.", "12345678Z"),
    ],
)
def test_the_number_mailbox_address_account_or_identity_of_somebody_is_remarked_on(
    lang: str, text: str, found: str
) -> None:
    assert words(remarks(text, "personal-data", lang=lang)) == [found]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Call the visitor office on 01632 960100 or write to visits@assembly.example."),
        ("en", "Write to the Petitions Office, Parliament House, 1 Chamber Square, Aldermoor."),
        ("en", "Ada Okafor and Rupert Ashgrove spoke. Professor Helen Marsh, an expert on rivers, gave evidence."),
        ("en", "For details write to info@charity.example."),
        (
            "en",
            "Councillor Anna Prestwick, 34, and Ada Okafor, 41, opened the fair at Calle Mayor, 14, in the old town.",
        ),
        ("fr", "Le compte rendu n° 0620260417 est en ligne."),
        ("fr", "Appelez le service des visites au 01 99 00 12 00, 1 place de l’Hémicycle."),
        ("es", "Llame a la Oficina de Visitas, 900 100 240, plaza Mayor 1."),
        (
            "en",
            "The librarian, Anna Prestwick, and her staff help with searches; their desk has the number 020 555 0190.",
        ),
        ("en", "Ring the clerk, Lorna Pike, at her office on 902-555-0134."),
        ("en", "Questions on the draft? The clerk, Mr Hale, can be reached on 020 555 0123."),
        ("en", "Farmers can ring the Ministry's animal health desk on 020 555 0177."),
        ("fr", "L’écusson fut dessiné par l’institutrice Euphrosine Landry."),
        ("fr", "L’Assemblée a rendu hommage à Adèle Sanrême, infirmière à Kolongo, morte en septembre."),
        ("es", "La comisión estará el 12 en el instituto de Puebla del Soto, calle Nueva, 40."),
        ("es", "El 20 se reúne en Tolvarí, casa de la cultura, calle 5 n.º 8-30."),
        ("en", "Whoever has a question about their lease can ring 0808 157 0100."),
        ("en", "Clean Rivers Bill in committee: tomorrow 9 am, Room 4. Info 0700 555 0110"),
        ("fr", "Le musée de la Marine d’Orrin, 2, place du Port, ouvre le dimanche."),
        (
            "fr",
            "L’association Le Phare tient une permanence au 22, rue des Quais ; on peut l’appeler au 01 99 00 39 40.",
        ),
        ("en", "Our education officer, Anna Prestwick, visits schools. You can reach her at 020 555 0133."),
        ("en", "Evidence is heard on 5 December at École Saint-Luc, 60 Shore Road, Orrin."),
        ("fr", "Il suffit de prévenir le poste de garde au 01 99 00 12 02."),
        ("es", "Atiende la ventanilla Ana Riquel, en la calle de las Flores, 7."),
        ("es", "Sustituye a Vicente Olmedo, que se jubila después de 28 años."),
    ],
)
def test_offices_members_and_witnesses_are_nobodys_private_data(lang: str, text: str) -> None:
    assert remarks(text, "personal-data", lang=lang) == []


def test_a_minister_in_the_sentence_before_makes_nobodys_number_an_offices() -> None:
    text = "The minister answered the petition. Text Margaret Dunsley on 07700 900417 if you saw the vote."
    assert remarks(text, "personal-data") != []


def test_contacts_that_the_house_lists_are_official() -> None:
    house = replace(HOUSE, contacts=("07700 900417", "rosa.miller@mail.example"))
    text = "You can phone her on 07700-900-417 or write to rosa.miller@mail.example."
    assert remarks(text, "personal-data", house=house) == []
