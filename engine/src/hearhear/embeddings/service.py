"""A service that speaks OpenAI's protocol for embeddings, asked through a transport of the caller."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hearhear.embeddings.vectors import Embed, Vectors, deduplicated, unit
from hearhear.errors import EmbeddingFailed

Post = Callable[[str, bytes, Mapping[str, str]], bytes]
"""Address, body and headers of a request to the body of its answer; raises EmbeddingFailed."""

_BATCH = 64
"""Texts in one request: services take 100 to 2,048, small ones less."""


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

    return lambda texts: deduplicated(texts, read)


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
    return unit(vectors)
