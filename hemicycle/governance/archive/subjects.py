"""What has to be in the archive, and in which state it is now.

Each subject has a kind, a key and a version, which is another one as soon as there is something new to see: it was
corrected or withdrawn, or a network said where it stands. Whatever has no capture of its version is not archived.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account, Content, Outbound
from hemicycle.channels.status import public_list
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.snapshot import SOURCE, key_of
from hemicycle.listening.models import Dossier
from hemicycle.rules import gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.errors import Refused
from hemicycle.rules.gate import Decided

from ..addresses import public_version
from ..models import Capture, Version

Kind = Capture.Kind
Key = tuple[str, str]
"""Kind and key of a subject."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`row` is what it is of, None for the site itself; `path` where everybody reads it, "" where that is not here."""

    kind: str
    key: str
    version: str
    title: str
    path: str = ""
    row: object = None


def wanted() -> Mapping[Key, str]:
    """The version of everything published that is there for good; accounts and the site have a schedule instead."""
    return {**_announcements(), **dossiers(), **_policies()}


def _announcements() -> dict[Key, str]:
    places: dict[int, set[str]] = defaultdict(set)
    for source, account in Content.objects.filter(source__startswith=SOURCE).values_list("source", "account"):
        places[key_of(source)].add(str(account))
    shown = Outbound.objects.filter(contact=None, content__source__startswith=SOURCE, external_id__startswith="https:")
    for source, address in shown.values_list("content__source", "external_id"):
        places[key_of(source)].add(address)
    public = Announcement.objects.public().values_list("pk", "address", "state")
    return {(Kind.ANNOUNCEMENT.value, address): _version(state, places[key]) for key, address, state in public}


def _version(state: str, places: set[str]) -> str:
    # What was withdrawn stands nowhere any more.
    said = "" if state == State.WITHDRAWN else " ".join(sorted(places))
    return f"{state}:{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def dossiers() -> dict[Key, str]:
    """Without those whose words were erased."""
    rows = Dossier.objects.public().exclude(content={}).values_list("address", "state")
    return {(Kind.DOSSIER.value, address): state for address, state in rows}


def _policies() -> dict[Key, str]:
    rows = Version.objects.published().filter(policy__is_enforced=True).values_list("number", "state")
    return {(Kind.POLICY.value, str(number)): state for number, state in rows}


def accounts() -> dict[Key, Account]:
    """Those of the public list that are the House's: members' offices keep their own."""
    ours = (one for one in public_list.listed() if one.office.kind == Office.Kind.INSTITUTION)
    return {(Kind.ACCOUNT.value, str(one.pk)): one for one in ours}


def found(kind: str, key: str) -> Subject:
    """As it is now. Raises Refused for what is not public."""
    find = _FIND.get(kind)
    subject = find(key) if find else None
    if subject is None:
        raise Refused(f"{kind} {key} is not public")
    return subject


def _announcement(key: str) -> Subject | None:
    row = Announcement.objects.filter(address=key).prefetch_related("texts").first()
    if row is None:
        return None
    gate.release(row, via=EgressPoint.EXPORT, to=None)
    version = _announcements().get((Kind.ANNOUNCEMENT.value, key), "")
    return Subject(Kind.ANNOUNCEMENT.value, key, version, str(row.title), row.get_absolute_url(), row)


def _dossier(key: str) -> Subject | None:
    row = Dossier.objects.titled().select_related("inquiry__office").filter(address=key).first()
    if row is None:
        return None
    gate.release(row, via=EgressPoint.EXPORT, to=None)
    return Subject(Kind.DOSSIER, key, row.state, str(row.title), row.public_path, row) if row.content else None


def _policy(key: str) -> Subject | None:
    if not key.isdecimal():
        return None
    row = Version.objects.published().filter(policy__is_enforced=True, number=key).first()
    if row is None:
        return None
    gate.release(Decided(Classification.PUBLIC), via=EgressPoint.EXPORT, to=None)
    return Subject(Kind.POLICY, key, row.state, str(row), public_version(row.number), row)


def _account(key: str) -> Subject | None:
    row = accounts().get((Kind.ACCOUNT.value, key))
    return Subject(Kind.ACCOUNT, key, "", row.name, "", row) if row else None


def _site(key: str) -> Subject:
    return Subject(Kind.SITE, "", "", "")


_FIND: dict[str, Callable[[str], Subject | None]] = {
    Kind.ANNOUNCEMENT: _announcement, Kind.DOSSIER: _dossier, Kind.POLICY: _policy, Kind.ACCOUNT: _account,
    Kind.SITE: _site,
}  # fmt: skip


def published_through(account: Account) -> dict[Key, str]:
    """The announcements that went out through an account, each with its version."""
    left = Outbound.objects.left().filter(account=account, content__source__startswith=SOURCE)
    rows = {key_of(source) for source in left.values_list("content__source", flat=True).distinct()}
    keys = Announcement.objects.public().filter(pk__in=rows).values_list("address", flat=True)
    every = _announcements()
    return {(Kind.ANNOUNCEMENT.value, key): every[Kind.ANNOUNCEMENT.value, key] for key in keys}
