"""Every number of the report can be counted again, and every quotation stands in its message."""

import json
from collections import Counter
from functools import cache

import pytest
from hearhear import campaigns, redaction, report
from hearhear.redaction import Kind, Redaction
from hearhear.report.themes import quantity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .letters import BILL, posted
from .test_analyse import run

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
# Few, so that each is analysed once for all tests.
POSTBAGS = st.tuples(st.integers(0, 2), st.sampled_from([0, 3, 16]), st.sampled_from([1, 4]))


@cache
def analysed(seed=0, voices=16, copies=4):
    return run(posted(seed, voices=voices, copies=copies))


@cache
def document_of(*sizes):
    return report.document(analysed(*sizes), title="Harbour", rejected={"no_text": 2})


def everything(value, key):
    """Every object inside that has the key."""
    if isinstance(value, dict):
        yield from [value] if key in value else []
        yield from (found for inside in value.values() for found in everything(inside, key))
    if isinstance(value, list):
        yield from (found for inside in value for found in everything(inside, key))


def redacted(analysis):
    """Each message as it may be shown, made from the tables alone."""
    spans = {}
    for row in analysis.redactions.to_pylist():
        spans.setdefault(row["id"], []).append(
            Redaction(row["start"], row["end"], Kind(row["kind"]), row["certainty"])
        )
    rows = analysis.messages.to_pylist()
    return {row["id"]: redaction.redact(row["text"], spans.get(row["id"], []), lang=row["lang"]) for row in rows}


@SLOW
@given(POSTBAGS)
def test_every_quotation_stands_word_for_word_in_its_redacted_message(sizes):
    shown, document = redacted(analysed(*sizes)), document_of(*sizes)
    quotes = list(everything(document, "message"))
    assert all(quote["text"] in shown[quote["message"]] for quote in quotes)
    texts = dict(zip(*(analysed(*sizes).messages[name].to_pylist() for name in ("id", "text")), strict=True))
    assert all(0 <= quote["start"] < quote["end"] <= len(texts[quote["message"]]) for quote in quotes)


@SLOW
@given(POSTBAGS)
def test_every_number_of_messages_and_senders_is_that_of_its_ids(sizes):
    analysis, document = analysed(*sizes), document_of(*sizes)
    sender = dict(zip(*(analysis.messages[name].to_pylist() for name in ("id", "sender")), strict=True))
    for count in everything(document, "ids"):
        assert count["messages"] == len(count["ids"]) == len(set(count["ids"]))
        assert count["senders"] == len({sender[name] for name in count["ids"]})


@SLOW
@given(POSTBAGS)
def test_every_message_is_counted_once_among_campaigns_voices_repeats_and_set_aside(sizes):
    got = document_of(*sizes)["received"]
    parts = [got["individual"], got["in_campaigns"], got["repeats"], *got["set_aside"]]
    assert sorted(name for part in parts for name in part["ids"]) == sorted(got["all"]["ids"])


@SLOW
@given(POSTBAGS)
def test_numbers_can_be_counted_again_from_the_tables(sizes):
    analysis, document = analysed(*sizes), document_of(*sizes)
    rows = analysis.campaigns.messages.to_pylist()
    assert [one["all"]["messages"] for one in document["campaigns"]] == analysis.campaigns.campaigns[
        "messages"
    ].to_pylist()
    assert [one["all"]["senders"] for one in document["campaigns"]] == analysis.campaigns.campaigns[
        "senders"
    ].to_pylist()
    aside = Counter(row["set_aside"] for row in rows if row["set_aside"])
    assert {one["reason"]: one["messages"] for one in document["received"]["set_aside"]} == aside
    langs = Counter(analysis.messages["lang"].to_pylist())
    assert {one["lang"]: one["messages"] for one in document["languages"]} == langs
    kinds = Counter(analysis.redactions["kind"].to_pylist())
    assert {one["kind"]: one["places"] for one in document["redactions"]} == kinds


@SLOW
@given(POSTBAGS)
def test_the_voices_of_a_theme_are_those_that_mention_it_and_its_campaigns_count_whole(sizes):
    analysis, document = analysed(*sizes), document_of(*sizes)
    if document["themes"] is None:
        return
    campaign = dict(
        zip(*(analysis.campaigns.messages[name].to_pylist() for name in ("id", "campaign_id")), strict=True)
    )
    mentions = {}
    for row in analysis.themes.mentions.to_pylist():
        mentions.setdefault(row["theme_id"], set()).add(row["id"])
    for theme in document["themes"]["list"]:
        kin = {
            theme["theme"],
            *(one["theme"] for one in document["themes"]["list"] if one["parent"] == theme["theme"]),
        }
        voices = set().union(*(mentions.get(name, set()) for name in kin))
        whole = {name for name in campaign if name in voices or campaign[name] in theme["campaigns"]}
        assert set(theme["individual"]["ids"]) == {name for name in voices if campaign[name] is None}
        assert set(theme["all"]["ids"]) == whole
        assert {campaign[name] for name in voices if campaign[name]} == set(theme["campaigns"])


