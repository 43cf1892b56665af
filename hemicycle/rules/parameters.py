"""The parameters in force: what the House has decided in numbers and words.

Each has a declared default with its meaning and source. A row in `ParameterInForce` overrides it; policy
writes those rows, every app reads them here.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import BadParameter, UnknownParameter
from .models import ParameterInForce
from .one_reading import is_held_still, read_once


@dataclass(frozen=True)
class Parameter:
    """One number, word or list of words (`tuple`) the House may decide; `source` says where the default comes from.

    `form` is a regular expression that a word, or each of a list, matches in full.
    """

    name: str
    type: type
    default: Any
    meaning: str | Promise
    source: str
    form: str = r"(?s:.*\S.*)"

    def checked(self, value: Any) -> Any:
        """`value` if it is of the declared type and form and, where a number, above zero; raises BadParameter."""
        if self.type is tuple and isinstance(value, list):
            # JSON has no tuples.
            value = tuple(value)
        if type(value) is not self.type or not self._is_fit(value):
            raise BadParameter(f"{self.name} cannot be {value!r}")
        return value

    def _is_fit(self, value: Any) -> bool:
        if isinstance(value, int | float):
            return value > 0
        words = value if isinstance(value, tuple) else (value,)
        return all(isinstance(word, str) and re.fullmatch(self.form, word) for word in words)


_BLOCKING = "alternative captions dead-link missing-language networks personal-data quiet-hours rights uncorrected"
PARAMETERS: dict[str, Parameter] = {}


def register(parameter: Parameter) -> None:
    PARAMETERS[parameter.name] = parameter


def in_force(name: str) -> Any:
    """The value that holds now; raises UnknownParameter."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        raise UnknownParameter(name)
    decided = _decided(name)
    return parameter.checked(decided[name]) if name in decided else parameter.default


def _decided(name: str) -> dict[str, Any]:
    """Values by name: all of them where they are held still, else the one."""
    if not is_held_still():
        return dict(ParameterInForce.objects.filter(name=name).values_list("name", "value"))
    every = ParameterInForce.objects.values_list("name", "value")
    decided: dict[str, Any] = read_once("parameters", lambda: dict(every))
    return decided


