"""Readability, long sentences, jargon."""

import pytest

from hemicycle.checks import Draft, Text, look
from hemicycle.checks.prose.readability import FORMULAS, ease
from hemicycle.checks.prose.syllables import syllables
from tests.checks.houses import HOUSE, remarks, words

# Counted by hand.
COUNTED = {
    "en": """the 1 house 1 committee 3 parliament 3 government 3 water 2 protection 3 environment 4 amendment 3 passed 1
        voted 2 agreed 2 evidence 3 people 2 examination 5 authority 4 economy 4 language 2 issue 2 report 2 reported 3
        table 2 tables 2 little 2 create 2 created 3 area 3 idea 3 being 2 various 3 serious 3 radio 3 period 3 million 2
        opinion 3 special 2 patient 2 science 2 society 4 quiet 2 client 2 influence 3 annual 3 situation 4 evaluate 4
        quality 3 guide 1 build 1 fruit 1 ruin 2 criticism 4 asked 1 needed 2 changed 1 changes 2 homes 1 houses 2 boxes 2
        rules 1 files 1 settled 2 called 1 tried 1 carried 2 days 1 hours 1 fire 1 power 2 player 2 royal 2 notification 5
        accreditation 5 unfavourable 5 exclusively 4 participatory 6 electronic 4 before 2 therefore 2 something 2 make 1
        hoped 1 library 3 history 3 every 2 business 2 country 2 body 2 tuesday 2 january 4""",
    "fr": """la 1 loi 1 commission 3 assemblée 3 parlement 3 gouvernement 4 projet 2 eaux 1 rivière 2 environnement 4
        amendement 4 adoptée 3 vote 1 voté 2 public 2 publiques 2 écrit 2 examen 3 autorité 4 économie 4 éducation 4
        officielle 3 langue 1 ministre 2 article 2 réel 2 région 2 nationale 3 idées 2 pays 2 payer 2 voyage 2 employé 3
        travaillent 2 famille 2 feuille 1 ville 1 habitants 3 nuit 1 suite 1 bien 1 rien 1 lieu 1 mieux 1 sérieux 2
        ancienne 2 citoyen 3 européenne 4 création 3 créer 2 théâtre 2 réunion 3 coopération 5 maïs 2 naïf 2 août 1
        client 2 ouvrier 3 janvier 2 première 2 lumière 2 demandent 2 parlent 1 peuvent 1 examinent 3 président 3
        souvent 2 argent 2 seulement 3 journée 2 heures 1 semaine 2 libre 1 contre 1 être 1 règles 1 peuple 1 ensemble 2
        responsable 3 délibération 5 subordonnée 4 accomplissement 4 préalable 3 inobservation 5 susceptible 3
        électronique 4 réclamations 4 que 1 quatre 1 guerre 1 guide 1 fatigue 2 voie 1""",
    "es": """la 1 comisión 3 congreso 3 parlamento 4 ley 1 leyes 2 agua 2 río 2 protección 3 ambiente 3 aprobó 3 votos 2
        público 3 sesión 2 economía 5 educación 4 idioma 3 cuestión 2 real 2 región 2 idea 3 país 2 países 3 maíz 2 día 2
        había 3 oír 2 leer 2 poeta 3 teatro 3 océano 4 aéreo 4 línea 3 héroe 3 aeropuerto 5 bueno 2 nueva 2 escuela 3
        ciudad 2 viuda 2 cuidado 3 que 1 quien 1 guerra 2 guía 2 vergüenza 3 y 1 yo 1 mayo 2 hoy 1 rey 1 buey 1 cambio 2
        historia 3 servicio 3 propio 2 serie 2 superficie 4 constitución 4 diputado 4 presupuestos 4 ciudadanía 5
        trámite 3 telemáticos 5 acreditación 5 prescripciones 4 notificación 5 exclusivamente 6 órgano 3 plazo 2 año 2
        miércoles 3 viernes 2 voces 2 después 2 también 2 allí 2""",
}


@pytest.mark.parametrize("lang", COUNTED)
def test_syllables_are_counted_nearly_as_by_hand(lang: str) -> None:
    found = COUNTED[lang].split()
    pairs = list(zip(found[::2], map(int, found[1::2]), strict=True))
    mine = [syllables(word, lang) for word, _count in pairs]
    right = sum(own == count for own, (_word, count) in zip(mine, pairs, strict=True)) / len(pairs)
    assert right > 0.95
    assert abs(sum(mine) - sum(count for _word, count in pairs)) / len(pairs) < 0.04


def test_each_formula_is_the_published_one() -> None:
    assert FORMULAS["en"](10, 1.5) == pytest.approx(206.835 - 10.15 - 126.9)
    assert FORMULAS["fr"](10, 1.5) == pytest.approx(207 - 10.15 - 110.4)
    assert FORMULAS["es"](10, 2) == pytest.approx(206.835 - 10 - 124.6)
    # Two sentences, five words, six syllables.
    assert ease([["the", "house", "met"], ["it", "voted"]], "en") == pytest.approx(FORMULAS["en"](5 / 2, 6 / 5))


