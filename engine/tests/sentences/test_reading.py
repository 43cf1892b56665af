"""What a sentence is, and what a letter asks for or disowns."""

import numpy as np
import pytest
from hearhear.campaigns.reading import MOST_SPLIT, most_read
from hearhear.campaigns.spans import official_spans, repeated
from hearhear.sentences import KINDS, casework, disagrees, kinds, read, unread
from hearhear.sentences.letters import CASEWORK, signs

PLEA = "My son's school bus was stopped on 3 May and nobody answers my letters. Could your office please ring them?"
CLAIM = "The ferry is the only road we have, and the bill would close it."
REFUSAL = "I was handed this petition outside the shop and I will not sign it."


def test_each_sentence_has_a_probability_of_each_kind() -> None:
    found = kinds([PLEA, CLAIM])
    assert found.shape == (2, len(KINDS))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("plea", "rest"),
    [
        (PLEA, CLAIM),
        ("Mon dossier de logement est bloqué depuis mars, pouvez-vous intervenir ?", "Le bac est notre seule route."),
        (
            "Me han cortado la ayuda por error y no me contestan, ¿puede usted llamar?",
            "El barco es un servicio público.",
        ),
    ],
)
def test_a_plea_for_help_is_found_in_a_letter_on_another_matter(plea: str, rest: str) -> None:
    for text in (f"{rest} {plea}", plea):
        evidence = casework(read([text])[0])
        assert evidence is not None
        assert text[evidence.start : evidence.end] in text[text.index(plea) :]
    assert casework(read([rest])[0]) is None


def test_a_plea_that_a_campaign_shares_is_nobodys() -> None:
    text = f"{CLAIM} {PLEA}"
    assert casework(read([text])[0], [(0, len(text))]) is None


def test_who_refuses_a_petition_disagrees_and_who_refuses_a_bill_does_not() -> None:
    assert disagrees(read([f"{REFUSAL} {CLAIM}"])[0]) is not None
    assert disagrees(read([f"Please vote against the bill. {CLAIM}"])[0]) is None


def test_who_repeats_a_campaign_between_quotation_marks_is_known() -> None:
    texts = [
        CLAIM,
        f'"{CLAIM}" I have lived here for forty years.',
        f"My aunt got this.\n\nOn 3 May 2031 Bob Tamm wrote:\n> {CLAIM}\n> Thank you.",
        PLEA,
    ]
    letters = read(texts)
    nothing: list[list[tuple[int, int]]] = [[], [], [], []]
    shared, official = [[(0, len(CLAIM))], [], [], []], [[], [(0, len(CLAIM))], [], []]
    assert repeated(letters, shared, nothing) == [None, "quoted", "forwarded", None]
    assert repeated(letters, shared, official) == [None, None, "forwarded", None]
    assert repeated(letters, nothing, nothing) == [None] * 4


def test_who_passes_a_campaign_on_and_asks_about_it_takes_no_side() -> None:
    stated, asked = read(["They keep us safe.", "Do they keep us safe?"])
    assert disagrees(stated, repeats="forwarded") is not None
    assert disagrees(asked, repeats="forwarded") is None


def test_a_question_that_a_campaign_asks_is_not_its_senders() -> None:
    text = "Would our lamps be left alone? I will not have it."
    letter = read([text])[0]
    assert disagrees(letter, repeats="forwarded") is None
    assert disagrees(letter, [(0, text.index(" I "))], "forwarded") is not None


def test_the_tone_of_a_letter_is_that_of_its_senders_own_words() -> None:
    text = f"{CLAIM} {PLEA}"
    letter, alone = read([text])[0], read([CLAIM])[0]
    own = [segment.start < len(CLAIM) for segment in letter.segments]
    assert signs(letter, CASEWORK, [True] * len(own))[1] > signs(letter, CASEWORK, own)[1]
    assert signs(alone, CASEWORK, [False])[1] == 0


def test_what_is_read_does_not_depend_on_what_is_read_beside_it() -> None:
    alone, among = read([PLEA])[0], read([CLAIM, PLEA, REFUSAL])[1]
    assert np.array_equal(alone.probabilities, among.probabilities)
    assert np.array_equal(alone.tones, among.tones)


def test_words_of_the_bill_are_found_in_a_run_of_six() -> None:
    clause = "no vessel shall leave the harbour of Skellan after sunset"
    text = f"It says that {clause}. We live by night."
    assert [text[start:end] for start, end in official_spans([text], [f"1. {clause}."])[0]] == [clause]
    assert official_spans(["no vessel shall leave"], [clause]) == [()]


def test_what_is_not_read_is_still_in_pieces() -> None:
    letter = unread([f"Dear Ms Okafor,\n\n{PLEA}"])[0]
    assert [segment.form for segment in letter.segments] == ["courtesy", None, None]
    assert letter.kinds(least=0.5) == ["courtesy", None, None]
    assert casework(letter) is None


def test_where_there_are_more_texts_no_fewer_are_read() -> None:
    counts = [most_read(texts) for texts in range(0, MOST_SPLIT + 1, 500)]

    assert counts == sorted(counts)
    assert (most_read(4_999), counts[-1]) == (4_999, 20_000)
