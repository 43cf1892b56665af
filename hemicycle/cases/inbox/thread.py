"""One case as it is read: what they wrote, our answers and how far they got, and notes, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Remark
from hemicycle.cases.actions import facts_of
from hemicycle.cases.clauses import name_clauses
from hemicycle.cases.inbox.suggestions import Suggestion, suggestions_of
from hemicycle.cases.models import Case, CaseMessage, PassingOn, ProposedAnswer, Subject, is_passed_on
from hemicycle.channels.files.attachments import SCANS
from hemicycle.channels.inbox.answers import Entry, entry_of
from hemicycle.channels.inbox.names import name_of
from hemicycle.channels.inbox.sources import Source
from hemicycle.channels.models import ANSWER_SOURCE, Answer, Attachment, Inbound

REFUSED = {
    "kind": gettext_lazy("not kept: of a kind that is not taken"),
    "empty": gettext_lazy("not kept: empty"),
    "size": gettext_lazy("not kept: too large"),
    "number": gettext_lazy("not kept: too many files"),
    "content": gettext_lazy("not kept: not what it says it is"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """One message of theirs; `files` says of each what became of it. `may_correct`: a letter by post to which nothing
    was posted yet."""

    message: Inbound
    at: datetime
    who: str
    files: list[dict[str, Any]]
    remarks: list[Remark] = field(default_factory=list)
    kind: str = "message"
    may_correct: bool = False

    @property
    def postal_address(self) -> str:
        """Of a letter by post, as on its envelope; "" where it has none."""
        contact = self.message.contact
        return contact.address if self.message.is_on_paper and contact is not None else ""

    @property
    def is_direct(self) -> bool:
        return bool(self.message.direct)


@dataclass(frozen=True)
class Thread:
    case: Case
    reader: User
    source: Source | None

    @cached_property
    def messages(self) -> list[Inbound]:
        """Theirs, the oldest first. The latest was found with the case, and is mostly all of them."""
        latest = self.case.latest
        if latest is not None and not getattr(self.case, "has_earlier_messages", True):
            prefetch_related_objects([latest], self._files)
            return [latest]
        rows = Inbound.objects.filter(pk__in=CaseMessage.objects.filter(case=self.case).values("inbound"))
        related = ("office", "account", "contact__office", "answers__content")
        return list(rows.select_related(*related).prefetch_related(self._files).order_by("pk"))

    @property
    def _files(self) -> Prefetch[Any]:
        """Their content is never read with them."""
        rows = Attachment.objects.defer("content").order_by("pk")
        return Prefetch("attachments", rows if getattr(self.case, "has_files", True) else rows.none())

    @cached_property
    def given(self) -> list[Answer]:
        rows = Answer.objects.filter(inbound__in=[one.pk for one in self.messages])
        return list(rows.select_related("outbound", "written_by", "approved_by", "inbound").order_by("pk"))

    @cached_property
    def above(self) -> Answer | None:
        """The answer of ours to somebody else below which this case began, where everybody reads it."""
        first = self.messages[0] if self.messages else None
        sent = first.answers if first is not None else None
        if sent is None or not sent.content.source.startswith(ANSWER_SOURCE):
            return None
        rows = Answer.objects.visible_to(self.reader).filter(outbound=sent)
        return rows.exclude(inbound__in=[one.pk for one in self.messages]).first()

    def entries(self) -> list[Entry | Received]:
        found: list[Entry | Received] = [*self._received(), *self._passed_on(), *self._answers(), *self._notes()]
        return sorted(found, key=lambda entry: entry.at)

    def suggestions(self) -> list[Suggestion]:
        name = name_of(self.messages[-1]) if self.messages else ""
        return suggestions_of(self.case, facts_of(self.subjects), name=name, source=self.source)

    @cached_property
    def subjects(self) -> list[Subject]:
        """Bills as a whole, committees, members, announcements."""
        return list(self.case.subjects.all())

    def clauses(self) -> list[Subject]:
        """Those of its bills that it is about."""
        if not getattr(self.case, "has_clauses", True):
            return []
        rows = list(Subject.objects.filter(case=self.case).exclude(eid="").select_related("bill"))
        name_clauses(rows)
        return rows

    def proposals(self) -> list[ProposedAnswer]:
        """Answers that wait for a colleague, or were sent back to whoever wrote them."""
        if not getattr(self.case, "has_proposals", True):
            return []
        return list(ProposedAnswer.objects.about(self.case).select_related("written_by", "returned_by"))

    def _received(self) -> list[Received]:
        posted = {one.inbound_id for one in self.given if one.posted_at is not None}
        return [
            Received(
                one, _written_at(one), name_of(one), _files_of(one), urgent_words(self.case, one),
                may_correct=one.is_on_paper and one.pk not in posted,
            )
            for one in self.messages
        ]  # fmt: skip

    def _passed_on(self) -> list[Entry]:
        """From which office it comes, and since when it is here; neither its case there nor what was done with it."""
        row = PassingOn.of_message(self.messages[0]) if self.messages else None
        if row is None or row.answered_at is None:
            return []
        said = _("Passed on by %(office)s, with the consent of whoever wrote it")
        return [Entry("passed-on", row.answered_at, "", said % {"office": row.office})]

    def _answers(self) -> list[Entry]:
        tried = {one.key for one in self.given}
        return [entry_of(one, tried) for one in self.given]

    def _notes(self) -> list[Entry]:
        if not getattr(self.case, "has_notes", True):
            return []
        notes = self.case.notes.select_related("written_by")
        return [
            Entry(
                "note", one.written_at, str(one.written_by), one.text, number=one.pk,
                may_take_back=one.written_by_id == self.reader.pk,
            )
            for one in notes
        ]  # fmt: skip


def _written_at(message: Inbound) -> datetime:
    """Of what another office passed on, when the person wrote it, and not when it was passed on."""
    return (message.sent_at if is_passed_on(message) else None) or message.received_at


def urgent_words(case: Case, message: Inbound) -> list[Remark]:
    """The words of this message by which the case cannot wait."""
    found = case.evidence
    if not case.urgency or found.get("message") != message.pk or "start" not in found:
        return []
    return [Remark("urgent", found["start"], found["end"], case.get_urgency_display(), kind="warning")]


def _files_of(message: Inbound) -> list[dict[str, Any]]:
    return [
        {"pk": one.pk, "name": one.name, "kind": one.kind, "size": one.size, "refused": one.refused,
         "is_scan": message.is_on_paper and one.kind in SCANS,
         "status": str(REFUSED.get(one.refused, "")) or _("kept")}
        for one in message.attachments.all()
    ]  # fmt: skip


def others_of(case: Case, *, most: int) -> list[Case]:
    """What the same person wrote to this same office before, the newest first; to no other office is it known."""
    rows = Case.objects.of_sender(case.office, case.sender).unmerged().exclude(pk=case.pk)
    about = Prefetch("subjects", Subject.objects.with_names())
    return list(rows.prefetch_related(about).order_by("-heard_at", "-pk")[:most])
