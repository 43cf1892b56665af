"""How people reach the House: where they write to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.cases import addresses, receiving
from hemicycle.cases.topics import row_of, topic_of
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.topics import account_for_topics, topic_address, topic_in
from hemicycle.follow.follow_accounts import offered
from hemicycle.record.models import Document
from hemicycle.rules import attended_hours
from hemicycle.rules.parameters import DecidedBy, Parameter, in_force, register
from hemicycle.rules.site_address import absolute

EMAIL, FORM = "write_to_email", "write_to_form"

register(
    Parameter(
        EMAIL,
        str,
        "",
        gettext_lazy("E-mail address to which people write to the House; empty for none"),
        "nobody but the House knows its own",
        form=r"|[^\s@]+@[^\s@]+\.[^\s@]+",
        decided_by=DecidedBy.HOUSE,
    )
)
register(
    Parameter(
        FORM,
        str,
        "",
        gettext_lazy("Address of another page with a form by which people write to the House; empty for ours"),
        "nobody but the House knows its own",
        form=r"|https://\S+",
        decided_by=DecidedBy.HOUSE,
    )
)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where people write to: each "" where there is none. `form` is another page of the House's, which wins over ours
    where it is stated; `is_ours` says that it is ours. `post` are the lines of the postal address.
    `has_own_email`: what is written to `email` is about one thing alone. `follow` says by
    which channels one can follow, `hours` when messages are read, `answered_within` in how many days they are
    answered."""

    email: str = ""
    number: str = ""
    form: str = ""
    follow: frozenset[str] = frozenset()
    hours: str = ""
    answered_within: int = 0
    is_ours: bool = False
    post: tuple[str, ...] = ()
    has_own_email: bool = False

    def mail_link(self, subject: str = "") -> str:
        return mail_link(self.email, subject)

    def form_link(self, kind: str, address: str) -> str:
        """The form of the House for a letter about something."""
        return addresses.write(kind, address) if self.is_ours else self.form

    def text_link(self, body: str = "") -> str:
        """RFC 5724; phones fill in what is behind the question mark."""
        return f"sms:{self.number}{f'?body={quote(body)}' if body else ''}"


def mail_link(address: str, subject: str = "") -> str:
    """RFC 6068."""
    query = f"?subject={quote(subject)}" if subject else ""
    return f"mailto:{quote(address, safe='@+')}{query}"


def own_email(row: object) -> str:
    """The address for letters about this bill or committee alone; "" where the House has none for it."""
    general = in_force(EMAIL)
    account = account_for_topics(general) if general else None
    topic = topic_of(row) if account is not None else ""
    found = topic_address(account, topic) if account is not None and topic else ""
    return found if account is not None and found.casefold() != account.address.casefold() else ""


def is_own_email(written: str) -> bool:
    """Whether somebody saw such an address of ours, for something that the record has."""
    general = in_force(EMAIL)
    account = account_for_topics(general) if general else None
    topic = topic_in(account, written) if account is not None else ""
    return bool(topic) and row_of(topic) is not None


def email_about(row: object) -> str:
    """Where one writes about it by mail: its own address, else that of the House; "" where there is none."""
    return own_email(row) or str(in_force(EMAIL))


def begins_with(row: object) -> str:
    """The first words of a text message about it, by which it is sorted; "" of what is no bill."""
    return _("%(bill)s:") % {"bill": row.name} if isinstance(row, Document) else ""


def said_ways() -> list[str]:
    """Those there are, as a sentence lists them."""
    known = ways()
    form = absolute(known.form) if known.is_ours else known.form
    return [one for one in (known.email, known.number, form) if one]


def ways(accounts: Mapping[str, Account] | None = None) -> Ways:
    """The House's own address and form, and the number that also takes what people follow by."""
    known = offered() if accounts is None else accounts
    number = known[Medium.SMS].address if Medium.SMS in known else ""
    hours, days = attended_hours.said(), in_force("answer_within_days")
    other = in_force(FORM)
    form = other or addresses.write()
    return Ways(in_force(EMAIL), number, form, frozenset(known), hours, days, not other, in_force(receiving.POST))


def ways_about(row: object) -> Ways:
    """The same for a letter about something, which may have an address for it alone."""
    own, reached = own_email(row), ways()
    return replace(reached, email=own, has_own_email=True) if own else reached


def form_about(kind: str, address: str) -> str:
    """Where one writes to the House about something."""
    return str(in_force(FORM)) or addresses.write(kind, address)
