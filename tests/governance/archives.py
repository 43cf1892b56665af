"""An archive as tests need it: what waits is captured, and its files are read by readers that are not ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from warcio.archiveiterator import ArchiveIterator

from hemicycle.governance import jobs
from hemicycle.governance.actions import archiving
from hemicycle.governance.models import ArchiveFile, Capture
from hemicycle.rules import work
from hemicycle.rules.work import Tick

WORKER = "test"


def capture(*kinds: str) -> list[Capture]:
    """What is due of these kinds, captured."""
    archiving.ask_for_due(now=timezone.now(), by="test")
    return run(*kinds)


def run(*kinds: str) -> list[Capture]:
    taken = []
    while one := Capture.objects.filter(kind__in=kinds).claim(worker=WORKER, lease=work.lease()):
        jobs.take_capture(one, Tick(one, worker=WORKER))
        assert work.finish(one, worker=WORKER)
        taken.append(Capture.objects.get(pk=one.pk))
    return taken


def records(file: ArchiveFile | None = None) -> Iterator[tuple[Any, bytes]]:
    """As warcio reads them: what kind each is, its headers, its body."""
    for one in [file] if file else ArchiveFile.objects.order_by("pk"):
        with one.path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                yield record, record.content_stream().read()


def bodies(kind: str) -> dict[str, bytes]:
    """By address, the last of each."""
    return {
        record.rec_headers.get_header("WARC-Target-URI"): body for record, body in records() if record.rec_type == kind
    }


def why(capture: Capture) -> set[str]:
    return {gap["why"] for gap in capture.gaps}
