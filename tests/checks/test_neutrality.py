"""Tone, claims, appeals: what the House says in its own voice."""

import pytest

from hemicycle.checks import About
from tests.checks.houses import remarks, words

STATED = {"en": ("This House regrets the delay of the coastal works and asks the Government to begin them by March.",)}


TONE = [
    ("en", "promotional", "This historic vote closes the session.", "historic vote"),
    ("en", "promotional", "We are thrilled to host an unmissable exhibition.", "unmissable"),
    ("en", "loaded", "The draconian levy starts in May.", "draconian"),
    ("en", "loaded", "Members debated a tax grab for an hour.", "tax grab"),
    ("fr", "promotional", "Ce vote historique clôt la session.", "vote historique"),
    ("fr", "promotional", "Une exposition incontournable ouvre lundi.", "incontournable"),
    ("fr", "loaded", "La taxe scandaleuse s’applique en mai.", "scandaleuse"),
    ("fr", "loaded", "Le débat sur le matraquage fiscal a duré une heure.", "matraquage fiscal"),
    ("es", "promotional", "Esta votación histórica cierra la sesión.", "votación histórica"),
    ("es", "promotional", "Una exposición imperdible abre el lunes.", "imperdible"),
    ("es", "loaded", "El vergonzoso impuesto empieza en mayo.", "vergonzoso"),
    ("es", "loaded", "El debate sobre el hachazo fiscal duró una hora.", "hachazo fiscal"),
]

VERDICTS = [
    ("en", "loaded", "Members adopted an unfair and costly levy on Tuesday.", "unfair and costly levy"),
    ("en", "loaded", "The rise is simply indefensible.", "is simply indefensible"),
    ("en", "loaded", "The cut is a slap in the face for nurses.", "slap in the face"),
    ("en", "loaded", "The budget opens with an attack on hard pressed families.", "attack on hard pressed families"),
    ("en", "loaded", "The death tax was debated for an hour.", "death tax"),
    ("en", "loaded", "Common sense prevailed on Tuesday.", "Common sense prevailed"),
    ("fr", "loaded", "Les députés ont adopté une taxe injuste et un texte vidé de sa substance.", "taxe injuste"),
    ("fr", "loaded", "La hausse est tout simplement indéfendable.", "est tout simplement indéfendable"),
    ("fr", "loaded", "La coupe est une gifle pour les soignants.", "est une gifle"),
    ("fr", "loaded", "Le budget s’ouvre sur une offensive contre les retraités.", "offensive contre les retraités"),
    ("fr", "loaded", "L’impôt sur la mort a été débattu une heure.", "impôt sur la mort"),
    ("fr", "loaded", "Le bon sens l’a emporté mardi.", "Le bon sens l’a emporté"),
    ("es", "loaded", "El pleno aprobó un impuesto injusto y una ley innecesaria.", "impuesto injusto"),
    ("es", "loaded", "La subida es sencillamente indefendible.", "es sencillamente indefendible"),
    ("es", "loaded", "El recorte es una bofetada a los trabajadores.", "es una bofetada"),
    ("es", "loaded", "El presupuesto empieza con un ataque a las familias.", "ataque a las familias"),
    ("es", "loaded", "El impuesto a la muerte se debatió una hora.", "impuesto a la muerte"),
    ("es", "loaded", "Se impuso la cordura el martes.", "Se impuso la cordura"),
    ("en", "loaded", "Overpaid landlords pay more from January.", "Overpaid landlords"),
    ("en", "loaded", "The flawed planning bill returns on Tuesday.", "flawed planning bill"),
    ("en", "loaded", "Ministers were forced into a humiliating retreat.", "forced into a humiliating"),
    ("fr", "loaded", "Les propriétaires rapaces paieront plus.", "propriétaires rapaces"),
    ("fr", "loaded", "Le ministre avance à marche forcée.", "à marche forcée"),
    ("es", "loaded", "Los caseros avariciosos pagarán más.", "caseros avariciosos"),
    ("es", "loaded", "El ministro avanza a toda costa.", "a toda costa"),
    ("en", "promotional", "The assembly delivers for herders.", "delivers for"),
    ("fr", "promotional", "C’était un grand moment de la session.", "un grand moment de"),
    ("es", "promotional", "Será una noche inolvidable.", "inolvidable"),
]


