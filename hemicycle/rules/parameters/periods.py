"""What stops in a sensitive period: before an election, while the House is dissolved, in mourning."""

from django.utils.translation import gettext_lazy as _

from .parameter import Parameter, register

FREEZABLE = {
    "announcements": _("announcements to networks and the site"),
    "mass-messages": _("text messages and e-mails to followers"),
    "outreach": _("invitations to take part"),
    "members-kit": _("clips and cards of members"),
    "scheduled": _("whatever was scheduled before"),
}
_TESTS = "tests/rules/test_periods.py::"
for _parameter in (
    Parameter(
        "election_freezes",
        tuple,
        ("mass-messages", "outreach", "members-kit"),
        _("What stops in an election period"),
        _("unsolicited mass communication, whatever the medium (practice CRI-1)"),
        choices=FREEZABLE,
        test=f"{_TESTS}test_in_an_election_period_stops_what_the_policy_says",
    ),
    Parameter(
        "dissolution_freezes",
        tuple,
        ("mass-messages", "outreach", "members-kit"),
        _("What stops while the House is dissolved"),
        _("nobody is a member then; factual notices go on (practice CRI-2)"),
        choices=FREEZABLE,
        test=f"{_TESTS}test_while_the_house_is_dissolved_stops_what_the_policy_says",
    ),
    Parameter(
        "mourning_freezes",
        tuple,
        ("outreach", "scheduled"),
        _("What stops in a time of mourning"),
        _("nothing cheerful that was written before goes out by itself (practice CRI-5)"),
        choices=FREEZABLE,
        test=f"{_TESTS}test_in_mourning_stops_what_the_policy_says",
    ),
    Parameter(
        "period_exceptions",
        tuple,
        ("safety", "corrections", "votes"),
        _("What goes on in any sensitive period"),
        _("safety of life and the record of the House are never silenced (practice CRI-4)"),
        choices={
            "safety": _("warnings for the safety of life"),
            "corrections": _("corrections and withdrawals"),
            "votes": _("what the House decided"),
            "answers": _("answers to people who write"),
        },
        test=f"{_TESTS}test_what_the_policy_excepts_goes_on",
    ),
):
    register(_parameter)
