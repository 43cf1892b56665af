"""Loaded words, claims of one side, votes in context."""

import pytest

from hemicycle.checks import About
from tests.checks.houses import remarks, words


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "A historic day: the House passed this landmark reform.", ["historic day", "landmark"]),
        ("en", "We are thrilled to host an unmissable exhibition.", ["thrilled", "unmissable"]),
        ("fr", "Une réforme historique et ambitieuse.", ["historique", "ambitieuse"]),
        ("fr", "Nous sommes fiers de cette première mondiale.", ["fiers", "première mondiale"]),
        ("es", "Un avance histórico, ¡no te lo pierdas!", ["avance histórico", "no te lo pierdas"]),
        ("es", "Orgullosos de esta ley pionera.", ["Orgullosos", "pionera"]),
    ],
)
def test_praise_is_remarked_on(lang: str, text: str, found: list[str]) -> None:
    assert words(remarks(text, "promotional", lang=lang)) == found


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "The draconian levy was debated.", ["draconian"]),
        ("en", "A victory for tenants over rogue landlords.", ["victory", "rogue"]),
        ("fr", "Le texte scandaleux a été discuté.", ["scandaleux"]),
        ("fr", "Une victoire contre les marchands de sommeil.", ["victoire", "marchands de sommeil"]),
        ("es", "El abusivo impuesto se debate hoy.", ["abusivo"]),
        ("es", "Nuevo tarifazo para las familias.", ["tarifazo"]),
    ],
)
def test_words_that_take_a_side_are_remarked_on(lang: str, text: str, found: list[str]) -> None:
    assert words(remarks(text, "loaded", lang=lang)) == found


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Grants for the repair of historic buildings; outstanding payments; natural disaster relief."),
        ("en", "An exceptional sitting on toxic waste, in bold type, with unfair dismissal on the agenda."),
        (
            "en",
            "Ms Victoria Landmark has opened the Historic Towns Exhibition and a room of the Heroes Museum for visitors.",
        ),
        ("en", "Ada Okafor (Civic Union) called the levy “draconian, a disgrace”."),
        ("en", "The minister said that the plan was a disgrace and an outrageous tax grab."),
        ("en", "“A historic day. A landmark reform.” Ada Okafor spoke for the Civic Union."),
        ("en", "According to its sponsor, this is a landmark reform."),
        ("en", "It is a shambles, said Rupert Ashgrove."),
        ("fr", "Le projet de loi sur les monuments historiques, en séance extraordinaire."),
        ("fr", "La députée a dénoncé « un texte scandaleux, une honte »."),
        ("fr", "Selon ses opposants, la taxe est scandaleuse."),
        ("fr", "Des clauses abusives, des déchets toxiques et une aide exceptionnelle."),
        ("es", "Los centros históricos, en sesión extraordinaria y por el desastre natural."),
        ("es", "La diputada calificó el impuesto de «abusivo y vergonzoso»."),
        ("es", "Según sus detractores, el impuesto es abusivo."),
        ("es", "Victoria Salcedo preguntó por las cláusulas abusivas."),
    ],
)
def test_names_plain_uses_and_the_words_of_others_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "loaded", "promotional", "unattributed", lang=lang) == []


def test_of_praise_and_side_taking_at_one_place_the_longer_is_told() -> None:
    assert words(remarks("A tireless champion of the poor takes the chair.", "promotional", "loaded")) == [
        "tireless champion"
    ]


def test_quoted_words_behind_the_name_of_a_party_are_theirs() -> None:
    assert remarks("Civic Union: “a shameful levy”.", "loaded") == []
    assert words(remarks("For what it is: “a shameful levy”.", "loaded")) == ["shameful"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "According to clause 6 the draconian levy starts in May."),
        ("fr", "Selon l’article 6, la taxe scandaleuse s’applique en mai."),
        ("es", "Según el artículo 6, el abusivo impuesto empieza en mayo."),
    ],
)
def test_a_clause_is_no_source_of_a_view(lang: str, text: str) -> None:
    assert len(remarks(text, "loaded", lang=lang)) == 1


def test_a_plain_word_is_suggested_where_there_is_one() -> None:
    assert "cut" in remarks("Ministers slash fees.", "loaded")[0].suggestion


