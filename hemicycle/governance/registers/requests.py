"""What governance registers of requests of persons and of the ends of mandates."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.navigation import MenuItem, register_banner, register_menu
from hemicycle.channels.models import register_to_one_person
from hemicycle.rules import audit, personal_data
from hemicycle.rules.personal_data import Holding

from ..actions.mandates.ending import TRANSFER
from ..actions.requests import forgetting
from ..actions.requests.writing import SOURCE
from ..models.mandates import SETTERS
from ..models.requests import ALL_HANDLERS
from ..presenters import mandates, requests

for action, label in {
    "governance.request": _("Received a person’s request about their data"),
    "governance.request_prove": _("An address was proved for a request about data"),
    "governance.request_look": _("Counted what is held of a person"),
    "governance.request_extend": _("Extended a request about data"),
    "governance.request_propose": _("Proposed how to answer a request about data"),
    "governance.request_withdraw": _("Withdrew the proposal for a request about data"),
    "governance.request_answer": _("Answered a request about data"),
    "governance.request_refuse": _("Refused a request about data"),
    "governance.request_open": _("A person opened the package with their data"),
    "governance.mandate": _("Set the day on which a mandate ends"),
    "governance.mandate_export": _("Exported what a member’s office holds"),
    "governance.mandate_ask": _("Asked persons whether a successor may have their case"),
    "governance.mandate_consent": _("A person answered whether a successor may have their case"),
    "governance.mandate_removed": _("Removed the day on which a mandate ends"),
    "governance.mandate_keep": _("Withdrew the erasure of a member’s office"),
    "governance.mandate_erase": _("Confirmed the erasure of a member’s office"),
    "governance.mandate_done": _("Closed a member’s office"),
    "governance.request_forget": _("Forgot who made a request about data"),
}.items():
    audit.register(action, label)
register_to_one_person(SOURCE)
register_to_one_person(TRANSFER)
personal_data.register(
    Holding(
        "governance.requests", tables=("governance.PersonalDataRequest", "governance.RequestAddress"),
        rows=lambda subject: [], data=forgetting.data, erase=forgetting.erase_messages_about_requests, order=5,
    )
)  # fmt: skip
personal_data.register_without(
    *(f"governance.{table}" for table in (
        "Policy", "Participant", "Version", "Article", "ArticleText", "Adoption", "Answer", "Comment", "Amendment",
        "Override", "Mandate",
        "MandateErasure", "TransferConsent",
    )),
    why="The policy and the record of those invited to write it, who sign in to do so.",
)  # fmt: skip
requests.register_kinds()
register_banner("overdue requests", requests.overdue, order=18)
register_menu(
    MenuItem(
        label=_("Requests about data"), url_name="governance:requests", roles=ALL_HANDLERS, order=88, icon="account",
        counter=requests.waiting, invited=requests.by_duty,
    )
)  # fmt: skip
register_menu(
    MenuItem(label=_("Ends of mandates"), url_name="governance:mandates", roles=SETTERS, order=89, icon="set-aside")
)
register_banner("end of mandate", mandates.banner, order=8)
personal_data.register_without(
    "governance.EarlierText", "governance.SigningKey", "governance.AuditCheckpoint", "governance.Duty",
    "governance.Appointment", "governance.Leave", "governance.Training", "governance.RecoveryTest",
    "governance.StaffHours", "governance.Incident", "governance.IncidentStep", "governance.LeakDrill",
    "governance.LeakSearch", "governance.Activity",
    why="What staff do, plan and have learned, each on a page of their own; nobody outside is in it.",
)  # fmt: skip
