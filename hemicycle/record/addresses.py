"""Keys of the record: opaque inside (UUID version 7, RFC 9562), short in public addresses.

A public address never changes. Twelve signs of 27 are 57 bits drawn at random, so that an address which once led
to a row is not drawn again in practice (among ten million rows two would share one in one record of 3,000; with eight
signs, as at first, they did among a hundred thousand), and says nothing about how many rows there are.

The pages of rows are served by `site`, and feeds lie below them.
"""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any

from django.db import models
from django.urls import get_script_prefix

# Without vowels and look-alikes: no words come about by chance, and an address can be read out on the telephone.
_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
_LENGTH = 12


def uuid7() -> uuid.UUID:
    """48 bits of milliseconds, then random bits: later rows sort after earlier ones, and indexes stay compact."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62)


def new_address() -> str:
    number, signs = secrets.randbelow(len(_SIGNS) ** _LENGTH), ""
    for _ in range(_LENGTH):
        number, sign = divmod(number, len(_SIGNS))
        signs += _SIGNS[sign]
    return signs


class KeyField(models.UUIDField[uuid.UUID | str, uuid.UUID]):
    """The primary key of every row of the record."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "primary_key": True, "default": uuid7, "editable": False})

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        del options["default"]
        return name, "django.db.models.UUIDField", arguments, options


class AddressField(models.CharField[str, str]):
    """The part of a public address that names one row."""

    def __init__(self, *args: Any, **options: Any) -> None:
        own = {"max_length": 12, "unique": True, "default": new_address, "editable": False}
        super().__init__(*args, **{**options, **own})

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        del options["default"]
        return name, "django.db.models.CharField", arguments, options


def record(*parts: str) -> str:
    """`record("speeches", "zzm242tq")` is /record/speeches/zzm242tq/."""
    return "".join((get_script_prefix(), "record/", *(f"{part}/" for part in parts)))


def file(name: str, *parts: str) -> str:
    """`file("akn-debate.fr.xml", "sittings", "zzm242tq")` is /record/sittings/zzm242tq/akn-debate.fr.xml."""
    return f"{record(*parts)}{name}"


def paragraph(speech: str, order: int) -> str:
    """The anchor of a paragraph, the same on the page of its speech and on that of its sitting."""
    return f"{speech}-{order}"
