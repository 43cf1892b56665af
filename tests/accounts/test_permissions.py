from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import Permission, allow
from hemicycle.accounts.roles import Role


@allow(Role.CLERK)
def for_clerks(request: HttpRequest) -> HttpResponse:
    return HttpResponse("come in")


@allow(Role.CLERK, only_post=True)
def clerks_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


def asked_by(user: object, method: str = "get") -> HttpRequest:
    request = getattr(RequestFactory(), method)("/papers/?page=2")
    request.user = user
    return request


def test_the_role_opens_the_view(clerk: User) -> None:
    assert for_clerks(asked_by(clerk)).status_code == 200


def test_every_other_role_the_superuser_and_the_outsider_are_refused(
    officer: User, editor: User, researcher: User, administrator: User, member: User, superuser: User, outsider: User
) -> None:
    for person in (officer, editor, researcher, administrator, member, superuser, outsider):
        with pytest.raises(PermissionDenied):
            for_clerks(asked_by(person))


def test_who_has_not_signed_in_is_asked_to_and_comes_back(citizen: object) -> None:
    answer = for_clerks(asked_by(citizen))
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/?next=/papers/%3Fpage%3D2"


def test_an_address_that_takes_post_alone_says_so_only_to_those_it_is_for(clerk: User, outsider: User) -> None:
    assert clerks_post(asked_by(clerk, "post")).status_code == 200
    assert clerks_post(asked_by(clerk)).status_code == 405
    with pytest.raises(PermissionDenied):
        clerks_post(asked_by(outsider))


@pytest.mark.parametrize(
    "declared", [{}, {"public": True, "signed_in": True}, {"roles": {Role.CLERK}, "public": True}]
)
def test_a_view_is_for_one_kind_of_reader(declared: dict) -> None:
    with pytest.raises(ValueError, match="one of the three"):
        Permission(**declared)


def test_the_menu_shows_what_a_role_may_open_and_nothing_else(
    administrator: User, officer: User, sign_in: Callable[[object], Client]
) -> None:
    assert b'href="/account/people/"' in sign_in(administrator).get("/account/").content
    assert b'href="/account/people/"' not in sign_in(officer).get("/account/").content
