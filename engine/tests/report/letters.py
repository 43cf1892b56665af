"""A small postbag for the report: two campaigns, single voices in three languages, personal data, and odd messages."""

import hashlib
import random
from datetime import UTC, datetime, timedelta

import numpy as np
from hearhear.linking import Target
from hearhear.message import Message, to_table

FERRY = (
    "I ask you to keep the evening ferry to Osterby. Nurses, bakers and pupils need the crossing at nine, and the "
    "bridge will not open for another six years. The committee has the money in this year's harbour fund."
)
TOLL_FR = (
    "Nous vous demandons de supprimer le péage du port d'Orrin. Les familles des îles paient deux fois la même route, "
    "et les recettes ne couvrent même pas le salaire des guichetiers. La commission peut voter cette suppression en mars."
)
REASONS = [
    "My mother is treated at the hospital on the other side, three evenings every week.",
    "I bake at night and deliver before dawn to eleven shops.",
    "Since January nobody has answered about my residence permit.",
    "Without it our orchestra loses its cellists and half of its audience.",
]
VOICES = {
    "en": [
        "The lighthouse should be open on Sundays, since that is when families have time to climb it.",
        "Open the lighthouse at weekends. My children ask for it every single summer.",
        "Please keep the lighthouse open on Sundays for visitors and for the school trips.",
        "The library needs longer hours. Students have nowhere to read after six in the evening.",
        "Longer hours for the library would help every student who shares a small flat.",
        "Our library closes far too early for anyone who works in the day.",
        "Section 3 is wrong about the harbour fund: it pays for quays but not for the people who work there.",
        "My name is Harriet Caldwell, my number is 020 7946 0018, and I want the lighthouse open on Sundays.",
        "Write to me at harriet.caldwell@example.org about the library and its opening hours.",
    ],
    "fr": [
        "Le phare devrait ouvrir le dimanche, quand les familles ont le temps d'y monter.",
        "Ouvrez le phare le week-end : mes enfants le demandent chaque été.",
        "La bibliothèque ferme trop tôt pour celles et ceux qui travaillent la journée.",
        "Il faut des horaires plus larges à la bibliothèque pour les étudiants.",
    ],
    "es": [
        "El faro debería abrir los domingos, cuando las familias tienen tiempo de subir.",
        "La biblioteca cierra demasiado pronto para quienes trabajan todo el día.",
        "Mi teléfono es el 612 345 678 y quiero que la biblioteca abra más horas.",
    ],
}
BILL = [
    Target(id="bill", kind="bill", lang="en", number="12", title="Harbour Act", text="An Act about the harbour fund."),
    Target(id="bill#1", kind="clause", lang="en", number="1", title="Ferries", parent="bill",
           text="The evening ferry shall cross every day of the week and be paid from the harbour fund."),
    Target(id="bill#2", kind="clause", lang="en", number="2", title="Lighthouse", parent="bill",
           text="The lighthouse shall be open to visitors on working days only, never on Sundays."),
    Target(id="bill#3", kind="clause", lang="en", number="3", title="Harbour fund", parent="bill",
           text="The fund pays for quays, dredging and repairs."),
]  # fmt: skip
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def rows(seed: int = 0, voices: int = 16, copies: int = 4) -> list[Message]:
    """Messages drawn by a seed: `copies` of each campaign, some with own words, a repeat, an automatic reply."""
    rng = random.Random(seed)
    sent = [f"{FERRY}\n\n{rng.choice(['', *REASONS])}".strip() for _ in range(copies)]
    sent += [TOLL_FR] * copies
    single = [(text, lang) for lang, texts in VOICES.items() for text in texts]
    chosen = [text for text, _ in rng.sample(single, min(voices, len(single)))]
    texts = [*sent, *chosen, "Automatic reply: I am out of the office until Monday and will answer then."]
    found = [
        Message(f"m{at}", text, channel=rng.choice(["mail", "form"]), sender=f"sender-{at % 23}",
                sent_at=START + timedelta(hours=rng.randrange(400)))
        for at, text in enumerate(texts)
    ]  # fmt: skip
    return [*found, Message("again", chosen[0] if chosen else FERRY, sender=found[2 * copies].sender)]


def posted(seed: int = 0, *, shuffled: int | None = None, **sizes: int):
    """The messages as a table, in another order where `shuffled` is given."""
    messages = rows(seed, **sizes)
    if shuffled is not None:
        random.Random(shuffled).shuffle(messages)
    return to_table(messages)


def embed(texts):
    """Vectors of hashed words: those who use the same words are near."""
    vectors = np.zeros((len(texts), 64), dtype=np.float32)
    for at, text in enumerate(texts):
        for word in text.casefold().split():
            vectors[at, hashlib.sha256(word.strip(".,:;").encode()).digest()[0] % 64] += 1
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
