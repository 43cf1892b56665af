"""What governance registers at start: the words of its entries in the audit log, its place in the menu."""

from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.navigation import MenuItem, register_banner, register_menu
from hemicycle.rules import audit, personal_data
from hemicycle.rules.personal_data import Holding

from .actions.requests import forgetting
from .models.requests import ALL_HANDLERS
from .presenters import mandates, requests

audit.register_area("governance", _("Policy"))
for action, label in {
    "governance.start": _("Started a policy"),
    "governance.draft": _("Started a new version of a policy"),
    "governance.discard": _("Discarded a version of a policy"),
    "governance.add_article": _("Added an article"),
    "governance.remove_article": _("Removed an article"),
    "governance.move_article": _("Moved an article"),
    "governance.write": _("Changed the text of an article"),
    "governance.up_to_date": _("Confirmed that an article says the same in two languages"),
    "governance.decide": _("Changed what an article decides"),
    "governance.practices": _("Changed which practices an article serves"),
    "governance.answer": _("Answered a key question"),
    "governance.build": _("Made the articles from the key questions"),
    "governance.start_over": _("Removed the answers to the key questions"),
    "governance.invite": _("Invited a participant"),
    "governance.leave": _("Ended a participation"),
    "governance.comment": _("Commented on an article"),
    "governance.settle": _("Settled a comment"),
    "governance.propose": _("Proposed an amendment"),
    "governance.withdraw_amendment": _("Withdrew an amendment"),
    "governance.accept": _("Accepted an amendment"),
    "governance.merge": _("Merged an amendment"),
    "governance.decline": _("Did not accept an amendment"),
    "governance.send": _("Sent a policy for adoption"),
    "governance.return": _("Returned a policy to its drafters"),
    "governance.adopt": _("Recorded the adoption of a policy"),
    "governance.reject": _("Recorded the rejection of a policy"),
    "governance.activate": _("Put a policy in force"),
    "governance.ask_override": _("Asked for an emergency override"),
    "governance.confirm_override": _("Confirmed an emergency override"),
    "governance.end_override": _("Ended an emergency override"),
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
    "governance.mandate_erase": _("Confirmed the erasure of a member’s office"),
    "governance.mandate_done": _("Closed a member’s office"),
    "governance.request_forget": _("Forgot who made a request about data"),
}.items():
    audit.register(action, label)
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
        label=_("Requests about data"), url_name="governance:requests", roles=ALL_HANDLERS, order=88, icon="person",
        counter=requests.waiting,
    )
)  # fmt: skip
register_banner("end of mandate", mandates.banner, order=8)
