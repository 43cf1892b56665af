"""By what the inbox can be narrowed, and what each of it is called."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.patterns import Filter
from hemicycle.cases.models import Tag, Triage, Urgency
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.permissions import INBOX

# What a house rule hides is out of the lists, and found by this filter.
HIDDEN = "hidden"
DIRECT, PUBLIC = "direct", "public"
OVERDUE, TODAY, WEEK = "overdue", "today", "week"
OLDEST, LATEST, DUE = "oldest", "latest", "due"
NOT_TRIAGED = "none"
SOON = "soon"
MINE, NOBODY, FOR_ME = "mine", "nobody", "for-me"
TO_DO, SNOOZED, CLOSED, NOTHING_TO_DO, ALL = "", "snoozed", "closed", "nothing", "all"
OTHER = "other"
ANY = "any"
TOGETHER, EACH = "", "each"
CONFIRMED, UNCONFIRMED = "yes", "no"
OUT_OF_AREA, IN_AREA, NO_AREA = "out", "in", "unknown"

Choice = tuple[str, str | Promise]

STATES: tuple[Choice, ...] = (
    (TO_DO, gettext_lazy("To do")),
    (SNOOZED, pgettext_lazy("cases", "Snoozed")),
    (CLOSED, pgettext_lazy("cases", "Closed")),
    (NOTHING_TO_DO, gettext_lazy("Nothing to do")),
    (ALL, gettext_lazy("All")),
)
CAMPAIGNS: tuple[Choice, ...] = (
    (TOGETHER, gettext_lazy("One row each")),
    (EACH, gettext_lazy("Each letter by itself")),
)
_EVERY: Choice = ("", gettext_lazy("All"))
_WHOSE: tuple[Choice, ...] = (
    _EVERY,
    (FOR_ME, gettext_lazy("For me to answer")),
    (MINE, gettext_lazy("Mine")),
    (NOBODY, gettext_lazy("Nobody’s")),
)
_URGENCY: tuple[Choice, ...] = (_EVERY, (ANY, gettext_lazy("Any reason")), *Urgency.choices)
_ADDRESSES: tuple[Choice, ...] = (
    _EVERY,
    (CONFIRMED, gettext_lazy("Known to be theirs")),
    (UNCONFIRMED, gettext_lazy("Not confirmed")),
)
_AREAS: tuple[Choice, ...] = (
    _EVERY,
    (OUT_OF_AREA, gettext_lazy("Out of area")),
    (IN_AREA, gettext_lazy("In the member’s area")),
    (NO_AREA, gettext_lazy("Not known")),
)
_READERS: tuple[Choice, ...] = (_EVERY, (PUBLIC, gettext_lazy("Everybody")), (DIRECT, gettext_lazy("Us alone")))
_RULES: tuple[Choice, ...] = (("", gettext_lazy("Not hidden")), (HIDDEN, gettext_lazy("Hidden")))
_DUE: tuple[Choice, ...] = (
    _EVERY,
    (OVERDUE, gettext_lazy("Overdue")),
    (TODAY, gettext_lazy("Today or overdue")),
    (WEEK, gettext_lazy("This week or overdue")),
)
_TRIAGE: tuple[Choice, ...] = (_EVERY, *Triage.choices, (NOT_TRIAGED, gettext_lazy("Not triaged yet")))
_SITTINGS: tuple[Choice, ...] = (_EVERY, (SOON, gettext_lazy("Before its sitting")))
_ORDER: tuple[Choice, ...] = (
    ("", gettext_lazy("What cannot wait first")),
    (LATEST, gettext_lazy("Latest first")),
    (OLDEST, gettext_lazy("Oldest first")),
    (DUE, gettext_lazy("Due first")),
)

_ACCOUNT, _TAG, _PERSON = "account", "tag", "person"
_COLUMNS = ("kind_of", "name", "key_of")


def filters_of(person: User) -> tuple[list[Filter], list[Filter]]:
    """What is looked for most: words, and what stands on every row; and what else there is."""
    accounts, tags, colleagues = _named(person)
    spoken: list[Choice] = [(code, name) for code, name in settings.LANGUAGES]
    languages: tuple[Choice, ...] = (_EVERY, *spoken, (OTHER, gettext_lazy("Another, or not known")))
    first = [
        Filter("q", gettext_lazy("Words"), words=True),
        Filter("account", gettext_lazy("Account"), (_EVERY, *accounts)),
        Filter("lang", gettext_lazy("Language"), languages),
        Filter("whose", gettext_lazy("Assigned to"), (*_WHOSE, *colleagues)),
    ]
    more = [
        Filter("bill", gettext_lazy("Number of the bill"), words=True),
        Filter("tag", gettext_lazy("Tag"), (_EVERY, *tags)),
        Filter("urgency", gettext_lazy("Cannot wait"), _URGENCY),
        Filter("medium", gettext_lazy("Came by"), (_EVERY, *Medium.choices)),
        Filter("confirmed", gettext_lazy("Sender’s address"), _ADDRESSES),
        Filter("area", gettext_lazy("Constituency"), _AREAS if has_members_office(person) else ()),
        Filter("to", gettext_lazy("Written to"), _READERS),
        Filter("rules", gettext_lazy("House rules"), _RULES),
        Filter("due", gettext_lazy("Answer due"), _DUE),
        Filter("sitting", gettext_lazy("Sitting on the bill"), _SITTINGS),
        Filter("triage", gettext_lazy("Triage"), _TRIAGE),
        Filter("order", gettext_lazy("Order"), _ORDER),
    ]
    return first, more


def _distinguished(accounts: list[Choice]) -> list[Choice]:
    """Those that have the same name with their offices, in one query more where there are such."""
    times = Counter(name for _key, name in accounts)
    twice = [key for key, name in accounts if times[name] > 1]
    rows = Account.objects.filter(pk__in=twice).select_related("office") if twice else ()
    offices = {str(row.pk): str(row.office) for row in rows}
    return [(key, f"{name} ({offices[key]})" if key in offices else name) for key, name in accounts]


def has_members_office(person: User) -> bool:
    """Whether anything can be out of area there."""
    return any(one.kind == Office.Kind.MEMBER for one in person.offices)


def _named(person: User) -> tuple[list[Choice], list[Choice], list[Choice]]:
    """Accounts, tags and colleagues, in one query. Tags by name: two offices may have the same."""
    held = Assignment.objects.filter(office__in=person.offices_as(INBOX), role__in=INBOX)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=person.pk)
    accounts, *others = (
        rows.order_by().annotate(kind_of=Value(kind), key_of=Cast("pk", CharField())).values_list(*_COLUMNS)
        for kind, rows in (
            (_ACCOUNT, Account.objects.visible_to(person)), (_TAG, Tag.objects.visible_to(person)), (_PERSON, people),
        )
    )  # fmt: skip
    found = sorted(accounts.union(*others, all=True))
    tags = dict.fromkeys(name for kind, name, _key in found if kind == _TAG)
    return (
        _distinguished([(key, name) for kind, name, key in found if kind == _ACCOUNT]),
        [(name, name) for name in tags],
        # Databases write the key of a person in different ways.
        [(str(UUID(key)), name) for kind, name, key in found if kind == _PERSON],
    )
