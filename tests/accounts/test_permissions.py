from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from hemicycle.accounts import navigation
from hemicycle.accounts.management.commands.permissions import KINDS, OWN, answers
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.accounts.permissions import Address, NoPermission, Permission, addresses, allow, guard, permission_of
from hemicycle.accounts.roles import CONFIRMERS, KEEPERS, Role


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


@pytest.mark.parametrize(
    ("sent_to", "back"),
    [
        ("/account/people/", "/account/people/"),
        ("/account/people/00000000-0000-4000-8000-000000000000/link/", "/account/people/"),
        ("/inbox/cases/7K3MQ2/answer/?state=all", "/inbox/cases/7K3MQ2/?state=all"),
        ("/inbox/cases/7K3MQ2/read/", "/inbox/cases/7K3MQ2/"),
        ("/account/log/file/", "/account/log/"),
    ],
)
def test_whoever_sends_a_form_after_the_session_ended_comes_back_to_its_page(
    db: None, client: Client, sent_to: str, back: str
) -> None:
    answer = client.post(sent_to, {"text": "Everybody may."}, follow=True)
    address = answer.redirect_chain[0][0]
    assert parse_qs(urlsplit(address).query)["next"] == [back]
    assert "You are signed out: nothing was sent." in answer.text


def test_an_address_that_takes_post_alone_says_so_only_to_those_it_is_for(clerk: User, outsider: User) -> None:
    assert clerks_post(asked_by(clerk, "post")).status_code == 200
    assert clerks_post(asked_by(clerk)).status_code == 405
    with pytest.raises(PermissionDenied):
        clerks_post(asked_by(outsider))


