"""How long the desk keeps what. What the House said in public stays; how it came about stays with it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD

for _model in ("Announcement", "AnnouncementText", "MediaFile", "Target"):
    retention.register(
        f"desk.{_model}",
        keeps=FOR_GOOD,
        why=_("The register shows what the House said; drafts are discarded by hand."),
    )
retention.register(
    "desk.LibraryItem",
    keeps=FOR_GOOD,
    why=_("Files of announcements; one that none uses is deleted by hand."),
)
for _model in ("Template", "TemplateTarget", "TemplateMedium"):
    retention.register(
        f"desk.{_model}",
        keeps=FOR_GOOD,
        why=_("Texts to begin with; holds no person’s data, and is removed by hand."),
    )
for _model in ("Edition", "Approval", "Proposal", "DutyLink", "Override", "Withdrawal", "Delivery"):
    retention.register(
        f"desk.{_model}",
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
