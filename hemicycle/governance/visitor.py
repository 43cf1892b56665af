"""Reads our own pages in this process, as somebody who has not signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation

from hemicycle.rules.site_address import absolute


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What a browser would have got, without cookies."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    is_whole: bool = True

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


class Visitor:
    def __init__(self) -> None:
        self._handler, self._requests = BaseHandler(), RequestFactory()
        self._handler.load_middleware()
        host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else ""
        self._host = host if host and not host.startswith((".", "*")) else "localhost"

    def read(self, path: str) -> bytes:
        return self.ask(path).body

    def ask(self, path: str, language: str = "", *, most: int | None = None) -> PublicAnswer:
        """`path` as it stands in an address; `language` as a browser would ask for it. What is larger than `most`
        bytes is not read."""
        asked = {"accept-language": language} if language else {}
        request = self._requests.get(
            path, HTTP_HOST=self._host, headers=asked, secure=absolute("/").startswith("https:")
        )
        # Answering leaves the language of the page behind in this thread.
        with translation.override(settings.LANGUAGE_CODE):
            answer = self._handler.get_response(request)
        # Nobody decompresses what an archive keeps, and cookies are of one visit.
        headers = tuple((name, value) for name, value in answer.items() if name.lower() != "set-cookie")
        is_whole = most is None or int(answer.headers.get("Content-Length", 0)) <= most
        body = _body(answer) if is_whole else b""
        if not is_whole:
            _close_file(answer)
        return PublicAnswer(answer.status_code, answer.reason_phrase, headers, body, is_whole)


def _body(answer: object) -> bytes:
    if isinstance(answer, HttpResponse):
        return answer.content
    assert isinstance(answer, StreamingHttpResponse)
    content = b"".join(cast("Iterator[bytes]", answer.streaming_content))
    _close_file(answer)
    return content


def _close_file(answer: object) -> None:
    """Closing the answer would end the database connection of this job; its file alone is closed."""
    if (file := getattr(answer, "file_to_stream", None)) is not None:
        file.close()
