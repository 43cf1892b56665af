"""What we heard: begun from a dossier, written by clerks, announced by the desk, and replaced in the open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.cases.actions.outcomes.preparing import draft_of, lock, note_editor, written
from hemicycle.cases.errors import AlreadyAnnounced, NothingReleased
from hemicycle.cases.heard.reading import released_dossier
from hemicycle.cases.heard.words import announcement_texts
from hemicycle.cases.models import Heard, Outcome, Side
from hemicycle.desk.models import Announcement
from hemicycle.listening.models import Inquiry
from hemicycle.rules import audit


@transaction.atomic
def open_heard(inquiry: Inquiry, *, by: User) -> Heard:
    """The version that is being written, or a new one that begins with what the last one says; the first begins with
    the reasons that the committee gave. Raises NothingReleased, and AlreadyAnnounced while one is at the desk."""
    bill = inquiry.bill
    if bill is None or released_dossier(inquiry, "") is None:
        raise NothingReleased(inquiry.address)
    rows = Heard.objects.select_for_update(of=("self",)).filter(office=inquiry.office, bill=bill)
    last: Heard | None = rows.select_related("announcement").order_by("-number").first()
    if last is not None and not last.is_public:
        if last.is_fixed:
            raise AlreadyAnnounced(str(last.pk))
        return last
    new = Heard(office=inquiry.office, bill=bill, inquiry=inquiry, number=last.number + 1 if last else 1)
    if last is not None:
        new.introductions, new.responses, new.sides = last.introductions, last.responses, last.sides
        new.editors = last.editors
    else:
        new.responses = _reasons(inquiry)
    note_editor(new, by=by)
    new.save(force_insert=True)
    audit.record("cases.open_heard", by=by, about=new, office=new.office)
    return new


@transaction.atomic
def write_heard(
    heard: Heard, *, introductions: Mapping[str, str], responses: Mapping[str, Mapping[str, str]],
    sides: Mapping[str, Mapping[str, str]], by: User,
) -> Heard:  # fmt: skip
    """What the committee did, by eId and language, and the side of each quotation by eId and its digest. Raises
    AlreadyAnnounced."""
    row = lock(Heard, heard.pk)
    row.introductions = written({"": introductions}).get("", {})
    row.responses = written(responses)
    row.sides = {eid: on_a_side for eid, of_clause in sides.items() if (on_a_side := _on_a_side(of_clause))}
    note_editor(row, by=by)
    row.save(update_fields=["introductions", "responses", "sides", "editors"])
    audit.record("cases.write_heard", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def draft_heard(heard: Heard, *, by: User) -> Announcement:
    """Its announcement at the desk, whose release releases the page. Raises AlreadyAnnounced, NotAgreed, and
    NothingReleased."""
    row = lock(Heard, heard.pk)
    if released_dossier(row.inquiry, "") is None:
        raise NothingReleased(row.inquiry.address)
    announcement = draft_of(row, texts=announcement_texts(row), by=by)
    audit.record("cases.draft_heard", by=by, about=row, office=row.office)
    return announcement


def _on_a_side(sides: Mapping[str, str]) -> dict[str, str]:
    return {digest: side for digest, side in sides.items() if side in (Side.FOR, Side.AGAINST)}


def _reasons(inquiry: Inquiry) -> dict[str, Any]:
    """Those of the last outcome that was announced."""
    rows = Outcome.objects.filter(office=inquiry.office, bill=inquiry.bill).public().newest_first()
    last = rows.first()
    return dict(last.reasons) if last is not None else {}
