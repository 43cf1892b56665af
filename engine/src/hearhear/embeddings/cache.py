"""Vectors that are kept, so that no text is read twice."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearhear.embeddings.progress import OnPace, with_progress
from hearhear.embeddings.vectors import Embed, Vectors, deduplicated, unit


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
        return deduplicated(texts, self._read)

    def _read(self, distinct: Sequence[str]) -> Vectors:
        keys = [self._key(text) for text in distinct]
        missing = [at for at, key in enumerate(keys) if key not in self._known]
        if missing:
            self._reader([distinct[at] for at in missing])
        self._wanted.update(keys)
        # Through the precision of the file, so that the first run and the second see the same.
        vectors = np.stack([self._known[key] for key in keys]).astype(np.float32)
        return unit(vectors) if self._type == np.float16 else vectors

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
