"""What the channels register at start: audit labels, menu, banners, and the files that leave."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import MenuItem, register_banner, register_menu
from hemicycle.channels import personal_data as held
from hemicycle.channels.actions import REASONS_TO_READ
from hemicycle.channels.actions.answering import ANSWER
from hemicycle.channels.actions.erasing import erase_contacts_of, erase_messages_of, stop_writing_to
from hemicycle.channels.inbox import notices
from hemicycle.channels.inbox.names import message_page
from hemicycle.channels.models import Account, Inbound, register_to_one_person
from hemicycle.channels.permissions import ATTENDANTS
from hemicycle.channels.registry import refuse_unknown_names
from hemicycle.channels.status import banners
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.personal_data import Holding

egress.register(
    "channels",
    EgressPoint.EXPORT,
    refusal_test="tests/channels/by_hand/test_pages.py::test_another_office_finds_none_of_it",
)

LABELS = {
    "channels.receive": _("Received messages"),
    "channels.erase": _("Erased messages"),
    "channels.read": _("Read a message as it came"),
    "channels.read_thread": _("Read answers to a message and notes on it"),
    "channels.read_file": _("Saved or opened a file that came with a message"),
    "channels.export_lookalikes": _("Exported a report on names that imitate our accounts"),
    "channels.take": _("Received a message"),
    "channels.enter_letter": _("Entered a letter that came by post"),
    "channels.correct_address": _("Corrected the address of a letter that came by post"),
    "channels.post_letter": _("Posted an answer on paper"),
    "channels.unpost_letter": _("Marked an answer on paper as not posted"),
    "channels.take_letter": _("Received a letter from the form on the web"),
    "channels.report": _("Learned that a message was not delivered"),
    "channels.open_account": _("Opened an account"),
    "channels.change_account": _("Changed an account"),
    "channels.close_account": _("Closed an account"),
    "channels.show_hook": _("Looked at the address of a hook"),
    "channels.queue": _("Queued messages to be sent"),
    "channels.cancel": _("Cancelled messages"),
    "channels.hold_back": _("Held back messages in a sensitive period"),
    "channels.expire": _("Expired messages that were not sent in time"),
    "channels.requeue": _("Queued again messages that had been cancelled"),
    "channels.resend": _("Sent again messages that had failed"),
    "channels.settle": _("Recorded the outcome of a message"),
    "channels.mark_posted": _("Posted a message by hand"),
    "channels.skip": _("Skipped a message that was to be posted by hand"),
    "channels.unpost": _("Said that a message was not posted by hand after all"),
    "channels.add_replies": _("Added replies from a network"),
    "channels.publish_topics": _("Notified subscribers that a feed changed"),
    "channels.lead_elsewhere": _("Led short links to a notice of withdrawal"),
    "channels.pause": _("Paused everything that goes out"),
    "channels.resume": _("Resumed what goes out"),
    "channels.renew_keys": _("Renewed the key of an actor"),
    "channels.ask_block": _("Asked for the block of a server"),
    "channels.block": _("Blocked an actor or a server"),
    "channels.unblock": _("Ended a block"),
    "channels.change_message": _("Changed a message as its sender changed it"),
    "channels.answer": _("Answered a message"),
    "channels.redirect": _("Redirected a private message to the ways to write to the House"),
    "channels.take_back_answer": _("Took back an answer before it left"),
    "channels.moderate": _("Applied a measure under a house rule"),
    "channels.confirm_measure": _("Confirmed a measure under a house rule"),
    "channels.send_notice": _("Sent the notice of a measure under a house rule"),
    "channels.lift_measure": _("Lifted a measure under a house rule"),
    "channels.hide_there": _("Hid or showed a message on its network"),
    "channels.hide_again": _("Asked once more to hide or show a message on its network"),
    "channels.appeal": _("Received an appeal"),
    "channels.decide_appeal": _("Decided on an appeal"),
    "channels.suppress": _("Blocked messages to an address"),
    "channels.choose_language": _("Chose in which language to be written to"),
    "channels.forget": _("Erased what was kept of a person"),
    "channels.object": _("Stopped the use of what is kept of a person"),
    "channels.allow_again": _("Allowed an address to be written to again"),
}
# Entries that were written under a former name stay readable.
FORMER = {
    "channels.post": "channels.mark_posted",
    "channels.leave": "channels.skip",
    "channels.take_back": "channels.unpost",
    "channels.bring": "channels.add_replies",
    "channels.tell_topics": "channels.publish_topics",
}


def message_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of messages of one's offices, by the day on which they came; their words stand nowhere else."""
    rows = Inbound.objects.visible_to(person).filter(pk__in=keys).values_list("pk", "received_at")
    return {str(key): Page(message_page(key), date_format(localtime(at), "DATE_FORMAT")) for key, at in rows}


def account_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    rows = Account.objects.filter(office__in=Office.objects.of(person), pk__in=keys).values_list("pk", "name")
    return {str(key): Page(reverse("channels:account", args=[key]), name) for key, name in rows}


READINGS = ("channels.read", "channels.read_file")
audit.register_area("channels", _("Channels"))
register_subject("channels.inbound", SubjectKind(_("Message"), message_pages))
register_subject("channels.account", SubjectKind(_("Account"), account_pages))
for _action, _label in LABELS.items():
    audit.register(_action, _label, reasons=REASONS_TO_READ if _action in READINGS else None)
for _former, _action in FORMER.items():
    audit.register(_former, LABELS[_action])

# What a keyword asked for, and where a private message is better sent.
register_to_one_person(ANSWER)

personal_data.register(
    Holding(
        "channels.messages",
        tables=(
            "channels.Inbound", "channels.Attachment", "channels.Original", "channels.Answer",
            "channels.Measure", "channels.Appeal",
        ),
        rows=held.message_rows, data=held.message_data, files=held.message_files, erase=erase_messages_of, order=40,
    )
)  # fmt: skip
personal_data.register(
    Holding(
        "channels.contacts",
        tables=(
            "channels.Contact", "channels.Consent", "channels.Outbound", "channels.OutboundPart", "channels.Content",
            "channels.InboundPart", "channels.EarlyReport", "channels.Block", "channels.ActorFollower",
            "channels.Reaction", "channels.Peer", "channels.RemoteInbox", "channels.Dispatch", "channels.Activity",
        ),
        rows=held.contact_rows, data=held.contact_data, erase=erase_contacts_of, order=60,
    )
)  # fmt: skip
personal_data.register(
    Holding("channels.log", tables=("rules.AuditEntry",), rows=held.log_rows, data=held.log_data, kept=held.KEPT_LOG)
)
personal_data.register_without(
    "channels.Suppression", why="Who asked to be left alone stays known as a keyed hash, which shows nothing."
)
personal_data.register_without(
    "channels.Account", "channels.Pause", "channels.Server", "channels.HeardActivity",
    "channels.ShortLink", "channels.ClickCount", "channels.Tally", "channels.FollowerCount", "channels.Subscriber",
    why="Accounts, texts and counts of the House; no person outside it is in them.",
)  # fmt: skip
personal_data.register_objection("channels", stop_writing_to)

refuse_unknown_names()

notices.register_kinds()
register_banner("channels", banners.banner, order=10)

register_menu(MenuItem(label=_("Channels"), url_name="channels:board", roles=ATTENDANTS, order=15, icon="channels"))
