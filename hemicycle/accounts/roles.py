"""What a person does in an office. One person may hold several roles."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", _("Communications officer")
    EDITOR = "editor", _("Editor")
    RESEARCHER = "researcher", _("Researcher")
    CLERK = "clerk", _("Clerk")
    SECRETARY = "secretary", _("Secretary General’s office")
    ADMINISTRATOR = "administrator", _("Administrator")
    SAFETY = "safety", _("Safety officer")
    MEMBER = "member", _("Member's office")


# What each may do, in one sentence: on *People*, in the form that invites, and in the mail to whoever is invited.
MAY: dict[Role, Promise] = {
    Role.OFFICER: _("Writes announcements, answers public comments and reads inquiries; approves nothing."),
    Role.EDITOR: _("Writes announcements, approves those of others, and moderates comments."),
    Role.RESEARCHER: _("Reads letters, corrects findings and writes dossiers; releases none."),
    Role.CLERK: _("Reads and answers letters, leads inquiries and releases dossiers."),
    Role.SECRETARY: _("Drafts the policy, records its adoption, puts it in force and allocates duties."),
    Role.ADMINISTRATOR: _("Gives people access, opens offices, and manages accounts and retention; reads no letters."),
    Role.SAFETY: _("Sees to threats against members and staff; opens nothing else, no letter and no case."),
    Role.MEMBER: _("Does everything in this member’s office, which nobody else in the House can read."),
}

# Those who let others into their office, and of whom one must stay.
KEEPERS = (Role.ADMINISTRATOR, Role.MEMBER)

# Those who approve what the House says, or read the letters it gets.
CONFIRMERS = (Role.EDITOR, Role.RESEARCHER, Role.CLERK)

# Given by one person and confirmed by another, one of CONFIRMERS. The Secretary General's and an administrator's too:
# with an invented second one, one person could give a role and confirm it themselves. A safety officer's, for what
# they read of members and staff. A member's office decides alone.
CONFIRMED = (*CONFIRMERS, Role.SECRETARY, Role.ADMINISTRATOR, Role.SAFETY)
