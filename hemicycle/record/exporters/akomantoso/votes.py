"""The votes of a sitting in its debate: who voted how in a section of their own, the counts in the analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch
from lxml import etree

from hemicycle.record.exporters.akomantoso.elements import (
    MAKER,
    References,
    detached,
    lang,
    put,
    set_attributes,
    timestamp,
    without_space,
)
from hemicycle.record.exporters.scope import public
from hemicycle.record.models import Sitting, Vote, VoteEvent, VoteOption, VoteResult

SECTION = "division"
# In English, as the ids are: these are words for programs.
OPTIONS = {
    VoteOption.YES: ("yes", "For"),
    VoteOption.NO: ("no", "Against"),
    VoteOption.ABSTAIN: ("abstain", "Abstained"),
    VoteOption.ABSENT: ("absent", "Absent"),
    VoteOption.NOT_VOTING: ("not-voting", "Did not vote"),
    VoteOption.PAIRED: ("paired", "Paired"),
}
RESULTS = {
    VoteResult.PASSED: ("passed", "Agreed to"),
    VoteResult.FAILED: ("failed", "Rejected"),
    VoteResult.TIED: ("tied", "Tied"),
}


def events(sitting: Sitting) -> Iterator[VoteEvent]:
    """The public ones with their counts and ballots."""
    ballots = Vote.objects.order_by("order").select_related("person")
    ballots = ballots.prefetch_related("person__identifiers")
    rows = VoteEvent.objects.readable_by(None).filter(sitting=sitting).select_related("sitting")
    return public(rows.prefetch_related("counts", Prefetch("votes", ballots)))


@dataclass(slots=True)
class Votings:
    """Votes as they are put into the debate; `write` then puts what was counted into its header."""

    written: list[etree._Element] = field(default_factory=list)

    def put(self, section: etree._Element, event: VoteEvent, references: References) -> None:
        """Fill the section of one vote."""
        result = references.concept(*RESULTS[VoteResult(event.result)]) if event.result else ""
        native_id, address = without_space(event.native_id), event.get_absolute_url()
        set_attributes(section, {"wId": native_id, "GUID": address, "refersTo": result})
        motion = event.motions.in_language(references.language)
        if event.number:
            put(section, "num", event.number)
        if motion:
            put(section, "heading", str(motion), **lang(motion, references.language))
        if event.held_at:
            at = put(put(section, "summary"), "recordedTime", f"{event.held_at:%H:%M}", type="startEvent")
            at.set("time", timestamp(event.sitting.date, event.held_at))
        votes = list(event.votes.all())
        if votes:
            names = put(section, "other", eId=f"{section.get('eId')}__other_1")
            for vote in votes:
                _ballot(put(names, "p"), vote, references)
        self._count(section, event, votes, references, result)

    def _count(
        self, section: etree._Element, event: VoteEvent, votes: list[Vote], references: References, result: str
    ) -> None:
        """As the House declared it, else as the ballots add up."""
        declared = {count.option: count.value for count in event.counts.all()}
        counted = declared or Counter(vote.option for vote in votes if not vote.teller)
        if not counted:
            return
        eid = f"voting_{len(self.written) + 1}"
        voting = set_attributes(detached("voting"), {"eId": eid, "href": f"#{section.get('eId')}", "outcome": result})
        for number, option in enumerate(VoteOption, start=1):
            if option in counted:
                side, value = references.concept(*OPTIONS[option]), str(counted[option])
                put(voting, "count", eId=f"{eid}__count_{number}", refersTo=side, value=value)
        self.written.append(voting)

    def write(self, meta: etree._Element) -> None:
        if self.written:
            put(put(meta, "analysis", source=f"#{MAKER}"), "parliamentary").extend(self.written)


def _ballot(line: etree._Element, vote: Vote, references: References) -> None:
    by = references.person(vote.person) if vote.person else references.unknown()
    choice = references.concept(*OPTIONS[VoteOption(vote.option)])
    teller = references.teller() if vote.teller else None
    put(line, "vote", vote.label or str(vote.person), by=by, as_=teller, choice=choice)
