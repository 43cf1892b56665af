"""What became of a bill in neutral words: the announcement that the desk approves, and what each who wrote gets.

The reasons are the committee's, as staff typed them, and stand as its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hemicycle.accounts.models import Office
from hemicycle.cases import addresses
from hemicycle.cases.agreement import agreed_in_words
from hemicycle.cases.clauses import names_of
from hemicycle.cases.models import Outcome
from hemicycle.cases.outcomes.facts import Change, Named, name_of_change, votes_on
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Medium
from hemicycle.channels.sms.gsm import in_gsm
from hemicycle.desk.models import AnnouncementText
from hemicycle.record.models import VoteEvent, VoteOption
from hemicycle.record.phrases import LocalizedText, Phrase
from hemicycle.rules.site_address import absolute

TOKEN = "{token}"  # noqa: S105  # what the adapter puts the reader's own key for
# Of the changes in a bill, for who wrote about it as a whole.
MOST_LISTED = 10
# Characters beside who, what and the link, so that two segments of GSM-7 (306) hold them.
MOST_ADDED = 120


def announcement_texts(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """(title, text) in every language of the House."""
    return {lang: _announced(outcome, lang) for lang, _name in settings.LANGUAGES}


def _announced(outcome: Outcome, lang: str) -> tuple[str, str]:
    said = Said.of(outcome, lang)
    with override(lang):
        title = _("What became of %(bill)s: %(stage)s") % {"bill": outcome.bill.name, "stage": said.stage}
        blocks = [said.step, said.note, *said.votes, said.reason("")]
        if outcome.clauses:
            head = ngettext("What changed in %(n)s clause:", "What changed in %(n)s clauses:", len(outcome.clauses))
            blocks.append(head % {"n": len(outcome.clauses)})
            blocks += [said.change(change) for change in changes_in(outcome)]
        blocks.append(agreed_in_words(outcome))
        link = absolute(outcome.bill.get_absolute_url())
        blocks.append(_("The text and its way through the House: %(link)s") % {"link": link})
        return title, "\n\n".join(filter(None, blocks))


@dataclass(frozen=True)
class Said:
    """An outcome in the words of one language, read once for all who are notified in it."""

    outcome: Outcome
    lang: str
    stage: str
    step: str
    note: str
    votes: tuple[str, ...]
    names: Mapping[str, str]

    @classmethod
    def of(cls, outcome: Outcome, lang: str) -> Said:
        bill, eids = outcome.bill, {eid for change in outcome.clauses or () for eid in change if eid}
        with override(lang):
            stage, day = str(outcome.get_stage_display()), formats.date_format(outcome.on, "DATE_FORMAT")
            facts = {"bill": bill.name, "title": bill.titles.here, "stage": stage, "day": day}
            step = _("%(bill)s, “%(title)s”: %(stage)s on %(day)s.") % facts
            votes = tuple(map(_vote, votes_on(bill, outcome.on)))
            note = note_of(outcome, lang).text
        return cls(outcome, lang, stage, step, note, votes, names_of(bill, eids, lang) if eids else {})

    @cached_property
    def sender(self) -> str:
        """In whose name people are notified."""
        return self.outcome.office.sender_name

    @cached_property
    def corrected(self) -> AnnouncementText | None:
        """What the House says of it now, where its announcement was corrected: nothing else of it holds any more."""
        found = self.outcome.correction
        if found is None or self.outcome.is_of_a_member:
            return None
        texts = found.by_language
        return texts[Phrase({lang: lang for lang in texts}).in_language(self.lang).lang]

    @cached_property
    def earlier(self) -> list[Outcome]:
        """Those of its bill that its office or the House announced before."""
        rows = Outcome.objects.filter(bill=self.outcome.bill_id, on__lte=self.outcome.on)
        rows = rows.filter(Q(office=self.outcome.office_id) | Q(office__kind=Office.Kind.INSTITUTION))
        return list(rows.public().exclude(pk=self.outcome.pk))

    def reason(self, eid: str) -> str:
        """The committee's, or of a bill that none has the House's, in this language or another; "" where none is
        given, or the announcement that gave it was corrected."""
        given = Phrase(self.outcome.reasons.get(eid, {})).in_language(self.lang).text
        if not given or self.outcome.correction is not None:
            return ""
        if self.outcome.bill.committee_id is None:
            said = _("The reason: %(reason)s") if eid else _("The reason, of the bill as a whole: %(reason)s")
        elif eid:
            said = _("The committee’s reason: %(reason)s")
        else:
            said = _("The committee’s reason, of the bill as a whole: %(reason)s")
        return said % {"reason": given}

    def change(self, change: Change) -> str:
        """“Clause 4 Fees was changed. The committee's reason: …”"""
        old, new = change
        name = {"clause": name_of_change(change, self.names)}
        if old and new:
            said = _("%(clause)s: changed.") % name
        else:
            said = _("%(clause)s: added.") % name if new else _("%(clause)s: left out.") % name
        return " ".join(filter(None, (said, self.reason(new or old))))


def note_of(outcome: Outcome, lang: str) -> LocalizedText:
    """How staff describe the step in the record, as a sentence: “Read a third time by 36 votes to 22.”"""
    step = outcome.bill.steps.filter(stage=outcome.stage, date=outcome.on).first()
    said = Phrase(step.notes if step is not None else {}).in_language(lang)
    text = said.text.strip()
    return LocalizedText(text if not text or text.endswith((".", "!", "?", "…")) else f"{text}.", said.lang)


