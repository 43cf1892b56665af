"""What the desk registers at start: audit labels, egress points with their refusal tests, menu, search."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Hit, MenuItem, register_banner, register_menu, register_search
from hemicycle.channels.fediverse import documents, hub
from hemicycle.channels.inbox.sources import register_sources
from hemicycle.desk import addresses
from hemicycle.desk.models import WRITERS, Announcement, AnnouncementText, State
from hemicycle.desk.presenters import board, notices, sources
from hemicycle.desk.public import api, feeds
from hemicycle.desk.snapshot import SOURCE
from hemicycle.record.api.router import api as record_api
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint

MOST_HITS = 6


def announcement_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of announcements that a person may see; of what everybody may, the one in the register."""
    visible = Announcement.objects.visible_to(person).filter(pk__in=keys).values("pk")
    released = Announcement.objects.public().filter(pk__in=keys).values("pk")
    rows = Announcement.objects.filter(Q(pk__in=visible) | Q(pk__in=released)).annotate(at_desk=Q(pk__in=visible))
    return {str(row.pk): _page_of(row) for row in rows.prefetch_related("texts")}


def _page_of(row: Any) -> Page:
    url = reverse("desk:announcement", args=[row.address]) if row.at_desk else row.get_absolute_url()
    return Page(url, row.title.text, row.title.lang)


documents.register_page(addresses.register)
register_sources(SOURCE, sources.describe)

audit.register_area("desk", _("Desk"))
register_subject("desk.announcement", SubjectKind(_("Announcement"), announcement_pages))
for _action, _label in {
    "desk.draft": _("Opened a draft"),
    "desk.export_results": _("Exported results"),
    "desk.duplicate": _("Duplicated an announcement"),
    "desk.change_office": _("Changed the office of an announcement"),
    "desk.save_template": _("Saved a template"),
    "desk.remove_template": _("Removed a template"),
    "desk.restore_template": _("Restored a template"),
    "desk.add_media": _("Added a file to the media library"),
    "desk.change_media": _("Changed the facts of a file in the media library"),
    "desk.archive_media": _("Archived a file in the media library"),
    "desk.restore_media": _("Restored a file in the media library"),
    "desk.delete_media": _("Deleted a file from the media library"),
    "desk.edit": _("Changed an announcement"),
    "desk.new_time": _("Gave an announcement a new time"),
    "desk.submit": _("Submitted an announcement for review"),
    "desk.approve": _("Approved an announcement"),
    "desk.recount": _("Counted approvals anew after the policy changed"),
    "desk.ask_on_duty": _("Asked somebody on duty in another office"),
    "desk.take_back_link": _("Revoked a link"),
    "desk.send_back": _("Sent an announcement back"),
    "desk.propose": _("Proposed an edit"),
    "desk.take_over": _("Accepted a proposed edit"),
    "desk.decline": _("Declined a proposed edit"),
    "desk.overrule": _("Overrode a remark"),
    "desk.keep_own_text": _("Kept a channel’s own text as it is"),
    "desk.schedule": _("Scheduled an announcement"),
    "desk.unschedule": _("Put an announcement on hold"),
    "desk.release": _("Released an announcement"),
    "desk.put_out": _("Queued an announcement for its recipients"),
    "desk.try_again": _("Tried the channels again that had failed"),
    "desk.send_stopped": _("Sent what a withdrawal had stopped"),
    "desk.send_held": _("Sent what a sensitive period had held back"),
    "desk.leave_held": _("Decided not to send what a sensitive period had held back"),
    "desk.miss": _("Did not release an announcement whose deadline had passed"),
    "desk.fall_back": _("Stopped an announcement that was no longer as approved"),
    "desk.correct": _("Started a correction"),
    "desk.ask_withdrawal": _("Asked for a withdrawal"),
    "desk.drop_withdrawal": _("Refused a withdrawal"),
    "desk.take_back_withdrawal": _("Took back a request for withdrawal"),
    "desk.withdraw": _("Withdrew an announcement"),
    "desk.discard": _("Discarded a draft"),
    "desk.restore": _("Restored a discarded draft"),
}.items():
    audit.register(_action, _label)

egress.register(
    "desk",
    EgressPoint.PAGE,
    refusal_test="tests/site/test_announcements.py::test_what_is_restricted_is_on_no_page",
)
egress.register(
    "desk",
    EgressPoint.FEED,
    refusal_test="tests/site/test_announcements.py::test_what_is_restricted_is_in_no_feed",
)
egress.register("desk", EgressPoint.API, refusal_test="tests/desk/test_api.py::test_what_is_restricted_is_not_served")
egress.register(
    "desk", EgressPoint.EXPORT, refusal_test="tests/desk/test_results.py::test_an_outsider_reads_no_results"
)
record_api.add_router("", api.router)


def find(user: User, query: str) -> Iterable[Hit]:
    """Announcements by their words, for the search and the palette of whoever sees them."""
    matching = AnnouncementText.objects.filter(Q(title__icontains=query) | Q(body__icontains=query)).values(
        "announcement"
    )
    rows = Announcement.objects.visible_to(user).filter(pk__in=matching).exclude(state=State.DISCARDED)
    for row in rows.prefetch_related("texts").order_by("-changed_at", "-pk")[:MOST_HITS]:
        title = str(row.title) or gettext("Without a title")
        yield Hit(
            f"{title} · {row.get_state_display()}",
            gettext("Announcement"),
            reverse("desk:announcement", args=[row.address]),
        )


hub.register_topics("announcements", feeds.is_feed, feeds.content_of)
register_menu(
    MenuItem(label=_("Desk"), url_name="desk:board", roles=WRITERS, order=10, icon="desk", counter=board.awaiting_for)
)
register_search("desk", find)
notices.register_kinds()
register_banner("late announcements", board.late, order=20)
personal_data.register_without(
    "desk.Announcement", "desk.AnnouncementText", "desk.Target", "desk.Edition", "desk.Approval", "desk.Proposal",
    "desk.DutyLink", "desk.Override", "desk.Withdrawal", "desk.Presence", "desk.Delivery", "desk.LibraryItem",
    "desk.MediaFile", "desk.Template", "desk.TemplateTarget", "desk.TemplateMedium",
    why="What the House says, written by its staff; no address of anybody is in it.",
)  # fmt: skip
