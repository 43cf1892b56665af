"""What is due by the clock: after an emergency override has ended, what waits follows the policy again; of requests of
persons, staff are warned in time, and what was answered is forgotten; each day a signed checkpoint of the audit log;
notices before a duty or a training ends; what is published is captured for the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from hemicycle.rules import work

from .actions import archiving, checkpoints
from .actions.drills import keep_search
from .actions.mandates.ending import erase_office
from .actions.overriding import end_by_the_clock
from .actions.reminding import remind
from .actions.requests import forgetting
from .archive.collecting import collected
from .archive.gaps import Gap
from .archive.subjects import found
from .archive.warc import RESPONSE, Same, Writer, Written, moment
from .drills import public_places
from .errors import LogRewritten
from .models import Capture, LeakSearch, MandateErasure, Override

log = structlog.get_logger("hemicycle.checkpoints")

LOOK_AT_THE_CLOCK_SECONDS = 60


def end_overrides(worker: str, stopping: Callable[[], bool]) -> int:
    return end_by_the_clock(now=timezone.now(), by="worker")


def next_end(now: datetime) -> datetime | None:
    ends = Override.objects.in_force(now).order_by("until").values_list("until", flat=True)
    return ends.first()


def sign_when_due(worker: str, stopping: Callable[[], bool]) -> int:
    """How many were signed. Looked at once a minute, whichever worker does, and so is a folder that was not there."""
    if not cache.add("governance.checkpoints", worker, LOOK_AT_THE_CLOCK_SECONDS):
        return 0
    try:
        made = checkpoints.make_daily(now=timezone.now())
    except LogRewritten as refusal:
        log.error("audit log rewritten", entry=refusal.sequence)
        return 0
    if settings.AUDIT_CHECKPOINTS:
        try:
            checkpoints.write_newest(Path(settings.AUDIT_CHECKPOINTS))
        except OSError as error:
            log.error("checkpoint not written", error=type(error).__name__)
    return int(made is not None)


def search_drill(search: LeakSearch, tick: work.Tick) -> None:
    """Look for the words of a drill everywhere; running twice gives the same."""
    places, found = public_places(search.drill.canary), []
    for number, (name, has_it) in enumerate(places):
        tick(number, len(places))
        if has_it():
            found.append(name)
    keep_search(search, places=len(places), found=found)


work.register(LeakSearch, search_drill)
work.register_round("overrides", end_overrides, next_due=next_end)


def look_after_requests(worker: str, stopping: Callable[[], bool]) -> int:
    now = timezone.now()
    return forgetting.warn(now=now, by="worker") + forgetting.forget_answered(now=now, by="worker")


def next_request(now: datetime) -> datetime | None:
    moments = [forgetting.next_warning(now), forgetting.next_forgetting(now)]
    return min((one for one in moments if one is not None), default=None)


work.register_round("requests", look_after_requests, next_due=next_request)
work.register(MandateErasure, erase_office)
work.register_round("checkpoints", sign_when_due)


def remind_in_time(worker: str, stopping: Callable[[], bool]) -> int:
    return remind(by="worker")


work.register_round("duties", remind_in_time)


def take_capture(capture: Capture, tick: work.Tick) -> None:
    """What was captured whole by an attempt that died afterwards is left as it is."""
    if capture.file_id is not None:
        return
    subject, gaps, written = found(capture.kind, capture.key), list[Gap](), list[Written]()
    with TemporaryFile() as stream:
        writer = Writer(stream)
        for one in collected(subject):
            tick()
            if isinstance(one, Gap):
                gaps.append(one)
                continue
            same = archiving.already_kept(one) if one.kind == RESPONSE else None
            written.append(writer.write(one, same=Same(moment(same.at)) if same else None))
        archiving.keep(capture, subject, stream=stream, written=written, gaps=gaps, by="worker")


def look_after_archive(worker: str, stopping: Callable[[], bool]) -> int:
    """Once a minute, whichever worker does."""
    if not cache.add("governance.archive", worker, LOOK_AT_THE_CLOCK_SECONDS):
        return 0
    return archiving.forget_erased(by="worker") + archiving.ask_for_due(now=timezone.now(), by="worker")


work.register(Capture, take_capture)
work.register_round("archive", look_after_archive)
