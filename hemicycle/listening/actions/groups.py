"""What staff say about campaigns and themes: confirmed, renamed, merged, split, and which messages are in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.record.addresses import new_address
from hemicycle.rules.parameters import in_force

from ..errors import NotACorrection
from ..models import Analysis, Correction, Group, Inquiry, Place
from ..models.finding import SENDER
from ..models.group_kinds import CAMPAIGN, THEME, GroupKind
from . import batches
from .corrections import correct, open_to_corrections


@transaction.atomic
def confirm(inquiry: Inquiry, kind: GroupKind, key: str, *, by: Any) -> Correction:
    """A person looked, and it is one."""
    analysis = open_to_corrections(inquiry)
    group = _find(analysis, kind, key)
    if group.confirmed_id:
        raise NotACorrection(_("This is already confirmed."))
    return _correct(analysis, kind, "confirm", group, by=by)


@transaction.atomic
def rename(inquiry: Inquiry, kind: GroupKind, key: str, *, name: str, by: Any) -> Correction:
    analysis = open_to_corrections(inquiry)
    group, name = _find(analysis, kind, key), " ".join(name.split())
    if not name or name == group.name:
        raise NotACorrection(_("Give it a new name."))
    return _correct(analysis, kind, "rename", group, name=name, by=by)


@transaction.atomic
def merge(inquiry: Inquiry, kind: GroupKind, key: str, *, into: str, why: str = "", by: Any) -> Correction:
    """The group becomes part of `into`; its address leads there from now on."""
    analysis = open_to_corrections(inquiry)
    source, target = _find(analysis, kind, key), _find(analysis, kind, into)
    if source == target:
        raise NotACorrection(_("These two are already one."))
    return _correct(analysis, kind, "merge", source, into=target.key, why=why, by=by)


@transaction.atomic
def split(
    inquiry: Inquiry, kind: GroupKind, key: str, *, messages: Sequence[Any], name: str = "", why: str = "", by: Any
) -> Correction:
    """The chosen messages become a group of their own: a theme with a name, a campaign with enough senders."""
    analysis = open_to_corrections(inquiry)
    source, name = _find(analysis, kind, key), " ".join(name.split())
    if kind is THEME and not name:
        raise NotACorrection(_("Give the new theme a name."))
    rows = _members(source, messages)
    if kind is CAMPAIGN:
        _refuse_too_few_senders(analysis, list(rows.values()))
    if len(rows) == source.members().count():
        raise NotACorrection(_("All messages were chosen: nothing would be left. Give it another name instead."))
    keys = _keys(rows.values())
    return _correct(analysis, kind, "split", source, into=new_address(), name=name, messages=keys, why=why, by=by)


@transaction.atomic
def move(
    inquiry: Inquiry, kind: GroupKind, *, messages: Sequence[Any], into: str, key: str = "", why: str = "", by: Any
) -> Correction:
    """The messages belong to the group `into`; with `key`, there instead of in the group of that key."""
    analysis = open_to_corrections(inquiry)
    target, source = _find(analysis, kind, into), _find(analysis, kind, key) if key else None
    if source == target:
        raise NotACorrection(_("The chosen messages are already counted there."))
    keys = _keys(_members(source, messages).values()) if source else _outsiders(target, messages)
    return _correct(analysis, kind, "move_in", source, into=target.key, messages=keys, why=why, by=by)


@transaction.atomic
def take_out(
    inquiry: Inquiry, kind: GroupKind, key: str, *, messages: Sequence[Any], why: str = "", by: Any
) -> Correction:
    """The messages do not belong to the group."""
    analysis = open_to_corrections(inquiry)
    source = _find(analysis, kind, key)
    keys = _keys(_members(source, messages).values())
    return _correct(analysis, kind, "move_out", source, messages=keys, why=why, by=by)


@transaction.atomic
def mark_individual(inquiry: Inquiry, *, messages: Sequence[Any], why: str = "", by: Any) -> Correction:
    """The messages are individual voices, wherever they were counted: in a campaign, set aside, or as repeats."""
    analysis = open_to_corrections(inquiry)
    others = analysis.findings.exclude(place=Place.VOICE)
    keys = _found(messages, lambda some: others.filter(inbound__in=some))
    return _correct(analysis, CAMPAIGN, "move_out", None, messages=keys, why=why, by=by)


def _correct(analysis: Analysis, kind: GroupKind, verb: str, group: Group | None, **facts: Any) -> Correction:
    about = {kind.name: group.key} if group else {}
    return correct(analysis, kind.corrections[verb], **about, **facts)


def _find(analysis: Analysis, kind: GroupKind, key: str) -> Any:
    group = kind.find(analysis, key)
    if group is None:
        raise NotACorrection(_("The present analysis does not have it."))
    return group


def _members(group: Group, messages: Sequence[Any]) -> dict[int, int]:
    """Of the rows by which these messages are in the group, each with its message."""
    _refuse_none(messages)
    rows: dict[int, int] = {}
    for some in batches(messages):
        rows |= dict(group.members(some).order_by(group.MESSAGE).values_list("pk", group.MESSAGE))
    if not rows:
        raise NotACorrection(_("None of the chosen messages is counted there."))
    return rows


def _outsiders(group: Group, messages: Sequence[Any]) -> list[str]:
    return _found(messages, group.outsiders)


def _found(messages: Sequence[Any], findings: Any) -> list[str]:
    """The keys of the messages of which `findings` finds one."""
    _refuse_none(messages)
    found = [key for some in batches(messages) for key in findings(some).values_list("inbound", flat=True)]
    if not found:
        raise NotACorrection(_("The chosen messages are already counted there."))
    return _keys(sorted(found))


def _keys(messages: Iterable[int]) -> list[str]:
    return [str(key) for key in dict.fromkeys(messages)]


def _refuse_none(messages: Sequence[Any]) -> None:
    if not messages:
        raise NotACorrection(_("Choose at least one message."))


def _refuse_too_few_senders(analysis: Analysis, messages: Sequence[int]) -> None:
    """A campaign has a least number of senders, whoever makes it."""
    least, senders = in_force("campaign_minimum_senders"), set[str]()
    for some in batches(messages):
        rows = analysis.findings.filter(inbound__in=some)
        senders |= set(rows.values_list(SENDER, flat=True).distinct())
    if len(senders) < least:
        raise NotACorrection(
            ngettext(
                "A campaign has at least %(least)d senders; the chosen messages come from %(n)d.",
                "A campaign has at least %(least)d senders; the chosen messages come from %(n)d.",
                len(senders),
            )
            % {"least": least, "n": len(senders)}
        )
