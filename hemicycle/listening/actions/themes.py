"""What staff say about themes: confirmed, named, merged, split, and which messages speak of them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.record.addresses import new_address

from ..errors import NotACorrection
from ..models import Analysis, Correction, Inquiry, Theme
from .correcting import correct, keys_of, open_to_corrections
from .replay_meaning import mentions_by, standing_theme

Kind = Correction.Kind


@transaction.atomic
def confirm_theme(inquiry: Inquiry, *, theme: str, by: Any) -> Correction:
    """A person looked, and people do speak of this."""
    analysis = open_to_corrections(inquiry)
    found = _standing(analysis, theme)
    if found.confirmed_id:
        raise NotACorrection(_("This theme is already confirmed."))
    return correct(analysis, Kind.THEME_CONFIRM, theme=found.key, by=by)


@transaction.atomic
def rename_theme(inquiry: Inquiry, *, theme: str, name: str, by: Any) -> Correction:
    analysis = open_to_corrections(inquiry)
    found, name = _standing(analysis, theme), " ".join(name.split())
    if not name or name == found.name:
        raise NotACorrection(_("Give the theme a new name."))
    return correct(analysis, Kind.THEME_RENAME, theme=found.key, name=name, by=by)


@transaction.atomic
def merge_themes(inquiry: Inquiry, *, theme: str, into: str, why: str = "", by: Any) -> Correction:
    """`theme` becomes part of `into`; its address leads there from now on."""
    analysis = open_to_corrections(inquiry)
    source, target = _standing(analysis, theme), _standing(analysis, into)
    if source == target:
        raise NotACorrection(_("These are already one theme."))
    return correct(analysis, Kind.THEME_MERGE, theme=source.key, into=target.key, why=why, by=by)


@transaction.atomic
def split_theme(
    inquiry: Inquiry, *, theme: str, messages: Sequence[Any], name: str, why: str = "", by: Any
) -> Correction:
    """What the chosen messages say of the theme becomes a theme of its own, with a name."""
    analysis = open_to_corrections(inquiry)
    source, name = _standing(analysis, theme), " ".join(name.split())
    if not name:
        raise NotACorrection(_("Give the new theme a name."))
    keys = _speaking(source, messages)
    if not source.mentions.exclude(pk__in=mentions_by(source, keys)).exists():
        raise NotACorrection(_("All messages were chosen: nothing would be left. Rename the theme instead."))
    return correct(
        analysis, Kind.THEME_SPLIT, theme=source.key, into=new_address(), name=name, messages=keys, why=why, by=by
    )


@transaction.atomic
def move_into_theme(
    inquiry: Inquiry, *, messages: Sequence[Any], into: str, theme: str = "", why: str = "", by: Any
) -> Correction:
    """The messages speak of `into`; with `theme`, that instead of it."""
    analysis = open_to_corrections(inquiry)
    target = _standing(analysis, into)
    source = _standing(analysis, theme) if theme else None
    if source == target:
        raise NotACorrection(_("The chosen messages are already counted there."))
    if source is not None:
        keys = _speaking(source, messages)
    else:
        silent = mentions_by(target, messages).values("finding")
        keys = keys_of(messages, lambda rows: analysis.findings.filter(inbound__in=rows).exclude(pk__in=silent))
    key = source.key if source else ""
    return correct(analysis, Kind.THEME_IN, theme=key, into=target.key, messages=keys, why=why, by=by)


@transaction.atomic
def move_out_of_theme(inquiry: Inquiry, *, theme: str, messages: Sequence[Any], why: str = "", by: Any) -> Correction:
    """The messages do not speak of the theme."""
    analysis = open_to_corrections(inquiry)
    source = _standing(analysis, theme)
    keys = _speaking(source, messages)
    return correct(analysis, Kind.THEME_OUT, theme=source.key, messages=keys, why=why, by=by)


def _standing(analysis: Analysis, key: str) -> Theme:
    theme = standing_theme(analysis, key)
    if theme is None:
        raise NotACorrection(_("The present analysis has no such theme."))
    return theme


def _speaking(theme: Theme, messages: Sequence[Any]) -> list[str]:
    """The keys of those messages that speak of the theme, themselves or for their campaign."""
    if not messages:
        raise NotACorrection(_("Choose at least one message."))
    found = mentions_by(theme, messages).order_by("finding__inbound").values_list("finding__inbound", flat=True)
    keys = [str(key) for key in found]
    if not keys:
        raise NotACorrection(_("None of the chosen messages speaks of this theme."))
    return keys
