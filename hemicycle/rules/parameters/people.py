"""Who signs in, and how."""

from django.utils.translation import gettext_lazy as _

from . import units
from .parameter import Parameter, register

# The names of accounts.roles.Role, which is above; tests/accounts/test_roles_in_policy.py holds them together.
ROLES = {
    "officer": _("communications officers"),
    "editor": _("editors"),
    "researcher": _("researchers"),
    "clerk": _("clerks"),
    "secretary": _("the Secretary General’s office"),
    "administrator": _("administrators"),
    "safety": _("safety officers"),
    "member": _("members’ offices"),
}
for _parameter in (
    Parameter(
        "session_hours",
        int,
        12,
        _("Hours after which a person must sign in again"),
        _("one working day; NIST SP 800-63B-4 asks for at most 24 hours at AAL2"),
        unit=units.HOURS,
        most=24,
        test="tests/accounts/test_sign_in.py::test_a_session_lasts_as_long_as_the_house_decided",
    ),
    Parameter(
        "training_valid_days",
        int,
        365,
        _("Days after which the person responsible for an account must be trained again"),
        _("once a year, as codes for official accounts ask"),
        unit=units.DAYS,
        test="tests/governance/test_training.py::test_a_training_is_valid_for_as_many_days_as_the_policy_says",
    ),
    Parameter(
        "second_factor_roles",
        tuple,
        (),
        _("Roles that open nothing until the person has set up a second factor"),
        _("none until the House decides: whoever is let in on the first day has none yet (practice SEC-2)"),
        choices=ROLES,
        test="tests/accounts/test_second_factor.py::"
        "test_a_role_of_the_policy_opens_its_pages_once_a_second_factor_is_set_up",
    ),
    Parameter(
        "step_up_for",
        tuple,
        (),
        _("Acts for which a person who signed in some time ago signs in once more"),
        _("none until the House decides; OWASP ASVS 5.0, 7.5.3, asks for it before what is sensitive"),
        choices={
            "approve": _("approving"),
            "release": _("releasing"),
            "export": _("exporting"),
            "unredacted": _("reading what is redacted"),
            "policy": _("changing what is in force"),
        },
        test="tests/accounts/test_step_up.py::test_acts_of_the_policy_ask_whoever_signed_in_some_time_ago",
    ),
    Parameter(
        "step_up_minutes",
        int,
        15,
        _("Minutes after which such an act asks for a new sign-in"),
        _("NIST SP 800-63B-4: inactivity of at most 15 minutes at AAL3"),
        unit=units.MINUTES,
        most=24 * 60,
        test="tests/accounts/test_step_up.py::test_it_is_asked_after_as_many_minutes_as_the_policy_says",
    ),
    Parameter(
        "training_required",
        str,
        "advised",
        _("Whether approving and publishing depend on a valid record of training"),
        _("advised until the House decides: nobody has a record on the first day (practice ROL-4)"),
        choices={
            "advised": _("is advised, and its end is shown"),
            "required": _("is required: without it nobody approves or publishes"),
        },
        test="tests/governance/test_training.py::"
        "test_without_valid_training_nobody_approves_where_the_policy_requires_it",
    ),
    Parameter(
        "policy_review_months",
        int,
        24,
        _("Months after which the policy is reviewed"),
        _("a two-year cycle (practice POL-3)"),
        unit=units.MONTHS,
        most=120,
        test="tests/governance/test_review.py::test_the_policy_says_when_it_is_reviewed",
    ),
    Parameter(
        "override_hours",
        int,
        72,
        _("Hours after which an emergency override ends by itself at the latest"),
        _("three days: long enough to bring those together who decide on the rule itself"),
        unit=units.HOURS,
        most=24 * 14,
        test="tests/governance/test_overriding.py::test_it_lasts_no_longer_than_the_policy_allows",
    ),
):
    register(_parameter)
