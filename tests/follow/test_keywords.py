"""What a person sends by text message, and the answer they get."""

from collections.abc import Callable
from datetime import date

import pytest

from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage, OutgoingText
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Consent, Contact, Inbound, Suppression
from hemicycle.channels.sms import gsm
from hemicycle.conf.worker import Worker
from hemicycle.follow import actions
from hemicycle.follow.actions.requests import MOST_SEARCHES
from hemicycle.follow.addresses import opened
from hemicycle.follow.models import FollowedSearch, Subscription, Topic
from hemicycle.record.actions import classify, put_sitting
from hemicycle.record.papers import ItemPaper, Known, SegmentPaper, SittingPaper, SpeechPaper, TextPaper
from hemicycle.record.search.question import Question
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.site_address import absolute
from tests.record import chamber

pytestmark = pytest.mark.django_db

ANN = "+447700900123"
Says = Callable[..., str]


@pytest.fixture
def says(by_text, texts, settings, tmp_path) -> Says:
    """`says("FOLLOW 12")` is the answer that the phone gets."""
    number = 0

    def say(text: str, sender: str = ANN) -> str:
        nonlocal number
        number += 1
        channels.store_incoming(InboundMessage(str(number), text, sender=sender), account=by_text, by="test")
        had = len(texts.got)
        send_account(by_text, worker="w")
        got = [f"{m.content['text']} {m.content['link'].replace('{token}', m.token)}".strip() for m in texts.got[had:]]
        assert len(got) <= 1
        return got[0] if got else ""

    return say


@pytest.fixture
def index(river, settings, tmp_path) -> None:
    """The search of the record, by which names are found."""
    settings.HOME = tmp_path
    Worker().drain()


@pytest.fixture
def spoken(river, settings, tmp_path) -> None:
    """Something was said in the House that names nothing."""
    settings.HOME = tmp_path
    words = TextPaper("en", (SegmentPaper("The quarries are silent on Sundays."),))
    said = SpeechPaper((words,), person=chamber.ALDA, native_id="q1")
    put_sitting(SittingPaper(chamber.CHAMBER, 9, date(2026, 3, 3), (Known("native", "q"),), parts=(said,)), by="test")
    Worker().drain()


def follows(sender: str = ANN) -> list[str]:
    contact = Contact.objects.filter(channel="sms").exclude(sealed="")
    return [
        row.followable for one in contact if one.address == sender for row in Subscription.objects.of(one).confirmed()
    ]


def test_following_takes_two_words_and_each_is_in_the_ledger(river, says):
    assert says("follow 12") == (
        "Assembly of Tests: reply YES to follow Bill 12 (River Bill). If you did not ask for it, do nothing."
    )
    assert follows() == []
    assert says("Yes").startswith("You now follow: Bill 12 (River Bill).")
    assert follows() == [f"bill:{river.address}"]
    asked, confirmed = Consent.objects.order_by("pk")
    assert (asked.act, asked.words, asked.through) == ("asked", "follow 12", "sms")
    assert confirmed.act == "confirmed"
    assert "reply YES to follow Bill 12" in confirmed.words and confirmed.words.endswith("Yes")


@pytest.mark.parametrize("said", ["FOLLOW bill 12", "Follow Bill No. 12!", "suivre projet de loi n° 12", "Seguir 12"])
def test_a_bill_is_found_by_its_number_in_every_language(river, says, said):
    assert "12" in says(said)
    assert Subscription.objects.get().followable == f"bill:{river.address}"


def test_a_member_a_committee_and_a_bill_are_found_by_their_names(river, alda, committee, index, says):
    for said, word in (
        ("FOLLOW Ferrer", f"member:{alda.address}"),
        ("FOLLOW committee on rivers", f"committee:{committee.address}"),
        ("FOLLOW river bill", f"bill:{river.address}"),
    ):
        assert "reply YES" in says(said)
        assert Subscription.objects.latest("pk").followable == word


def test_a_topic_is_found_by_its_word_or_its_name_in_any_language(budget, says):
    assert "Presupuesto" in says("seguir PRESUPUESTO")
    says("si")
    assert follows() == ["topic:budget"]
    assert "Ya sigue" in says("seguir budget")


def test_a_topic_that_is_closed_takes_no_new_followers(budget, says):
    Topic.objects.update(is_open=False)

    assert says("follow budget").startswith("Send FOLLOW")


def test_of_several_the_whole_name_is_asked_for(alda, index, says):
    chamber.member("Alda Quist", Known("native", "alda-quist"), (chamber.BLUES, "2015", ""))
    Worker().drain()

    answer = says("FOLLOW Alda")
    assert answer.startswith("Which one? Alda") and "Alda Quist" in answer and "Alda Ferrer" in answer
    assert not Subscription.objects.exists()
    assert "Alda Ferrer" in says("FOLLOW Alda Ferrer")


