"""A page that fails because the database is busy says so, and that one may try again; our own faults say something else."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from hemicycle.accounts.permissions import allow
from hemicycle.conf import urls


@allow(public=True)
def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


@allow(public=True)
def broken(request: HttpRequest) -> HttpResponse:
    raise KeyError("ours")


urlpatterns = [path("locked/", locked), path("broken/", broken), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture
def visitor(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "go back in your browser"),
        ("fr", "revenez en arrière dans votre navigateur"),
        ("es", "vuelva atrás en su navegador"),
    ],
)
@override_settings(ROOT_URLCONF="tests.conf.test_error_pages")
def test_a_busy_database_is_503_with_when_to_try_again(visitor: Client, language: str, said: str) -> None:
    answer = visitor.post("/locked/", {"text": "x"}, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert said in answer.text
    assert "database" not in answer.text


@override_settings(ROOT_URLCONF="tests.conf.test_error_pages")
def test_a_fault_of_ours_is_500(visitor: Client) -> None:
    answer = visitor.get("/broken/")
    assert (answer.status_code, answer.has_header("Retry-After")) == (500, False)
    assert "The fault is on our side" in answer.text
