"""Letters for tests: an invented harbour bill, one campaign in two languages, another one in Spanish, and people."""

from datetime import UTC, datetime, timedelta

from hearhear.message import Message

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ("Amara", "Bruno", "Chloé", "Dario", "Elif", "Fanny", "Goran", "Hana", "Ilse", "Jorge", "Kofi", "Lena")

ENGLISH = """Dear members of the committee,

I write to you about the Harbour Bill. The ferry between Port Selm and the islands must keep its winter timetable, \
because pupils and nurses depend on it every single morning.

{own}

Vote for amendment 4 and keep the islands within reach.

{name}"""

FRENCH = """Mesdames et Messieurs les membres de la commission,

Je vous écris au sujet de la loi sur le port. Le bac entre Port-Selm et les îles doit garder son horaire d'hiver, \
car les élèves et les infirmières en dépendent chaque matin.

{own}

Votez l'amendement 4 et gardez les îles à portée de main.

{name}"""

SPANISH = """Señorías:

Las tasas del puerto pagan el faro, las boyas y el muelle nuevo. Quien pide que se retiren quiere que lo pague todo \
el pueblo, también quien no pisa nunca un barco.

{own}

Rechacen la enmienda 4.

{name}"""

OWN = {
    "en": (
        "My mother takes the 7.10 boat to her dialysis, and when it does not sail nobody answers the telephone.",
        "",
        "I teach the fourth form on Ostra; eleven of my pupils come by ferry and three of them have stopped coming.",
        "",
        "Your office has not answered my letter of November about the broken ramp for wheelchairs.",
        "",
    ),
    "fr": (
        "Je suis infirmière de nuit et je rentre par le premier bac ; sans lui je dors sur le banc de la gare.",
        "",
        "",
        "Mon dossier de pension attend depuis huit mois, et le guichet de l'île a fermé.",
    ),
    "es": ("Llevo veinte años remendando redes y nunca vi las luces tan bien cuidadas como ahora.", "", ""),
}

VOICES = (
    ("en", "letter", "I run the bakery on the quay, and I find the fee fair as long as it pays for the lights."),
    ("en", "email", "What happens to fishing permits after January? Nobody at the counter could tell me."),
    ("fr", "letter", "Le bruit des moteurs la nuit m'empêche de dormir ; la loi n'en dit pas un mot."),
    ("es", "sms", "¿Y los perros? En el barco nuevo no dejan subir perros."),
    ("en", "social", "Half a million for a harbour office with a view, and the toilets on pier 2 are still locked."),
    ("fr", "web", "J'ai lu l'article 9 trois fois : qui contrôle le contrôleur ?"),
)


def messages(*, each: int = 6) -> list[Message]:
    """`each` letters of the English campaign, as many French and Spanish ones as have senders left, and the voices."""
    written: list[Message] = []
    for lang, template in (("en", ENGLISH), ("fr", FRENCH), ("es", SPANISH)):
        for number in range(each):
            own = OWN[lang][number % len(OWN[lang])]
            written.append(_letter(lang, number, template.format(own=own, name=NAMES[number % len(NAMES)])))
    for number, (lang, channel, text) in enumerate(VOICES):
        sent = START + timedelta(days=3 * number)
        written.append(Message(f"voice-{number}", text, lang, channel, f"voice{number}@example.org", sent))
    written.append(Message("again", VOICES[0][2], "en", "letter", "voice0@example.org", START + timedelta(days=20)))
    away = "Automatic reply: I am out of the office until Monday and will read your message when I return."
    written.append(Message("away", away, "en", "email", "away@example.org", START + timedelta(days=4)))
    return written


def _letter(lang: str, number: int, text: str) -> Message:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    channel = ("email", "web", "letter")[number % 3]
    return Message(
        f"{lang}-{number}", text, lang, channel, f"{lang}{number}@example.org", START + timedelta(days=number)
    )
