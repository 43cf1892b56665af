"""What listening registers at start: audit labels, egress points, its place in the menu and in the search."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Hit, MenuItem, register_menu, register_search
from hemicycle.channels.actions import register_forgetting, register_redaction
from hemicycle.record.feeds import topics
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.personal_data import Holding

from . import personal_data as held
from .actions.forgetting import forget_messages
from .dossier.news import entries
from .models import Inquiry
from .models.inquiry import READERS
from .presenters import notices
from .text.redaction import first_words
from .text.words import REASONS_TO_LOOK


def inquiry_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of inquiries that a person may see."""
    rows = Inquiry.objects.visible_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("listening:inquiry", args=[one.address]), one.title) for one in rows}


audit.register_area("listening", _("Inquiries"))
register_subject("listening.inquiry", SubjectKind(_("Inquiry"), inquiry_pages))
for action, label in {
    "listening.open": _("Opened an inquiry"),
    "listening.describe": _("Changed the title or the question of an inquiry"),
    "listening.delete": _("Deleted an empty inquiry"),
    "listening.close": _("Closed an inquiry"),
    "listening.reopen": _("Reopened an inquiry"),
    "listening.add_file": _("Uploaded a file"),
    "listening.drop_file": _("Deleted a file"),
    "listening.read_as": _("Said in which encoding a file was saved"),
    "listening.refuse_file": _("Rejected a file that could not be read"),
    "listening.import": _("Imported messages"),
    "listening.imported": _("Finished an import"),
    "listening.analyse": _("Started an analysis"),
    "listening.analysed": _("Finished an analysis"),
    "listening.cancel": _("Stopped a job"),
    "listening.confirm": _("Confirmed a campaign"),
    "listening.rename": _("Renamed a campaign"),
    "listening.split": _("Split a campaign"),
    "listening.merge": _("Merged two campaigns"),
    "listening.move_in": _("Moved messages into a campaign"),
    "listening.move_out": _("Counted messages as individual voices"),
    "listening.undo": _("Undid a correction"),
    "listening.export": _("Exported findings"),
    "listening.theme_confirm": _("Confirmed a theme"),
    "listening.theme_rename": _("Renamed a theme"),
    "listening.theme_merge": _("Merged two themes"),
    "listening.theme_split": _("Split a theme"),
    "listening.theme_in": _("Counted messages in a theme"),
    "listening.theme_out": _("Removed messages from a theme"),
    "listening.link_confirm": _("Confirmed what a message speaks of"),
    "listening.link_reject": _("Rejected what a message was linked to"),
    "listening.link_set": _("Linked a message"),
    "listening.language": _("Set the language of messages"),
    "listening.redact": _("Redacted words of a message"),
    "listening.unredact": _("Restored redacted words of a message"),
    "listening.unredacted": _("Viewed an original message"),
    "listening.collect": _("Collected messages from the inbox"),
    "listening.uncollect": _("Removed collected messages from an inquiry"),
    "listening.dossier_draft": _("Drafted a dossier"),
    "listening.casework": _("Marked a message as casework"),
    "listening.not_casework": _("Marked a message as no casework"),
    "listening.quote_accept": _("Accepted a quote of a dossier"),
    "listening.quote_replace": _("Replaced a quote of a dossier"),
    "listening.quote_restore": _("Restored a quote of a dossier"),
    "listening.dossier_propose": _("Proposed the release of a dossier"),
    "listening.dossier_withdraw": _("Withdrew the proposal to release a dossier"),
    "listening.dossier_decline": _("Declined the release of a dossier"),
    "listening.dossier_release": _("Released a dossier"),
    "listening.dossier_notify": _("Notified followers of a bill of a dossier"),
    "listening.dossier_export": _("Downloaded a dossier"),
    "listening.erase": _("Erased a message"),
    "listening.erase_person": _("Erased the messages of a person"),
    "listening.take_out": _("Took the messages of a person out of inquiries"),
    "listening.leave_to_safety": _("Took out of inquiries what was reported as a threat"),
}.items():
    audit.register(action, label, reasons=REASONS_TO_LOOK if action == "listening.unredacted" else None)

egress.register(
    "listening",
    EgressPoint.PAGE,
    refusal_test="tests/listening/test_tenancy.py::test_the_house_never_sees_the_inquiry_of_a_members_office",
)
egress.register(
    "listening",
    EgressPoint.EXPORT,
    refusal_test="tests/listening/test_exports.py::test_findings_of_another_office_are_not_exported",
)
for _point, _refusal in (
    (EgressPoint.FEED, "test_a_draft_is_in_no_feed"),
    (EgressPoint.NOTICE, "test_nobody_is_notified_of_a_draft"),
):
    egress.register("listening", _point, refusal_test=f"tests/listening/test_dossier_news.py::{_refusal}")
topics.register_entries("bills", entries)


def under_way(user: User) -> QuerySet[Inquiry]:
    """The inquiries a person sees in which something runs or waits."""
    return Inquiry.objects.visible_to(user).under_way()


def find(user: User, query: str) -> Iterable[Hit]:
    for inquiry in Inquiry.objects.visible_to(user).filter(title__icontains=query).newest_first()[:5]:
        yield Hit(inquiry.title, gettext("Inquiry"), reverse("listening:inquiry", args=[inquiry.address]))


register_menu(
    MenuItem(
        label=_("Inquiries"),
        url_name="listening:inquiries",
        roles=READERS,
        order=30,
        icon="inquiry",
        counter=under_way,
    )
)
register_search("listening", find)


register_forgetting(forget_messages)
register_redaction(first_words)


def erase_messages_of(subject: personal_data.Subject, by: object) -> None:
    # By name: the actions import the engine, and every process registers at its start.
    import_string("hemicycle.listening.actions.erasing.erase_messages_of")(subject, by)


def take_out_messages_of(subject: personal_data.Subject, by: object) -> None:
    import_string("hemicycle.listening.actions.erasing.take_out_messages_of")(subject, by)


personal_data.register(
    Holding(
        "listening",
        tables=(
            "listening.Finding", "listening.Mention", "listening.Link", "listening.Collected", "listening.QuoteReview",
            "listening.Dossier", "listening.RejectedRow", "listening.Theme", "listening.Campaign", "listening.Upload",
        ),
        rows=held.rows, data=held.data, erase=erase_messages_of, order=10,
    )
)  # fmt: skip
personal_data.register_without(
    "listening.Inquiry", "listening.Analysis", "listening.Correction", "listening.Intake", "listening.Collection",
    "listening.Stratum",
    why="Questions, numbers and decisions of staff; of a message they hold its number.",
)  # fmt: skip
personal_data.register_blocker("listening", held.blocked)
personal_data.register_objection("listening", take_out_messages_of)
notices.register_kinds()
