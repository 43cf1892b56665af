"""The way to a service that reads what letters mean: bounded, patient for a while, and never led elsewhere."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import pytest
from hearhear import embeddings
from hearhear.errors import EmbeddingFailed

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound
from hemicycle.listening.engine import endpoint, vectors
from hemicycle.listening.models import Inquiry
from tests.served import Response, Served

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


class Service(Served):
    """An embedding service on this machine: `answers` are given in order, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.serve()
        self.url = f"{self.address}/v1"

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        asked = json.loads(body)
        self.asked.append(asked)
        self.keys.append(request.headers.get("Authorization", ""))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, said = answer(asked)
        return status, said, {"Location": "http://127.0.0.1:9/elsewhere"} if status == 302 else {}


def vectors_of(body: dict[str, Any]) -> tuple[int, bytes]:
    rows = [{"index": n, "embedding": [float(len(text)), 1.0, 2.0]} for n, text in enumerate(body["input"])]
    return 200, json.dumps({"data": rows}).encode()


def says(status: int, said: bytes = b"{}") -> Answer:
    return lambda body: (status, said)


@pytest.fixture
def serve() -> Iterator[Callable[..., Service]]:
    running: list[Service] = []

    def start(*answers: Answer) -> Service:
        service = Service(*answers)
        running.append(service)
        return service

    yield start
    for service in running:
        service.close()


def post(service: Service) -> bytes:
    return endpoint.post(f"{service.url}/embeddings", b'{"input": ["a"]}', {}, wait=lambda seconds: None)


def test_texts_become_vectors_of_length_one(serve: Callable[..., Service]) -> None:
    service = serve(vectors_of)

    read = embeddings.endpoint(service.url, "a-model", "secret", endpoint.post)(["the ferry", "the pier"])

    assert np.allclose(np.linalg.norm(read, axis=1), 1)
    assert (service.asked[0]["model"], service.keys) == ("a-model", ["Bearer secret"])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(serve: Callable[..., Service], status: int) -> None:
    service = serve(says(status), says(status), vectors_of)

    assert b"embedding" in post(service)
    assert len(service.asked) == 3


@pytest.mark.parametrize(("status", "permanent", "times"), [(401, True, 1), (302, True, 1), (503, False, 4)])
def test_a_refusal_is_reported_and_a_redirect_is_not_followed(
    serve: Callable[..., Service], status: int, permanent: bool, times: int
) -> None:
    service = serve(says(status))

    with pytest.raises(EmbeddingFailed) as failed:
        post(service)

    assert failed.value.permanent is permanent
    assert str(status) in failed.value.detail
    assert len(service.asked) == times


def test_an_answer_without_end_is_cut_off(serve: Callable[..., Service], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "LARGEST_ANSWER", 1_000)

    with pytest.raises(EmbeddingFailed, match="too large"):
        post(serve(says(200, b"x" * 2_000)))


def test_nobody_there_is_said_and_may_pass() -> None:
    with pytest.raises(EmbeddingFailed) as failed:
        endpoint.post("http://127.0.0.1:9/v1", b"{}", {}, wait=lambda seconds: None)

    assert not failed.value.permanent


def test_no_other_kind_of_address_is_opened() -> None:
    with pytest.raises(EmbeddingFailed, match="http"):
        endpoint.post("file:///etc/hostname", b"{}", {})


@pytest.mark.django_db
def test_no_text_is_read_twice_and_the_file_holds_no_word(
    serve: Callable[..., Service], inquiry: Inquiry, settings: Any, home: object
) -> None:
    service = serve(vectors_of)
    settings.EMBEDDINGS_URL, settings.EMBEDDINGS_MODEL = service.url, "a-model"
    paces: list[embeddings.Pace] = []

    for _ in range(2):
        reader = vectors.reader_for(inquiry, paces.append)
        assert reader is not None
        reader.embed(["the ferry is late"])
        reader.done()

    assert len(service.asked) == 1
    assert b"ferry" not in inquiry.vectors.read_bytes()
    assert paces[-1].done == paces[-1].total == 1


@pytest.mark.django_db(transaction=True)
def test_the_vectors_of_an_inquiry_go_when_one_of_its_messages_is_erased(
    analysed: Inquiry, clerk: User, home: object
) -> None:
    kept = analysed.vectors
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"numbers")

    channels.erase(Inbound.objects.filter(external_id="voice-0"), office=analysed.office, by=clerk)

    assert not kept.exists()
    assert analysed.collected.filter(inbound__external_id="voice-0").count() == 0


@pytest.mark.django_db
def test_a_house_that_reads_no_meaning_has_no_reader(inquiry: Inquiry, settings: Any) -> None:
    settings.EMBEDDINGS_MODEL = "none"

    assert vectors.reader_for(inquiry, lambda pace: None) is None