@pytest.mark.parametrize(("lang", "check", "text", "found"), [*TONE, *VERDICTS])
def test_praise_and_words_that_take_a_side_are_remarked_on(lang: str, check: str, text: str, found: str) -> None:
    assert found in words(remarks(text, check, lang=lang))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "“The draconian levy starts in May.”"),
        ("en", "Rupert Ashgrove said that the draconian levy starts in May."),
        ("en", "In the words of its critics, the draconian levy starts in May."),
        ("en", "The motion says:\nThe draconian levy starts in May."),
        ("fr", "« La taxe scandaleuse s’applique en mai. »"),
        ("fr", "Selon l’opposition, la taxe scandaleuse s’applique en mai."),
        ("es", "«El vergonzoso impuesto empieza en mayo.»"),
        ("es", "Según la oposición, el vergonzoso impuesto empieza en mayo."),
    ],
)
def test_words_that_are_quoted_or_somebodys_are_not_the_houses(lang: str, text: str) -> None:
    assert remarks(text, "loaded", lang=lang) == []


def test_a_plain_word_is_suggested_where_there_is_one() -> None:
    assert "strict" in remarks("The draconian levy starts in May.", "loaded")[0].suggestion


CLAIMS = [
    ("en", "Enough is enough: the levy ends."),
    ("en", "The government has abandoned our villages."),
    ("en", "The levy will hurt ordinary families."),
    ("fr", "Trop c’est trop : la taxe prend fin."),
    ("fr", "Le gouvernement a abandonné les villages."),
    ("fr", "La taxe va frapper durement les familles."),
    ("es", "Basta ya: el impuesto acaba."),
    ("es", "El gobierno ha abandonado a los pueblos."),
    ("es", "El impuesto va a golpear a las familias."),
]


EFFECTS = [
    ("en", "The bill will create thousands of jobs in the valleys."),
    ("en", "This reform protects families."),
    ("en", "The cuts put patients at risk."),
    ("en", "The levy costs taxpayers dear."),
    ("en", "The closures happen at the expense of patients."),
    ("en", "This is a budget for the rich."),
    ("fr", "C’est un budget pour les riches."),
    ("es", "Es un presupuesto para los ricos."),
    ("en", "The new rules will cut waiting times."),
    ("fr", "Les nouvelles règles réduiront les délais."),
    ("es", "Las nuevas normas reducirán las esperas."),
    ("en", "Without this bill, villages will die."),
    ("en", "The government wants to silence its critics."),
    ("en", "Decades of underfunding have left hospitals in crisis."),
    ("en", "The cuts have destroyed rural bus services."),
    ("fr", "Sans cette loi, les villages mourront."),
    ("fr", "Le gouvernement veut faire taire ses opposants."),
    ("fr", "Des décennies de sous-financement ont plongé les hôpitaux dans la crise."),
    ("fr", "Les coupes ont détruit les services publics."),
    ("es", "Sin esta ley, los pueblos morirán."),
    ("es", "El Gobierno quiere callar a sus críticos."),
    ("es", "Décadas de abandono han dejado los hospitales en crisis."),
    ("es", "Los recortes han destruido los servicios públicos."),
    ("fr", "La réforme créera des milliers d’emplois dans les vallées."),
    ("fr", "Cette loi protège les familles."),
    ("fr", "Les coupes mettent les patients en danger."),
    ("fr", "La taxe coûtera cher aux ménages."),
    ("fr", "Les fermetures se font au détriment des patients."),
    ("es", "La reforma creará miles de empleos en los valles."),
    ("es", "Esta ley protege a las familias."),
    ("es", "Los recortes ponen a los pacientes en peligro."),
    ("es", "El impuesto costará caro a los hogares."),
    ("es", "Los cierres se hacen a costa de los pacientes."),
]


@pytest.mark.parametrize(("lang", "text"), [*CLAIMS, *EFFECTS])
def test_what_only_one_side_would_say_is_remarked_on(lang: str, text: str) -> None:
    assert words(remarks(text, "unattributed", lang=lang)) == [text]


APPEALS = [
    ("en", "Vote for the Green Party!"),
    ("en", "Support Ada Okafor!"),
    ("en", "Please vote against the Clean Rivers Bill."),
    ("en", "Vote yes on Sunday."),
    ("fr", "Votez pour le Parti vert !"),
    ("fr", "Soutenez Clémence Ravault !"),
    ("fr", "Votez contre la loi Rivières propres."),
    ("fr", "Votez oui dimanche."),
    ("es", "¡Vote por el Partido Verde!"),
    ("es", "Apoye a Clémence Ravault."),
    ("es", "Vote en contra de Unión Cívica."),
    ("es", "Vote sí el domingo."),
]