def test_what_is_internal_is_not_found(river, officer, says):
    classify(river, classification=Classification.INTERNAL, by=officer)

    assert says("FOLLOW 12").startswith("Send FOLLOW")
    assert says("STATUS 12").startswith("Send FOLLOW")


def test_no_answer_says_back_what_was_sent(river, budget, index, says):
    for word in ("FOLLOW", "STATUS", "UNFOLLOW"):
        assert "buy" not in says(f"{word} buy gold at evil.example")


@pytest.mark.parametrize(
    ("said", "answer"),
    [("SIGUIR 12", "responda SI"), ("Folow bill 12", "reply YES"), ("SUIVR 12", "OUI"), ("sequir ley 12", "SI"),
     ("STATSU 12", "Second reading"), ("Estdo 12", "Segunda lectura"), ("UNFOLOW 12", "You follow nothing.")],
)  # fmt: skip
def test_a_keyword_with_a_slip_is_forgiven_before_the_number_of_a_bill(river, says, said, answer):
    assert answer in says(said)


@pytest.mark.parametrize(
    "said",
    ["Siguir hablando de la ley 12 es inútil", "Folow the money", "Folow 12 people", "Siguir", "Déjà 12", "ETA 12",
     "Fallow 12", "Hollow promises in bill 12", "Etant 12"],
)  # fmt: skip
def test_a_sentence_of_a_letter_and_another_word_are_no_slip(river, says, said):
    assert says(said) == ""
    assert Inbound.objects.get().keyword == ""


def test_what_ends_is_confirmed_to_whom_nothing_else_is_answered_any_more(river, budget, says):
    for said in ("seguir 12", "seguir budget", "si", "lista", "estado 12"):
        assert says(said)
    assert "ya no hay respuestas" in says("lista")
    assert says("lista") == says("estado 12") == ""

    assert says("DEJAR 12") == "Ya no sigue: Proyecto de ley 12 (River Bill)."
    assert says("DEJAR 12") == ""
    assert "deja de enviarle mensajes" in says("STPO")


@pytest.mark.parametrize(
    ("word", "answer"),
    [("FOLLOW", "Also: BUDGET."), ("SUIVRE", "Ou encore : BUDGET."), ("SEGUIR", "Otros temas: PRESUPUESTO.")],
)
def test_the_help_names_topics_as_they_are_called_in_its_language(budget, says, word, answer):
    said = says(word).replace("\u00a0", " ")
    assert answer in said and "comité" not in said
    topic = said.rpartition(" ")[2]
    assert "Budget" in says(f"{word} {topic}") or "Presupuesto" in says(f"{word} {topic}")


# ── Searches ──


@pytest.mark.parametrize(
    ("said", "yes", "asked", "followed"),
    [
        ("FOLLOW quarries", "yes", "reply YES to follow a search of the record (1 result today)", "You now follow: a search"),
        ("SUIVRE quarries", "oui", "une recherche dans les travaux parlementaires (1 résultat aujourd'hui)", "Vous suivez"),
        ("SEGUIR quarries", "si", "una búsqueda en la actividad parlamentaria (1 resultado hoy)", "Ahora sigue"),
    ],
)  # fmt: skip
def test_words_that_name_nothing_are_followed_as_a_search(spoken, says, said, yes, asked, followed):
    assert asked in says(said)
    assert follows() == []
    assert followed in says(yes)
    (search,) = FollowedSearch.objects.all()
    assert follows() == [f"search:{search.address}"] and search.question.text == "quarries"


def test_its_words_are_said_to_nobody_and_stand_in_no_ledger(spoken, says):
    answers = [says("FOLLOW quarries"), says("yes"), says("list"), says("follow quarries")]
    assert "quarr" not in " ".join(answers).lower()
    assert answers[-1].startswith("You follow a search of the record already.")
    kept = [*Consent.objects.values_list("words", flat=True), *map(str, AuditEntry.objects.values())]
    assert "quarr" not in str(kept).lower()


def test_a_slip_follows_what_was_meant(spoken, says):
    assert "1 result today" in says("FOLLOW quaries")
    assert FollowedSearch.objects.get().question.text == "quarries"


def test_what_the_record_has_nothing_on_is_followed_where_one_asks_for_a_search(spoken, says):
    assert says("FOLLOW tramways").startswith("Send FOLLOW")
    assert not FollowedSearch.objects.exists()
    assert "(0 results today)" in says("FOLLOW SEARCH tramways")


def test_search_before_the_words_looks_for_them_where_a_bill_bears_the_name(river, spoken, says):
    assert "Bill 12" in says("FOLLOW river bill")
    assert "a search of the record (" in says("FOLLOW search river")


