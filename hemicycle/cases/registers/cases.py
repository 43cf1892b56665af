"""What cases register at start: what opens and closes them, audit labels, menu, the bell, what is held of a person."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.actions import register_withdrawal
from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import MenuItem, register_menu, register_search
from hemicycle.accounts.roles import Role
from hemicycle.cases import keywords
from hemicycle.cases import personal_data as held
from hemicycle.cases.actions.acknowledging import (
    acknowledge,
    end_acknowledgements,
    end_acknowledgements_of,
)
from hemicycle.cases.actions.answering import answered, not_answered
from hemicycle.cases.actions.confirming import confirm_by_text
from hemicycle.cases.actions.forgetting import erase_of_person, forget_cases
from hemicycle.cases.actions.handling import leave_office
from hemicycle.cases.actions.opening import BY, CASE_SOURCE, register_opened, take
from hemicycle.cases.actions.subjects import find_subjects
from hemicycle.cases.inbox import filters, finding, notices
from hemicycle.cases.messages import framed
from hemicycle.cases.models import (
    Case,
    Heard,
    HearingReminder,
    Outcome,
    ThreatReport,
    reported_messages,
    seeming_threats,
)
from hemicycle.cases.permissions import FAKES, IMITATED, SAFETY, due_fakes, fakes_shown_to, waiting_threats
from hemicycle.channels.actions import (
    register_answer_events,
    register_arrival,
    register_ending,
    register_forgetting,
    register_letter_frame,
)
from hemicycle.channels.inbox.names import register_pages
from hemicycle.channels.models import register_to_one_person
from hemicycle.channels.permissions import INBOX
from hemicycle.listening.models.guarded import register_threats
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.personal_data import Holding

LABELS = {
    "cases.open": _("Opened a case"),
    "cases.add_message": _("Added a message to a case"),
    "cases.confirm": _("Confirmed the address of a letter"),
    "cases.dispute": _("Said that a letter is not theirs"),
    "cases.refuse_letters": _("Refused letters because too many came"),
    "cases.readdress": _("Had the question to the address of a letter sent again"),
    "cases.take_back": _("Took a letter back"),
    "cases.ask_to_take_back": _("Asked to take a letter back, or not to any more"),
    "cases.read": _("Read a case"),
    "cases.search": _("Looked for words in letters"),
    "cases.assign": _("Assigned a case"),
    "cases.snooze": _("Snoozed a case"),
    "cases.acknowledge": _("Acknowledged a message"),
    "cases.add_subject": _("Noted what a case is about"),
    "cases.remove_subject": _("Removed what a case is about"),
    "cases.close": _("Closed a case"),
    "cases.reopen": _("Reopened a case"),
    "cases.undo_handling": _("Undid a change to a case"),
    "cases.merge": _("Merged a case into another"),
    "cases.split": _("Made a message a case of its own"),
    "cases.write_note": _("Wrote an internal note"),
    "cases.delete_note": _("Deleted an internal note"),
    "cases.save_template": _("Saved a template of answers"),
    "cases.delete_template": _("Deleted a template of answers"),
    "cases.prepare_outcome": _("Prepared an outcome from the record"),
    "cases.compare_again": _("Compared the texts of a bill again for an outcome"),
    "cases.give_reasons": _("Wrote the committee’s reasons"),
    "cases.record_agreement": _("Recorded that a committee agreed"),
    "cases.withdraw_agreement": _("Withdrew the record that a committee agreed"),
    "cases.draft_outcome": _("Drafted the announcement of an outcome"),
    "cases.release_outcome": _("Began to notify those who wrote of an outcome"),
    "cases.propose_answer": _("Wrote an answer that a colleague approves"),
    "cases.approve_answer": _("Approved an answer of a colleague"),
    "cases.undo_approval": _("Took the approval of an answer back before it left"),
    "cases.send_answer_back": _("Sent an answer of a colleague back"),
    "cases.take_proposal_back": _("Took back an answer before a colleague approved it"),
    "cases.notify_on_paper": _("Printed what became of a bill for somebody who wrote by post"),
    "cases.take_outcome_back": _("Took back an outcome before anybody was notified"),
    "cases.finish_outcome": _("Notified everybody who wrote of an outcome"),
    "cases.note_due": _("Notified of answers that are due today or overdue"),
    "cases.note_overdue": _("Notified those who lead the office of answers that are long overdue"),
    "cases.remind_of_hearing": _("Reminded of a sitting that deals with a bill"),
    "cases.open_heard": _("Began a page of what was heard about a bill"),
    "cases.write_heard": _("Wrote what a committee did with what it heard"),
    "cases.draft_heard": _("Drafted the announcement of what was heard"),
    "cases.report_threat": _("Reported a threat"),
    "cases.keep_evidence": _("Kept a part of the evidence of a threat"),
    "cases.add_evidence": _("Added evidence to a report of a threat"),
    "cases.assess_threat": _("Assessed a threat"),
    "cases.pass_threat": _("Passed a threat to the police"),
    "cases.close_threat": _("Closed a report of a threat"),
    "cases.reopen_threat": _("Reopened a report of a threat"),
    "cases.note_threat": _("Wrote a note on a report of a threat"),
    "cases.assign_threat": _("Assigned a report of a threat"),
    "cases.show_evidence": _("Looked at evidence of a threat"),
    "cases.make_pack": _("Made the file of a threat for the police"),
    "cases.share_threats": _("Let the safety officers see the office’s reports of threats"),
    "cases.stop_sharing_threats": _("Stopped sharing the office’s reports of threats"),
    "cases.report_fake": _("Noted a fake account"),
    "cases.submit_fake": _("Reported a fake account to its network"),
    "cases.take_down_fake": _("Noted that a fake account is gone"),
    "cases.dismiss_fake": _("Found that an account is no fake"),
    "cases.reopen_fake": _("Reopened the report of a fake account"),
    "cases.hand_over_fake": _("Handed the report of a fake account over to the House"),
    "cases.share_fakes": _("Left reports of fake accounts to the House"),
    "cases.stop_sharing_fakes": _("Stopped leaving reports of fake accounts to the House"),
    "cases.capture_fake": _("Noted what was captured of a fake account"),
    "cases.triage": _("Triaged a case"),
    "cases.save_guidance": _("Changed guidance for staff"),
    "cases.tag": _("Put a tag on a case"),
    "cases.export": _("Exported a list of cases"),
    "cases.untag": _("Removed a tag from a case"),
    "cases.save_view": _("Saved a view of the inbox"),
    "cases.delete_view": _("Deleted a view of the inbox"),
    "cases.undo_merge": _("Undid a merge of cases"),
    "cases.undo_split": _("Undid the split of a case"),
    "cases.judge": _("Found that a case cannot wait"),
    "cases.confirm_urgency": _("Confirmed that a case cannot wait"),
    "cases.set_urgency": _("Said why a case cannot wait"),
    "cases.set_area": _("Said where a case comes from"),
    "cases.ask_to_pass_on": _("Asked whether a case may be passed on"),
    "cases.withdraw_passing_on": _("Withdrew the question whether a case may be passed on"),
    "cases.passing_on_answered": _("Answered whether a case may be passed on"),
    "cases.dismiss_urgency": _("Said that a case can wait"),
}
# Entries of the time when each message was handled by itself, or an action had another name, stay readable.
FORMER = {
    "cases.hand_over_threat": "cases.assign_threat",
    "channels.assign": "cases.assign",
    "channels.snooze": "cases.snooze",
    "channels.close_message": "cases.close",
    "channels.reopen_message": "cases.reopen",
    "channels.undo_handling": "cases.undo_handling",
    "channels.write_note": "cases.write_note",
    "channels.save_template": "cases.save_template",
    "channels.delete_template": "cases.delete_template",
}


def case_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of one's offices, by their references; their words stand nowhere else."""
    rows = Case.objects.visible_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("cases:case", args=[one.reference]), str(one)) for one in rows}


