"""Puts a draft into the form it arrives in: paper with an address, plain or HTML mail, a web form, a text, a post."""

from __future__ import annotations

import html
import random
import textwrap
from datetime import timedelta

from hemicycle.demo.letters import traps
from hemicycle.demo.letters.draft import Draft
from hemicycle.demo.letters.people import Person, written_date
from hemicycle.demo.letters.phrases import phrases

# Shares of e-mail forms; campaigns' sites send forms and HTML, people write plain mail.
_PERSON_FORMS = {"plain": 62, "wrapped": 14, "html": 10, "form": 6, "reply": 8}
_CAMPAIGN_FORMS = {"plain": 48, "wrapped": 6, "html": 20, "form": 18, "forward": 8}

_TO = "Committee on Environment <committee.environment@assembly.example.org>"


def sealed(draft: Draft, rng: random.Random) -> str:
    """The text as it comes in; adds to the draft the personal data that the envelope shows."""
    if draft.kind == traps.AUTOMATIC_REPLY:
        return draft.blocks[0].text
    if draft.channel in ("sms", "social"):
        return " ".join(block.text for block in draft.blocks)
    if draft.channel == "letter":
        return _paper(draft, rng)
    forms = _CAMPAIGN_FORMS if draft.campaign else _PERSON_FORMS
    form = rng.choices(list(forms), weights=list(forms.values()))[0]
    return _EMAIL[form](draft, rng)


def _paper(draft: Draft, rng: random.Random) -> str:
    person, stock = draft.person, phrases(draft.person.lang).stock
    dated = written_date(draft.sent_at - timedelta(days=rng.randint(1, 4)), person.lang)
    addressed = rng.random() < 0.8
    head = [
        f"{person.name}\n{person.street}\n{person.town}",
        f"{person.town}, {dated}",
        "\n".join(stock["to_address"]),
    ]
    if addressed:
        _shows(draft, person.name, person.street)
    return "\n\n".join([*(head if addressed else head[1:2]), *_greeted(draft, rng), _signed(draft, rng)])


def _plain(draft: Draft, rng: random.Random) -> str:
    return "\n\n".join([*_greeted(draft, rng), _signed(draft, rng), *_tail(draft, rng)])


def _wrapped(draft: Draft, rng: random.Random) -> str:
    """Hard line breaks, as old mail programs make them."""
    paragraphs = _plain(draft, rng).split("\n\n")
    return "\n\n".join(
        text if "\n" in text else textwrap.fill(text, 72, break_on_hyphens=False, break_long_words=False)
        for text in paragraphs
    )


def _html(draft: Draft, rng: random.Random) -> str:
    paragraphs = _plain(draft, rng).split("\n\n")
    body = "\n".join(
        f"<p>{html.escape(text, quote=False).replace(chr(10), '<br>' + chr(10))}</p>" for text in paragraphs
    )
    style = rng.choice(("", ' style="font-family: Calibri, sans-serif; font-size: 11pt"', ' dir="ltr"'))
    return f"<html>\n<body>\n<div{style}>\n{body}\n</div>\n</body>\n</html>"


def _form(draft: Draft, rng: random.Random) -> str:
    """What a web form sends: labelled lines, then the message."""
    person, labels = draft.person, phrases(draft.person.lang).stock["form_labels"]
    lines = [f"{labels['name']}: {person.name}", f"{labels['place']}: {person.constituency}"]
    if rng.random() < 0.5:
        lines.append(f"{labels['phone']}: {person.phone}")
        _shows(draft, person.phone)
    lines += [f"{labels['subject']}: {draft.subject}", f"{labels['message']}:"]
    _shows(draft, person.name)
    return "\n".join(lines) + "\n\n" + "\n\n".join(block.text for block in draft.blocks)