def test_a_name_of_the_record_may_be_as_loud_as_it_likes() -> None:
    about = About("bill", ("Historic Victory Over Rogue Landlords Bill",))
    text = "The Historic Victory over Rogue Landlords Bill was introduced."
    assert remarks(text, "loaded", "promotional", about=about) == []


def test_quotation_marks_alone_do_not_make_it_the_word_of_another() -> None:
    assert words(remarks("The “draconian” levy was debated.", "loaded")) == ["draconian"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The bill will finally give families the protection they deserve."),
        ("en", "The government has failed patients for a decade."),
        ("en", "After years of neglect the rivers get a law."),
        ("en", "The levy will hurt the poorest families."),
        ("en", "Enough is enough."),
        ("fr", "La loi met enfin un terme à des années d’abandon."),
        ("fr", "Le Gouvernement a tourné le dos aux campagnes et les députés ont voulu savoir pourquoi."),
        ("fr", "Ce sont toujours les plus modestes qui paieront."),
        ("es", "La ley pone fin a décadas de abandono."),
        ("es", "El Gobierno ha dado la espalda a los pueblos."),
        ("es", "Otra vez pagan los de siempre."),
    ],
)
def test_a_claim_of_one_side_without_a_name_is_remarked_on(lang: str, text: str) -> None:
    assert words(remarks(text, "unattributed", lang=lang)) == [text]


def test_a_clause_that_names_somebody_else_does_not_make_the_claim_theirs() -> None:
    text = "Ministers have turned their backs on villages, and members asked when they would act."
    assert words(remarks(text, "unattributed")) == ["Ministers have turned their backs on villages"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The bill would let owners of listed houses apply for up to half the cost of urgent repairs."),
        ("en", "Rupert Ashgrove said that the government had failed patients for a decade."),
        ("en", "The levy will hurt the poorest families, warned Rupert Ashgrove."),
        ("en", "Will the bill protect families from floods?"),
        ("en", "If the motion fails, the government stays in office."),
        ("en", "Members asked whether ministers had turned their backs on villages."),
        ("en", "The committee will hear from farmers, tenants and pensioners."),
        ("fr", "Le texte ouvrirait une aide à la réparation aux propriétaires de granges."),
        ("fr", "La députée a affirmé que le Gouvernement avait abandonné les campagnes."),
        ("fr", "Si elle échoue, l’Assemblée a le dernier mot."),
        ("es", "El texto obligaría a ofrecer al menos dos salidas diarias a cada isla."),
        ("es", "La diputada afirmó que el Gobierno ha dado la espalda a los pueblos."),
    ],
)
def test_what_a_text_would_change_and_who_says_so_may_be_told(lang: str, text: str) -> None:
    assert remarks(text, "unattributed", lang=lang) == []


STATED = {"en": ("This House regrets the delay of the coastal works and asks the Government to begin them by March.",)}


def test_the_movers_words_are_not_the_houses() -> None:
    about = About("vote", stated=STATED)
    taken = "regrets the delay of the coastal works and asks the Government to begin them by March"
    found = remarks(f"The House {taken}.", "unattributed", about=about)
    assert words(found) == [f"House {taken}"]
    quoted = f"Ada Okafor moved that the House “{taken}”."
    assert remarks(quoted, "unattributed", about=about) == []
    assert remarks("It asks the Government to begin the works by March.", "unattributed", about=about) == []


def test_a_motion_that_only_names_a_bill_and_a_step_of_procedure_may_be_told() -> None:
    bill = "River and Coastal Waters Protection and Enhancement Bill"
    about = About("vote", (bill,), {"en": (f"That the {bill} be now read a second time.",)})
    assert remarks(f"The House agreed that the {bill} be now read a second time.", "unattributed", about=about) == []


WHOLE = {
    "en": "The House agreed to the River and Coastal Waters (Protection) Bill at third reading by 34 votes to 24. "
    "It now goes to the head of state.",
    "fr": "L’Assemblée a adopté le projet de loi en deuxième lecture par 34 voix contre 24. Il est transmis au Sénat.",
    "es": "El pleno aprobó el proyecto de ley por 34 votos a favor y 24 en contra. El texto pasa ahora al Senado.",
}