@pytest.mark.parametrize(
    "said", ["FOLLOW 99", "FOLLOW bill 99", "FOLLOW search", "FOLLOW search ?!", "FOLLOW ...", "FOLLOW"]
)
def test_a_bill_that_is_not_there_and_no_words_at_all_are_no_search(spoken, says, said):
    assert says(said).startswith("Send FOLLOW")
    assert not FollowedSearch.objects.exists()


def test_a_search_ends_by_its_words_by_all_and_by_stop(spoken, says):
    for end in ("UNFOLLOW quarries", "UNFOLLOW all", "UNFOLLOW", "STOP"):
        says("FOLLOW quarries"), says("FOLLOW 12"), says("yes")
        if end == "UNFOLLOW":
            says("UNFOLLOW 12")
        says(end)
        assert not FollowedSearch.objects.exists()
        says("UNFOLLOW all")


def test_nobody_follows_more_searches_by_keyword_than_by_form(spoken, says):
    says("FOLLOW quarries")
    for number in range(MOST_SEARCHES - 1):
        question = Question.read({"q": f"w{number}"})
        actions.ask_search(Contact.objects.get(), question=question, words="", through="test")
    says("yes")
    assert says("FOLLOW silent").startswith("You follow as many searches as")
    assert says("FOLLOW quarries").startswith("You follow a search of the record already.")
    assert FollowedSearch.objects.count() == MOST_SEARCHES


def test_status_of_a_bill_says_its_stage_since_when_and_when_it_goes_on(river, says):
    assert says("STATUS 12").startswith("Bill 12 (River Bill): Second reading, 31 March 2026.\n")
    assert says("etat 12").startswith("Texte de loi 12 (")
    assert "Deuxième lecture, 31 mars 2026." in says("etat 12")
    chamber.sitting(ItemPaper("debate", {"en": "Third reading"}, document=chamber.BILL), day=date(2999, 3, 1))
    assert "Next in the House: 1 March 2999." in says("STATUS 12")
    assert "1er mars 2999" in says("ETAT 12")


def test_status_of_a_bill_without_steps_says_where_it_is_read(river, says):
    river.steps.all().delete()
    assert says("STATUS 12") == f"Bill 12 (River Bill)\n{absolute(river.get_absolute_url())}"


def test_status_says_the_last_that_is_known(river, alda, budget, says, by_mail, outgoing_texts):
    assert river.get_absolute_url() in says("etat 12")
    assert says("estado presupuesto").startswith("Presupuesto\n")
    actions.notify_followers(source="a:1", about=[budget], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
    assert says("estado presupuesto") == f"Vote on Bill 12\n{outgoing_texts['en'].link}"


def test_list_names_what_one_follows_and_leads_to_ones_own_page(river, budget, says):
    assert says("list").startswith("You follow nothing.")
    for said in ("follow 12", "follow budget", "yes"):
        says(said)
    answer = says("LIST")

    assert answer.startswith("You follow: Bill 12 (River Bill), Budget. Your page:")
    assert opened(answer.rstrip("/").rpartition("/")[2]) == Contact.objects.get()


def test_unfollow_ends_one_or_all(river, budget, says):
    for said in ("follow 12", "follow budget", "yes"):
        says(said)

    assert says("unfollow").startswith("You follow: Bill 12")
    assert says("UNFOLLOW bill 12") == "You no longer follow: Bill 12 (River Bill)."


def test_unfollow_alone_ends_the_only_one(river, says):
    for said in ("suivre 12", "oui"):
        says(said)

    assert says("retirer").startswith("Vous ne suivez plus")
    assert follows() == []
    assert says("retirer 12").startswith("Vous ne suivez rien")


def test_stop_ends_all_and_following_again_needs_both_words(river, budget, says):
    for said in ("follow 12", "follow budget", "yes", "stopp"):
        says(said)
    assert not Subscription.objects.exists()
    assert Suppression.objects.exists()

    # The answer goes out all the same: the owner of the phone has just asked for it.
    assert "reply YES" in says("follow 12")
    assert Suppression.objects.exists()


def test_yes_from_another_phone_confirms_nothing(river, says):
    says("follow 12")
    assert says("yes", sender="+447700900999").startswith("There is nothing to confirm.")
    assert follows() == []


def test_the_answers_are_short_in_every_language(river, budget, spoken, says):
    said = [
        ("follow 12", "yes", "follow 12", "unfollow 12", "follow", "follow quarries", "yes"),
        ("suivre 12", "oui", "suivre 12", "retirer 12", "suivre", "suivre quarries", "oui"),
        ("seguir 12", "si", "seguir 12", "dejar 12", "seguir", "seguir quarries", "si"),
    ]
    for number, words in enumerate(said):
        for word in words:
            answer = says(word, sender=f"+44770090010{number}")
            cut = gsm.cut(gsm.render(OutgoingText("", answer, "en"), {}).content["text"])
            assert cut.encoding == "GSM-7", answer
            assert len(cut.parts) == 1, answer