def _reply(draft: Draft, rng: random.Random) -> str:
    """Written above the committee's acknowledgement, which every sender got in the same words."""
    stock = phrases(draft.person.lang).stock
    earlier = written_date(draft.sent_at - timedelta(days=rng.randint(1, 6)), draft.person.lang)
    line = stock["quote_line"].format(date=earlier, sender=stock["acknowledgement_from"])
    quoted = "\n".join(f"> {text}" for text in stock["acknowledgement"])
    draft.traps.add(traps.QUOTED_REPLY)
    return "\n\n".join([*_greeted(draft, rng), _signed(draft, rng), f"{line}\n{quoted}"])


def _forward(draft: Draft, rng: random.Random) -> str:
    """The campaign's mail passed on, its header included; own words stand above it."""
    person, stock = draft.person, phrases(draft.person.lang).stock
    own = [block.text for block in draft.blocks if block.whose in ("own", "casework")]
    theirs = [block.text for block in draft.blocks if block.whose not in ("own", "casework")]
    values = {
        "sender": f"{draft.organisation} <info@campaigns.example.org>",
        "date": written_date(draft.sent_at - timedelta(days=rng.randint(0, 3)), person.lang),
        "subject": draft.subject,
    }
    header = "\n".join(line.format(**values) for line in stock["forward_lines"])
    _shows(draft, person.name)
    return "\n\n".join([*own, person.name, f"{header}\n", *theirs])


def _greeted(draft: Draft, rng: random.Random) -> list[str]:
    """Greeting, stock opening, body, stock closing: courtesies that many share."""
    stock = phrases(draft.person.lang).stock
    texts = [block.text for block in draft.blocks]
    if draft.untouched:
        return [stock["salutations"][0], *texts]
    greeting = rng.choice(stock["salutations"]).format(member=rng.choice(stock["members"]))
    texts = texts if rng.random() < 0.08 else [greeting, *texts]
    if draft.campaign is None and rng.random() < 0.32:
        openings = stock["openings"] if draft.bill == "12" else stock["openings_other"]
        texts.insert(len(texts) - len(draft.blocks), rng.choice(openings))
        draft.traps.add(traps.POLITE_STOCK)
    if rng.random() < 0.25:
        texts.append(rng.choice(stock["closings"]))
        draft.traps.add(traps.POLITE_STOCK)
    return texts


def _signed(draft: Draft, rng: random.Random) -> str:
    person, stock = draft.person, phrases(draft.person.lang).stock
    farewell = stock["farewells"][0] if draft.untouched else rng.choice(stock["farewells"])
    lines = [farewell, person.name]
    lines += _signature_lines(draft, person, rng)
    _shows(draft, *lines[1:2])
    return "\n".join(lines)


def _signature_lines(draft: Draft, person: Person, rng: random.Random) -> list[str]:
    lines = []
    if rng.random() < 0.45:
        lines.append(person.town if rng.random() < 0.6 else person.constituency)
    if rng.random() < 0.12:
        lines.append(person.street)
        _shows(draft, person.street)
    if draft.channel == "email" and rng.random() < 0.15:
        lines.append(person.phone)
        _shows(draft, person.phone)
    if draft.channel == "email" and rng.random() < 0.1:
        lines.append(person.email)
        _shows(draft, person.email)
    return lines


def _tail(draft: Draft, rng: random.Random) -> list[str]:
    """What programs and employers add."""
    stock = phrases(draft.person.lang).stock
    tail = []
    if rng.random() < 0.2:
        tail.append(rng.choice(stock["devices"]))
    if rng.random() < 0.1:
        tail.append("-- \n" + rng.choice(stock["footers"]))
        draft.traps.add(traps.LEGAL_FOOTER)
    return tail


def _shows(draft: Draft, *texts: str) -> None:
    draft.personal_data += [text for text in texts if text not in draft.personal_data]


_EMAIL = {"plain": _plain, "wrapped": _wrapped, "html": _html, "form": _form, "reply": _reply, "forward": _forward}
