"""What a keyword does, and the answer to it. STOP, START and HELP are here; other apps register theirs (keywords.py).

STOP counts at once and for everything this office sends to the address, by whichever account: the address is
suppressed, what waits is cancelled, consent is ended, and one confirmation goes out, charged to nobody where the
gateway allows. Who says STOP again gets no second one. Nothing that a machine wrote is answered, nor a message from a
number of our own, and nobody gets more automatic answers in an hour than the House allows, but for the confirmation
that something ended; who reaches that limit is told so once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hemicycle.channels.actions import contacts, keywords, sending
from hemicycle.channels.actions.contacts import EVERYTHING
from hemicycle.channels.actions.keywords import FOR_PEOPLE, Ended, KeywordRequest
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.contract.capabilities import AddressesTopics
from hemicycle.channels.models import Account, Act, Contact, Inbound, Medium, Outbound
from hemicycle.channels.models.encryption import plain
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.sms import phones
from hemicycle.rules.house_name import house_name
from hemicycle.rules.one_reading import read_once
from hemicycle.rules.parameters import in_force

ANSWER = "answer:"
LIMIT = f"{ANSWER}limit:"
ANSWERS_WITHIN = timedelta(hours=1)
# An answer that comes the next day answers nothing.
ANSWER_GOOD_FOR = timedelta(days=1)

_ending: list[Callable[[KeywordRequest], Any]] = []


def register_ending(end: Callable[[KeywordRequest], Any]) -> None:
    """What else ends when a person says STOP; called in the same transaction."""
    _ending.append(end)


def handle_keyword(message: Inbound) -> bool:
    """Do what the keyword of a message asks for, and answer it. Whether there was one.

    Part of taking the message: where a handler fails, the message is not taken, and the other side keeps it.
    """
    if message.automatic or message.contact is None or message.account is None:
        return False
    if message.channel == Medium.SOCIAL:
        # What was followed on a network is ended there; "stop" is an opinion like another.
        return False
    found = keywords.recognise(message.text, short=message.channel == Medium.SMS)
    if found is None or not may_answer_automatically(message):
        return False
    keyword, rest = found
    # ARRÊT is French: what the same number writes later is taken for that, too.
    message.keyword, message.lang = keyword.word, message.lang or keyword.lang
    message.save(update_fields=["keyword", "lang"])
    request = KeywordRequest(
        message, message.contact, keyword.word, rest, language_to_answer_in(message, keyword.lang)
    )
    with translation.override(request.lang):
        said = keyword.handle(request)
        if said is FOR_PEOPLE:
            message.keyword = ""
            message.save(update_fields=["keyword"])
            return False
        answer(request, said)
    return True


def may_answer_automatically(message: Inbound) -> bool:
    """Never what a machine wrote, nor what comes from an account of this installation: two would answer each other for
    ever. Every automatic answer asks here first."""
    return not message.automatic and message.contact is not None and not _is_our_own(message)


def answer(request: KeywordRequest, said: str | OutgoingText | Ended) -> Outbound | None:
    """Tell a person something through the account they wrote to; None where that would be one answer too many."""
    account = request.message.account
    if not said or account is None or not account.is_open:
        return None
    if isinstance(said, Ended):
        return _say(request, said.text)
    given = _answers_given(request.contact)
    if may_answer_again(request.contact):
        return _say(request, said)
    return None if given.filter(content__source__startswith=LIMIT).exists() else _say(request, _limit(), source=LIMIT)


def _say(request: KeywordRequest, said: str | OutgoingText, *, source: str = ANSWER) -> Outbound:
    account = request.message.account
    assert account is not None
    outgoing = said if isinstance(said, OutgoingText) else OutgoingText("", said, request.lang, free=True)
    outgoing = replace(outgoing, automatic=True)
    content = sending.prepare(
        account, source=f"{source}{request.message.pk}", lang=request.lang, rendered=sending.render(account, outgoing)
    )
    return sending.queue(
        content, to=request.contact, not_after=timezone.now() + ANSWER_GOOD_FOR, asked_for=True, by="keywords"
    )


def _limit() -> str:
    words = _("%(house)s: no more answers for an hour. What you send still counts. STOP always works.")
    return words % {"house": house_name()}


def stop(request: KeywordRequest) -> str | Ended:
    new = [one for one in _contacts_ended(request) if contacts.suppress(one, why="stop", by="keywords")]
    if not new:
        return ""
    for contact in new:
        contacts.record_consent(contact, act=Act.ENDED, to=EVERYTHING, words=request.word, through=contact.channel)
        for end in _ending:
            end(replace(request, contact=contact))
    if not (request.message.account and request.message.account.settings.get("confirm_stop", True)):
        return ""
    return Ended(
        _("%(house)s will send you nothing more. To get messages again, send START.") % {"house": house_name()}
    )


def _contacts_ended(request: KeywordRequest) -> list[Contact]:
    """Who wrote, and to whom the message went that they answer: mail that is passed on ends from another address."""
    answered = request.message.answers
    others = [answered.contact] if answered is not None and answered.contact is not None else []
    return [request.contact, *(other for other in others if other != request.contact)]


def start(request: KeywordRequest) -> str:
    contacts.allow_again(request.contact, by="keywords")
    contacts.record_consent(
        request.contact, act=Act.ASKED, to=EVERYTHING, words=request.word, through=request.contact.channel
    )
    return _("%(house)s may write to you again. To stop, send STOP.") % {"house": house_name()}


def explain(request: KeywordRequest) -> str:
    words = ", ".join(keywords.words_in(request.lang))
    return _("This is %(house)s. You can send us: %(words)s. What you write is read by the office you write to.") % {
        "house": house_name(),
        "words": words,
    }


def may_answer_again(contact: Contact) -> bool:
    """Whether this person has had fewer automatic answers within the hour than the House allows."""
    given = 0 if contact.is_new else _answers_given(contact).count()
    return given < int(in_force("answers_an_hour"))


def _answers_given(contact: Contact) -> QuerySet[Outbound]:
    since = timezone.now() - ANSWERS_WITHIN
    return Outbound.objects.filter(contact=contact, asked_for=True, content__made_at__gt=since)


def _is_our_own(message: Inbound) -> bool:
    """Sent from an account of this installation: two of ours would talk to each other for ever."""
    assert message.contact is not None
    rows = Account.objects.open().exclude(address="").values_list("kind", "address", "settings")
    ours = read_once("addresses of ours", lambda: list(rows))
    return any(
        _is_same(message, kind, address, known)
        for kind, address, known in ours
        if adapter_of(kind).medium == message.channel
    )


def _is_same(message: Inbound, kind: str, address: str, known: Mapping[str, Any]) -> bool:
    """Whether an account's address, in whichever spelling it was given, is the one that a message came from."""
    assert message.contact is not None
    adapter, country = adapter_of(kind), phones.country_of(known)
    if isinstance(adapter, AddressesTopics):
        return adapter.owns(address, known, message.contact.address)
    spellings = {address, phones.sender(address, country)} if message.channel == Medium.SMS else {address}
    return _bare(message.contact.address) in {_bare(one) for one in spellings}