def outcome_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    rows = Outcome.objects.visible_to(person).filter(pk__in=keys).select_related("bill")
    return {str(one.pk): Page(reverse("cases:outcome", args=[one.pk]), str(one)) for one in rows}


def reminder_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    rows = HearingReminder.objects.visible_to(person).filter(pk__in=keys).select_related("bill")
    return {str(one.pk): Page(one.bill.get_absolute_url(), str(one)) for one in rows}


def heard_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    rows = Heard.objects.visible_to(person).filter(pk__in=keys).select_related("bill")
    return {str(one.pk): Page(reverse("cases:heard", args=[one.pk]), str(one)) for one in rows}


def report_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """By their numbers, to those who see to them."""
    rows = ThreatReport.objects.open_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("cases:threat", args=[one.pk]), str(one)) for one in rows}


def fake_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    rows = fakes_shown_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("cases:fake", args=[one.pk]), str(one)) for one in rows}


egress.register(
    "cases",
    EgressPoint.EXPORT,
    refusal_test="tests/cases/test_threats.py::test_the_file_for_the_police_leaves_to_nobody_else",
)

audit.register_area("cases", _("Inbox"))
register_subject("cases.case", SubjectKind(_("Case"), case_pages))
register_subject("cases.outcome", SubjectKind(_("Outcome"), outcome_pages))
register_subject("cases.hearingreminder", SubjectKind(_("Reminder of a sitting"), reminder_pages))
register_subject("cases.heard", SubjectKind(_("What we heard"), heard_pages))
register_subject("cases.impersonationreport", SubjectKind(_("Fake account"), fake_pages))
register_subject("cases.threatreport", SubjectKind(_("Report of a threat"), report_pages))
for _action, _label in LABELS.items():
    audit.register(_action, _label)
