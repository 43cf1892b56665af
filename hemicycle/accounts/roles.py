"""What a person does in an office. One person may hold several roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", _("Communications officer")
    EDITOR = "editor", _("Editor")
    RESEARCHER = "researcher", _("Researcher")
    CLERK = "clerk", _("Clerk")
    ADMINISTRATOR = "administrator", _("Administrator")
    MEMBER = "member", _("Member's office")


# Those who let others into their office, and of whom one must stay.
KEEPERS = (Role.ADMINISTRATOR, Role.MEMBER)

# Those who approve what the House says, or read the letters it gets.
CONFIRMERS = (Role.EDITOR, Role.RESEARCHER, Role.CLERK)

# Given by one person and confirmed by another, one of CONFIRMERS. An administrator's too: with an invented second
# administrator, one person could give a role and confirm it themselves. A member's office decides alone.
CONFIRMED = (*CONFIRMERS, Role.ADMINISTRATOR)
