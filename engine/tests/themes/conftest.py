"""Voices on invented matters, and a model that finds their meaning in a phrasebook: fast, and the same everywhere."""

import zlib
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pytest
from hearhear.themes import VOICES_SCHEMA
from hearhear.themes.words import contents, stem

# Words of one meaning in the three languages; the model knows nothing else of meaning.
MEANINGS = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "ferry boat crossing bac bateau traversée barco travesía",
        "library book reading bibliothèque livre lecture biblioteca libro lectura",
        "orchard apple tree verger pomme arbre huerto manzana árbol",
        "night noise music nuit bruit musique noche ruido música",
    )
)
_DIMENSIONS = 256


def embed(texts: Sequence[str]) -> np.ndarray:
    """One direction for each meaning, one for each further word, one that all texts share."""
    vectors = np.stack([sum((_direction(word) for word in contents(text)), _direction("*") * 0.5) for text in texts])
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _direction(word: str) -> np.ndarray:
    meaning = next((f"meaning {at}" for at, words in enumerate(MEANINGS) if word in words), word)
    return np.random.default_rng(zlib.crc32(meaning.encode())).normal(size=_DIMENSIONS) * (3 if " " in meaning else 1)


@pytest.fixture
def meaning() -> Callable[[Sequence[str]], np.ndarray]:
    return embed


Row = tuple[str, str] | tuple[str, str, str]


def table(rows: Sequence[Row], **columns: list[object]) -> pa.Table:
    """Voices of (text, language) or (text, language, sender), numbered; further columns as named."""
    filled = {
        "id": [f"v{at:04}" for at in range(len(rows))],
        "text": [row[0] for row in rows],
        "lang": [row[1] for row in rows],
        "sender": [row[2] if len(row) > 2 else f"sender {at}" for at, row in enumerate(rows)],
        "campaign_id": [None] * len(rows),
        "messages": [1] * len(rows),
        "senders": [1] * len(rows),
    } | columns
    return pa.table(filled, schema=VOICES_SCHEMA)


SAYINGS = {
    "ferry": (
        "The evening ferry is cancelled far too often, and islanders are stranded.",
        "Our ferry crossing costs more than a tank of petrol.",
        "Please bring the early boat back for schoolchildren.",
        "A second ferry would let nurses reach the mainland hospital.",
        "Without a reliable crossing the island shops will close.",
    ),
    "library": (
        "Keep the library open on Saturdays for working parents.",
        "The mobile library brings a book to villages without buses.",
        "Closing the reading room takes the last warm place from pensioners.",
        "Children borrow a book a week from our library.",
        "Volunteers cannot replace a trained librarian in the library.",
    ),
    "orchard": (
        "The old orchard should not become a car park.",
        "Every apple tree there was planted by our grandparents.",
        "Protect the orchard and its rare apple varieties.",
        "Bees depend on each tree of that orchard.",
        "Build houses on the quarry, not over the orchard.",
    ),
    "noise": (
        "Loud music keeps the whole harbour street awake every night.",
        "Night noise from the bars must stop at eleven.",
        "Police never answer when we report noise at night.",
        "Outdoor music after midnight makes sleep impossible.",
        "Fine the bars whose noise exceeds the limit at night.",
    ),
}


@pytest.fixture
def voices() -> pa.Table:
    """Twenty voices on four matters, one sender each."""
    return table([(text, "en") for sayings in SAYINGS.values() for text in sayings])
