"""The look and the name of this House: /theme.css, `hemicycle house`, and the question at the first start."""

import sys
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from hemicycle.accounts.permissions import allow
from hemicycle.conf.errors import CannotStart
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.rules import house_name
from hemicycle.rules.errors import BadParameter
from hemicycle.site.house import rename

BY = "command line"


@allow(public=True)
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    return HttpResponse(settings.THEME.stylesheet, content_type="text/css; charset=utf-8")


def run(*, name: str | None, others: Sequence[str]) -> None:
    """`hemicycle house`: print its names, or change them and say how many announcements have to be approved again."""
    refuse_unless_migrated()
    if name is None:
        known = house_name.house_names()
        sys.stdout.writelines(f"{language}: {words}\n" for language, words in known.items())
        if not known:
            sys.stdout.write('The House has no name yet. Give it one: hemicycle house "Assembly of …"\n')
        return
    names = {settings.LANGUAGE_CODE: name} | _by_language(others)
    try:
        fallen = rename(names, by=BY)
    except BadParameter as error:
        raise CannotStart(f"A name has 1 to {house_name.LONGEST} signs, and stands on one line.") from error
    sys.stdout.write(f"The name of the House is now {house_name.house_name(settings.LANGUAGE_CODE)}.\n")
    if fallen:
        sys.stdout.write(f"Drafts again, because they were approved under the old name: {len(fallen)}\n")


def ask() -> None:
    """Of whoever prepares a new installation at a terminal; an empty answer leaves it to an administrator."""
    if house_name.is_named() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    name = input("Name of the House (leave empty to enter it on the site): ").strip()
    if name:
        rename({settings.LANGUAGE_CODE: name[: house_name.LONGEST]}, by=BY)


def _by_language(others: Sequence[str]) -> dict[str, str]:
    known, found = dict(settings.LANGUAGES), {}
    for one in others:
        language, _, words = one.partition("=")
        if language not in known or not words.strip():
            raise CannotStart(f"{one}: write a language ({', '.join(known)}) and a name, such as fr=Assemblée.")
        found[language] = words
    return found
