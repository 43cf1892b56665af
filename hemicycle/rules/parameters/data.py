"""How long what is about people is kept."""

from django.utils.translation import gettext_lazy as _

from . import units
from .parameter import DecidedBy, Parameter, register

for _parameter in (
    Parameter(
        "consent_kept_days",
        int,
        365,
        _("Days for which consent is kept of a person who follows nothing any more"),
        "complaints about what was sent come within a year",
        unit=units.DAYS,
        test="tests/follow/test_erasing.py::test_consent_is_kept_for_as_long_as_the_policy_says",
    ),
    Parameter(
        "retention_at",
        str,
        "03:00",
        _("Hour from which overdue data is deleted each night"),
        "when nobody works and few read; after the last evening mailings, before those of the morning",
        form=r"([01][0-9]|2[0-3]):[0-5][0-9]",
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "messages_kept_days",
        int,
        5 * 365,
        _("Days for which letters and comments are kept"),
        "the usual longest term of a parliament (Inter-Parliamentary Union, Parline)",
        unit=units.DAYS,
        most=50 * 365,
        test="tests/test_retention.py::test_letters_and_what_belongs_to_them_are_kept_for_as_long_as_the_policy_says",
    ),
    Parameter(
        "request_within_days",
        int,
        30,
        _("Days within which a person’s request about their own data is answered"),
        "one month: Regulation (EU) 2016/679, article 12(3)",
        unit=units.DAYS,
        most=90,
        test="tests/governance/test_requests.py::test_an_answer_is_due_within_the_days_that_the_policy_says",
    ),
    Parameter(
        "capture_days",
        int,
        120,
        _("Days after which the site and the official accounts are captured again for the archive"),
        "three times a year, as the United Kingdom’s web archive has done since 2012 (practice REC-1)",
        unit=units.DAYS,
        most=366,
        test="tests/governance/test_archive.py::test_accounts_are_captured_again_after_the_days_that_the_policy_says",
    ),
    Parameter(
        "backup_kept_days",
        int,
        30,
        _("Days after which the last backup that holds what was erased is gone"),
        "as long as a person waits for an answer; whoever runs the server makes and ends backups (docs/operate.md)",
        unit=units.DAYS,
        decided_by=DecidedBy.OPERATION,
    ),
):
    register(_parameter)
