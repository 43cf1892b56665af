"""Organised mail: how a campaign's text is changed, or not, by the hands it passes through."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from hemicycle.demo.letters import clock, grammar, handwriting, traps
from hemicycle.demo.letters.draft import Block, Draft
from hemicycle.demo.letters.people import Crowd, Person
from hemicycle.demo.letters.phrases import phrases
from hemicycle.demo.letters.voices import Voices

# The sizes in phrases/*/campaigns.toml are those of a corpus of this many messages.
FULL_COUNT = 3000

# How far senders change a form letter: nothing, greeting and name, a paragraph added or sentences dropped,
# reordered and half dropped. Most people who use a form change little.
_EDITS = (26, 26, 30, 18)
_CASEWORK_SHARE = 0.08


def all_campaigns() -> list[dict[str, Any]]:
    return [{**campaign, "lang": lang} for lang in ("en", "fr", "es") for campaign in phrases(lang).campaigns]


def size(campaign: dict[str, Any], count: int) -> int:
    """How many senders at this size of corpus; never fewer than four, so that each stays a campaign."""
    return max(4, round(int(campaign["size"]) * count / FULL_COUNT))


def drafts(campaign: dict[str, Any], count: int, crowd: Crowd, voices: Voices, rng: random.Random) -> Iterator[Draft]:
    for _ in range(size(campaign, count)):
        person = crowd.person(campaign["lang"], stance=campaign["stance"])
        channel = _channel(campaign["kind"], rng)
        draft = Draft(
            person=person,
            channel=channel,
            kind=campaign["kind"],
            bill=campaign["bill"],
            sent_at=clock.after_launch(rng, channel, campaign["launch"], campaign["half_life"]),
            blocks=[],
            campaign=campaign["key"],
            family=campaign.get("family"),
            stance=campaign["stance"],
            organisation=campaign["organisation"],
        )
        _WRITE[campaign["kind"]](draft, campaign, voices, rng)
        yield draft


def _channel(kind: str, rng: random.Random) -> str:
    if kind in ("sms", "social_link"):
        return "sms" if kind == "sms" else "social"
    return "letter" if rng.random() < 0.12 else "email"


def _form_letter(draft: Draft, campaign: dict[str, Any], voices: Voices, rng: random.Random) -> None:
    draft.edits = rng.choices(range(4), weights=_EDITS)[0]
    draft.untouched = draft.edits == 0
    draft.subject = campaign["subjects"][0] if draft.edits < 2 else rng.choice(campaign["subjects"])
    paragraphs = _edited(campaign["paragraphs"], draft.edits, rng)
    draft.blocks = [Block("campaign", " ".join(sentences)) for sentences in paragraphs]
    if draft.edits and rng.random() < 0.2 * draft.edits:
        _add_own_words(draft, voices, rng)
    if (
        draft.edits >= 2
        and not any(block.whose == "own" for block in draft.blocks)
        and len(paragraphs) == len(campaign["paragraphs"])
    ):
        _add_own_words(draft, voices, rng)
    _add_link(draft, campaign, rng)


def _edited(paragraphs: list[list[str]], edits: int, rng: random.Random) -> list[list[str]]:
    if edits < 2:
        return paragraphs
    if edits == 2:
        return _dropped(paragraphs, rng.choice((0, 1, 1, 2)), rng)
    total = sum(len(sentences) for sentences in paragraphs)
    kept = _dropped(paragraphs, total - max(3, (total + 1) // 2), rng)
    rng.shuffle(kept)
    return [rng.sample(sentences, len(sentences)) for sentences in kept]


def _dropped(paragraphs: list[list[str]], how_many: int, rng: random.Random) -> list[list[str]]:
    places = [(p, s) for p, sentences in enumerate(paragraphs) for s in range(len(sentences))]
    gone = set(rng.sample(places, how_many))
    kept = [[s for at, s in enumerate(sentences) if (p, at) not in gone] for p, sentences in enumerate(paragraphs)]
    return [sentences for sentences in kept if sentences]


def _add_own_words(draft: Draft, voices: Voices, rng: random.Random) -> None:
    """A paragraph of the sender's, now and then a request for help that has nothing to do with the bill."""
    if rng.random() < _CASEWORK_SHARE * 2.5:
        own = Block("casework", voices.casework(draft.person))
    else:
        own = Block("own", voices.paragraph(draft.person))
    draft.blocks.insert(rng.randint(0, len(draft.blocks)), own)


