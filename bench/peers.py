"""The common methods that campaigns are measured against, on the rows of an accuracy set.

Each takes texts and gives group numbers: pairs above a threshold, then connected components. Parameters are those that
the reference measured best (three words or five characters, threshold .3, 64 bands) or that are usual (cosine .5).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
from rensa import RMinHash
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

PERMUTATIONS, BANDS, THRESHOLD, SEED = 128, 64, 0.3, 42
COSINE, LARGEST_BUCKET = 0.5, 400
TOKEN = re.compile(r"[^\W_]+", re.UNICODE)

Shingles = Callable[[str], list[str]]


def normalised(text: str) -> str:
    """Lower case, words only, one space between."""
    return " ".join(TOKEN.findall(text.lower()))


def words_3(text: str) -> list[str]:
    """Runs of three words; a shorter text is one shingle."""
    found = TOKEN.findall(text.lower())
    return [" ".join(found[at : at + 3]) for at in range(max(len(found) - 2, 1))]


def characters_5(text: str) -> list[str]:
    """Runs of five characters of the normalised text."""
    plain = normalised(text)
    return [plain[at : at + 5] for at in range(max(len(plain) - 4, 1))]


def exact(texts: Sequence[str]) -> np.ndarray:
    """Texts that are the same once normalised."""
    return np.unique([normalised(text) for text in texts], return_inverse=True)[1]


def rensa_words(texts: Sequence[str]) -> np.ndarray:
    return _minhash(texts, words_3)


def rensa_characters(texts: Sequence[str]) -> np.ndarray:
    return _minhash(texts, characters_5)


def tfidf_within(texts: Sequence[str]) -> np.ndarray:
    """Cosine of TF-IDF weights of four and five characters within words; best on the development set."""
    return _cosine(_tfidf([[f" {word} " for word in TOKEN.findall(text.lower())] for text in texts]))


def tfidf_across(texts: Sequence[str]) -> np.ndarray:
    """The same across words, without what only one text holds; best on the hard set."""
    return _cosine(_tfidf([[normalised(text)] for text in texts], fewest=2))


def _cosine(weights: csr_array) -> np.ndarray:
    count = weights.shape[0]
    rows, columns = [], []
    for start in range(0, count, 500):
        close = (weights[start : start + 500] @ weights.T).tocoo()
        near = (close.data >= COSINE) & (close.coords[0] + start < close.coords[1])
        rows.append(close.coords[0][near] + start)
        columns.append(close.coords[1][near])
    return components(np.concatenate(rows), np.concatenate(columns), count)


def components(left: np.ndarray, right: np.ndarray, count: int) -> np.ndarray:
    """Group numbers of messages joined by pairs."""
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _minhash(texts: Sequence[str], shingles: Shingles) -> np.ndarray:
    matrix = RMinHash.digest_matrix_from_token_sets([shingles(text) for text in texts], PERMUTATIONS, SEED)
    signatures = np.array(matrix.to_rows(), np.uint32)
    left, right = _candidates(signatures)
    alike = (signatures[left] == signatures[right]).mean(axis=1) >= THRESHOLD
    return components(left[alike], right[alike], len(texts))


def _candidates(signatures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All pairs that share a band; of a bucket of hundreds, each message with the next ones only."""
    pairs: set[tuple[int, int]] = set()
    for band in np.split(signatures, BANDS, axis=1):
        keys = np.ascontiguousarray(band).view(np.uint64).ravel()
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.diff(keys[order])) + 1
        for bucket in np.split(order, starts):
            if 1 < len(bucket) <= LARGEST_BUCKET:
                pairs.update(combinations(bucket.tolist(), 2))
            elif len(bucket) > LARGEST_BUCKET:
                pairs.update(zip(bucket[:-1].tolist(), bucket[1:].tolist(), strict=True))
    found = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _tfidf(texts: Sequence[list[str]], fewest: int = 1) -> csr_array:
    """Normalised weights of texts given as stretches of characters; grams of fewer texts weigh nothing."""
    numbers: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for stretches in texts:
        columns.extend(numbers.setdefault(gram, len(numbers)) for gram in _grams(stretches or [""]))
        starts.append(len(columns))
    counts = csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(texts), len(numbers)))
    counts.sum_duplicates()
    seen_in = np.bincount(counts.indices, minlength=len(numbers))
    rarity = np.where(seen_in >= fewest, np.log((1 + len(texts)) / (1 + seen_in)) + 1, 0)
    counts.data = counts.data * rarity[counts.indices]
    lengths = np.sqrt(np.add.reduceat(counts.data**2, counts.indptr[:-1]))
    counts.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(counts.indptr))
    return counts.astype(np.float32)


def _grams(stretches: list[str]) -> Iterator[str]:
    for stretch in stretches:
        for size in (4, 5):
            yield from (stretch[at : at + size] for at in range(max(len(stretch) - size + 1, 1)))


PEERS: dict[str, Callable[[Sequence[str]], np.ndarray]] = {
    "exact, normalised": exact,
    "rensa, 3 words, .3, 64 bands": rensa_words,
    "rensa, 5 characters, .3, 64 bands": rensa_characters,
    "TF-IDF, 4-5 characters within words, cosine .5": tfidf_within,
    "TF-IDF, 4-5 characters across words, cosine .5": tfidf_across,
}