HARD = {
    "en": "Pursuant to the determination of the administration commission, participatory attendance at deliberative "
    "proceedings is henceforth conditional upon completion of electronic accreditation formalities. Non-compliance with "
    "the aforementioned accreditation requirements necessitates discretionary exclusion. Notification of determinations "
    "is effected exclusively by electronic communication, notwithstanding representations regarding applicability.",
    "fr": "En application des délibérations du collège, la participation présentielle du public aux délibérations est "
    "subordonnée à l’accomplissement préalable de formalités d’accréditation dématérialisées. L’inobservation des "
    "prescriptions susmentionnées est susceptible d’entraîner l’exclusion discrétionnaire de l’intéressé. La "
    "notification des décisions d’admissibilité s’effectue exclusivement par voie électronique.",
    "es": "De conformidad con lo determinado, la concurrencia presencial de la ciudadanía a las deliberaciones queda "
    "condicionada a la cumplimentación previa de procedimientos telemáticos de acreditación. La inobservancia de las "
    "prescripciones anteriormente señaladas determinará la exclusión discrecional del interesado. La notificación de "
    "las resoluciones de admisibilidad se efectuará exclusivamente mediante procedimientos electrónicos.",
}


@pytest.mark.parametrize(("lang", "lighter"), [("en", "under"), ("fr", "selon"), ("es", "según")])
def test_a_hard_text_draws_one_remark_with_simpler_words(lang: str, lighter: str) -> None:
    found = remarks(HARD[lang], "readability", lang=lang)
    assert len(found) == 1
    assert f"→ {lighter}" in found[0].suggestion


def test_a_plain_text_and_a_few_words_are_not_measured_as_hard() -> None:
    plain = "The House meets on Monday at two. Members ask the minister questions. Then they talk about buses. " * 3
    assert remarks(plain, "readability") == []
    assert remarks("Interparliamentary institutionalisation notwithstanding.", "readability") == []


NESTED = (
    "The committee, which began its inquiry in March after the Auditor had found that the estimates on which the contract "
    "was based had not been revised when the route was changed, and which has since then taken evidence, agreed a report."
)
LISTED = (
    "The committee will hear from the Permanent Secretary on 3 November, from the contractor and its engineers on 10 "
    "November, from the Auditor on 17 November, from the trade unions on 24 November, and from four former officials, "
    "two mayors and the harbour master on 1 December."
)


def test_clauses_within_clauses_draw_a_remark_and_a_list_does_not() -> None:
    assert words(remarks(f"It met. {NESTED}", "long-sentence")) == [NESTED]
    assert remarks(LISTED, "long-sentence") == []


COUNTED_UP = (
    "In January you can visit the chamber with a guide, listen to a debate from the gallery, take part in a drawing class, "
    "bring pupils to meet a member, look at the charter that opened the House, or sit in the garden, which is open until four."
)


def test_a_list_with_a_clause_here_and_there_is_still_a_list() -> None:
    assert remarks(COUNTED_UP, "long-sentence") == []


def test_a_term_of_the_title_draws_a_remark_where_the_body_repeats_it_and_not_where_it_explains_it() -> None:
    def jargon(body: str) -> list[tuple[str, str]]:
        draft = Draft(texts={"en": Text("Dates of the report stage", body)})
        return [(one.field, one.words) for one in look(draft, HOUSE) if one.check == "jargon"]

    assert jargon("The report stage begins on Monday.") == [("body", "report stage")]
    assert jargon("The report stage, the debate on the text after committee, begins on Monday.") == []


@pytest.mark.parametrize(
    ("lang", "text", "term"),
    [
        ("en", "The programme motion will be taken first.", "programme motion"),
        ("en", "The House adjourned sine die.", "sine die"),
        ("en", "The CPRB will report in May.", "CPRB"),
        ("en", "The standing orders say who may speak.", "standing orders"),
        ("fr", "La commission est saisie au fond.", "saisie au fond"),
        ("es", "La diputación permanente se reúne el lunes.", "diputación permanente"),
        ("fr", "La séance est levée sine die.", "sine die"),
        ("fr", "Une CMP sera convoquée.", "CMP"),
        ("es", "Se debatirá la enmienda a la totalidad.", "enmienda a la totalidad"),
        ("es", "Se tramitará en lectura única.", "lectura única"),
    ],
)
def test_a_term_that_nobody_explains_draws_a_remark(lang: str, text: str, term: str) -> None:
    assert words(remarks(text, "jargon", lang=lang)) == [term]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Members take part in an adjournment debate: a short debate at the end of the day."),
        ("en", "A programme motion (the timetable of a bill) comes first."),
        ("en", "The Code of Practice Review Board (CPRB) reports in May. The CPRB has nine members."),
        ("en", "Reply STOP to end. NASA, the EU and the NHS gave evidence. MPs sit in Room XIV. See PL 9 and B 12."),
        ("en", "Ada Okafor said: “We object to this programme motion.”"),
        ("en", "The second reading of the bill, its amendments and the committee stage."),
        ("fr", "Elles se réunissent pour chercher une version commune : c’est la commission mixte paritaire."),
        ("es", "Estudia un suplicatorio, es decir, la petición de un tribunal para juzgar a un diputado."),
        ("es", "GRACIAS A TODOS POR SU VISITA"),
        ("en", "The quorum, the number of members who must be present, is 20."),
        ("es", "El quórum, el número de presentes necesario, es de 20."),
        ("en", "Dates of the remaining stages are with the Usher of the Green Rod."),
        ("fr", "La discussion générale a duré deux heures."),
        ("es", "La comisión entregará su dictamen el lunes."),
    ],
)
def test_a_term_that_is_explained_or_known_is_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "jargon", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "NEW OPENING HOURS FOR ALL. The gallery opens at nine."),
        ("fr", "ADOPTÉ HIER LE PROJET DE LOI. La suite lundi."),
        ("es", "VENGAN TODOS JUNTOS MAÑANA al Pleno."),
    ],
)
def test_words_in_capitals_are_no_initials(lang: str, text: str) -> None:
    assert remarks(text, "jargon", lang=lang) == []