def test_such_an_address_leads_whoever_opens_it_to_the_page_with_its_button(
    administrator: User, client: Client
) -> None:
    client.force_login(administrator)
    answer = client.get("/account/people/waiting/1/withdraw/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert 'href="/account/people/"' in answer.text and "Nothing was changed." in answer.text
    assert client.put("/account/people/waiting/1/withdraw/").content == b""


@pytest.mark.parametrize(
    "declared", [{}, {"public": True, "signed_in": True}, {"roles": {Role.CLERK}, "public": True}]
)
def test_a_view_is_for_one_kind_of_reader(declared: dict) -> None:
    with pytest.raises(ValueError, match="one of the three"):
        Permission(**declared)


def test_what_is_their_own_is_not_said_where_everybody_who_signed_in_opens_any() -> None:
    with pytest.raises(ValueError, match="names nobody more"):
        Permission(own=frozenset({Role.CLERK}), signed_in=True)


@pytest.mark.parametrize(
    ("view", "cells"),
    [
        (allow(Role.SECRETARY, own=[Role.EDITOR]), {"editor": OWN, "secretary": 200, "clerk": 403, "outsider": 403}),
        (allow(own=[Role.EDITOR]), {"editor": OWN, "secretary": 403, "outsider": 403, "anonymous": 302}),
        (allow(Role.SECRETARY, signed_in=True), {"editor": OWN, "secretary": 200, "outsider": OWN, "anonymous": 302}),
        (allow(Role.SECRETARY, own=[Role.EDITOR], only_post=True), {"editor": 405, "secretary": 405, "clerk": 403}),
        (allow(signed_in=True), {"outsider": 200, "secretary": 200, "anonymous": 302}),
    ],
)
def test_the_table_says_who_gets_there_only_what_is_their_own(view: Any, cells: dict) -> None:
    permission = permission_of(view(for_clerks))
    assert permission is not None
    said = dict(zip(KINDS, answers(Address("/papers/", "papers", permission)), strict=True))
    assert {kind: said[kind] for kind in cells} == cells


def test_the_menu_shows_what_a_role_may_open_and_nothing_else(
    administrator: User, officer: User, sign_in: Callable[[object], Client]
) -> None:
    assert b'href="/account/people/"' in sign_in(administrator).get("/account/").content
    assert b'href="/account/people/"' not in sign_in(officer).get("/account/").content


@pytest.mark.parametrize(
    ("view", "stranger", "outsider", "clerk", "editor"),
    [
        (allow(Role.CLERK)(for_clerks), 302, 403, 200, 403),
        (allow(Role.CLERK, only_post=True)(for_clerks), 302, 403, 405, 403),
        (allow(Role.CLERK, Role.EDITOR, redirects=True)(for_clerks), 302, 403, 302, 302),
        (allow(signed_in=True)(for_clerks), 302, 200, 200, 200),
        (allow(Role.CLERK, own=[Role.EDITOR])(for_clerks), 302, 403, 200, 200),
        (allow(Role.CLERK, signed_in=True)(for_clerks), 302, 200, 200, 200),
        (allow(public=True)(for_clerks), 200, 200, 200, 200),
        (guard(for_clerks, Permission(public=True, once_signed_in=302)), 200, 302, 302, 302),
    ],
)
def test_a_view_says_what_it_answers_to_whom(view: Any, stranger: int, outsider: int, clerk: int, editor: int) -> None:
    permission = permission_of(view)
    assert permission is not None
    assert permission.status(signed_in=False) == stranger
    assert permission.status(signed_in=True) == outsider
    assert permission.status(signed_in=True, roles={Role.CLERK}) == clerk
    assert permission.status(signed_in=True, roles={Role.EDITOR}) == editor


def test_an_account_that_was_closed_opens_nothing_but_what_is_public(clerk: User) -> None:
    clerk.is_active = False
    assert not Permission(signed_in=True).admits(clerk) and not Permission(roles=frozenset({Role.CLERK})).admits(clerk)
    assert Permission(public=True).admits(clerk)


def test_every_address_is_listed_with_its_name_and_its_permission() -> None:
    found = {address.pattern: address for address in addresses()}
    assert found["/account/people/"].name == "people"
    assert found["/account/people/"].permission.roles == {*KEEPERS, *CONFIRMERS}
    assert found["/account/people/<int:key>/withdraw/"].permission.answers == 200
    assert found["/account/people/waiting/<int:key>/withdraw/"].permission.answers == 405
    assert found["/account/login/"].permission.once_signed_in == 302
    assert found["/record/"].name == "site:record"


def test_a_view_that_says_nothing_stops_the_list(settings) -> None:
    class Addresses:
        urlpatterns = [path("open/", include(([path("here/", allow(public=True)(for_clerks), name="here")], "app")))]

    settings.ROOT_URLCONF = Addresses
    assert [(address.pattern, address.name) for address in addresses()] == [("/open/here/", "app:here")]
    Addresses.urlpatterns = [path("silent/", lambda request: HttpResponse())]
    settings.ROOT_URLCONF = type("Others", (), {"urlpatterns": Addresses.urlpatterns})
    with pytest.raises(NoPermission, match="/silent/"):
        addresses()


def test_the_command_prints_what_every_kind_of_person_gets(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("permissions")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[1:] == ["anonymous", "outsider", *Role.values]
    (people,) = [line for line in lines if line.startswith("/account/people/ ")]
    assert people.split()[1:] == ["302", "403", "403", "200", "200", "200", "403", "200", "403", "200"]
    assert len({line.index(" 302 ") for line in lines if line.startswith("/account/people/")}) == 1
    call_command("permissions", "--markdown")
    assert (
        "| `/account/people/` | 302 | 403 | 403 | 200 | 200 | 200 | 403 | 200 | 403 | 200 |" in capsys.readouterr().out
    )


def test_banners_of_the_public_come_first_and_one_that_stands_alone_is_the_last(
    monkeypatch: pytest.MonkeyPatch, clerk: User, citizen: object
) -> None:
    one, two, three = (Banner("warning", str(number), alone=number == 2) for number in (1, 2, 3))
    monkeypatch.setattr(navigation, "PUBLIC_BANNERS", {"quiet": lambda: None, "public": lambda: one})
    staff = {"late": (9, lambda user: three), "alone": (2, lambda user: two), "silent": (1, lambda user: None)}
    monkeypatch.setattr(navigation, "BANNERS", staff)
    assert list(navigation.context(asked_by(clerk))["banners"]) == [one, two]
    assert list(navigation.context(asked_by(citizen))["banners"]) == [one]
    assert list(navigation.context(asked_by(citizen))["public_banners"]) == [one]
    assert list(navigation.context(asked_by(citizen))["menu"]) == []
