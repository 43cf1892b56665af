"""Papers that are not public, open cases, privilege, private people."""

import pytest

from tests.checks.houses import HOUSE, remarks, replace, words

CONTENT = [
    ("en", "The draft report recommends closing two hospitals."),
    ("en", "According to a leaked letter, two hospitals will close."),
    ("en", "The Digital Identity Bill would give every adult a numbered card."),
    ("fr", "Le projet de rapport recommande de fermer deux hôpitaux."),
    ("fr", "Selon une note confidentielle, deux hôpitaux fermeront."),
    ("fr", "Le projet de loi relatif à l’identité numérique donnerait à chaque adulte une carte."),
    ("es", "El borrador de informe recomienda cerrar dos hospitales."),
    ("es", "Según una nota confidencial, cerrarán dos hospitales."),
    ("es", "El anteproyecto de dictamen propone cerrar dos hospitales."),
]


@pytest.mark.parametrize(("lang", "text"), CONTENT)
def test_what_stands_in_a_paper_that_is_kept_back_is_remarked_on(lang: str, text: str) -> None:
    assert words(remarks(text, "not-public", lang=lang)) == [text]


VIEWS = [
    ("en", "The three men go on trial on Monday.", "They are clearly guilty."),
    ("en", "The appeal opens in May.", "The judges must be wrong to doubt it: the claim is baseless."),
    ("fr", "Le procès des trois hommes s’ouvre lundi.", "Ils sont évidemment coupables."),
    ("fr", "La cour d’appel examine l’affaire en mai.", "Les trois hommes doivent être acquittés."),
    ("es", "El juicio de los tres hombres empieza el lunes.", "Son evidentemente culpables."),
    ("es", "El tribunal estudia el recurso en mayo.", "Los tres deben ser absueltos."),
]


@pytest.mark.parametrize(("lang", "case", "view"), VIEWS)
def test_a_view_of_an_open_case_is_remarked_on_and_neither_alone(lang: str, case: str, view: str) -> None:
    assert words(remarks(f"{case} {view}", "sub-judice", lang=lang)) == [view]
    assert remarks(case, "sub-judice", lang=lang) == []


ACCUSED = [
    ("en", "In the debate Ada Okafor said that Harold Crane had bribed harbour officials."),
    ("fr", "Lors du débat, Ada Okafor a accusé Henri Carrel d’avoir détourné des fonds publics."),
    ("es", "En el debate, Ada Okafor acusó a Hilario Cárdenas de haber sobornado a funcionarios."),
]