@pytest.mark.parametrize("lang", WHOLE)
def test_a_vote_with_subject_figures_and_what_follows_is_left_alone(lang: str) -> None:
    assert remarks(WHOLE[lang], "vote-context", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The House rejected amendment 4 by 34 votes to 24. Other parts are put to the vote on 9 December."),
        ("en", "The motion was carried by 34 votes to 24. A minister will answer it in person."),
        ("fr", "L’Assemblée a rejeté l’amendement par 34 voix contre 24. Le tarif de 1987 reste donc applicable."),
        ("es", "El pleno aprobó la moción por 34 votos contra 24. El Gobierno deberá responder antes de marzo."),
    ],
)
def test_what_follows_may_be_whatever_is_still_to_come(lang: str, text: str) -> None:
    assert remarks(text, "vote-context", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "missing"),
    [
        ("en", "MPs have backed clean rivers. What a day.", "what was voted on, the figures, what follows"),
        ("en", "The House rejected the motion by 34 votes to 24.", "what follows"),
        ("en", "The bill was passed and now goes to the head of state.", "the figures"),
        ("fr", "L’Assemblée a rejeté la motion de censure.", "the figures, what follows"),
        ("fr", "Les députés ont adopté le texte par 34 voix contre 24.", "what was voted on, what follows"),
        ("es", "El pleno rechazó la enmienda.", "the figures, what follows"),
        ("es", "¡Aprobada la ley de ríos!", "the figures, what follows"),
    ],
)
def test_what_is_missing_beside_the_result_of_a_vote_is_named(lang: str, text: str, missing: str) -> None:
    found = remarks(text, "vote-context", lang=lang)
    assert [missing in remark.reason for remark in found] == [True]


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
        ("en", "The bill passed its first reading without debate."),
        ("en", "The law has failed those who drive at night."),
        ("en", "Members agreed to invite the harbour master."),
        ("en", "Members have elected Ada Okafor as chair, and claimed back 48 dollars for travel."),
        ("fr", "Un texte passe en général par cinq étapes : une commission le modifie, l’Assemblée le vote."),
        ("es", "El Congreso vota el presupuesto el martes hacia las 17 horas."),
    ],
)
def test_a_vote_to_come_and_a_report_agreed_are_no_results(lang: str, text: str) -> None:
    assert remarks(text, "vote-context", lang=lang) == []


def test_figures_alone_tell_the_result_of_a_vote() -> None:
    assert words(remarks("88 to 51! Watch it again.", "vote-context")) == ["88 to 51!"]


def test_a_short_text_may_leave_one_thing_to_a_link() -> None:
    told = "Clean Rivers Bill: agreed at third reading, 34 votes to 24."
    assert remarks(f"{told} assembly.example/v/3", "vote-context") == []
    assert remarks(told, "vote-context") != []
    assert remarks("Clean Rivers Bill passed! assembly.example/v/3", "vote-context") != []


@pytest.mark.parametrize("figures", ["unanimously", "on a voice vote", "by 1,034 votes to 24", "34 for, 24 against"])
def test_figures_come_in_many_forms(figures: str) -> None:
    assert remarks(f"The House passed the bill {figures}. It now goes to the Senate.", "vote-context") == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Clean Rivers Bill is the only way to keep our towns alive."),
        ("en", "The ferry company, solely responsible for the cancelled crossings, comes on Friday."),
        ("fr", "L’aide aux granges est le seul moyen de garder les jeunes."),
        ("fr", "Plus aucun élève n’aura le ventre vide."),
        ("fr", "Les sociétés, seules responsables du gâchis, sont entendues vendredi."),
        ("es", "La ayuda es la única forma de que los jóvenes se queden."),
        ("es", "Los armadores, únicos responsables del hundimiento, comparecen el viernes."),
        ("es", "Diez millones esfumados y nadie da la cara."),
    ],
)
def test_what_only_one_side_would_say_is_told_in_each_language(lang: str, text: str) -> None:
    assert len(remarks(text, "unattributed", lang=lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Its sponsor says that the bill is the only way to keep our towns alive."),
        ("en", "The lift is the only way to the gallery."),
        ("fr", "Sans quorum, la séance ne peut pas commencer."),
        ("fr", "Selon son auteur, l’aide est le seul moyen de garder les jeunes."),
        ("es", "Según su autora, la ayuda es la única forma de que se queden."),
    ],
)
def test_whose_claim_it_is_or_a_plain_fact_leaves_it_alone(lang: str, text: str) -> None:
    assert remarks(text, "unattributed", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Carried. Thanks for staying up."),
        ("en", "Amendment 9 was put at six. It fell short."),
        ("fr", "Trois amendements au texte sur les écoles : tous rejetés."),
        ("fr", "Adopté !"),
        ("es", "Tres enmiendas a la ley de escuelas: rechazadas todas."),
        ("es", "La enmienda 9 se votó a las seis. No pasó."),
    ],
)
def test_a_result_in_a_word_or_two_is_a_result(lang: str, text: str) -> None:
    assert len(remarks(text, "vote-context", lang=lang)) == 1


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