for _former, _action in FORMER.items():
    audit.register(_former, LABELS[_action])

# A code in a text message confirms a letter before the message joins its case.
register_arrival(confirm_by_text)
register_arrival(take)
register_opened(find_subjects)
register_opened(lambda case, _message: acknowledge(case, by=BY))
register_ending(end_acknowledgements)
keywords.register_all()
register_answer_events(given=answered, undone=not_answered)
register_letter_frame(framed)
register_forgetting(forget_cases)
register_to_one_person(CASE_SOURCE)
register_withdrawal(leave_office)
register_pages(
    message=lambda number: reverse("cases:message", args=[number]),
    thread=lambda number: reverse("cases:thread", args=[number]),
    inbox=lambda: reverse("cases:inbox"),
)

personal_data.register(
    Holding(
        "cases",
        tables=(
            "cases.Case", "cases.CaseMessage", "cases.CaseTag", "cases.Confirmation", "cases.Subject",
            "cases.InternalNote", "cases.OutcomeNotice", "cases.PassingOn", "cases.ProposedAnswer",
        ),
        rows=held.case_rows, data=held.case_data, erase=erase_of_person, order=35,
    )
)  # fmt: skip
personal_data.register(
    Holding(
        "threats", tables=("cases.ThreatReport", "cases.ThreatStep", "cases.Evidence"),
        rows=held.threat_rows, data=held.threat_data, kept=held.KEPT_EVIDENCE,
    )
)  # fmt: skip
personal_data.register_without(
    "cases.ImpersonationReport",
    "cases.ImpersonationStep",
    why="Addresses of accounts that pretend to be ours, and what was done; nobody wrote them to the House.",
)
personal_data.register_without("cases.ThreatSharing", why="Which members’ offices share; it names nobody who wrote.")
personal_data.register_without("cases.FakeSharing", why="Which members’ offices share; it names nobody who wrote.")
personal_data.register_without("cases.GuidanceText", why="What the House tells its staff; it names nobody.")
personal_data.register_objection("cases", end_acknowledgements_of)
personal_data.register_without("cases.AnswerTemplate", why="What an office answers often; it names nobody who wrote.")
personal_data.register_without(
    "cases.Outcome",
    "cases.Heard",
    "cases.HearingReminder",
    why="What became of a bill, and what the committee says of it; no words of others.",
)

egress.register(
    "cases", EgressPoint.EMBED, refusal_test="tests/site/test_heard.py::test_what_no_dossier_says_is_embedded_nowhere"
)
personal_data.register_without("cases.Tag", "cases.SavedView", "cases.Presence", why="Of people of the House alone.")

register_threats(reported=reported_messages, seeming=seeming_threats)
notices.register_kinds()
register_search("cases", finding.find)
register_menu(
    MenuItem(
        label=_("Inbox"), url_name="cases:inbox", roles=INBOX, order=18, icon="inbox", counter=filters.waiting_for
    )
)
register_menu(
    MenuItem(
        label=_("Safety"), url_name="cases:threats", roles=SAFETY, order=19, icon="waiting",
        counter=waiting_threats, begins=(Role.SAFETY,),
    )
)  # fmt: skip
register_menu(
    MenuItem(
        label=_("Fake accounts"), url_name="cases:fakes", roles=(*FAKES, *IMITATED), order=58, icon="people",
        counter=due_fakes,
    )
)  # fmt: skip
register_menu(
    MenuItem(label=_("Guidance"), url_name="cases:guidance", roles=(Role.SECRETARY,), order=51, icon="information")
)
