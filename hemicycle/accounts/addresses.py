"""Every address of the project with the permission its view declares."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from .permissions import Permission, permission_of


@dataclass(frozen=True)
class Address:
    """`pattern` as Django writes it, with a leading slash; `name` with its namespace."""

    pattern: str
    name: str
    permission: Permission


class NoPermission(LookupError):
    """A view that nobody declared a permission for."""


def addresses() -> list[Address]:
    """In the order in which Django tries them; raises NoPermission for a view without @allow."""
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: Iterable[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Address]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, pattern, inner)
        else:
            permission = permission_of(entry.callback)
            if permission is None:
                raise NoPermission(f"{pattern} has a view without @allow")
            yield Address(pattern, f"{space}{entry.name or ''}", permission)
