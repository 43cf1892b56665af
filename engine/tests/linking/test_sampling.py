"""Above a number of texts the model reads a sample, and the answer says so."""

import io

import numpy as np
import pyarrow.parquet as pq
from hearhear.linking import Sample, Settings, link, sample_of
from hearhear.linking.meaning import sampled_texts

from .bill import FINES, OTHER, messages
from .test_link import embed

SUBJECTS = ("river", "school")


def letters(count):
    """As many letters of one of two subjects, each with a number of its own."""
    return [
        f"letter {number}: our {SUBJECTS[number % 2]} {'really ' * (number % 7)}matters" for number in range(count)
    ]


def test_few_texts_are_all_read_and_nothing_is_said():
    assert sample_of(link(messages(*letters(20)), [FINES, OTHER], embed=embed)) is None


def test_of_many_texts_a_sample_is_read_and_said_to_be_one():
    asked = []

    def counting(texts):
        asked.extend(texts)
        return embed(texts)

    found = link(messages(*letters(600)), [FINES, OTHER], embed=counting, settings=Settings(sample=300))
    sample = sample_of(found)
    assert (sample.of, sample.error) == (600, 0.0)
    assert sample.size == sum(text.startswith("letter") for text in asked) < 400


def test_a_text_in_another_language_that_was_not_read_is_linked_by_words_that_go_with_a_subject():
    asked, texts = [], letters(600)

    def counting(wanted):
        asked.extend(wanted)
        return embed(wanted)

    found = link(
        messages(*texts, lang="fr"), [FINES, OTHER], embed=counting, settings=Settings(sample=300)
    ).to_pylist()
    best = {row["id"]: row["target_id"] for row in found if row["rank"] == 1}
    unread = [number for number in range(600) if texts[number] not in asked]
    assert unread and all(best[f"m{number}"] == ("fines", "other")[number % 2] for number in unread)


def test_the_sample_is_the_same_in_every_run_and_another_for_another_seed():
    texts = letters(600)
    asked = ([f"m{number}" for number in range(600)], texts, ["en"] * 600)
    first, again = sampled_texts(*asked, Settings(sample=250)), sampled_texts(*asked, Settings(sample=250))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, sampled_texts(*asked, Settings(sample=250, seed=2)))


def test_a_rare_language_is_read_whole():
    langs = ["en"] * 590 + ["eu"] * 10
    read = sampled_texts([f"m{number}" for number in range(600)], letters(600), langs, Settings(sample=250))
    assert set(range(590, 600)) <= set(read.tolist())


def test_a_file_of_links_keeps_what_sample_they_rest_on():
    found = link(messages(*letters(600)), [FINES, OTHER], embed=embed, settings=Settings(sample=300))
    file = io.BytesIO()
    pq.write_table(found, file)
    assert isinstance(sample_of(pq.read_table(file)), Sample)
