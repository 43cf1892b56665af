"""What cannot wait is found with the words that tell, and what only sounds so is not."""

from datetime import date

import numpy as np
import pytest
from hearhear.embeddings import Cached, offline, offline_model
from hearhear.sentences import read
from hearhear.urgency import KINDS, Signal, model, urgency

DAY = date(2026, 11, 30)
URGENT = [
    ("threat", "We know where you live and we will burn your house down."),
    ("threat", "im gonna kill u and ur staff at the surgery"),
    ("threat", "On sait où vous habitez, on va vous tuer."),
    ("threat", "jvais te buter toi et ta secretaire"),
    ("threat", "Sabemos dónde vive y lo vamos a matar."),
    ("threat", "te voy a meter un tiro en la cabeza diputado"),
    ("self_harm", "I am going to kill myself tonight."),
    ("self_harm", "cant do this anymore gonna end it all, goodbye"),
    ("self_harm", "Mon fils dit qu'il veut mourir."),
    ("self_harm", "jen peux plus je vais me tuer ce soir"),
    ("self_harm", "Me quiero quitar la vida."),
    ("self_harm", "ya no kiero vivir, hoy me mato"),
    ("danger", "My husband is hitting me and has locked me in."),
    ("danger", "no insulin left since yesterday pls help"),
    ("danger", "Mon ex a dit qu'il me tuerait ce soir."),
    ("danger", "Nous dormons dans la voiture avec le bébé, sans chauffage."),
    ("danger", "Mi marido me pega y tengo miedo de volver a casa."),
    ("danger", "nos desalojaron hoy, dormimos en la calle con los niños"),
    ("time_limit", "My permit expires on 3 December and nobody answers."),
    ("time_limit", "Mon titre de séjour expire le 3 décembre."),
    ("time_limit", "Mi permiso de residencia vence el 3 de diciembre."),
    ("time_limit", "visa expires in 3 days pls help"),
]
THIRD_PERSON = [
    "Je vais la tuer.",
    "Je vais le tuer.",
    "jvais la buter",
    "On va lui faire la peau.",
    "Je vais lui casser la gueule.",
    "Je vais poignarder la ministre.",
    "I will kill him.",
    "I'm going to kill her.",
    "im gonna stab him",
    "We will burn her house down.",
    "I am going to shoot the chair.",
    "La voy a matar.",
    "Lo voy a matar.",
    "lo vamos a matar",
    "Le vamos a romper las piernas.",
    "Voy a matar a la diputada.",
    "Esta noche mato a mi vecino.",
    "Je vais buter mon voisin si personne ne fait rien.",
    "My husband will be dead tonight: I am going to shoot him.",
]
NO_THREATS = [
    "I will call him tomorrow.",
    "I will vote him out.",
    "This bill will kill him, he has fished here all his life.",
    "We will kill this bill.",
    "Je vais la rencontrer.",
    "Je vais la payer.",
    "Je vais la tuer, cette loi.",
    "Nous allons le battre en mai.",
    "Lo voy a llamar mañana.",
    "La voy a votar.",
    "Vamos a matar esta ley.",
    "Le voy a llevar los papeles.",
]
DROWNING = {
    "en": "I read of the stabbing at the tram stop and am sorry for the family. In 1996 nobody here carried a knife. "
    "What will the committee do? {} Thank you for your work.",
    "fr": "En ce jour anniversaire du naufrage de 2002, nous avons prié pour les disparus. Que le musée soit entretenu "
    "et que l'histoire soit dans les livres des enfants. {} Merci de ce que vous avez dit à la tribune.",
    "es": "Cuidé a mi padre enfermo hasta el final, en 2016, y soy católica, de las de misa. Cambié de opinión dos "
    "veces sobre la eutanasia. {} No voten con prisa y no voten con miedo.",
}
ORDINARY = [
    "This bill will kill our town.",
    "I will fight you at the ballot box.",
    "Heads must roll in that department.",
    "You are a liar and a thief, shame on you.",
    "Cette loi va tuer notre village.",
    "On se retrouvera dans les urnes.",
    "Esta ley va a matar a nuestro pueblo.",
    "Nos veremos en las urnas.",
    "Suicide prevention needs money, not posters.",
    "Insulin should be free for everybody.",
    "The bill comes into force on 1 January.",
    "I wrote to you on 3 March and again on 9 April.",
    "Le délai de trente jours de l'article 7 est trop court.",
    "Los permisos deberían durar cinco años y no dos.",
]


def signals(text: str, day: date | None = DAY) -> list[Signal]:
    return urgency([text], written_on=[day])[0]


