"""A run of the engine: started, stored beside what is shown, and shown in its place once it is whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils.translation import gettext as _
from hearhear import campaigns as engine

from hemicycle.record.keys import new_address
from hemicycle.rules import audit, work
from hemicycle.rules.models import Work

from ..errors import AlreadyRunning, InquiryClosed, NothingToAnalyse
from ..matching import Overlap, same_campaigns
from ..models import Analysis, Campaign, Finding, Inquiry, Intake, Place
from ..templating import opening, wording
from .naming import label_of
from .replay import AT_ONCE, replay

# A write of so many rows takes well under a second, so that a page that writes waits no longer than that.
ROWS_A_WRITE = 1_000

Progress = Callable[[int, int], None]


@transaction.atomic
def start_analysis(inquiry: Inquiry, *, by: Any) -> Analysis:
    """Ask for a run over all messages of the inquiry.

    Raises NothingToAnalyse, AlreadyRunning (an analysis or an import is under way), InquiryClosed.
    """
    held = Inquiry.objects.select_for_update().select_related("office").get(pk=inquiry.pk)
    if not held.is_open:
        raise InquiryClosed(_("This inquiry is closed."))
    if Intake.objects.filter(inquiry=held).unfinished().exists():
        raise AlreadyRunning(_("A file is still being imported; the analysis starts by itself when it is done."))
    return _start(held, by=by)


@transaction.atomic
def analyse_when_all_is_in(intake: Intake) -> Analysis | None:
    """After an import: start the analysis, unless another file is still on its way or a run is waiting already."""
    inquiry = Inquiry.objects.select_for_update().select_related("office").get(pk=intake.inquiry_id)
    if Intake.objects.filter(inquiry=inquiry).exclude(pk=intake.pk).unfinished().exists():
        return None
    if not inquiry.is_open or Analysis.objects.filter(inquiry=inquiry).unfinished().exists():
        return None
    return _start(inquiry, by=intake.started_by)


def _start(inquiry: Inquiry, *, by: Any) -> Analysis:
    if not inquiry.collected.exists():
        raise NothingToAnalyse(_("Import messages first."))
    if Analysis.objects.filter(inquiry=inquiry).unfinished().exists():
        raise AlreadyRunning(_("An analysis is under way already."))
    analysis = Analysis.objects.create(inquiry=inquiry, started_by=label_of(by))
    audit.record("listening.analyse", by=by, about=analysis, office=inquiry.office, inquiry=inquiry.address)
    work.nudge()
    return analysis


@transaction.atomic
def cancel(job: Intake | Analysis, *, by: Any) -> bool:
    """Stop a job that waits or runs. What it has read stays; what was shown before stays shown."""
    stopped = work.cancel(job)
    if stopped:
        _audit_job("listening.cancel", job, by=by)
    return stopped


def _audit_job(action: str, job: Work, *, by: Any) -> None:
    inquiry = Inquiry.objects.select_related("office").get(pk=job.inquiry_id)  # type: ignore[attr-defined]
    audit.record(action, by=by, about=job, office=inquiry.office, inquiry=inquiry.address)


def describe(analysis: Analysis, *, engine: str, settings: Any) -> None:
    """With what the run is made, for whoever asks later how a number came about."""
    analysis.engine_version, analysis.settings = engine, asdict(settings)
    analysis.save(update_fields=["engine_version", "settings"])


def clear(inquiry: Inquiry) -> None:
    """Remove the findings of every run that is not shown: of one that was killed, and of those before."""
    shown = Inquiry.objects.values_list("shown", flat=True).get(pk=inquiry.pk)
    others = Analysis.objects.filter(inquiry=inquiry).exclude(pk=shown or 0)
    _clear_rows(others.values_list("pk", flat=True))


def clear_attempt(analysis: Analysis) -> None:
    """Remove what an earlier attempt at this run had written when its worker died."""
    _clear_rows([analysis.pk])


def _clear_rows(analyses: Any) -> None:
    for analysis in list(analyses):
        rows = Finding.objects.filter(analysis=analysis)
        while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
            Finding.objects.filter(pk__in=keys).delete()
        Campaign.objects.filter(analysis=analysis).update(merged_into=None)
        Campaign.objects.filter(analysis=analysis).delete()


def store(analysis: Analysis, found: engine.Campaigns, messages: pa.Table, *, progress: Progress) -> None:
    """Write what the engine found as rows of this analysis; nobody sees them before `show`."""
    campaigns = _store_campaigns(analysis, found)
    done = 0
    for rows in _findings(analysis, found.messages, messages, campaigns):
        with transaction.atomic():
            Finding.objects.bulk_create(rows)
        done += len(rows)
        progress(done, len(found.messages))


@transaction.atomic
def show(analysis: Analysis, *, by: Any) -> None:
    """Put a whole analysis in the place of the one before, with every standing correction played back on it."""
    inquiry = Inquiry.objects.select_for_update().select_related("office").get(pk=analysis.inquiry_id)
    analysis.inquiry = inquiry
    replay(analysis)
    inquiry.shown = analysis
    inquiry.save(update_fields=["shown"])
    audit.record(
        "listening.analysed",
        by=by,
        about=analysis,
        office=inquiry.office,
        engine=analysis.engine_version,
        messages=analysis.messages,
        campaigns=analysis.campaigns_shown,
    )


def _store_campaigns(analysis: Analysis, found: engine.Campaigns) -> dict[str, Campaign]:
    """The campaigns of the run, by the engine's own id, each under the key it had in the run before."""
    rows = found.campaigns.to_pylist()
    keys = _continued_keys(analysis, found)
    created = [_campaign(analysis, row, keys.get(row["campaign_id"]) or new_address()) for row in rows]
    with transaction.atomic():
        Campaign.objects.bulk_create(created, batch_size=ROWS_A_WRITE)
    return {row["campaign_id"]: campaign for row, campaign in zip(rows, created, strict=True)}