@SLOW
@given(POSTBAGS)
def test_what_messages_speak_of_follows_from_the_links(sizes):
    analysis, found = analysed(*sizes), document_of(*sizes)["links"]
    campaign = dict(
        zip(*(analysis.campaigns.messages[name].to_pylist() for name in ("id", "campaign_id")), strict=True)
    )
    naming = {}
    for row in analysis.links.to_pylist():
        if {reason["kind"] for reason in json.loads(row["reasons"])} - {"words", "meaning"}:
            naming.setdefault(row["target_id"], set()).add(row["id"])
    for target in found["targets"]:
        voices = naming.get(target["target"], set())
        owners = {campaign[name] for name in voices if campaign[name]}
        assert set(target["naming"]["ids"]) == voices | {name for name in campaign if campaign[name] in owners}
        assert not set(target["further"]["ids"]) & set(target["all"]["ids"])
        assert set(target["all"]["ids"]) == set(target["naming"]["ids"]) | set(target["meaning"]["ids"])


@pytest.mark.parametrize("shuffled", [1, 2])
def test_two_runs_and_any_order_give_the_same_bytes(shuffled):
    again = report.document(run(posted(shuffled=shuffled)), title="Harbour", rejected={"no_text": 2})
    assert report.to_json(again) == report.to_json(document_of())
    assert report.to_html(again, "fr") == report.to_html(document_of(), "fr")


def test_no_personal_data_is_in_the_report():
    written = report.to_json(document_of())
    for private in ("Caldwell", "7946", "612 345 678", "example.org"):
        assert private not in written
    assert {"phone", "email"} <= {one["kind"] for one in document_of()["redactions"]}


def test_a_named_clause_is_distinguished_from_a_guessed_one():
    targets = {one["target"]: one for one in document_of()["links"]["targets"]}
    assert list(targets) == [target.id for target in BILL]
    quote = next(quote for quote in targets["bill#3"]["quotes"] if "number" in quote["reasons"])
    assert "Section 3" in quote["text"]


def test_a_campaign_shows_its_template_and_what_was_added():
    ferry = next(one for one in document_of()["campaigns"] if one["lang"] == "en")
    assert "evening ferry" in "".join(segment["text"] for segment in ferry["template"])
    assert all("evening ferry" not in quote["text"] for quote in ferry["own_words"]["quotes"])


def test_what_few_put_into_a_gap_is_not_shown():
    texts = [f"Please stop the quarry at Hollin Moor before the nesting season begins. I live in {place} and hear it."
             for place in ["Ashby"] * 3 + ["Brook"] * 2 + ["Carr", "Dell"]]  # fmt: skip
    table = posted(voices=0, copies=1).slice(0, 0)
    rows = [{"id": f"q{at}", "text": text} for at, text in enumerate(texts)]
    document = report.document(run(type(table).from_pylist(rows, schema=table.schema), embed=None))
    written = json.dumps([one["template"] for one in document["campaigns"]])
    assert "Ashby" in written
    assert not [place for place in ("Brook", "Carr", "Dell") if place in written]


@pytest.mark.parametrize(
    ("part", "whole", "word"),
    [(0, 9, "none"), (9, 9, "all"), (1, 1, "all"), (9, 10, "nearly_all"), (6, 10, "most"), (5, 10, "half"),
     (4, 10, "large_minority"), (2, 10, "minority"), (1, 100, "small_minority"), (50, 99, "most"), (49, 99, "large_minority")],
)  # fmt: skip
def test_only_what_is_over_half_is_called_most(part, whole, word):
    assert quantity(part, whole) == word


def test_who_writes_often_is_no_majority():
    table = posted(voices=0, copies=1).slice(0, 0)
    said = ["The lighthouse should be open on Sundays for families.", "Open the lighthouse on Sundays for the school trips.",
            "Keep the lighthouse open on Sundays, whatever the weather.", "The lighthouse belongs to everyone on Sundays too."]  # fmt: skip
    others = ["The library closes far too early.", "Our buses never come on time.", "Fix the potholes on Mill Lane."]
    rows = [{"id": f"a{at}", "text": text, "sender": "one"} for at, text in enumerate(said)]
    rows += [{"id": f"b{at}", "text": text, "sender": f"other-{at}"} for at, text in enumerate(others)]
    document = report.document(run(type(table).from_pylist(rows, schema=table.schema), about=[]))
    assert not {one["majority"] for one in document["themes"]["list"]} & {"most", "nearly_all", "all", "half"}


def test_settings_of_campaigns_are_those_given():
    assert analysed().settings.campaigns == campaigns.Settings(families=False)
