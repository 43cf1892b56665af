"""What governance registers at start: the words of its entries in the audit log, its place in the menu."""

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import audit

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
    "governance.write_anew": _("Wrote an article anew from the key questions"),
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
}.items():
    audit.register(action, label)
