"""The name of the House: what an administrator gave it, else what the environment says.

Whatever is said in the name of the House asks here, also where no database answers any more: the page that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import audit
from .errors import BadParameter
from .models import ParameterInForce
from .parameters import DecidedBy, Parameter, in_force, register

NAMES = "house_names"
LONGEST = 120

PARAMETER = Parameter(
    NAMES,
    tuple,
    (),
    gettext_lazy("Names of the House by language, such as fr=Assemblée; without any, those of the settings"),
    "nobody but the House knows its own",
    form=rf"[A-Za-z]{{2,3}}(-[A-Za-z0-9]+)*=(?=.*\S).{{1,{LONGEST}}}",
    decided_by=DecidedBy.HOUSE,
)
CHAMBER = "house_chamber"
for _parameter in (
    PARAMETER,
    Parameter(
        CHAMBER,
        str,
        "",
        gettext_lazy("Chamber of the record that is this House, by its address; empty for the one with its name"),
        "a record may hold several Houses; most have one",
        form=r"[a-z0-9]*",
        decided_by=DecidedBy.HOUSE,
    ),
):
    register(_parameter)


_read: list[dict[str, str]] = []
"""What this process read last, for the page that says that no database answers."""


def house_name(language: str | None = None) -> str:
    """In a language, by default that of the page; a House that nobody has named is called what it is."""
    return _in_language(house_names(), language)


def remembered_house_name() -> str:
    """The same without a question to the database: as this process read it last."""
    return _in_language(_read[0] if _read else _of_settings(), None)


def _in_language(names: Mapping[str, str], language: str | None) -> str:
    wanted = language or get_language() or ""
    for tag in (wanted, wanted.partition("-")[0], settings.LANGUAGE_CODE):
        if tag in names:
            return names[tag]
    return next(iter(names.values()), "") or _("The House")


def house_names() -> dict[str, str]:
    """By language; empty where nobody has named it."""
    try:
        decided = in_force(NAMES)
    except DatabaseError:
        return _read[0] if _read else _of_settings()
    names = dict(one.split("=", 1) for one in decided) or _of_settings()
    _read[:] = [names]
    return names


def _of_settings() -> dict[str, str]:
    own = {settings.LANGUAGE_CODE: settings.HOUSE_NAME} if settings.HOUSE_NAME else {}
    return own | settings.HOUSE_NAMES


def is_named() -> bool:
    return bool(house_names())


@transaction.atomic
def name_house(names: Mapping[str, str], *, by: Any) -> None:
    """Give the House its names by language; raises BadParameter for none, or one that is too long."""
    value = [f"{language}={' '.join(name.split())}" for language, name in names.items() if name.strip()]
    if not value:
        raise BadParameter(f"{NAMES} needs at least one name")
    ParameterInForce.objects.update_or_create(name=NAMES, defaults={"value": list(PARAMETER.checked(value))})
    audit.record("rules.name_house", by=by, about="house_name", languages=sorted(names))