@pytest.mark.parametrize(
    ("lang", "check", "text", "found"),
    [
        ("en", "loaded", "The House hears another half-baked scheme.", "half-baked"),
        ("fr", "loaded", "Le coup de force sur les retraites est débattu mardi.", "coup de force"),
        ("es", "loaded", "El martes se debate el tijeretazo a las becas.", "tijeretazo"),
        ("en", "promotional", "Hats off to the staff of the library.", "Hats off to"),
        ("fr", "promotional", "Chapeau bas aux équipes.", "Chapeau bas"),
        ("es", "promotional", "Nos quitamos el sombrero ante el equipo.", "Nos quitamos el sombrero"),
        ("en", "jargon", "The order is in pari materia with the other.", "in pari materia"),
        ("fr", "jargon", "L’amendement a un gage financier.", "gage financier"),
        ("es", "jargon", "El decreto se dicta al amparo de la norma.", "al amparo de"),
    ],
)
def test_words_that_take_a_side_praise_or_need_a_lawyer(lang: str, check: str, text: str, found: str) -> None:
    assert words(remarks(text, check, lang=lang)) == [found]


@pytest.mark.parametrize(
    ("lang", "check", "text"),
    [
        ("en", "loaded", "The savage storm of 1953 is shown in the library."),
        ("fr", "promotional", "Quelle année le palais a-t-il été construit ?"),
        ("es", "promotional", "El impuesto al lujo se debate el martes."),
        ("es", "loaded", "El tigre salvaje del escudo vuelve a la fachada."),
    ],
)
def test_the_same_words_of_things_say_nothing_of_the_kind(lang: str, check: str, text: str) -> None:
    assert remarks(text, check, lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The fraud trial opens on Monday. Anything less than ten years would be an outrage."),
        ("fr", "Le procès du notaire s’ouvre lundi. Une relaxe serait un scandale."),
        ("es", "El juicio del notario empieza el lunes. Absolver al notario sería un disparate."),
    ],
)
def test_where_a_sentence_may_not_be_said_nothing_is_told_of_its_tone(lang: str, text: str) -> None:
    assert len(remarks(text, "sub-judice", lang=lang)) == 1
    assert [remarks(text, check, lang=lang) for check in ("loaded", "promotional", "unattributed")] == [[], [], []]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "“This road is a disgrace.” Ada Okafor, in the debate on roads."),
        ("fr", "« Cette route est une honte. » Ada Okafor, dans le débat sur les routes."),
        ("es", "«Esta carretera es una vergüenza». Ada Okafor, en el debate sobre carreteras."),
    ],
)
def test_a_quotation_is_whose_name_begins_the_sentence_behind_it(lang: str, text: str) -> None:
    assert remarks(text, "loaded", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Le train a été sacrifié à la voiture."),
        ("es", "La ciudad vive de espaldas a quien la alimenta."),
        ("en", "The levy will wipe out the small ports."),
    ],
)
def test_what_one_side_says_of_others_is_told_as_a_claim_and_once(lang: str, text: str) -> None:
    assert len(remarks(text, "unattributed", lang=lang)) == 1
    assert remarks(text, "loaded", lang=lang) == []
