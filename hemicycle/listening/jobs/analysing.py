"""What the background work does: files are looked at and become messages, and messages become findings.

Either may be run again after its worker died: what is there already is not written twice, and an unfinished
analysis begins anew beside the one that is shown.
"""

import hearhear
import pyarrow as pa
from hearhear.errors import UnreadableFile

from hemicycle.rules import work
from hemicycle.rules.parameters import in_force

from ..actions import analyses, intakes, uploads
from ..actions.storing import store
from ..engine import confined, gathering, running
from ..models import Analysis, Inquiry, Intake, Upload

ROWS_A_BATCH = 2_000
WORKER = "worker"

# How much of the whole each step of an analysis takes, in hundredths, measured on 100,000 messages.
# Reading what letters mean takes the most by far, and says itself how long.
GATHERED, STORED = (0, 3), (88, 99)
STEPS = {
    "languages": (3, 5),
    "redaction": (5, 12),
    "campaigns": (12, 20),
    "linking": (20, 45),
    "themes": (45, 88),
}


class Step:
    """One part of a job, said in messages of the whole job: three tenths of the way are three tenths of them."""

    def __init__(self, tick: work.Tick, key: str, *, share: tuple[int, int] = (0, 100), messages: int = 0) -> None:
        self.tick = tick
        self.key = key
        self.share = share
        self.messages = messages

    def __call__(self, done: int, total: int) -> None:
        start, end = self.share
        part = start + (end - start) * min(done, total) / max(total, 1)
        self.tick(round(self.messages * part / 100), self.messages, self.key)


def run_upload(upload: Upload, tick: work.Tick) -> None:
    """Look at the first rows of a file: of which format it is, and which column may be which."""
    try:
        said, progress = upload.guess.get("encoding", ""), Step(tick, "listening.reading")
        found = confined.guess(upload.path, encoding=said, limits=_limits(), progress=progress)
    except UnreadableFile as error:
        uploads.refuse(upload, reason=error.reason, by=WORKER)
    else:
        uploads.describe(upload, found, by=WORKER)


def _limits() -> confined.Limits:
    return confined.Limits(in_force("reading_memory_mb"), in_force("reading_seconds"))


def run_intake(intake: Intake, tick: work.Tick) -> None:
    """Read the file with the chosen columns, and take its messages in, batch by batch."""
    try:
        if not intakes.is_complete(intake):
            _import(intake, tick)
    except UnreadableFile as error:
        work.fail(intake, worker=intake.worker, error=error.reason)
        return
    intakes.delete_file(intake)
    analyses.analyse_when_all_is_in(intake)


def _import(intake: Intake, tick: work.Tick) -> None:
    # How many messages the file has is not known before it is read.
    progress = Step(tick, "listening.reading")
    path, columns = intake.upload.path, intakes.chosen_columns(intake)
    encoding = intake.upload.guess.get("encoding", "")
    with confined.reading(
        path,
        columns=columns,
        questions=intake.questions,
        facts=intake.facts,
        encoding=encoding,
        limits=_limits(),
        progress=progress,
    ) as reading:
        messages = reading.messages
        _take(intake, messages, Step(tick, "listening.taking", share=(0, 99), messages=len(messages)))
        intakes.complete(intake, reading)


def _take(intake: Intake, messages: pa.Table, progress: Step) -> None:
    """Batch by batch into the office's messages and into the inquiry, so that a stopped import keeps what it had."""
    done, last = 0, 0
    for batch in messages.to_batches(max_chunksize=ROWS_A_BATCH):
        intakes.take(intake, batch)
        while more := intakes.collect(intake, after=last):
            last = more
        done += len(batch)
        progress(done, len(messages))


def run_analysis(analysis: Analysis, tick: work.Tick) -> None:
    """Run the engine over the inquiry's messages, store its answer, and show it."""
    inquiry = Inquiry.objects.select_related("bill").get(pk=analysis.inquiry_id)
    if inquiry.shown_id != analysis.pk:
        _analyse(analysis, inquiry, tick)
    analyses.clear(inquiry)


def _analyse(analysis: Analysis, inquiry: Inquiry, tick: work.Tick) -> None:
    analyses.clear_attempt(analysis)
    total = inquiry.to_read().count()
    messages = gathering.messages_of(inquiry, Step(tick, "listening.gathering", share=GATHERED, messages=total))

    def report(step: str, done: int, of: int) -> None:
        Step(tick, f"listening.{step}", share=STEPS[step.partition(":")[0]], messages=total)(done, of)

    found = running.run(inquiry, messages, report)
    analyses.describe(analysis, engine=hearhear.__version__, settings=found.settings)
    store(analysis, found, messages, progress=Step(tick, "listening.storing", share=STORED, messages=total))
    analyses.show(analysis, by=WORKER)
