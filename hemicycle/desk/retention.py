"""How long the desk keeps what. What the House said in public stays; how it came about stays with it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD

for _model, _name in {
    "Announcement": _("Announcements"),
    "AnnouncementText": _("Texts of announcements"),
    "MediaFile": _("Files of announcements"),
    "Target": _("Channels of announcements"),
}.items():
    retention.register(
        f"desk.{_model}",
        name=_name,
        keeps=FOR_GOOD,
        why=_("The register shows what the House said; drafts are discarded by hand."),
    )
retention.register(
    "desk.LibraryItem",
    name=_("Media library"),
    keeps=FOR_GOOD,
    why=_("Files of announcements; one that none uses is deleted by hand."),
)
for _model, _name in {
    "Template": _("Templates of announcements"),
    "TemplateTarget": _("Channels of templates"),
    "TemplateMedium": _("Pictures of templates"),
}.items():
    retention.register(
        f"desk.{_model}",
        name=_name,
        keeps=FOR_GOOD,
        why=_("Texts to begin with; holds no person’s data, and is removed by hand."),
    )
for _model, _name in {
    "Edition": _("Versions of announcements"),
    "Approval": _("Approvals and edits of announcements"),
    "Proposal": _("Proposed changes to announcements"),
    "DutyLink": _("Links to people on duty"),
    "Override": _("Remarks that were overruled"),
    "Withdrawal": _("Withdrawals of announcements"),
    "Delivery": _("Deliveries of announcements"),
}.items():
    retention.register(
        f"desk.{_model}",
        name=_name,
        keeps=FOR_GOOD,
        why=_("Who read and approved what is proof of how the House came to publish it."),
    )
retention.register(
    "desk.Presence",
    name=_("Who edits at the moment"),
    keeps=timedelta(days=1),
    counted_from="seen_at",
    why=_("Shows two people that both are editing; nothing else."),
)
