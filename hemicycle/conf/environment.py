"""Environment variables: each is read once, typed, with its default and one line of meaning.

What is read here is also what docs/settings.md prints. A bad value stops the start.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from .theme import Theme, house_theme

T = TypeVar("T")
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Variable:
    name: str
    kind: str
    default: str
    meaning: str


VARIABLES: dict[str, Variable] = {}


def text(name: str, *, default: str, meaning: str) -> str:
    return _read(name, "text", default, meaning, str)


def address(name: str, *, default: str, meaning: str) -> str:
    return _read(name, "address", default, meaning, lambda value: value and as_address(value))


def number(name: str, *, default: int, meaning: str) -> int:
    return _read(name, "whole number", str(default), meaning, int)


def flag(name: str, *, default: bool, meaning: str) -> bool:
    return _read(name, "0 or 1", "1" if default else "0", meaning, _as_flag)


def path(name: str, *, default: str, meaning: str) -> Path:
    return _read(name, "path", default, meaning, lambda value: Path(value).expanduser().resolve())


def content(name: str, *, default: str, meaning: str) -> str:
    """What stands in the file that the variable names, without spaces and line ends around it."""
    return _read(name, "path", default, meaning, _as_content)


def names(name: str, *, default: str, meaning: str) -> list[str]:
    return _read(name, "list, by commas", default, meaning, _as_list)


def networks(name: str, *, default: str, meaning: str) -> list[Network]:
    return _read(name, "networks, by commas", default, meaning, _as_networks)


def proxies(name: str, *, default: str, meaning: str) -> list[str]:
    return _read(name, "addresses, networks, unix; by commas", default, meaning, _as_proxies)


def theme(name: str, *, default: str, meaning: str) -> Theme:
    return _read(name, "colour", default, meaning, house_theme)


def by_language(name: str, *, default: str, meaning: str) -> dict[str, str]:
    return _read(name, "fr=text|es=text", default, meaning, _as_texts)


def database(name: str, *, default: str, meaning: str) -> dict[str, Any]:
    return _read(name, "address", default, meaning, _as_database)


def _read(name: str, kind: str, default: str, meaning: str, convert: Callable[[str], T]) -> T:
    VARIABLES[name] = Variable(name, kind, default, meaning)
    value = os.environ.get(name, "") or default
    try:
        return convert(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def kept_secret(home: Path) -> str:
    """The key in the home folder, made at the first start and readable by its owner only."""
    kept = home / "secret-key"
    if not kept.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Web and worker may start at once: each writes a key whole, and the first that is there is the key of both.
        with NamedTemporaryFile("w", dir=home, prefix="secret-key.") as new:
            new.write(get_random_secret_key())
            new.flush()
            with suppress(FileExistsError):
                kept.hardlink_to(new.name)
    return kept.read_text()


def _as_flag(value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError("is 0 or 1")
    return value == "1"


def as_address(value: str) -> str:
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment or value.endswith("/"):
        raise ValueError("begins with http:// or https:// and has no slash at its end")
    return value


def _as_content(value: str) -> str:
    try:
        return Path(value).expanduser().read_text().strip() if value else ""
    except OSError as error:
        raise ValueError(f"cannot read {value}: {error.strerror}") from error


def _as_list(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _as_networks(value: str) -> list[Network]:
    """Networks (10.1.0.0/16, fd00::/8) and single addresses (10.1.2.3); names change, so they are none."""
    return [ip_network(item) for item in _as_list(value)]


def _as_proxies(value: str) -> list[str]:
    found = _as_list(value)
    if any(item != "unix" and ip_network(item).prefixlen == 0 for item in found):
        raise ValueError("would trust everybody: name the addresses of your proxies")
    return found


def _as_texts(value: str) -> dict[str, str]:
    pairs = [item.partition("=") for item in value.split("|") if item.strip()]
    if any(not code.strip() or not text.strip() for code, _, text in pairs):
        raise ValueError("is a list of language=text, divided by |")
    return {code.strip(): text.strip() for code, _, text in pairs}


def _as_database(value: str) -> dict[str, Any]:
    """Django's form of sqlite:///file or postgres://user:password@host:port/name?sslmode=require."""
    if not value:
        return {}
    url = urlsplit(value)
    if url.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(url.path)}
    if url.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "OPTIONS": dict(parse_qsl(url.query)),
        }
    raise ValueError("begins with sqlite:// or postgres://")
