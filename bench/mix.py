"""The plan of a realistic postbag: which campaigns there are, how large, of what kind, with what template."""

from dataclasses import dataclass

import numpy as np
from language_model import CAPITAL, FORMS, STOP, TOPICS, LanguageModel, Speech

LANGUAGES, LANGUAGE_WEIGHTS = ("en", "fr", "es"), (0.4, 0.35, 0.25)
CAMPAIGN_SHARE, MESSAGES_PER_CAMPAIGN, SMALLEST = 0.4, 2500, 3
FEWEST_CAMPAIGNS = 20
# By rank of size, so that every size class holds every kind and form letters are most, as in published dockets.
KINDS = ("form", "madlib", "form", "short", "form", "sms", "form", "social", "form", "madlib")
SLOTS, ALTERNATIVES = (30, 46), 8
FIRST_DAY, DAYS, WAVE_DAYS = np.datetime64("2026-01-12T07:00:00", "us"), 90, 2.5


@dataclass(frozen=True)
class Campaign:
    """One campaign: its sentences as tokens, or for a mad-lib a table of slots by alternatives by two words."""

    number: int
    kind: str
    lang: int
    topic: int
    sentences: tuple[np.ndarray, ...]
    slots: np.ndarray | None
    start: np.datetime64


def sizes(messages: int) -> np.ndarray:
    """Sizes of the campaigns, largest first, by Zipf's law over rank; together 40 % of the messages."""
    count = max(FEWEST_CAMPAIGNS, messages // MESSAGES_PER_CAMPAIGN)
    weights = 1 / (np.arange(count) + 3)
    found = np.maximum(SMALLEST, np.floor(CAMPAIGN_SHARE * messages * weights / weights.sum()))
    return found.astype(np.int64)


def plan(models: dict[str, LanguageModel], count: int, seed: int) -> list[Campaign]:
    """So many campaigns with their templates."""
    rng = np.random.default_rng([seed, count])
    return [_campaign(models, number, rng) for number in range(count)]


def _campaign(models: dict[str, LanguageModel], number: int, rng: np.random.Generator) -> Campaign:
    kind, lang = KINDS[number % len(KINDS)], int(rng.choice(3, p=LANGUAGE_WEIGHTS))
    model, topic = models[LANGUAGES[lang]], int(rng.integers(TOPICS))
    slots = _slots(model, topic, rng) if kind == "madlib" else None
    start = FIRST_DAY + np.timedelta64(int(rng.integers(DAYS * 86400)), "s")
    return Campaign(number, kind, lang, topic, _sentences(kind, model, topic, rng), slots, start)


def _sentences(kind: str, model: LanguageModel, topic: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    shortest, longest, fewest, most = {
        "form": (9, 19, 6, 10), "short": (11, 18, 2, 3), "sms": (9, 21, 1, 2), "social": (3, 7, 1, 2),
        "madlib": (0, 1, 0, 1),
    }[kind]  # fmt: skip
    lengths = rng.integers(shortest, longest, rng.integers(fewest, most))
    spoken: Speech = model.speak(rng, np.full(len(lengths), topic), lengths)
    return tuple(spoken[at] for at in range(len(lengths)))


def _slots(model: LanguageModel, topic: int, rng: np.random.Generator) -> np.ndarray:
    """Each slot has eight alternatives of one or two words; -1 stands for no second word."""
    count = int(rng.integers(*SLOTS))
    words = model.content_words(rng, topic, (count, ALTERNATIVES, 2)).astype(np.int32) * FORMS
    words[:, :, 1][rng.random((count, ALTERNATIVES)) < 0.6] = -1
    single = words[:, :, 1] < 0
    words[9::10, :, 0] += STOP * single[9::10]
    words[9::10, :, 1] += STOP * ~single[9::10]
    words[::10, :, 0] += CAPITAL * ((words[::10, :, 0] % FORMS) == 0)
    return words
