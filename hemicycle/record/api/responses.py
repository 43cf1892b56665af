"""What every answer of the API has in common, and its problem documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from ninja.errors import ValidationError

from hemicycle.accounts.visitors import MINUTE, seconds_to_wait
from hemicycle.rules.parameters import in_force

PROBLEM = "application/problem+json"
READING = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponseBase]


def served(view: View) -> View:
    """`view` for anybody's script: reading only, so often a minute, and short where nothing changed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _open_to_all(_answer(view, request, *args, **kwargs))

    # No cookie is read, so that there is nothing a forged request could use.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if request.method not in READING:
        answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This interface is for reading: GET, HEAD or OPTIONS.")
        answer.headers["Allow"] = ", ".join(READING)
        return answer
    if wait := seconds_to_wait(request, what="api", most=in_force("api_requests_a_minute"), within=MINUTE):
        answer = problem(HTTPStatus.TOO_MANY_REQUESTS, f"Ask again in {wait} seconds.")
        answer.headers["Retry-After"] = str(wait)
        return answer
    return _tagged(request, view(request, *args, **kwargs))


def _tagged(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    if answer.status_code != HTTPStatus.OK or not isinstance(answer, HttpResponse):
        return answer
    tag = quote_etag(hashlib.sha256(answer.content).hexdigest())
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(answer, ["Accept-Language"])
    return get_conditional_response(request, etag=tag, response=answer) or answer


def _open_to_all(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Methods"] = ", ".join(READING)
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return answer


def problem(status: int, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM)


def not_found(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing public at this address.")


def not_valid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)
    errors = [{"parameter": str(one["loc"][-1]), "message": str(one["msg"])} for one in error.errors]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "A parameter is not what this address takes.", errors)
