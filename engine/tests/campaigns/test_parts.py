"""The findings of many messages are made a part at a time, and parts of any size give the same."""

import json
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pytest
from hearhear import campaigns
from hearhear.campaigns import findings
from hearhear.campaigns.reading import Reading
from hearhear.campaigns.shared import find_shared

from .postbag import letter, lines, posted, spun, strangers, thinned

REPLY = "\n\nOn Mon, 2 Mar 2026 at 10:14, Clerk <clerk@assembly.example> wrote:\n> We have your letter.\n> The clerk"


def written() -> list[str]:
    """Copies plain, greeted, marked up and answered, a mad-lib, and strangers."""
    plain = [
        f'{text}\n\nVoir "bac\\\\horaires" pour toutes les heures du soir.' for text in thinned("ferry.fr", 8, 0.7)
    ]
    greeted = [f"Dear Ms Fenn,\n\n“{voice}” {text}\n\nYours sincerely,\nAda Orr{REPLY}"
               for voice, text in zip(lines("voices.en"), thinned("ferry.en", 8, 0.7), strict=False)]  # fmt: skip
    marked_up = [f"<p>Hello,</p><p>{text.replace('é', '&eacute;')}</p>" for text in plain[:4]]
    return [*plain, *greeted, *marked_up, *spun("madlib.es", 20), *strangers(60, seed=7)]


@pytest.fixture(scope="module")
def found() -> findings.Findings:
    groups = campaigns.gather(posted(written()))
    shared = find_shared(groups)
    nobody = groups.campaign < -1
    return findings.Findings.of(
        groups, shared, nobody, [-1] * len(shared.slotted), Reading.nothing(len(groups.campaign))
    )


@pytest.mark.parametrize("part", [1, 7, 50])
@pytest.mark.parametrize("threads", [1, 3])
def test_parts_of_any_size_and_any_number_of_threads_give_the_same(found, part, threads):
    whole = pa.Table.from_batches(found.batches(1, 10_000))
    assert pa.Table.from_batches(found.batches(threads, part)).combine_chunks().equals(whole.combine_chunks())
    assert whole["id"].to_pylist() == [f"m{at}" for at in range(len(whole))]


class Counted(Reading):
    """Nothing was read; counts for which parts it is asked."""

    asked: ClassVar[list[int]] = []

    def part(self, first: int, last: int) -> list[pa.Array]:
        self.asked.append(first)
        return super().part(first, last)


def test_no_more_parts_are_made_than_are_asked_for(found):
    batches = replace(found, reading=Counted(found.reading.table, found.reading.place)).batches(2, 5)
    next(batches)
    batches.close()
    assert len(Counted.asked) <= 3 < len(found.repeat) / 5


def test_the_evidence_is_what_a_json_encoder_makes_of_it(found):
    rows = pa.Table.from_batches(found.batches(1)).to_pylist()
    assert all(row["evidence"] == json.dumps(json.loads(row["evidence"]), ensure_ascii=False) for row in rows)
    assert any("\\\\" in row["evidence"] for row in rows)
    for row, text in zip(rows, written(), strict=True):
        for passage in json.loads(row["evidence"])["passages"]:
            assert text[passage["start"] : passage["end"]] == passage["text"]


def test_who_leaves_a_campaign_changes_nothing_for_the_others():
    """Campaigns that lose nobody are not looked at again; those that lose somebody are as if new."""
    own = "The night boat was never full when I worked on it."
    texts = [*[f"{letter('ferry.en')} {own}"] * 2, *[letter("ferry.en")] * 6, *thinned("ferry.fr", 8, 0.7)]
    groups = campaigns.gather(posted([*texts, *strangers(60, seed=7)]))
    before = find_shared(groups)
    left = replace(groups, campaign=np.where(np.arange(len(groups.campaign)) == 0, -1, groups.campaign))
    renewed, anew = find_shared(left, 2, (groups, before)), find_shared(left)
    assert renewed.sharers.tolist() == anew.sharers.tolist()
    assert (renewed.slotted == anew.slotted).all()
    assert before.sharers.sum() > anew.sharers.sum() > 0


def test_what_somebody_sent_twice_is_shared_by_one():
    alike = [f"{letter('ferry.en')} {voice}" for voice in lines("voices.en")[:6]]
    senders = ["ada", "ada", "ben", "cleo", "dan", "eve", *(f"s{at}" for at in range(60))]
    table = posted([*alike, *strangers(60, seed=7)], senders=senders)
    rows = campaigns.find(table, settings=campaigns.Settings(families=False, read=False)).messages.to_pylist()
    shared = [one["shared_by"] for row in rows[:6] for one in json.loads(row["evidence"])["passages"]]
    assert max(shared) == 5
