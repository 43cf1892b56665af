"""The peer of the speed run: rensa signatures, bands, verified pairs, connected components, for a million messages.

Parameters are the reference's (three words, threshold .3, 64 bands), with 128 permutations, so two rows a band. Three
ways to make the shingles: `python` as rensa's manual shows; `pool`, the same in one process a core; `arrow`, word
hashes combined in vectors and given to rensa as numbers, which spares it every Python string.
"""

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import blake2b
from itertools import chain, repeat
from multiprocessing import get_context

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from peers import BANDS, PERMUTATIONS, SEED, THRESHOLD, words_3
from rensa import RMinHash, RMinHashLSH
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

VERIFIED_AT_ONCE, RENEWED_EVERY = 200_000, 4
TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
MIX = np.uint64(0x9E3779B97F4A7C15)


def groups(path: str, way: str) -> np.ndarray:
    """Group numbers of the messages of a Parquet file, in its order."""
    return linked(signatures(path, way))


def signatures(path: str, way: str, limit: int | None = None) -> np.ndarray:
    """One row of 128 numbers a message, of all or of the first parts of the file that hold so many."""
    return np.concatenate(list(WAYS[way](path, _parts(path, limit))))


def linked(rows: np.ndarray) -> np.ndarray:
    """Bands in numpy: in each bucket every message is held against the first and the next, if not yet together."""
    group = np.arange(len(rows))
    left: list[np.ndarray] = []
    right: list[np.ndarray] = []
    for number, band in enumerate(np.split(rows, BANDS, axis=1), 1):
        one, other = _candidates(np.ascontiguousarray(band).view(np.uint64).ravel(), group)
        alike = _alike(rows, one, other)
        left.append(one[alike])
        right.append(other[alike])
        if number % RENEWED_EVERY == 0:
            edges = np.concatenate(left), np.concatenate(right)
            graph = coo_array((np.ones(len(edges[0]), np.int8), edges), shape=(len(rows), len(rows)))
            group = connected_components(graph, directed=False)[1].astype(np.int64)
            left, right = _kept(group)
    return group


def by_own_index(path: str, limit: int) -> np.ndarray:
    """The same with rensa's own index, which answers every query with all candidates; for a first part of a file."""
    texts = list(chain.from_iterable(_texts(path, part) for part in _parts(path, limit)))
    hashes = RMinHash.from_token_sets([words_3(text) for text in texts], PERMUTATIONS, SEED)
    index = RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS)
    index.insert_many(hashes)
    found = index.query_all(hashes)
    one = np.repeat(np.arange(len(texts)), [len(keys) for keys in found])
    other = np.fromiter(chain.from_iterable(found), np.int64)
    rows = np.array([one_hash.digest() for one_hash in hashes], np.uint32)
    later = one < other
    one, other = one[later], other[later]
    alike = _alike(rows, one, other)
    graph = coo_array((np.ones(alike.sum(), np.int8), (one[alike], other[alike])), shape=(len(rows), len(rows)))
    return connected_components(graph, directed=False)[1]


def _parts(path: str, limit: int | None) -> range:
    """The row groups of the file, which fit in memory one by one."""
    file = pq.ParquetFile(path).metadata
    return range(file.num_row_groups if limit is None else -(-limit // file.row_group(0).num_rows))


def _texts(path: str, part: int) -> list[str]:
    return pq.ParquetFile(path).read_row_group(part, columns=["text"])["text"].to_pylist()


def _python(path: str, parts: range) -> Iterator[np.ndarray]:
    return (_signed(path, part) for part in parts)


def _pool(path: str, parts: range) -> Iterator[np.ndarray]:
    # Spawned, since a fork would copy locks that the threads of Arrow and rensa hold.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        yield from pool.map(_signed, repeat(path), parts)


def _arrow(path: str, parts: range) -> Iterator[np.ndarray]:
    for part in parts:
        texts = pq.ParquetFile(path).read_row_group(part, columns=["text"])["text"].combine_chunks()
        yield _rows(RMinHash.digest_matrix_from_flat_token_hashes(*_hashed(texts), PERMUTATIONS, SEED))


def _signed(path: str, part: int) -> np.ndarray:
    shingles = [words_3(text) for text in _texts(path, part)]
    return _rows(RMinHash.digest_matrix_from_token_sets(shingles, PERMUTATIONS, SEED))


def _rows(matrix: object) -> np.ndarray:
    return np.array(matrix.to_rows(), np.uint32)  # type: ignore[attr-defined]


def _hashed(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the shingles of many texts in one buffer, and where each text begins."""
    found = pc.utf8_split_whitespace(texts)
    starts = found.offsets.to_numpy().astype(np.int64)
    words = found.values.dictionary_encode()
    spelled = np.array([_hash(word) for word in words.dictionary.to_pylist()], np.uint64)
    codes = np.concatenate((spelled[words.indices.to_numpy()], np.zeros(2, np.uint64)))
    with np.errstate(over="ignore"):
        runs = ((codes[:-2] * MIX + codes[1:-1]) * MIX + codes[2:]) * MIX
    counts = np.maximum(np.diff(starts) - 2, 1)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    place = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts) + np.repeat(starts[:-1], counts)
    return runs[place], offsets.astype(np.uint64)


def _hash(word: str) -> int:
    plain = "".join(TOKEN.findall(word.lower()))
    return int.from_bytes(blake2b(plain.encode(), digest_size=8).digest(), "big")


def _candidates(keys: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(keys)
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    first = np.maximum.accumulate(np.where(np.concatenate(([True], ~same)), np.arange(len(keys)), 0))[1:][same]
    member = np.flatnonzero(same) + 1
    one = np.concatenate((order[first], order[member - 1]))
    other = np.concatenate((order[member], order[member]))
    apart = group[one] != group[other]
    return one[apart], other[apart]


def _alike(rows: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    alike = np.empty(len(one), bool)
    for start in range(0, len(one), VERIFIED_AT_ONCE):
        part = slice(start, start + VERIFIED_AT_ONCE)
        alike[part] = (rows[one[part]] == rows[other[part]]).mean(axis=1) >= THRESHOLD
    return alike


def _kept(group: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The fewest edges that hold the groups found so far."""
    first = np.unique(group, return_index=True)[1]
    return [first[group]], [np.arange(len(group))]


WAYS: dict[str, Callable[[str, range], Iterator[np.ndarray]]] = {
    "python": _python,
    "pool": _pool,
    "arrow": _arrow,
}
