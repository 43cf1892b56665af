"""Sentences that are nobody else's business."""

import numpy as np
import pytest
from hearhear import own_words
from hearhear.embeddings import offline
from hearhear.sentences import KINDS, Letter, Segment, private, private_spans, read

LETTER = (
    "Dear Ms Okafor,\n\nThe night boat must run through the winter. My brother Osric has had two strokes since "
    "March. The fare should be capped for everybody. We owe the bank eleven thousand and the bailiff has been.\n\n"
    "Yours sincerely,\nBob Tamm"
)
PLANTED = [
    ("health", "My brother Osric takes insulin four times a day."),
    ("health", "Mon frère Osric est sous dialyse depuis deux ans."),
    ("health", "Mi hermano Osric tiene un tumor en el pulmón."),
    ("debts", "We are four months behind with the rent and the bailiff is coming."),
    ("debts", "Je dois neuf mille euros à la banque et je ne peux plus payer."),
    ("debts", "Debo nueve mil euros al banco y no puedo pagar."),
    ("children", "My son Osric, aged seven, is bullied at school every day."),
    ("children", "Ma fille de sept ans est harcelée à l'école tous les jours."),
    ("children", "A mi hija de siete años le pegan en la escuela todos los días."),
    ("threat", "He said he would kill me if I went to the police."),
    ("threat", "Il m'a dit qu'il me tuerait si j'allais voir la police."),
    ("threat", "Me dijo que me mataría si iba a la policía."),
    ("address", "I live at 12 Lantern Street, second floor."),
    ("address", "J'habite au 12 rue des Lanternes, deuxième étage."),
    ("address", "Vivo en la calle Faroles 12, segundo piso."),
]
PUBLIC = [
    "The night boat must run through the winter.",
    "Le bac de nuit doit circuler tout l'hiver.",
    "El barco nocturno debe navegar todo el invierno.",
    "Insulin should be free at every pharmacy.",
    "Il faut plafonner les loyers dans toutes les grandes villes.",
    "La ley de deudas debe proteger a los inquilinos.",
    "Pensions should rise with prices, and hospitals need more beds.",
    "Les hôpitaux débordent et les familles endettées attendent une loi.",
    "Los niños necesitan un parque en la calle Faroles y no otro aparcamiento.",
]


@pytest.mark.parametrize(("why", "sentence"), PLANTED)
def test_what_a_person_says_of_somebody_is_private_in_each_language_and_says_why(why: str, sentence: str) -> None:
    assert private_spans(sentence) == [(0, len(sentence), why)]


@pytest.mark.parametrize(("why", "sentence"), PLANTED[:6])
def test_what_is_shouted_is_as_private(why: str, sentence: str) -> None:
    assert [found for _start, _end, found in private_spans(sentence.upper())] == [why]


@pytest.mark.parametrize("sentence", PUBLIC)
def test_what_is_said_of_a_public_matter_is_not_private(sentence: str) -> None:
    assert private_spans(sentence) == []


def test_offsets_are_those_of_the_sentences_in_their_letter() -> None:
    assert [(LETTER[start:end], why) for start, end, why in private_spans(LETTER)] == [
        ("My brother Osric has had two strokes since March.", "health"),
        ("We owe the bank eleven thousand and the bailiff has been.", "debts"),
    ]


def test_offsets_of_html_are_those_of_the_source() -> None:
    text = "<p>Keep the boat &amp; the ferry.</p><p>My brother Osric has had two strokes &amp; cannot walk.</p>"
    found = private_spans(text)
    assert [text[start:end] for start, end, _ in found] == ["My brother Osric has had two strokes &amp; cannot walk."]


def test_a_text_without_sentences_has_nothing_private() -> None:
    assert private_spans("") == private_spans("…\n") == []


def test_one_pass_reads_each_sentence_once_for_its_kind_and_for_privacy() -> None:
    asked: list[str] = []
    model = offline()

    def embed(sentences):
        asked.extend(sentences)
        return model(sentences)

    letter = read([LETTER], embed=embed)[0]
    assert private_spans(LETTER, letter)
    assert asked == [one.words for one in letter.segments if one.form is None]


def test_findings_name_private_sentences_even_where_a_campaign_shares_them() -> None:
    sentence = "My brother Osric has had two strokes since March."
    start = LETTER.index(sentence)
    shared = [[(start, start + len(sentence))], []]
    texts = [LETTER, "Cap the fare."]
    found = own_words.findings(texts, read(texts), shared=shared, official=[(), ()], repeats=[None, None])
    rows = found["private"].to_pylist()
    assert [one["why"] for one in rows[0]] == ["health", "debts"]
    assert rows[0][0] == {"start": start, "end": start + len(sentence), "why": "health"}
    assert rows[1] == []


def test_the_same_words_are_likelier_private_in_a_story_than_in_an_argument() -> None:
    chance = np.array([[0.7, 0, 0, 0, 0.3, 0]] * 2, np.float32)
    kinds = np.zeros((2, len(KINDS)), np.float32)
    kinds[0, KINDS.index("story")] = kinds[1, KINDS.index("claim")] = 0.9
    story, argument = private.log_odds(chance, kinds)
    assert story > argument


def test_the_address_under_a_letter_tells_nothing_private() -> None:
    text = "Keep the night boat.\n\nBob Tamm\n12 Lantern Street\n"
    letter = Letter(
        (Segment(0, 20, text[:20], None), Segment(31, 48, "12 Lantern Street", None)),
        np.eye(len(KINDS), dtype=np.float32)[[KINDS.index("claim"), KINDS.index("courtesy")]],
        np.zeros((2, 2), np.float32),
        (None, "address"),
    )
    found = own_words.findings([text], [letter], shared=[()], official=[()], repeats=[None])
    assert private_spans(text, letter)
    assert found["private"].to_pylist() == [[]]


def test_the_weights_know_the_five_reasons_and_none() -> None:
    using = private.weights()
    assert using.dense.shape[1] == using.words.shape[1] == len(private.CLASSES) == 6
    assert -4 < using.threshold < 0
    assert np.isfinite(using.dense).all()
