"""Which model reads the meaning of letters, and the vectors that are kept so that no letter is read twice.

One file for each inquiry, in the home folder: digests of texts and numbers, no words. It holds what the last run
read, and goes when a message of the inquiry is erased.
"""

import time
from collections.abc import Callable, Collection
from pathlib import Path

from django.conf import settings
from hearhear import embeddings
from hearhear.embeddings import Cached, Embed, Pace, Vectors

from ..models import Inquiry
from . import endpoint

NONE, OFFLINE = "none", "offline"
# A worker that is killed loses no more reading than this.
SECONDS_BETWEEN_SAVES = 30.0


class Reader:
    """Reads texts for one inquiry, keeps what it has read, and reports how long the rest will take."""

    def __init__(
        self, kept: Cached, model: str, report: Callable[[Pace], None], careful: Cached | None = None
    ) -> None:
        self.kept = kept
        self.careful = careful
        self.model = model
        self.report = report
        self._saved_at = time.monotonic()

    def embed(self, texts: Collection[str]) -> Vectors:
        return embeddings.with_progress(self.kept, self._report)(list(texts))

    def done(self) -> None:
        """Keep what this run asked for, and nothing of letters that are gone."""
        for kept in (self.kept, self.careful):
            if kept is not None:
                kept.save(only_wanted=True)

    def _report(self, pace: Pace) -> None:
        if time.monotonic() - self._saved_at > SECONDS_BETWEEN_SAVES:
            self.kept.save()
            self._saved_at = time.monotonic()
        self.report(pace)


def reader_for(inquiry: Inquiry, report: Callable[[Pace], None]) -> Reader | None:
    """The reader by the settings in force; None where the House reads no meaning."""
    embed, model = _chosen()
    if embed is None:
        return None
    path = inquiry.vectors
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Reader(
        embeddings.Cached(embed, path, model=model, half=True),
        model,
        report,
        _careful(inquiry.careful_vectors, report),
    )


def _careful(path: Path, report: Callable[[Pace], None]) -> Cached | None:
    """The second reader, where it is installed and no service reads."""
    embed = None if settings.EMBEDDINGS_URL else embeddings.careful()
    if embed is None:
        return None
    return embeddings.Cached(embed, path, model=embeddings.careful_model(), half=True, on_pace=report)


def _chosen() -> tuple[Embed | None, str]:
    model = settings.EMBEDDINGS_MODEL
    if settings.EMBEDDINGS_URL:
        key = settings.EMBEDDINGS_KEY or None
        return embeddings.endpoint(settings.EMBEDDINGS_URL, model, key, endpoint.post), model
    if model == NONE:
        return None, ""
    return embeddings.offline(), embeddings.offline_model()
