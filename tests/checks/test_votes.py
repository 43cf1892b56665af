"""The result of a vote, and what has to stand beside it."""

import pytest

from tests.checks.houses import remarks

WHOLE = {
    "en": "The House agreed to the River and Coastal Waters (Protection) Bill at third reading by 34 votes to 24. "
    "It now goes to the head of state.",
    "fr": "L’Assemblée a adopté le projet de loi en deuxième lecture par 34 voix contre 24. Il est transmis au Sénat.",
    "es": "El pleno aprobó el proyecto de ley por 34 votos a favor y 24 en contra. El texto pasa ahora al Senado.",
}


@pytest.mark.parametrize(
    ("lang", "text", "missing"),
    [
        ("en", "The House passed the Clean Rivers Bill. It now goes to the Senate.", "the figures"),
        ("en", "The House passed the bill by 34 votes to 24.", "what follows"),
        ("en", "The House passed the bill.", "the figures, what follows"),
        ("en", "Parliament has said yes to the ferry bill.", "the figures, what follows"),
        ("en", "The motion of no confidence failed.", "the figures, what follows"),
        ("fr", "La motion de censure a échoué.", "the figures, what follows"),
        ("fr", "Le Parlement a dit oui à la loi sur les bacs.", "the figures, what follows"),
        ("es", "La moción de censura fracasó.", "the figures, what follows"),
        ("es", "El Parlamento ha dicho sí a la ley de transbordadores.", "the figures, what follows"),
        ("en", "The House passed the bill on Tuesday, which will please many.", "the figures"),
        ("en", "After a long debate members voted down the motion by 34 votes to 24.", "what follows"),
        ("fr", "Après un long débat, les députés ont repoussé la motion.", "the figures, what follows"),
        ("es", "Tras un largo debate, la Cámara tumbó la moción.", "the figures, what follows"),
        ("fr", "L’Assemblée a adopté la loi Rivières propres. Le texte part au Sénat.", "the figures"),
        ("fr", "L’Assemblée vote la loi sur les bacs.", "the figures, what follows"),
        ("fr", "L’Assemblée vote largement contre la motion.", "the figures, what follows"),
        ("fr", "L’Assemblée a adopté la loi qui aide chaque année les ports.", "the figures, what follows"),
        ("en", "The House passed the bill that pays each year for the ports.", "the figures, what follows"),
        ("es", "La Cámara aprobó la ley que ayuda cada año a los puertos.", "the figures, what follows"),
        ("fr", "Les députés ont rejeté le texte par 34 voix contre 24.", "what follows"),
        ("es", "La Cámara aprobó la ley de ríos. Pasa al Senado.", "the figures"),
        ("es", "La Cámara rechazó la moción por 34 votos contra 24.", "what follows"),
    ],
)
def test_what_is_missing_beside_the_result_of_a_vote_is_named(lang: str, text: str, missing: str) -> None:
    assert [one.reason for one in remarks(text, "vote-context", lang=lang)] == [
        f"The result of a vote is given without {missing}."
    ]


@pytest.mark.parametrize("lang", WHOLE)
def test_a_vote_with_subject_figures_and_what_follows_is_left_alone(lang: str) -> None:
    assert remarks(WHOLE[lang], "vote-context", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The motion was carried by 34 votes to 24. A minister will answer it in person."),
        ("fr", "L’Assemblée a rejeté l’amendement par 34 voix contre 24. Le tarif de 1987 reste donc applicable."),
        ("es", "El pleno aprobó la moción por 34 votos contra 24. El Gobierno deberá responder antes de marzo."),
        ("fr", "L’Assemblée a adopté la motion par 34 voix contre 24. Le comité l’étudiera en mars."),
        ("es", "El pleno aprobó la moción por 34 votos contra 24. El comité la examinará en marzo."),
    ],
)
def test_what_follows_may_be_whatever_is_still_to_come(lang: str, text: str) -> None:
    assert remarks(text, "vote-context", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The House will vote on the bill on Tuesday."),
        ("en", "The committee agreed its report today and will publish it on Monday."),
        ("en", "How was the bill passed?"),
        ("en", "The 1998 Act was passed by another House in 1998."),
        ("fr", "Les députés se prononceront mardi sur le projet de loi."),
        ("fr", "La commission a adopté son rapport."),
        ("es", "El pleno votará el martes el proyecto de ley."),
        ("es", "La comisión aprobó hoy su informe."),
        ("en", "The law has failed those who drive at night."),
        ("en", "Members agreed to invite the harbour master."),
        ("en", "Members have elected Ada Okafor as chair, and claimed back 48 dollars for travel."),
        ("fr", "Un texte passe en général par cinq étapes : une commission le modifie, l’Assemblée le vote."),
        ("es", "El Congreso vota el presupuesto el martes hacia las 17 horas."),
        ("fr", "En troisième lecture, l'assemblée vote sur le texte final."),
        ("fr", "Mardi, l’Assemblée vote sur le projet de loi, puis sur la motion."),
        ("fr", "En troisième lecture, l’Assemblée adopte ou rejette le texte."),
        ("fr", "Chaque année, l’Assemblée vote le budget."),
        ("fr", "Demain, l’Assemblée adopte le budget."),
        ("fr", "Le Parlement vote les lois."),
        ("en", "At third reading, the House votes on the final text."),
        ("en", "At third reading, members vote for or against the bill."),
        ("en", "At third reading, the House passes or rejects the bill."),
        ("en", "Each year the House passes the budget."),
        ("en", "Next week the House passes the budget."),
        ("en", "Parliament passes laws."),
        ("es", "En tercera lectura, el pleno vota el texto final."),
        ("es", "En tercera lectura, el pleno aprueba o rechaza el proyecto."),
        ("es", "Cada año, la Cámara aprueba el presupuesto."),
        ("es", "La próxima semana el pleno aprueba la moción."),
        ("es", "El Congreso aprueba las leyes."),
    ],
)
def test_a_vote_to_come_votes_in_general_and_a_report_agreed_are_no_results(lang: str, text: str) -> None:
    assert remarks(text, "vote-context", lang=lang) == []


def test_a_short_text_may_leave_one_thing_to_a_link() -> None:
    text = "The House agreed the Clean Rivers Bill, 34 votes to 24."
    assert remarks(f"{text} assembly.example/v/3", "vote-context") == []
    assert remarks(text, "vote-context") != []
    assert remarks("Clean Rivers Bill passed! assembly.example/v/3", "vote-context") != []


@pytest.mark.parametrize("figures", ["unanimously", "on a voice vote", "by 1,034 votes to 24", "34 for, 24 against"])
def test_figures_come_in_many_forms(figures: str) -> None:
    assert remarks(f"The House passed the bill {figures}. It now goes to the Senate.", "vote-context") == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A petition is turned down only where the rules say so."),
        ("fr", "Une pétition n’est rejetée que dans les cas prévus."),
        ("es", "Una petición solo se rechaza en los casos previstos."),
        (
            "fr",
            "Par 55 voix contre 40, l’Assemblée a écarté la proposition de fermer le musée. Les horaires restent les mêmes.",
        ),
        ("es", "La propuesta quedó fuera: la apoyaron 40 congresistas y la rechazaron 55. El horario no cambia."),
    ],
)
def test_what_becomes_of_petitions_and_results_with_all_that_belongs_to_them_are_left_alone(
    lang: str, text: str
) -> None:
    assert remarks(text, "vote-context", lang=lang) == []