@pytest.mark.parametrize(("kind", "sentence"), URGENT)
def test_what_cannot_wait_is_found_in_each_language(kind: str, sentence: str) -> None:
    assert kind in {one.kind for one in signals(sentence)}


@pytest.mark.parametrize("sentence", ORDINARY)
def test_metaphors_insults_and_arguments_wait(sentence: str) -> None:
    assert signals(sentence) == []


@pytest.mark.parametrize("sentence", THIRD_PERSON)
def test_a_threat_against_somebody_else_is_one(sentence: str) -> None:
    assert {one.kind for one in signals(sentence)} == {"threat"}


@pytest.mark.parametrize("sentence", NO_THREATS)
def test_what_is_said_about_somebody_like_a_threat_is_none(sentence: str) -> None:
    assert signals(sentence) == []


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "I will kill him."), ("fr", "Je vais la tuer."), ("es", "La voy a matar.")]
)
def test_a_plain_threat_is_reported_whatever_surrounds_it(lang: str, sentence: str) -> None:
    text = DROWNING[lang].format(sentence)
    assert [(one.kind, text[one.start : one.end]) for one in signals(text)] == [("threat", sentence)]
    assert signals(DROWNING[lang].format("")) == []


def test_the_rest_of_a_letter_tells_a_threat_from_a_joke() -> None:
    threat = "We are coming for you, Senator."
    assert {one.kind for one in signals(f"{threat} We have the guns and we know your house.")} == {"threat"}
    assert signals(f"{threat} At the ballot box, with twelve thousand votes. Bring sandwiches.") == []


def test_a_threat_in_a_campaign_letter_is_the_sentence_alone() -> None:
    threat = "I know where the inspector lives and I will burn his house down with him inside."
    text = f"Dear Chair, our club supports clauses 2 to 5 of the Harbour Bill. {threat} Please drop clause 7."
    assert [(one.kind, text[one.start : one.end]) for one in signals(text)] == [("threat", threat)]


def test_a_time_limit_is_the_sentence_that_names_the_day() -> None:
    text = "My residence card expires soon and nobody answers. The last day is 3 December. I wrote in May."
    found = [one for one in signals(text) if one.kind == "time_limit"]
    assert [one.due for one in found] == [date(2026, 12, 3)]


def test_a_time_limit_says_when() -> None:
    found = signals("My permit expires on 3 December and nobody answers.")
    assert [(one.kind, one.due) for one in found] == [("time_limit", date(2026, 12, 3))]


def test_a_time_limit_that_has_passed_is_none() -> None:
    text = "My permit expires on 3 December 2026 and nobody answers."
    assert signals(text, date(2026, 12, 3))
    assert signals(text, date(2026, 12, 4)) == []


def test_the_words_that_tell_are_those_of_the_letter() -> None:
    text = "Dear Ms Okafor,\n\nThe fare is too dear. I am going to kill myself tonight.\n\nYours,\nBob Tamm"
    assert [text[one.start : one.end] for one in signals(text)] == ["I am going to kill myself tonight."]


def test_words_of_others_are_not_the_senders() -> None:
    said = "We know where you live and we will burn your house down."
    assert signals(said)
    assert signals(f"Dear Ms Okafor, your rival wrote “{said}” and that must stop.") == []


def test_letters_that_were_read_are_read_once() -> None:
    asked: list[str] = []
    known = offline()

    def embed(sentences):
        asked.extend(sentences)
        return known(sentences)

    once = Cached(embed, None, model=offline_model())
    texts = [sentence for _, sentence in URGENT[:3]]
    found = urgency(texts, written_on=[DAY] * 3, read=read(texts, embed=once), embed=once)
    assert found == urgency(texts, written_on=[DAY] * 3)
    assert len(asked) == len(set(asked))


def test_a_letter_is_judged_alike_whatever_else_is_read() -> None:
    texts = [sentence for _, sentence in URGENT] + ORDINARY
    assert urgency(texts, written_on=[DAY] * len(texts)) == [signals(text) for text in texts]


def test_nothing_has_no_signals() -> None:
    assert urgency([], written_on=[]) == []
    assert signals("") == signals("…\n") == []


def test_days_of_writing_are_as_many_as_letters() -> None:
    with pytest.raises(ValueError, match="zip"):
        urgency(["a", "b"], written_on=[DAY])


def test_the_weights_are_small_and_know_each_kind() -> None:
    using = model.weights()
    assert using.dense.shape[1] == using.words.shape[1] == len(using.thresholds) == len(using.alone) == len(KINDS)
    assert np.isfinite(using.dense).all()
    assert np.isfinite(using.words).all()
