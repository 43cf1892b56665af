"""How long what governance keeps is kept."""

from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

from .models import PersonalDataRequest


def forget_unproved(rows: Any) -> None:
    # By name: the actions reach down to the engine, and every process loads these rules at its start.
    import_string("hemicycle.governance.actions.requests.forgetting.forget_unproved")(rows)


def _for_good(why: Promise, **names: Promise) -> None:
    """Tables by their models, and what readers call each."""
    for model, name in names.items():
        retention.register(f"governance.{model}", name=name, keeps=FOR_GOOD, why=why)


_for_good(
    _("The record of what the House decided about itself, and of how its text came about."),
    Policy=_("Policies"),
    Version=_("Versions of policies"),
    Article=_("Articles of policies"),
    ArticleText=_("Articles in each language"),
    Adoption=_("Adoptions of policies"),
    Amendment=_("Amendments to policies"),
    Override=_("Emergency overrides"),
    Duty=_("Duties"),
    Appointment=_("Who held which duty"),
    Activity=_("Activities of the plan of outreach"),
)
_for_good(
    _("Amendments are public with the body for which they were proposed."),
    Participant=_("Participants in the drafting of policies"),
)
_for_good(
    _("The law asks that breaches be documented; what was learned from the others stays with them."),
    Incident=_("Incidents"),
    IncidentStep=_("Steps of incidents"),
    LeakDrill=_("Leak drills"),
    LeakSearch=_("Searches of leak drills"),
)
_for_good(
    _("They prove that the audit log is still the one it was; they hold no personal data."),
    SigningKey=_("Keys that sign checkpoints of the audit log"),
    AuditCheckpoint=_("Checkpoints of the audit log"),
)
_for_good(
    _("Shows that the House answered, when and how; no address and no word of the person is left in it."),
    PersonalDataRequest=_("Requests of persons about their data"),
)
_for_good(
    _("Shows that a member’s office was closed and how much was erased; it holds no data of anybody."),
    Mandate=_("Ends of mandates"),
    MandateErasure=_("Erasures at the end of mandates"),
)
retention.register(
    "governance.EarlierText",
    name=_("Earlier words of articles"),
    keeps=timedelta(days=2 * 365),
    counted_from="replaced_at",
    why=_("Until the next review of the policy; what was adopted stays."),
)
retention.register(
    "governance.Comment",
    name=_("Comments on policies"),
    keeps=timedelta(days=2 * 365),
    counted_from="at",
    why=_("Until the next review of the policy; the amendments stay."),
)
retention.register(
    "governance.Answer",
    name=_("Answers to the key questions"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.governance.actions.building.start_over",
    why=_("As long as a working group may come back to them."),
)
retention.register(
    "governance.Leave",
    name=pgettext_lazy("absence", "Leave"),
    keeps=timedelta(days=30),
    counted_from="ends_on",
    why=_("Only who stands in now, or soon, matters."),
)
retention.register(
    "governance.Training",
    name=_("Records of training"),
    keeps=timedelta(days=3 * 365),
    counted_from="on",
    why=_("Two years are the longest validity that starting policies propose, and one more shows that it has ended."),
)
retention.register(
    "governance.RecoveryTest",
    name=_("Tests of recovery contacts"),
    keeps=timedelta(days=2 * 365),
    counted_from="on",
    why=_("What was tested long ago says nothing of the contacts of today."),
)
retention.register(
    "governance.StaffHours",
    name=_("Hours that staff can give"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.governance.actions.training.state_hours",
    why=_("Compared with the hours that the policy promises."),
)
retention.register(
    "governance.PersonalDataRequest",
    name=_("Requests whose address nobody proved"),
    part="unproved",
    keeps=timedelta(days=7),
    due=PersonalDataRequest.objects.never_proved,
    end=forget_unproved,
    why=_("A code works for one day; a week later nobody will type it any more."),
)
retention.register(
    "governance.RequestAddress",
    name=_("Addresses of persons who asked about their data"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.governance.actions.requests.forgetting.forget_answered",
    why=_("Until the answer has arrived."),
)
retention.register(
    "governance.TransferConsent",
    name=_("Answers on whether a successor may have an open case"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.governance.actions.mandates.ending.erase_office",
    why=_("Until the office is closed."),
)
for _model, _name in {
    "ArchiveFile": _("Files of the archive"),
    "Capture": _("Captures of what was published"),
    "ArchiveRecord": _("Index of the archive"),
    "ArchiveConfirmation": _("Confirmations before accounts were closed"),
}.items():
    retention.register(
        f"governance.{_model}",
        name=_name,
        keeps=FOR_GOOD,
        why=_("What the House said must still be readable when those who wrote it have left."),
    )
for _model, _name, _counted in (
    ("ForwardedConversation", _("Conversations forwarded into the record"), "forwarded_at"),
    ("ForwardedFile", _("Files of forwarded conversations"), "conversation__forwarded_at"),
):
    retention.register(
        f"governance.{_model}",
        name=_name,
        keeps="messages_kept_days",
        counted_from=_counted,
        why=_("As long as the correspondence of the House."),
    )
