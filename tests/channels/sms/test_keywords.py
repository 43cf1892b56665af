"""STOP, START, HELP and the words of other apps: understood, done, answered once, and never in a circle."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from hemicycle.channels import actions
from hemicycle.channels.actions import keywords
from hemicycle.channels.actions.keywords import KeywordRequest, recognise, slips
from hemicycle.channels.contract import InboundMessage, OutgoingText
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Consent, Contact, Content, Inbound, Outbound, Suppression
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.sms import gsm

from ..sink import Sink

pytestmark = pytest.mark.django_db

CITIZEN, OURS = "+447700900123", "+447700900000"
WORDS = {"en": ("poll",), "fr": ("sonder",), "es": ("sondeo",)}


class Texts(Sink):
    """Text messages that end here."""

    kind = "texts"
    medium = "sms"
    render = staticmethod(gsm.render)


@pytest.fixture
def texts(monkeypatch) -> Texts:
    texts = Texts()
    monkeypatch.setitem(ADAPTERS, texts.kind, texts)
    return texts


@pytest.fixture
def account(office, texts) -> Account:
    return actions.open_account(office=office, kind="texts", name="Texts", address=OURS, by="test")


@pytest.fixture
def poll() -> Iterator[list[KeywordRequest]]:
    """POLL of another app, which notes what it heard."""
    heard: list[KeywordRequest] = []

    def note(one: KeywordRequest) -> str:
        heard.append(one)
        if one.rest == "fails":
            raise LookupError("no such bill")
        return f"You follow {one.rest} ({translation.get_language()})"

    keywords.register(WORDS, note)
    yield heard
    for words in WORDS.values():
        for word in words:
            del keywords.KEYWORDS[keywords.fold(word)]


class Says:
    def __init__(self, account: Account) -> None:
        self.account, self.number = account, 0

    def __call__(self, text: str, sender: str = CITIZEN, **how) -> Inbound:
        self.number += 1
        arrived = InboundMessage(str(self.number), text, sender=sender, **how)
        message = actions.store_incoming(arrived, account=self.account, by="test")
        assert message is not None
        return message


@pytest.fixture
def says(account) -> Says:
    return Says(account)


def sent(texts: Texts) -> list[str]:
    sending.send_due("w", lambda: False)
    return texts.texts


def announce(account: Account, text: str = "The vote is at seven") -> Outbound:
    content = actions.prepare(
        account, source=text, lang="en", rendered=actions.render(account, OutgoingText("", text, "en"))
    )
    person = actions.contact_of(office=account.office, channel="sms", address=CITIZEN)
    return actions.queue(content, to=person, by="test")


@pytest.mark.parametrize(
    "text",
    ["STOP", "stop", " Stop. ", "STOP!", "\"stop\"", "ＳＴＯＰ", "Arrêt", "ARRET", "alto", "S T O P", "S.T.O.P.", "stop all",
     "STOP sending me these messages please", "stpo", "Stopp please", "alot", "st0p", "sttop", "dtop", "arert", "arrret", "atlo",
     "unsubscribe", "Désabonner", "BAJA", "end", "Fin.", "cancel", "Stop. I don't want this any more", "STOP\nAda Okafor",
     "STOP au 36184", "Arrêtez de m’envoyer ces messages, s’il vous plaît", "stop svp merci", "Alto, por favor",
     "Parar todos los mensajes", "STOP FOLLOW", "stop this now!"],
)  # fmt: skip
def test_stop_is_understood(text):
    found = recognise(text, short=True)

    assert found is not None
    assert found[0].handle is keywords.KEYWORDS["stop"].handle


@pytest.mark.parametrize(
    "text",
    ["", "?", "1", "😀", "top", "Shop", "Step by step", "stoop", "atop", "Stops", "stopped", "also", "Algo", "Alta", "aló", "apto",
     "arrest", "arre", "adret", "stp", "salto", "auto", "End the tax on bread", "Fin de la séance ?", "Cancel bill 12",
     "Please stop", "stpo the new tax now", "Stop the new tax", "STOP, the new tax is wrong", "Arrêtez ce projet de loi",
     "Arrêt des travaux !", "Alto a la nueva ley", "Parar la reforma", "Stop taxing bread", "stopp tax", "A vote for bill 12", "I", "a b c"],
)  # fmt: skip
def test_no_other_word_is_taken_for_a_keyword(text):
    assert recognise(text, short=True) is None


def test_a_letter_that_begins_with_a_keyword_is_a_letter():
    letter = "Stop the new tax on bread, we ask you, before it is too late."

    assert recognise(letter, short=False) is None
    assert recognise("STOP", short=False) is not None


def test_a_slip_is_never_another_keyword_or_a_word_of_its_own():
    for word in ("stop", "arret", "alto"):
        understood = {slip for slip in slips(word) if recognise(slip, short=True)}
        assert not understood & set(keywords.KEYWORDS)
        assert len(understood) >= 20


def test_stop_ends_everything_at_once_and_is_confirmed_once(says, account, texts, office):
    waiting = announce(account)
    message = says("STOP")
    says("stop")

    assert sent(texts) == ["Assembly of Tests will send you nothing more. To get messages again, send START."]
    assert texts.got[0].to == CITIZEN
    assert texts.got[0].content["free"] is True
    waiting.refresh_from_db()
    assert (waiting.state, waiting.code) == ("cancelled", "suppressed")
    assert Suppression.objects.get().digest == message.contact.digest
    assert [(c.act, c.to, c.words) for c in Consent.objects.all()] == [("ended", "everything", "stop")]
    announce(account, "The vote is at eight")
    assert len(sent(texts)) == 1


def test_stop_that_comes_while_its_confirmation_waits_does_not_cancel_it(says, account, texts):
    says("STOP")
    says("ARRET")

    assert len(sent(texts)) == 1


def test_what_another_app_ends_with_stop_ends_in_the_same_moment(says):
    ended: list[Contact] = []
    actions.register_ending(lambda heard: ended.append(heard.contact))
    message = says("STOP")

    assert ended == [message.contact]
    actions.answering._ending.pop()


def test_where_the_gateway_confirms_by_itself_we_are_silent(says, account, texts):
    actions.change_account(account, settings={"confirm_stop": False}, by="test")
    says.account.refresh_from_db()
    says("STOP")

    assert sent(texts) == []
    assert Suppression.objects.exists()


def test_a_message_that_was_a_keyword_says_which_and_an_opinion_says_none(says):
    assert (says("Stpo").keyword, says("Stop the new tax").keyword) == ("stop", "")
    assert [one.text for one in Inbound.objects.saying_something()] == ["Stop the new tax"]


def test_start_takes_stop_back(says, account, texts):
    says("STOP")
    says("Start")
    announce(account)

    assert sent(texts)[1:] == [
        "Assembly of Tests may write to you again. To stop, send STOP.",
        "The vote is at seven",
    ]
    assert not Suppression.objects.exists()


def test_help_names_the_words_and_goes_also_to_whom_nothing_else_goes(says, texts, poll):
    says("STOP")
    says("AIDE")

    assert "SONDER" in sent(texts)[1]


def test_the_words_of_another_app_are_heard_with_what_follows_in_their_language(says, texts, poll):
    says("sondeo: ley 12")
    says("Poll BILL 12!")

    assert [(one.word, one.rest, one.lang) for one in poll] == [
        ("sondeo", "ley 12", "es"),
        ("poll", "BILL 12!", "en"),
    ]
    assert sent(texts) == ["You follow ley 12 (es)", "You follow BILL 12! (en)"]


def test_the_language_a_person_chose_comes_first(says, poll):
    says("hello", lang="fr")
    says("poll 12")

    assert poll[0].lang == "fr"


def test_a_keyword_has_one_handler(poll):
    with pytest.raises(ValueError, match="Stop"):
        keywords.register({"en": ("Stop",)}, lambda heard: "")
    with pytest.raises(ValueError, match="two words"):
        keywords.register({"en": ("two words",)}, lambda heard: "")


def test_what_is_answered_to_one_person_no_colleague_reads(says, poll, officer, sign_in):
    says("POLL 12")
    page = sign_in(officer).get(reverse("channels:board")).text
    assert "A message to one person" in page and "You follow 12" not in page


def test_where_a_handler_fails_the_message_stays_where_it_came_from(says, texts, poll):
    with pytest.raises(LookupError):
        says("poll fails")

    assert not Inbound.objects.exists()
    assert sent(texts) == []


def test_what_a_machine_wrote_is_not_answered_and_stops_nothing(says, texts):
    says("STOP", automatic=True)

    assert sent(texts) == []
    assert not Suppression.objects.exists()


def test_two_numbers_of_ours_do_not_talk_to_each_other(says, texts):
    says("HELP", sender=OURS)
    says("HELP", sender=OURS.removeprefix("+"))

    assert sent(texts) == []


def test_nobody_gets_more_answers_in_an_hour_than_the_house_allows_and_the_limit_is_said_once(says, texts):
    for _ in range(8):
        says("HELP")
    assert len(sent(texts)) == 6
    assert texts.texts[5] == (
        "Assembly of Tests: no more answers for an hour. What you send still counts. STOP always works."
    )
    Content.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    says("HELP")

    assert len(sent(texts)) == 7
    assert texts.texts[6] == texts.texts[0]


@pytest.mark.parametrize("word", ["STOP", "stpo"])
def test_stop_is_confirmed_once_to_whom_nothing_else_is_answered_any_more(says, texts, word):
    for _ in range(8):
        says("HELP")
    for _ in range(3):
        says(word)

    assert sent(texts)[6:] == ["Assembly of Tests will send you nothing more. To get messages again, send START."]


@pytest.mark.parametrize("word", ["HELP", "AIDE", "AYUDA"])
def test_the_limit_is_said_in_one_segment_of_each_language(says, texts, word):
    for _ in range(6):
        says(word)

    said = gsm.cut(sent(texts)[5])
    assert (len(said.parts), said.encoding) == (1, "GSM-7")


def test_an_answer_that_is_late_is_not_sent(says, texts):
    says("HELP")
    Outbound.objects.update(not_after=timezone.now() - timedelta(seconds=1))

    assert sent(texts) == []


def test_the_answers_are_short_in_every_language(says, texts):
    for word in ("STOP", "START", "ARRET", "REPRENDRE", "ALTO"):
        says(word)
    sent(texts)

    assert [len(gsm.cut(text).parts) for text in texts.texts] == [1] * 5
    assert {gsm.cut(text).encoding for text in texts.texts} == {"GSM-7"}


def test_a_text_answers_what_we_last_sent_to_its_sender(says, account, texts):
    announce(account, "First")
    sent(texts)
    second = announce(account, "Second")
    sent(texts)

    assert says("I agree").answers == second
    assert says("Who is this?", sender="+447700900999").answers is None


def test_our_own_number_is_known_in_the_spelling_of_its_country(says, account, texts):
    Account.objects.filter(pk=account.pk).update(address="612 345 678", settings={"country": "34"})
    says("HELP", sender="+34612345678")
    assert sent(texts) == []


def test_an_automatic_answer_is_not_what_people_reply_to(says, account, texts):
    announced = announce(account)
    sent(texts)
    says("HELP")
    sent(texts)

    assert says("I agree").answers == announced


def test_after_days_a_text_answers_nothing(says, account, texts):
    announce(account)
    sent(texts)
    Outbound.objects.update(sent_at=timezone.now() - timedelta(hours=73))

    assert says("Hello").answers is None


def test_a_keyword_of_one_office_stops_nothing_of_another(says, account, texts, other_office):
    theirs = actions.open_account(office=other_office, kind="texts", name="Others", address="+447700900001", by="test")
    waiting = announce(theirs)
    says("STOP")
    for each in (account, theirs):
        sending.send_account(each, worker="w")
    waiting.refresh_from_db()

    assert waiting.state == "sent"
    assert Pseudonyms(account.office).of(CITIZEN) != Pseudonyms(other_office).of(CITIZEN)
