"""What protects the server. No policy speaks of it."""

from django.utils.translation import gettext_lazy as _

from . import units
from .parameter import DecidedBy, Parameter, register

for _parameter in (
    Parameter(
        "upload_limit_mb",
        int,
        200,
        _("Largest file that can be imported, in megabytes"),
        "about 100,000 letters of 2,000 characters",
        unit=units.MEGABYTES,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "reading_memory_mb",
        int,
        2_048,
        _("Memory that the reading of one file may take, in megabytes"),
        "a table of 200 MB with four million rows takes between one and two thousand",
        unit=units.MEGABYTES,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "reading_seconds",
        int,
        300,
        _("Seconds of a processor that the reading of one file may take"),
        "a table of 200 MB with four million rows takes 25, a full sheet of Excel some 60",
        unit=units.SECONDS,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "lease_seconds",
        int,
        60,
        _("Seconds without a sign of life after which another worker takes over a job"),
        "four missed signs of life at one every 15 seconds",
        unit=units.SECONDS,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "work_attempts",
        int,
        3,
        _("How many times a job that crashed its worker is tried"),
        "once more would rarely help: what kills three workers kills a fourth",
        unit=units.TIMES,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "send_attempts",
        int,
        12,
        _("How many times a message is retried when the other side refuses it for now"),
        "with waits that double up to an hour: about seven hours, a working day",
        unit=units.TIMES,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "fediverse_retry_days",
        int,
        2,
        _("Days for which deliveries to a server of the fediverse are retried"),
        "Mastodon: sixteen attempts, about two days",
        unit=units.DAYS,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "fediverse_gone_days",
        int,
        7,
        _("Days of silence after which nothing more is sent to a server of the fediverse"),
        "Mastodon: FAILURE_DAYS_THRESHOLD of its delivery tracker",
        unit=units.DAYS,
        decided_by=DecidedBy.OPERATION,
    ),
    Parameter(
        "api_requests_a_minute",
        int,
        120,
        _("How many requests one caller may make to the public API in a minute"),
        "two a second: enough to page through a debate; whoever wants everything takes the files of the record",
        unit=units.REQUESTS,
        decided_by=DecidedBy.OPERATION,
    ),
):
    register(_parameter)
