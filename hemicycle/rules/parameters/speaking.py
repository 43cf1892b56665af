"""What the House says: who approves it, and what keeps it in."""

from django.utils.translation import gettext_lazy as _

from . import units
from .parameter import DecidedBy, Parameter, register

_BLOCKING = "alternative captions dead-link missing-language networks personal-data quiet-hours rights uncorrected"
for _parameter in (
    Parameter(
        "approvals_needed",
        int,
        2,
        _("How many people other than its author must approve an announcement"),
        _("the four-eyes principle, and one more pair because what is sent cannot be taken back"),
        unit=units.PEOPLE,
        most=9,
        test="tests/desk/test_approving.py::test_as_many_approve_as_the_policy_asks",
    ),
    Parameter(
        "approvals_sensitive",
        int,
        3,
        _("How many people must approve a sensitive announcement"),
        _("one more than for any other"),
        unit=units.PEOPLE,
        most=9,
        test="tests/desk/test_approving.py::test_as_many_approve_what_is_sensitive_as_the_policy_asks",
    ),
    Parameter(
        "approving_offices",
        str,
        "",
        _("Offices in whose name announcements may be approved"),
        _("whoever knows the matter; another House has one office that approves"),
        form=r"[a-z0-9_, -]*",
        empty=_("the office that writes"),
        typed=_("Short names of offices, with commas between them. Left empty: the office that writes."),
        test="tests/desk/test_approving.py::test_the_house_may_name_the_offices_that_approve",
    ),
    Parameter(
        "duty_link_hours",
        int,
        12,
        _("How many hours a signed link to somebody on duty in another office can be answered"),
        _("a night: who is asked in the evening answers by the morning"),
        unit=units.HOURS,
        most=168,
        test="tests/desk/test_duty.py::test_a_link_can_be_answered_for_as_long_as_the_policy_says",
    ),
    Parameter(
        "approvals_shown",
        str,
        "offices",
        _("What the public register names of who approved"),
        _("the House answers for what it says, not a person of its staff"),
        choices={"offices": _("the office"), "names": _("the person")},
        test="tests/site/test_announcements.py::"
        "test_where_the_policy_says_so_the_names_of_those_who_approved_are_shown",
    ),
    Parameter(
        "checks_blocking",
        tuple,
        tuple(_BLOCKING.split()),
        _("Checks whose remarks keep an announcement from being approved"),
        _(
            "what cannot be taken back, and what keeps disabled people out; in each of them a remark is hardly ever "
            "wrong"
        ),
        form=r"[a-z]+(-[a-z]+)*",
        test="tests/desk/test_approving.py::test_what_the_policy_lets_block_is_not_submitted",
    ),
    Parameter(
        "official_hosts",
        tuple,
        (),
        _("Sites to which an announcement may link without a remark; sites below them count as well"),
        "nobody but the House knows its own; without any, links are not looked at",
        form=r"[a-z0-9-]+(\.[a-z0-9-]+)+",
        decided_by=DecidedBy.HOUSE,
    ),
    Parameter(
        "official_contacts",
        tuple,
        (),
        _("Telephone numbers and addresses of offices, which are nobody’s personal data"),
        "nobody but the House knows its own",
        decided_by=DecidedBy.HOUSE,
    ),
    Parameter(
        "sub_judice_terms",
        tuple,
        (),
        _("Names and words by which cases before the courts are known"),
        "the list that the Speaker’s office keeps under the House’s sub judice rule",
        decided_by=DecidedBy.HOUSE,
    ),
    Parameter(
        "balance_window_days",
        int,
        30,
        _("Days over which mentions of parties and members are counted together"),
        _("about ten sittings: long enough for every party to have had its turn"),
        unit=units.DAYS,
        test="tests/checks/test_house.py::test_mentions_are_counted_over_as_many_days_as_the_policy_says",
    ),
    Parameter(
        "balance_minimum_mentions",
        int,
        20,
        _("Mentions in these days below which no imbalance is reported"),
        _(
            "with fewer, a party of a quarter of the seats strays by fifteen points in one month of ten by chance "
            "alone"
        ),
        unit=units.MENTIONS,
        test="tests/checks/test_house.py::test_the_policy_says_how_many_mentions_are_an_imbalance",
    ),
    Parameter(
        "balance_points",
        int,
        15,
        _("Percentage points by which the mentions of a party may exceed its seats and its speaking time"),
        _("about a mention in seven; the same for every party"),
        unit=units.POINTS,
        most=100,
        test="tests/checks/test_house.py::test_the_policy_says_how_many_mentions_are_an_imbalance",
    ),
    Parameter(
        "by_hand_within_minutes",
        int,
        30,
        _(
            "Minutes for someone to post by hand what a network does not accept from software, before an alarm is "
            "raised"
        ),
        _("a person has to see it, sign in there and post it; a House with nobody in the evening allows more"),
        unit=units.MINUTES,
        test="tests/channels/by_hand/test_pages.py::"
        "test_the_policy_says_how_long_a_post_may_wait_to_be_posted_by_hand",
    ),
    Parameter(
        "late_after_seconds",
        int,
        120,
        _("Seconds after its scheduled time at which an unsent message raises an alarm"),
        "what is due at a minute is late two minutes after it",
        unit=units.SECONDS,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "required_languages",
        tuple,
        (),
        _("Languages in which an announcement must be written before it is submitted"),
        _("official languages are served equally (practice ACC-4)"),
        form=r"[a-z]{2,3}(-[A-Za-z0-9]+)*",
        empty=_("all languages of the site"),
        typed=_("None chosen: all languages of the site."),
        test="tests/desk/test_languages.py::test_it_is_submitted_in_the_languages_that_the_policy_names",
    ),
    Parameter(
        "language_delay_hours",
        int,
        24,
        _("Hours by which another official language may follow an announcement that cannot wait"),
        _("a working day: what is urgent is said in one language and in all of them by the next"),
        unit=units.HOURS,
        most=24 * 31,
        test="tests/desk/test_languages.py::test_the_delay_that_the_policy_allows_is_counted_from_the_release",
    ),
):
    register(_parameter)
