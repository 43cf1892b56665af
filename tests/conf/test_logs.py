import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client

from hemicycle.accounts.models import User
from hemicycle.conf import logs
from tests.cast import PASSWORD


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the handler writes, as an operator would read it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = next(h for h in root.handlers if isinstance(h.formatter, structlog.stdlib.ProcessorFormatter))
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_request_is_one_line_with_route_status_time_and_id(client: Client, written: io.StringIO, db: None) -> None:
    answer = client.get("/account/login/")
    (line,) = lines(written)
    assert (line["route"], line["status"], line["method"]) == ("account/login/", 200, "GET")
    assert line["request"] == answer.headers["X-Request-Id"]


def test_neither_address_nor_query_nor_body_nor_name_is_logged(
    client: Client, clerk: User, written: io.StringIO
) -> None:
    client.post("/account/login/?next=/secret-place/", {"login": clerk.email, "password": PASSWORD})
    client.get("/nowhere/ada@assembly.example/?q=my+illness")
    for private in (clerk.email, clerk.name, PASSWORD, "secret-place", "ada@", "illness", "127.0.0.1"):
        assert private not in written.getvalue()


def test_a_key_nobody_listed_and_an_address_in_a_text_are_dropped(written: io.StringIO) -> None:
    structlog.get_logger("test").warning("wrote to ada@assembly.example", name="Ada", route="x", email="a@b.c")
    logging.getLogger("somebody.else").error("bounced: ada@assembly.example")
    assert "ada" not in written.getvalue().lower()
    assert lines(written)[0]["route"] == "x"


def test_an_exception_is_logged_with_its_type_and_place_never_its_words(written: io.StringIO) -> None:
    try:
        raise ValueError("Dear committee, my daughter …")
    except ValueError as error:
        logs.log.error("failed", exc_info=error)
    (line,) = lines(written)
    assert line["error"] == "ValueError"
    assert str(line["where"]).startswith("tests.conf.test_logs:")
    assert "daughter" not in written.getvalue()