@pytest.mark.parametrize(("lang", "text"), APPEALS)
def test_an_appeal_to_vote_for_a_party_a_person_or_a_measure_is_remarked_on(lang: str, text: str) -> None:
    assert words(remarks(text, "unattributed", lang=lang)) == [text]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Vote for your favourite photograph of the chamber."),
        ("en", "Members vote for or against the Clean Rivers Bill on Tuesday."),
        ("en", "“Vote for the Green Party!”"),
        ("en", "Join us at the open day."),
        ("fr", "Votez pour votre photo préférée."),
        ("fr", "Les députés votent mardi pour ou contre la loi Rivières propres."),
        ("es", "Vote por su fotografía favorita."),
        ("es", "Los diputados votan el martes por el nuevo reglamento."),
    ],
)
def test_a_vote_on_a_picture_and_a_vote_of_members_are_no_appeals(lang: str, text: str) -> None:
    assert remarks(text, "unattributed", lang=lang) == []


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
        ("en", "A toxic waste bill and one on cruel treatment of animals were introduced on Monday."),
        ("en", "The attack on the embassy in 1983 is the subject of the exhibition."),
        ("en", "The strike of the ferry crews means that the sitting begins at 11."),
        ("fr", "L’attaque contre l’ambassade en 1983 est le sujet de l’exposition."),
        ("fr", "Les députés débattront d’un texte sur la cruauté envers les animaux et le licenciement abusif."),
        ("es", "El ataque a la embajada en 1983 es el tema de la exposición."),
        ("es", "El pleno debatirá una ley sobre el trato cruel a los animales y el despido injusto."),
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


def test_a_name_of_the_record_may_be_as_loud_as_it_likes() -> None:
    about = About("bill", ("Historic Victory Over Rogue Landlords Bill",))
    text = "The Historic Victory over Rogue Landlords Bill was introduced."
    assert remarks(text, "loaded", "promotional", about=about) == []


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
def test_what_a_text_would_change_and_who_says_so_draws_no_remark(lang: str, text: str) -> None:
    assert remarks(text, "unattributed", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The bill makes it a crime to endanger patients."),
        ("en", "The act is for anyone who harms children."),
        ("en", "Guides help families to find the gallery."),
        ("en", "According to its sponsor, the bill will create thousands of jobs."),
        ("en", "The bill would protect tenants who have rented for a year."),
        ("fr", "Le texte punit ceux qui menacent les enseignants."),
        ("fr", "La commission a reçu une loi pour protéger les locataires."),
        ("fr", "Les guides aident les familles à trouver la galerie."),
        ("fr", "Selon son auteur, la loi créera des milliers d’emplois."),
        ("fr", "Le texte protégerait les locataires."),
        ("es", "La ley castiga a quien amenaza a los docentes."),
        ("es", "El pleno estudia una ley para proteger a los inquilinos."),
        ("es", "Los guías ayudan a las familias a encontrar la tribuna."),
        ("es", "Según su autora, la ley creará miles de empleos."),
        ("es", "El texto protegería a los inquilinos."),
    ],
)
def test_an_effect_is_a_claim_only_where_a_measure_is_said_to_have_it_for_certain(lang: str, text: str) -> None:
    assert remarks(text, "unattributed", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("en", "The bill is in committee.", "It will create hundreds of jobs."),
        ("fr", "La loi est en commission.", "Elle créera des centaines d’emplois."),
        ("es", "La ley está en comisión.", "Creará cientos de empleos."),
    ],
)
def test_the_measure_may_stand_in_the_sentence_before(lang: str, first: str, second: str) -> None:
    assert words(remarks(f"{first} {second}", "unattributed", lang=lang)) == [second]
    assert remarks(second, "unattributed", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "The head of state signed the draconian levy.", "draconian"),
        ("en", "Members added a clause to the draconian levy.", "draconian"),
        ("fr", "Le juge applique la taxe scandaleuse.", "scandaleuse"),
        ("es", "El pleno celebra sesión sobre el vergonzoso impuesto.", "vergonzoso"),
    ],
)
def test_a_word_of_speaking_in_another_use_makes_no_words_somebodys(lang: str, text: str, found: str) -> None:
    assert words(remarks(text, "loaded", lang=lang)) == [found]


def test_words_that_begin_before_a_quotation_and_end_in_it_are_quoted() -> None:
    assert remarks("Le texte est « une trahison ».", "loaded", lang="fr") == []


def test_the_movers_words_are_not_the_houses() -> None:
    about = About("vote", stated=STATED)
    taken = "regrets the delay of the coastal works and asks the Government to begin them by March"
    found = remarks(f"The House {taken}.", "unattributed", about=about)
    assert words(found) == [f"House {taken}"]
    quoted = f"Ada Okafor moved that the House “{taken}”."
    assert remarks(quoted, "unattributed", about=about) == []
    assert remarks("It asks the Government to begin the works by March.", "unattributed", about=about) == []


def test_a_motion_that_only_names_a_bill_and_a_step_of_procedure_draws_no_remark() -> None:
    bill = "River and Coastal Waters Protection and Enhancement Bill"
    about = About("vote", (bill,), {"en": (f"That the {bill} be now read a second time.",)})
    assert remarks(f"The House agreed that the {bill} be now read a second time.", "unattributed", about=about) == []


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