for _parameter in (
    Parameter(
        "campaign_minimum_senders",
        int,
        3,
        _("How many different senders make a campaign"),
        "the product: two people may share a letter, three organised it",
    ),
    Parameter(
        "session_hours",
        int,
        12,
        _("Hours after which a person must sign in again"),
        "one working day; NIST SP 800-63B-4 asks for at most 24 hours at AAL2",
    ),
    Parameter(
        "upload_limit_mb",
        int,
        200,
        _("Largest file that can be imported, in megabytes"),
        "about 100,000 letters of 2,000 characters",
    ),
    Parameter(
        "reading_memory_mb",
        int,
        2_048,
        _("Memory that the reading of one file may take, in megabytes"),
        "a table of 200 MB with four million rows takes between one and two thousand",
    ),
    Parameter(
        "reading_seconds",
        int,
        300,
        _("Seconds of a processor that the reading of one file may take"),
        "a table of 200 MB with four million rows takes 25, a full sheet of Excel some 60",
    ),
    Parameter(
        "lease_seconds",
        int,
        60,
        _("Seconds without a sign of life after which another worker takes over a job"),
        "four missed signs of life at one every 15 seconds",
    ),
    Parameter(
        "work_attempts",
        int,
        3,
        _("How many times a job that crashed its worker is tried"),
        "once more would rarely help: what kills three workers kills a fourth",
    ),
    Parameter(
        "approvals_needed",
        int,
        2,
        _("How many people other than its author must approve an announcement"),
        "the four-eyes principle, and one more pair because what is sent cannot be taken back",
    ),
    Parameter(
        "approvals_sensitive",
        int,
        3,
        _("How many people must approve a sensitive announcement"),
        "one more than for any other",
    ),
    Parameter(
        "approving_offices",
        str,
        "",
        _(
            "Offices in whose name announcements may be approved: short names, separated by commas; empty for the "
            "office that writes"
        ),
        "the product: those whom the policy names",
        form=r"[a-z0-9_, -]*",
    ),
    Parameter(
        "duty_link_hours",
        int,
        12,
        _("How many hours a signed link to somebody on duty in another office can be answered"),
        "a night: who is asked in the evening answers by the morning",
    ),
    Parameter(
        "approvals_shown",
        str,
        "offices",
        _("What the public register says about who approved: offices, or names"),
        "the product: the House answers for what it says, not a person of its staff",
        form="offices|names",
    ),
    Parameter(
        "send_attempts",
        int,
        12,
        _("How many times a message is retried when the other side refuses it for now"),
        "with waits that double up to an hour: about seven hours, a working day",
    ),
    Parameter(
        "answers_an_hour",
        int,
        5,
        _("Most automatic replies one person gets in an hour"),
        "a person who tries the keywords gets an answer to each; two machines that answer each other soon fall silent",
    ),
    Parameter(
        "reply_window_hours",
        int,
        72,
        _("Hours in which a text message counts as a reply to the last one sent to its sender"),
        "operators keep a message for a phone that is off for two or three days",
    ),
    Parameter(
        "training_valid_days",
        int,
        365,
        _("Days after which the person responsible for an account must be trained again"),
        "once a year, as codes for official accounts ask",
    ),
    Parameter(
        "fediverse_retry_days",
        int,
        2,
        _("Days for which deliveries to a server of the fediverse are retried"),
        "Mastodon: sixteen attempts, about two days",
    ),
    Parameter(
        "fediverse_gone_days",
        int,
        7,
        _("Days of silence after which nothing more is sent to a server of the fediverse"),
        "Mastodon: FAILURE_DAYS_THRESHOLD of its delivery tracker",
    ),
    Parameter(
        "late_after_seconds",
        int,
        120,
        _("Seconds after its scheduled time at which an unsent message raises an alarm"),
        "the product: at the right minute",
    ),
    Parameter(
        "by_hand_within_minutes",
        int,
        30,
        _(
            "Minutes for someone to post by hand what a network does not accept from software, before an alarm is "
            "raised"
        ),
        "a person has to see it, sign in there and post it; a House with nobody in the evening allows more",
    ),
    Parameter(
        "api_requests_a_minute",
        int,
        120,
        _("How many requests one caller may make to the public API in a minute"),
        "two a second: enough to page through a debate; whoever wants everything takes the files of the record",
    ),
    Parameter(
        "checks_blocking",
        tuple,
        tuple(_BLOCKING.split()),
        _("Checks whose remarks keep an announcement from being approved"),
        "what cannot be taken back, and WCAG 2.2 A; in each of them a remark is hardly ever wrong (docs/checks.md)",
        form=r"[a-z]+(-[a-z]+)*",
    ),
    Parameter(
        "official_hosts",
        tuple,
        (),
        _("Sites to which an announcement may link without a remark; sites below them count as well"),
        "nobody but the House knows its own; without any, links are not looked at",
        form=r"[a-z0-9-]+(\.[a-z0-9-]+)+",
    ),
    Parameter(
        "official_contacts",
        tuple,
        (),
        _("Telephone numbers and addresses of offices, which are nobody’s personal data"),
        "nobody but the House knows its own",
    ),
    Parameter(
        "sub_judice_terms",
        tuple,
        (),
        _("Names and words by which cases before the courts are known"),
        "the list that the Speaker’s office keeps under the House’s sub judice rule",
    ),
    Parameter(
        "quiet_from",
        str,
        "20:00",
        _("Hour from which no text messages are sent"),
        "the evening hour of most codes for bulk SMS; Kenya’s rules of 2012 say 18:00",
        form=r"([01][0-9]|2[0-3]):[0-5][0-9]",
    ),
    Parameter(
        "quiet_until",
        str,
        "08:00",
        _("Hour from which text messages are sent again"),
        "Kenya’s rules for bulk SMS, 2012",
        form=r"([01][0-9]|2[0-3]):[0-5][0-9]",
    ),
    Parameter(
        "follow_requests_an_hour",
        int,
        10,
        _("How many requests to follow something one caller may make in an hour"),
        "a person who follows ten bills in one go; who types in the addresses of others gets no further",
    ),
    Parameter(
        "follow_messages_a_day",
        int,
        3,
        _("Most confirmation requests and links one address gets in a day"),
        "a person who tries again; nobody’s box can be filled with our questions",
    ),
    Parameter(
        "follow_texts_a_day",
        int,
        500,
        _("Most text messages sent in a day to people who have not confirmed anything"),
        "about half an hour of a modem; a cap on what a machine that types in numbers can cost",
    ),
    Parameter(
        "follow_confirm_days",
        int,
        7,
        _("Days after which an unconfirmed request to follow is deleted"),
        "a week away from one’s mail",
    ),
    Parameter(
        "consent_kept_days",
        int,
        365,
        _("Days for which consent is kept of a person who follows nothing any more"),
        "complaints about what was sent come within a year",
    ),
    Parameter(
        "retention_at",
        str,
        "03:00",
        _("Hour from which overdue data is deleted each night"),
        "when nobody works and few read; after the last evening mailings, before those of the morning",
        form=r"([01][0-9]|2[0-3]):[0-5][0-9]",
    ),
    Parameter(
        "digest_at",
        str,
        "08:00",
        _("Hour at which digests are sent"),
        "before the sittings of the day, and when phones may ring again",
        form=r"([01][0-9]|2[0-3]):[0-5][0-9]",
    ),
    Parameter(
        "digest_weekday",
        str,
        "friday",
        _("Day of the week on which weekly digests are sent, in English"),
        "when the sittings of most Houses are over for the week",
        form=r"(mon|tues|wednes|thurs|fri|satur|sun)day",
    ),
    Parameter(
        "limit_days",
        int,
        30,
        _("Days for which the messages of somebody who broke a house rule are hidden"),
        "long enough for a debate to pass; the shortest suspension of several public rules",
    ),
    Parameter(
        "block_days",
        int,
        90,
        _("Days for which messages are not accepted from somebody who broke a house rule repeatedly or seriously"),
        "a session’s part; no block without an end, after Lindke v. Freed (2024) and the rulings before it",
    ),
    Parameter(
        "balance_window_days",
        int,
        30,
        _("Days over which mentions of parties and members are counted together"),
        "about ten sittings: long enough for every party to have had its turn",
    ),
    Parameter(
        "balance_minimum_mentions",
        int,
        20,
        _("Mentions in these days below which no imbalance is reported"),
        "with fewer, a party of a quarter of the seats strays by fifteen points in one month of ten by chance alone",
    ),
    Parameter(
        "balance_points",
        int,
        15,
        _("Percentage points by which the mentions of a party may exceed its seats and its speaking time"),
        "about a mention in seven; the same for every party",
    ),
):
    register(_parameter)