def _add_link(draft: Draft, campaign: dict[str, Any], rng: random.Random) -> None:
    if "link" in campaign and rng.random() < 0.25:
        draft.blocks.append(Block("campaign", campaign["link"]))


def _madlib(draft: Draft, campaign: dict[str, Any], voices: Voices, rng: random.Random) -> None:
    """Another word at nearly every place, as campaign sites make them so that no two letters look alike."""
    draft.subject = rng.choice(campaign["subjects"])
    sentences = [_wording(frame, draft.person, rng) for frame in campaign["sentences"]]
    draft.blocks = [Block("campaign", sentence) for sentence in _joined(sentences, rng)]
    if rng.random() < 0.15:
        _add_own_words(draft, voices, rng)


def _joined(sentences: list[str], rng: random.Random) -> list[str]:
    return [" ".join(sentences)] if rng.random() < 0.5 else sentences


def _short_template(draft: Draft, campaign: dict[str, Any], voices: Voices, rng: random.Random) -> None:
    """Two sentences asked for by a campaign, inside a long letter of one's own."""
    draft.subject = rng.choice(phrases(campaign["lang"]).stock["subjects"]).format(
        n=rng.randint(4, 9), town=draft.person.town, river=draft.person.river
    )
    own = voices.letter(draft.person, campaign["bill"])
    while sum(len(text.split()) for text in own) < 70:
        own += voices.letter(draft.person, campaign["bill"])
    draft.blocks = [Block("own", text) for text in own]
    if rng.random() < _CASEWORK_SHARE:
        draft.blocks.append(Block("casework", voices.casework(draft.person)))
    draft.blocks.insert(rng.randint(1, len(draft.blocks)), Block("campaign", " ".join(campaign["sentences"])))


def _sms(draft: Draft, campaign: dict[str, Any], _voices: Voices, rng: random.Random) -> None:
    """A text to copy; some put a name or a word behind or before it."""
    text = campaign["sentences"][0]
    if rng.random() < 0.25:
        text = rng.choice((text.lower(), text.upper(), text.rstrip(".")))
    draft.blocks = [Block("campaign", text)]
    if rng.random() < 0.5:
        addition = _wording(rng.choice(campaign["additions"]), draft.person, rng)
        draft.blocks.insert(rng.choice((0, 1, 1)), Block("stock", addition))
        if draft.person.name in addition:
            draft.personal_data.append(draft.person.name)


def _social_link(draft: Draft, campaign: dict[str, Any], _voices: Voices, rng: random.Random) -> None:
    """Words that vary, one link that does not."""
    chosen = [frame for frame in campaign["sentences"] if rng.random() < 0.75] or campaign["sentences"][:1]
    text = ". ".join(_wording(frame, draft.person, rng) for frame in chosen)
    draft.blocks = [Block("campaign", f"{text} {campaign['link']}")]
    if rng.random() < 0.7:
        draft.blocks.append(Block("stock", rng.choice(campaign["tags"])))
        draft.traps.add(traps.HASHTAG)


def _wording(frame: str, person: Person, rng: random.Random) -> str:
    own = {"name": person.name, "town": person.town}

    def fill(slot: grammar.Slot) -> str:
        return own.get(slot.name) or str(rng.randint(slot.low, slot.high))

    text = grammar.expand(grammar.parse(frame), fill, rng, person.gender)
    return handwriting.bend(text, person.lang)


_WRITE = {
    "form_letter": _form_letter,
    "madlib": _madlib,
    "short_template": _short_template,
    "sms": _sms,
    "social_link": _social_link,
}
