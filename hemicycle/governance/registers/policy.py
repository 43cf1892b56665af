"""What the policy registers at start: the words of its entries in the audit log, its place in the menu."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.mail import register_invitation
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import MenuItem, register_banner, register_menu, register_public_banner
from hemicycle.rules import audit, egress
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.parameters import register_articles

from ..models import LEADERS, Amendment, Participant, Policy, State, Version
from ..presenters import notices, overrides
from ..presenters.overrides import register_override_kind
from ..presenters.people import invited_to
from ..presenters.policy_in_force import article_in_force, review_banner

audit.register_area("governance", _("Policy"))
for action, label in {
    "governance.start": _("Started a policy"),
    "governance.draft": _("Started a new version of a policy"),
    "governance.describe": _("Changed title, body or languages of a policy"),
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
    "governance.correct_adoption": _("Corrected the record of an adoption"),
    "governance.reject": _("Recorded the rejection of a policy"),
    "governance.activate": _("Put a policy in force"),
    "governance.ask_override": _("Asked for an emergency override"),
    "governance.confirm_override": _("Confirmed an emergency override"),
    "governance.end_override": _("Ended an emergency override"),
    "governance.export": _("Exported a table"),
}.items():
    audit.register(action, label)

egress.register(
    "governance",
    EgressPoint.EXPORT,
    refusal_test="tests/governance/test_adoption_pages.py::test_no_file_of_a_text_leaves_to_who_takes_no_part",
)


def undecided(person: User) -> QuerySet[Amendment]:
    """Amendments that await the working group."""
    return Amendment.objects.undecided().filter(version__state=State.DRAFT)


def participations(person: User) -> QuerySet[Participant]:
    """By which somebody without the role comes to the texts."""
    return Participant.objects.filter(person=person, left_at=None)


def version_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    rows = Version.objects.filter(pk__in=keys, policy__in=Policy.objects.visible_to(person)).select_related("policy")
    return {str(one.pk): Page(reverse("governance:policy", args=[one.policy.address]), str(one)) for one in rows}


INVITED: dict[str, Promise] = {
    Participant.Part.EDITOR: _("%(name)s invites you to the working group of the text “%(title)s”."),
    Participant.Part.PARTICIPANT: _(
        "%(name)s invites you to take part in the text “%(title)s”: you can comment on it and propose amendments."
    ),
}


def invitations(user: User) -> Iterable[str]:
    """For the first mail to somebody who was invited."""
    for one in invited_to(user):
        by = one.invited_by or gettext("The working group")
        yield str(INVITED[one.part]) % {"name": by, "title": one.policy}


register_menu(
    MenuItem(
        label=pgettext_lazy("menu", "Policy"), url_name="governance:texts", roles=LEADERS, order=50, icon="policy",
        counter=undecided, invited=participations, begins=LEADERS,
    )
)  # fmt: skip
register_subject("governance.version", SubjectKind(_("Version of a policy"), version_pages))
register_invitation(invitations)
notices.register_kinds()
register_override_kind()
register_public_banner("emergency override", overrides.banner)
register_articles(article_in_force)
register_banner("policy review", review_banner, order=40)