@pytest.mark.parametrize(("lang", "text"), ACCUSED)
def test_an_accusation_made_in_proceedings_against_somebody_named_is_remarked_on(lang: str, text: str) -> None:
    assert words(remarks(text, "privilege", lang=lang)) == [text]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "The hearing listened to Wanda Nekesa Barrow, 34, of Terok.", "Wanda Nekesa Barrow"),
        ("en", "Wilma Crake gave up her stall after her stroke.", "Wilma Crake gave up her stall after her stroke"),
        ("en", "The author of the poem is Lucy Amble, 11, of Terok.", "Lucy Amble"),
        ("fr", "La réunion a entendu Josette Perrache, 61 ans, de Ternoy.", "Josette Perrache"),
        (
            "fr",
            "Gaston Rivel vend ses ruches depuis son infarctus.",
            "Gaston Rivel vend ses ruches depuis son infarctus",
        ),
        ("fr", "L’auteure est Rosalie Tarn, 14 ans.", "Rosalie Tarn"),
        ("es", "La reunión escuchó a Encarna Villar Peñas, de 61 años.", "Encarna Villar Peñas"),
        ("es", "Ramón Cifu vendió el puesto por su infarto.", "Ramón Cifu vendió el puesto por su infarto"),
        ("es", "La autora es Lucía Amblar, de 11 años.", "Lucía Amblar"),
    ],
)
def test_an_age_or_somebodys_health_makes_a_name_private(lang: str, text: str, found: str) -> None:
    assert words(remarks(text, "private-person", lang=lang)) == [found]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Professor Mary Denholm, who studies diabetes in children, gives evidence."),
        ("en", "A petition on epilepsy care was handed in by Ada Okafor, who chairs the group on health."),
        ("en", "The bust of the poet Edward Lorne, who died of tuberculosis, stands in the library."),
        ("fr", "L’association France Diabète, présidée par Gérard Poulain, demande plus de consultations."),
        ("fr", "En cas de harcèlement, la cellule d’écoute répond : elle est au 01 99 00 12 90."),
        ("es", "La doctora María Denís, que estudia el cáncer infantil, comparece el lunes."),
        ("es", "El ujier más veterano, Anselmo Riquel, abrió la puerta durante 41 años."),
        ("en", "Call Reception on 01632 960100 for a ticket."),
    ],
)
def test_medicine_as_a_subject_and_people_in_function_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "private-person", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Digital Identity Bill is expected in December."),
        ("en", "The River and Coastal Waters (Protection) Bill would limit what may be discharged."),
        ("en", "The committee considers its draft report in private on Tuesday."),
        ("en", "The report recommends a levy. It was published today."),
        ("en", "The draft bill that the government published in May proposes a levy."),
        ("fr", "La commission examine son projet de rapport à huis clos mardi."),
        ("es", "La comisión estudia el borrador de informe a puerta cerrada."),
        ("en", "The report will be published on Thursday. It will be available in large type."),
        ("en", "The committee will publish its report on ferries on Friday and answer questions."),
        ("en", "The Clean Rivers Bill is to be introduced in June. It would limit what may be discharged."),
        ("en", "The committee meets in private on Tuesday. On Wednesday the Minister said that fees will rise."),
        ("fr", "Le rapport est attendu en mai. La commission tiendra encore une audition d’ici là."),
        ("fr", "Le gouvernement déposera le projet de loi en juin. Les députés l’examineront en juillet."),
        ("es", "El informe se espera en mayo. La comisión celebrará otra audiencia antes."),
        ("es", "El texto aún no se ha radicado. No se sabe qué dirá."),
    ],
)
def test_that_there_is_a_paper_and_what_is_published_may_be_said(lang: str, text: str) -> None:
    assert remarks(text, "not-public", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Justice Committee will ask why criminal trials take 14 months to begin."),
        ("en", "The trial opened in Orrin last week; he is accused of fraud, which he denies."),
        ("fr", "Le procès s’ouvrira lundi. Un débat sur la justice aura lieu mardi."),
        ("es", "El juicio empezó ayer. La comisión no estudia casos particulares."),
        ("en", "The fire killed nineteen people. Two men await trial; both deny the charges."),
        ("en", "Prosecutors say that the accountant emptied the fund. She denies it, and the trial continues."),
        ("fr", "L’incendie a tué dix-neuf personnes. Deux hommes attendent leur procès."),
        ("fr", "Le capitaine sera jugé en mai pour avoir abandonné le navire."),
        ("es", "El incendio mató a diecinueve personas. Dos hombres esperan juicio."),
        ("es", "La Corte estudia el recurso de las enfermeras. La comisión esperará el fallo."),
    ],
)
def test_courts_as_a_subject_and_bare_facts_of_a_case_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "sub-judice", lang=lang) == []