def changes_in(outcome: Outcome) -> list[Change]:
    return [(old, new) for old, new in outcome.clauses or ()]


def _vote(vote: VoteEvent) -> str:
    counted = {one.option: one.value for one in vote.counts.all()}
    counts = [f"{option.label} {formats.number_format(counted[option])}" for option in VoteOption if option in counted]
    facts = {
        "what": vote.titles.here or vote.number,
        "result": ". ".join(filter(None, (str(vote.get_result_display()), ", ".join(counts)))),
    }
    return _("Vote on “%(what)s”: %(result)s.") % facts


def notice_to_one(
    said: Said, *, medium: str, references: Sequence[str], about: Sequence[Named], link: str
) -> OutgoingText:
    """What one person reads who wrote about these clauses; the same facts give the same words but for the
    references."""
    with override(said.lang):
        if medium in (Medium.SMS, Medium.SOCIAL):
            short = _short(said, references, about)
            text = in_gsm(short) if medium == Medium.SMS else short
            return OutgoingText("", text, said.lang, link=link, sender=said.sender)
        blocks = [_you_wrote(said, references), *_own_words(said), *what_became(said, about)]
        step = f"{said.stage[:1].lower()}{said.stage[1:]}"
        title = _("%(bill)s: %(stage)s") % {"bill": said.outcome.bill.name, "stage": step}
        if said.corrected is not None:
            title = said.corrected.title
        body = "\n\n".join(filter(None, blocks))
        label = _("Read the whole announcement") if said.outcome.of_the_house else _("Read about the bill")
        return OutgoingText(
            title, body, said.lang, link=link, link_label=label, sender=said.sender, footer=_why_you_get_this(),
            unsubscribe=absolute(addresses.stop(TOKEN)),
        )  # fmt: skip


def _you_wrote(said: Said, references: Sequence[str]) -> str:
    facts = {"bill": said.outcome.bill.name, "references": ", ".join(references)}
    return (
        ngettext(
            "You wrote to us about %(bill)s (reference %(references)s).",
            "You wrote to us about %(bill)s (references %(references)s).",
            len(references),
        )
        % facts
    )


def _own_words(said: Said) -> list[str]:
    """What a member's office says itself stands apart from what the record says; for whom it wrote nothing in their
    language, the record speaks alone."""
    own = said.outcome.words.get(said.lang, "")
    return [own, _("What the record says of it:")] if own else []


def what_became(said: Said, about: Sequence[Named]) -> list[str]:
    """The step, and what became of the clauses they wrote about; what the House says now, where it corrected that."""
    if said.corrected is not None:
        return re.split(r"\n\s*\n", said.corrected.body)
    return [said.step, said.note, *said.votes, *_of_clauses(said, about), said.reason("")]


def _of_clauses(said: Said, about: Sequence[Named]) -> list[str]:
    """What became of the clauses they wrote about; what did not change is said where the texts were compared. Who
    wrote about the bill as a whole reads what changed in it."""
    named = [eid for eid, _change in about if eid]
    if not named:
        return _every_change(said)
    found = dict.fromkeys(change for _eid, change in about if change is not None)
    lines = [_("About your clause: %(what)s") % {"what": said.change(change)} for change in found]
    if not found and said.outcome.clauses is not None:
        if any(one.named(eid) for one in said.earlier for eid in named):
            lines.append(_("The clause that you wrote about was not changed any further at this step."))
        else:
            lines.append(_("The clause that you wrote about was not changed at this step."))
    return lines


def _every_change(said: Said) -> list[str]:
    changes = changes_in(said.outcome)
    if not changes:
        return []
    head = ngettext("What changed in %(n)s clause:", "What changed in %(n)s clauses:", len(changes))
    lines = [head % {"n": len(changes)}, *map(said.change, changes[:MOST_LISTED])]
    if len(changes) > MOST_LISTED:
        lines.append(_("The other changes stand on the page of the bill."))
    return lines


def _short(said: Said, references: Sequence[str], about: Sequence[Named]) -> str:
    """For what is read on a telephone: two segments with the link. What a member's office says itself, and what became
    of the first of their clauses or else the committee's reason, as far as there is room."""
    facts = {"house": said.sender, "bill": said.outcome.bill.name, "stage": said.stage, "ref": references[0]}
    words = _("%(house)s, %(ref)s: %(bill)s, %(stage)s.") % facts
    if said.corrected is not None:
        return f"{said.sender}, {references[0]}: {Truncator(said.corrected.title).chars(MOST_ADDED, truncate='...')}"
    changed = next((change for _eid, change in about if change is not None), None)
    what = said.change(changed) if changed is not None else said.reason("")
    more = " ".join(filter(None, (said.outcome.words.get(said.lang, ""), what)))
    return f"{words} {Truncator(more).chars(MOST_ADDED, truncate='...')}".rstrip()


def _why_you_get_this() -> str:
    return _(
        "You get one message about each step of a bill about which you wrote to us. You can reply to it. To get "
        "nothing more, reply with the word STOP, or open %(link)s"
    ) % {"link": absolute(addresses.stop(TOKEN))}