def _bare(address: str) -> str:
    return plain(address).casefold().removeprefix("+")


def language_to_answer_in(message: Inbound, lang: str = "") -> str:
    """The language a person chose; else that of their word, of the account, of the House."""
    assert message.contact is not None and message.account is not None
    wanted: tuple[str, ...] = (message.contact.lang, lang, *message.account.languages, settings.LANGUAGE_CODE)
    return next(one for one in wanted if one in dict(settings.LANGUAGES))


# What people say beside STOP when they mean our messages, in the three languages, without accents; numbers too, for
# operators teach "STOP to 36184". A word that is missing here keeps an opinion from ending what somebody reads.
_BESIDE_STOP = """
please pls plz thanks thank you now it this that these those the all any everything me my from with to your of for
and i said want no more ever immediately right away already just sending send texting text texts messaging message
messages msg msgs sms mail mails email emails e alert alerts news newsletter newsletters update updates notification
notifications notice notices writing contacting bothering subscription subscriptions service number
s il vous te plait svp stp merci tout tous toute toutes les le la l ces ce cet cette c ca cela de d des du m moi mes
vos votre envoyer envoi envois envoyez ecrire ecrivez maintenant immediatement plus texto textos courriel courriels
alerte alertes abonnement abonnements lettre lettres infos au a un une je veux ne
por favor gracias todo todos toda todas ya ahora los las el lo mis enviar enviarme envien mandar mandarme manden
mensaje mensajes correo correos electronico electronicos aviso avisos alerta alertas noticias boletin boletines
suscripcion suscripciones notificacion notificaciones esto estos estas este esta mas al en quiero
"""
keywords.register(
    {
        "": ("stop", "stopall", "unsubscribe", "optout"),
        "fr": ("arret", "arreter", "arretez", "desabonner"),
        "es": ("alto", "baja", "parar"),
    },
    stop,
    beside=frozenset(_BESIDE_STOP.split()),
)
# Words that a letter may begin with end everything only where nothing else is said.
keywords.register(
    {
        "en": ("end", "quit", "cancel", "revoke"),
        "fr": ("fin", "annuler", "desinscription"),
        "es": ("cancelar", "detener"),
    },
    stop,
    alone=True,
)
for _word in ("stop", "arret", "alto"):
    keywords.forgive_slips(_word)
keywords.register({"en": ("start", "unstop"), "fr": ("reprendre",), "es": ("reanudar",)}, start, alone=True)
keywords.register({"en": ("help", "info"), "fr": ("aide",), "es": ("ayuda",)}, explain, alone=True)