def test_the_cases_that_the_house_lists_draw_a_remark_wherever_they_are_named() -> None:
    house = replace(HOUSE, sub_judice=("Harrow Quay fire",))
    assert words(remarks("Members remembered the Harrow Quay fire.", "sub-judice", house=house)) == [
        "Harrow Quay fire"
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Committee on Privileges meets on Wednesday to consider a matter referred to it by the House."),
        ("en", "In the debate Ada Okafor asked for stronger rules against fraud and money laundering."),
        ("en", "Rupert Ashgrove told the House that corruption costs every household money."),
        ("fr", "En séance, Clémence Ravault a demandé un rapport sur la fraude fiscale."),
        ("es", "En el pleno, la diputada preguntó por la lucha contra la corrupción."),
        ("en", "A witness from Orrin Harbour Bank told the committee how fraud works."),
        ("fr", "La Banque du Port a expliqué à la commission comment elle lutte contre le blanchiment."),
        ("es", "El Banco del Puerto explicó en la comisión cómo combate el lavado de dinero."),
        ("en", "Ada Okafor accused the Minister in the Chamber of ignoring the ports."),
        ("en", "Civic Union accused the National Liberal Party of breaking a promise."),
        ("en", "The Speaker named Helen Marsh as the woman who will chair the panel."),
        ("fr", "Clémence Ravault a accusé en séance le gouvernement d’oublier les ports."),
        ("fr", "M. Ravault a déclaré en séance que Denis Strudel avait « fait plus pour le port que quiconque »."),
        ("es", "La diputada acusó en el pleno al Gobierno de olvidar los puertos."),
        ("es", "Un testigo dijo en la comisión que la naviera Puertolínea lleva 40.000 pasajeros al año."),
    ],
)
def test_crime_as_a_subject_of_debate_is_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "privilege", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A Mr Tolley asked about parking, and the mayor answered."),
        ("en", "Harriet, who opens the gate each morning, has written a book on bells."),
        ("en", "Write to Farrow Hall, 20 Castle Street, Orrinford."),
        ("fr", "M. Tolet a posé une question sur le stationnement."),
        ("fr", "Bon retour à la bibliothèque, fermée depuis mars."),
        ("es", "Don Matías Toledo preguntó por el estacionamiento."),
        ("es", "Un saludo para Simón, el portero, que cumple treinta años con nosotros."),
    ],
)
def test_a_name_without_a_private_fact_is_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "private-person", lang=lang) == []


KEPT = {
    "en": "The audit of the ports is under embargo until Monday.",
    "fr": "L’audit des ports est sous embargo jusqu’à lundi.",
    "es": "La auditoría de los puertos está bajo embargo hasta el lunes.",
}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It has 80 pages, and the committee discusses it on Tuesday."),
        ("en", "The Auditor will answer questions on Friday."),
        ("fr", "Il compte 80 pages et la commission en débat mardi."),
        ("es", "Tiene 80 páginas y la comisión la debate el martes."),
        ("en", "It is published on Monday. Parents can ask questions at the open evening."),
        ("fr", "Le rapport sera publié lundi. Les parents pourront poser leurs questions."),
        ("es", "El informe se publicará el lunes. Las familias podrán hacer preguntas."),
    ],
)
def test_how_long_a_kept_paper_is_and_when_it_is_debated_draws_no_remark(lang: str, text: str) -> None:
    assert remarks(f"{KEPT[lang]} {text}", "not-public", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The case of the warehouse fire comes before the judge in June. The hearing is open to the public."),
        ("en", "The House was told that Dr Ames will open the new ward."),
        ("en", "The mayor of Saltby gave evidence on theft from shops."),
        ("fr", "L’affaire de l’entrepôt passe devant le juge en juin. L’audience est publique."),
        ("fr", "L’Assemblée a appris que le docteur Amiel ouvrira le nouveau service."),
        ("fr", "Devant la commission, le vétérinaire de Tassara a exposé comment il délivre les certificats."),
        ("es", "El caso del almacén llega al juez en junio. La vista es pública."),
        ("es", "El Congreso supo que el doctor Amil abrirá la nueva sala."),
        ("es", "El alcalde de Almaraza respondió en el pleno sobre el robo de cable."),
    ],
)
def test_bare_facts_of_a_case_and_whoever_gives_evidence_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "sub-judice", "privilege", lang=lang) == []