def _campaign(analysis: Analysis, row: Mapping[str, Any], key: str) -> Campaign:
    template = json.loads(row["template"])
    return Campaign(
        analysis=analysis,
        key=key,
        kind=row["kind"],
        lang=row["lang"] or "",
        engine_family=row["family_id"] or "",
        template=template,
        opening=opening(template),
        wording=wording(template),
        links=list(row["links"] or []),
        engine_messages=row["messages"],
        engine_senders=row["senders"],
    )


def _continued_keys(analysis: Analysis, found: engine.Campaigns) -> dict[str, str]:
    before = Inquiry.objects.values_list("shown", flat=True).get(pk=analysis.inquiry_id)
    members = Finding.objects.filter(analysis=before, engine_campaign__isnull=False)
    old = {str(inbound): key for inbound, key in members.values_list("inbound", "engine_campaign__key").iterator()}
    if not old:
        return {}
    ids, groups = found.messages["id"].to_pylist(), found.messages["campaign_id"].to_pylist()
    pairs = Counter((old[i], group) for i, group in zip(ids, groups, strict=True) if group and i in old)
    overlaps = [Overlap(was, now, n) for (was, now), n in pairs.items()]
    new_sizes = Counter(group for group in groups if group)
    return same_campaigns(overlaps, old_sizes=Counter(old.values()), new_sizes=new_sizes)


def _findings(
    analysis: Analysis, answers: pa.Table, messages: pa.Table, campaigns: Mapping[str, Campaign]
) -> Iterator[list[Finding]]:
    """Rows in batches; what is known of a message itself is laid beside the engine's answer about it."""
    at = pc.index_in(answers["id"], value_set=messages["id"])
    for name in ("lang", "channel", "sent_at"):
        answers = answers.append_column(f"its_{name}", messages[name].take(at))
    for batch in answers.to_batches(max_chunksize=ROWS_A_WRITE):
        yield [_finding(analysis, row, campaigns) for row in batch.to_pylist()]


def _finding(analysis: Analysis, row: Mapping[str, Any], campaigns: Mapping[str, Campaign]) -> Finding:
    campaign = campaigns[row["campaign_id"]] if row["campaign_id"] else None
    place = _place(row)
    personal = (row["personal_text"] or "").strip()
    return Finding(
        analysis=analysis,
        inbound_id=row["id"],
        lang=row["its_lang"] or "",
        channel=row["its_channel"] or "",
        sent_at=row["its_sent_at"],
        engine_campaign=campaign,
        engine_place=place,
        similarity=None if row["similarity"] is None else min(1.0, row["similarity"]),
        # An individual voice is its own words throughout; they are kept once, in the message.
        personal_text=personal if campaign else "",
        personal_length=len(personal) if campaign else 0,
        evidence=json.loads(row["evidence"]) if row["evidence"] else {},
        repeat=row["repeat"],
        set_aside=row["set_aside"] or "",
        campaign=campaign,
        place=place,
    )


# Whoever quotes a campaign in order to contradict it speaks for themselves.
VOICES = frozenset({"quotes_campaign"})


def _place(row: Mapping[str, Any]) -> Place:
    if row["campaign_id"]:
        return Place.CAMPAIGN
    if row["set_aside"] and row["set_aside"] not in VOICES:
        return Place.SET_ASIDE
    return Place.REPEAT if row["repeat"] else Place.VOICE
