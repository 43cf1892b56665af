"""Themes learnt on some of the voices."""

from itertools import cycle, islice

import numpy as np
import pyarrow as pa
import pytest
from hearhear.themes import OTHER, Settings, find

from .conftest import SAYINGS, table

WHO = (
    "nurses",
    "sailors",
    "teachers",
    "bakers",
    "parents",
    "pensioners",
    "farmers",
    "pupils",
    "drivers",
    "priests",
    "cooks",
)
WHEN = ("every winter", "since Easter", "on Fridays", "for years", "this spring", "at weekends", "in storms")


@pytest.fixture
def crowd() -> pa.Table:
    """Three hundred and eight voices on four matters."""
    endings = [f"{who} have said so {when}." for who in WHO for when in WHEN]
    sayings = list(
        islice(cycle([text for some in zip(*SAYINGS.values(), strict=True) for text in some]), 4 * len(endings))
    )
    return table([(f"{text} Our {ending}", "en") for text, ending in zip(sayings, endings * 4, strict=True)])


def test_the_rest_is_assigned_and_the_sample_is_stated(crowd: pa.Table, meaning) -> None:
    found = find(crowd, embed=meaning, settings=Settings(sample=150))
    assert found.sample is not None
    assert found.sample.of == len(crowd) and 140 <= found.sample.size <= 210
    assert 0 <= found.sample.error <= 0.5
    assert set(found.mentions["id"].to_pylist()) == set(crowd["id"].to_pylist())


def test_the_model_reads_the_sample_alone(crowd: pa.Table, meaning) -> None:
    read: list[str] = []

    def noted(texts):
        read.extend(texts)
        return meaning(texts)

    find(crowd, embed=noted, settings=Settings(sample=150))
    assert len([text for text in read if "have said so" in text]) <= 210


def test_the_same_sample_whatever_the_order(crowd: pa.Table, meaning) -> None:
    shuffled = crowd.take(np.random.default_rng(3).permutation(len(crowd)))
    one = find(crowd, embed=meaning, settings=Settings(sample=150))
    other = find(shuffled, embed=meaning, settings=Settings(sample=150))
    assert one.themes.equals(other.themes) and one.mentions.equals(other.mentions) and one.sample == other.sample


def test_a_rare_language_is_read_whole(crowd: pa.Table, meaning) -> None:
    rare = table([(f"El barco de la tarde se cancela, {reason}.", "es") for reason in (
        "dicen los maestros", "otra vez", "sin aviso", "cada invierno", "por la niebla", "como siempre")])  # fmt: skip
    rare = rare.set_column(0, rare.schema.field("id"), pa.array([f"es {one}" for one in rare["id"].to_pylist()]))
    read: list[str] = []

    def noted(texts):
        read.extend(texts)
        return meaning(texts)

    find(pa.concat_tables([crowd, rare]), embed=noted, settings=Settings(sample=150))
    assert sum(text.startswith("El barco") and text.endswith(".") for text in read) == 6


def test_most_of_the_rest_goes_where_the_model_would_put_it(crowd: pa.Table, meaning) -> None:
    found = find(crowd, embed=meaning, settings=Settings(sample=150))
    other = next(row for row in found.themes.to_pylist() if row["theme_id"] == OTHER)
    assert other["messages"] < 0.3 * len(crowd)


def test_what_a_tree_is_not_made_of_is_read_and_assigned_by_its_meaning(voices: pa.Table, meaning) -> None:
    read: list[str] = []

    def counting(texts):
        read.extend(texts)
        return meaning(texts)

    few, every = (find(voices, embed=counting, settings=Settings(tree=size)) for size in (len(voices) // 2, 10_000))
    assert few.sample is None and len(few.mentions) >= len(voices)
    both = [{row["id"] for row in one.mentions.to_pylist() if row["theme_id"] == OTHER} for one in (few, every)]
    assert len(both[0] - both[1]) <= len(voices) / 5
