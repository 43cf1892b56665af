"""What looks like a campaign and is none: the same clause quoted, the same courtesy, machines, repeats, rebuttals."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hemicycle.demo import parliament
from hemicycle.demo.letters import clock, handwriting
from hemicycle.demo.letters.draft import Block, Draft
from hemicycle.demo.letters.people import Crowd, phone, written_date
from hemicycle.demo.letters.phrases import phrases
from hemicycle.demo.letters.voices import Voices

AUTOMATIC_REPLY = "automatic_reply"
DISAGREES = "disagrees"
HASHTAG = "hashtag"
LEGAL_FOOTER = "legal_footer"
NEWS_LINK = "news_link"
POLITE_STOCK = "polite_stock"
QUOTED_CLAUSE = "quoted_clause"
QUOTED_REPLY = "quoted_reply"
REPEAT = "repeat"
SHARED_FACTS = "shared_facts"

# The clauses of Bill 12 that people quote, and which subclause of each.
_QUOTED = ((4, 0), (5, 0), (5, 1), (6, 0), (7, 0), (8, 1), (9, 0), (9, 2))

_SUBCLAUSE = re.compile(r"^(\(\d+\)|[IVX]+\. –|\d+\.)\s*")
_QUOTES = {"en": ("“", "”"), "fr": ("« ", " »"), "es": ("«", "»")}


def quote_clause(draft: Draft, rng: random.Random) -> None:
    """Puts a subclause of the bill into an individual's letter, with or without quotation marks."""
    number, line = rng.choice(_QUOTED)
    lang = draft.person.lang
    clause = parliament.load().bill("12").version("introduced").clauses[number - 1].text[lang]
    words = _SUBCLAUSE.sub("", clause.splitlines()[line])
    opening, closing = rng.choice((_QUOTES[lang], ('"', '"'), ("", "")))
    frame = rng.choice(phrases(lang).stock["quote_clause"])
    quoted = frame.format(number=number, clause=f"{opening}{words}{closing}")
    draft.blocks.insert(rng.randint(0, len(draft.blocks)), Block("quote", quoted))
    draft.traps.add(QUOTED_CLAUSE)


def disagree(draft: Draft, campaign: dict[str, Any], voices: Voices, rng: random.Random) -> None:
    """An individual quotes a campaign's letter in order to say no to it."""
    stock = phrases(draft.person.lang).stock
    paragraphs = campaign["paragraphs"]
    quoted = [" ".join(sentences) for sentences in paragraphs[: rng.randint(1, len(paragraphs))]]
    marked = rng.random() < 0.5
    lines = [f"> {text}" for text in quoted] if marked else [f'"{quoted[0]}', *quoted[1:]]
    if not marked:
        lines[-1] += '"'
    received = rng.choice(stock["received"]).format(how=rng.choice(stock["received_how"]))
    draft.blocks = [
        Block("stock", received),
        *(Block("quote", line) for line in lines),
        Block("stock", rng.choice(stock["disagree"])),
        *(Block("own", text) for text in voices.rebuttal(draft.person)),
    ]
    draft.traps.add(DISAGREES)


def share_news(draft: Draft, rng: random.Random) -> None:
    """An individual's own words above a newspaper's link that others share too."""
    link = rng.choice(phrases(draft.person.lang).stock["news"])["link"]
    draft.blocks.append(Block("stock", link))
    draft.traps.add(NEWS_LINK)


def repeats(draft: Draft, rng: random.Random) -> Iterator[Draft]:
    """One person sends the same words again: once, or four more times."""
    moment = draft.sent_at
    for _ in range(rng.choice((1, 1, 1, 4))):
        moment = clock.later(rng, moment)
        yield replace(
            draft, sent_at=moment, repeats=draft, traps=draft.traps | {REPEAT}, personal_data=list(draft.personal_data)
        )


def automatic_replies(how_many: int, crowd: Crowd, rng: random.Random) -> Iterator[Draft]:
    for _ in range(how_many):
        lang = rng.choices(("en", "fr", "es"), weights=(45, 30, 25))[0]
        person, colleague = crowd.person(lang), crowd.person(lang)
        machine = rng.choice(phrases(lang).stock["automatic"])
        moment = clock.any_day(rng, "email") + timedelta(seconds=rng.randint(0, 59))
        values = {
            "back": written_date(moment + timedelta(days=rng.randint(2, 24)), lang),
            "colleague": colleague.name,
            "email": colleague.email,
            "phone": phone(rng),
            "organisation": handwriting.bend(phrases(lang).stock["organisation"].format(town=person.town), lang),
            "reference": f"{rng.randint(100000, 999999)}",
            "name": person.name,
        }
        text = machine["text"].format(**values)
        yield Draft(
            person=person,
            channel="email",
            kind=AUTOMATIC_REPLY,
            bill="12",
            sent_at=moment,
            blocks=[Block("stock", text)],
            subject=machine["subject"],
            traps={AUTOMATIC_REPLY},
            personal_data=[value for value in (colleague.name, colleague.email, values["phone"]) if value in text],
        )
