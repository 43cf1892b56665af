"""What the archive registers at start."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.navigation import MenuItem, register_menu
from hemicycle.channels import closing
from hemicycle.rules import audit, personal_data

from ..presenters import archive
from ..views.archive import KEEPERS

for action, label in {
    "governance.ask_capture": _("Asked for a capture for the archive"),
    "governance.capture": _("Captured what was published for the archive"),
    "governance.forget_capture": _("Took words out of the archive that were erased"),
    "governance.verify_archive": _("Verified a file of the archive"),
    "governance.ask_to_confirm_archive": _("Asked for the confirmation that an account’s posts are in the archive"),
    "governance.confirm_archive": _("Confirmed that what an account published is in the archive"),
}.items():
    audit.register(action, label)

closing.register_condition("archive", archive.unarchived)
register_menu(
    MenuItem(
        label=pgettext_lazy("archive", "Archive"),
        url_name="governance:archive",
        roles=KEEPERS,
        order=86,
        icon="copy",
    )
)
personal_data.register_without(
    "governance.ArchiveFile", "governance.Capture", "governance.ArchiveRecord", "governance.ArchiveConfirmation",
    why="What the House itself published, and staff who confirmed it; what was erased of a dossier leaves it, too.",
)  # fmt: skip
