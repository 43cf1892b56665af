"""Everything in one go, whatever the order of the messages."""

import json
import socket

import pytest
from hearhear import analyse, campaigns
from hearhear.analyse import blanked, individual
from hearhear.errors import EmbeddingFailed, NotMessages
from hearhear.linking import Target
from hearhear.message import Message, to_table

from .letters import BILL, embed, posted, rows


def run(table, **given):
    settings = analyse.Settings(campaigns=campaigns.Settings(families=False))
    return analyse.run(table, **({"about": BILL, "embed": embed, "settings": settings} | given))


@pytest.fixture(scope="module")
def found():
    return run(posted())


def tables(analysis):
    return [analysis.messages, analysis.languages, analysis.redactions, analysis.campaigns.messages,
            analysis.campaigns.campaigns, analysis.links, analysis.themes.themes, analysis.themes.mentions]  # fmt: skip


def test_the_order_of_the_messages_changes_nothing(found):
    assert all(one.equals(other) for one, other in zip(tables(found), tables(run(posted(shuffled=7))), strict=True))


def test_every_table_has_the_messages_in_one_order(found):
    ids = found.messages["id"].to_pylist()
    assert found.languages["id"].to_pylist() == ids == found.campaigns.messages["id"].to_pylist()
    sent = [moment for moment in found.messages["sent_at"].to_pylist() if moment]
    assert sent == sorted(sent)


def test_a_campaign_is_stood_for_by_the_message_most_like_its_template(found):
    similarity = dict(zip(*(found.campaigns.messages[name].to_pylist() for name in ("id", "similarity")), strict=True))
    campaign = dict(zip(*(found.campaigns.messages[name].to_pylist() for name in ("id", "campaign_id")), strict=True))
    assert set(found.representatives) == set(found.campaigns.campaigns["campaign_id"].to_pylist())
    assert len(found.representatives) == 2
    for name, representative in found.representatives.items():
        members = [one for one in campaign if campaign[one] == name]
        assert representative in members
        assert similarity[representative] == max(similarity[one] for one in members)


def test_links_and_themes_are_of_individual_voices_and_of_one_message_a_campaign(found):
    alone = {
        name
        for name, so in zip(found.messages["id"].to_pylist(), individual(found.campaigns).to_pylist(), strict=True)
        if so
    }
    voices = alone | set(found.representatives.values())
    twin = found.messages["text"].to_pylist()[found.messages["id"].to_pylist().index("again")]
    assert texts_of(found, alone).count(twin) == 1
    assert not any("Automatic" in text for text in texts_of(found, voices))
    assert set(found.links["id"].to_pylist()) <= voices
    assert set(found.themes.mentions["id"].to_pylist()) <= voices


def texts_of(found, ids):
    return [
        text
        for name, text in zip(found.messages["id"].to_pylist(), found.messages["text"].to_pylist(), strict=True)
        if name in ids
    ]


def test_blanking_takes_personal_data_away_and_moves_nothing(found):
    before, after = found.messages["text"].to_pylist(), blanked(found.messages, found.redactions)["text"].to_pylist()
    assert [len(text) for text in before] == [len(text) for text in after]
    assert "020 7946 0018" in "".join(before) and "020 7946 0018" not in "".join(after)
    kept = [
        (one, other) for text, blank in zip(before, after, strict=True) for one, other in zip(text, blank, strict=True)
    ]
    assert all(one == other or other == " " for one, other in kept)


@pytest.fixture(scope="module")
def about_one_person():
    """An analysis in which nine messages name the same private person, and the texts that the model was given."""
    texts_read = []

    def reading(texts):
        texts_read.extend(texts)
        return embed(texts)

    facts = ["sold the clinic", "left the clinic", "closed the clinic", "owns the clinic", "lost the clinic",
             "runs the clinic", "saved the clinic", "built the clinic", "wants the clinic"]  # fmt: skip
    messages = [
        Message(f"clinic-{at}", f"My neighbour Ruth Caldwell {fact}. Call Ruth Caldwell on 020 7946 0018 about the clinic.",
                lang="en", sender=f"sender-{at}")
        for at, fact in enumerate(facts)
    ]  # fmt: skip
    clinic = Target(
        id="p", kind="proposal", lang="en", title="Ruth Caldwell clinic", text="The clinic of Ruth Caldwell."
    )
    return run(to_table([*rows(), *messages]), about=[clinic], embed=reading, settings=UNGROUPED), texts_read


UNGROUPED = analyse.Settings(campaigns=campaigns.Settings(families=False, minimum_senders=99))
PRIVATE = ("ruth", "caldwell", "7946")


def test_no_label_or_word_of_a_theme_is_personal_data(about_one_person):
    themes = about_one_person[0].themes.themes.select(["labels", "words", "description"]).to_pylist()
    assert "clinic" in str(themes)
    assert not [name for name in PRIVATE if name in str(themes).casefold()]


def test_the_embedding_model_is_given_no_personal_data(about_one_person):
    found, texts_read = about_one_person
    target = {found.about[0].title, f"{found.about[0].title}\n{found.about[0].text}"}
    written = " ".join(text for text in texts_read if text not in target).casefold()
    assert "clinic" in written
    assert not [name for name in PRIVATE if name in written]


def test_no_reason_of_a_link_is_personal_data(about_one_person):
    reasons = [reason for row in about_one_person[0].links["reasons"].to_pylist() for reason in json.loads(row)]
    assert any("clinic" in reason["text"].casefold() for reason in reasons)
    assert not [reason for reason in reasons for name in PRIVATE if name in reason["text"].casefold()]


def test_offsets_of_quotes_and_reasons_are_those_of_the_original_text(found):
    text = dict(zip(found.messages["id"].to_pylist(), found.messages["text"].to_pylist(), strict=True))
    links = zip(found.links["id"].to_pylist(), found.links["reasons"].to_pylist(), strict=True)
    placed = [(name, one) for name, row in links for one in json.loads(row) if one["start"] is not None]
    assert placed and all(text[name][one["start"] : one["end"]] == one["text"] for name, one in placed)
    quotes = [one for row in found.themes.themes["quotes"].to_pylist() for one in json.loads(row)]
    assert quotes and all(text[one["id"]][one["start"] : one["end"]].strip() for one in quotes)


def test_nothing_is_asked_of_the_network(monkeypatch):
    def connect(*_):
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, connect)
    assert len(run(posted()).messages)


def test_without_a_model_there_are_links_and_no_themes():
    found = run(posted(), embed=None)
    assert found.themes is None
    assert len(found.links)


def test_texts_are_read_once_for_links_and_themes_together():
    asked = []

    def counting(texts):
        asked.extend(texts)
        return embed(texts)

    run(posted(), embed=counting)
    assert len(asked) == len(set(asked))


def test_the_language_of_what_was_asked_about_is_detected_where_it_is_not_given():
    silent = Target(
        id="p",
        kind="proposal",
        lang="",
        title="Ouvrir le phare le dimanche",
        text="Les familles veulent y monter le dimanche.",
    )
    assert run(posted(), about=[silent]).about[0].lang == "fr"


def test_every_step_reports_its_progress():
    reports = []
    run(posted(), progress=lambda *step: reports.append(step))
    assert list(dict.fromkeys(name for name, _, _ in reports)) == [
        "languages",
        "redaction",
        "campaigns",
        "linking",
        "themes",
    ]
    assert all(0 <= done <= total for _, done, total in reports)


def test_no_messages_is_no_fault_and_no_table_of_messages_is_one():
    empty = run(posted().slice(0, 0))
    assert len(empty.messages) == 0 and empty.themes is None
    with pytest.raises(NotMessages):
        run(posted().drop_columns(["text"]))


def test_the_error_of_a_service_reaches_the_caller():
    def failing(texts):
        raise EmbeddingFailed("the service is away", permanent=False)

    with pytest.raises(EmbeddingFailed):
        run(posted(), embed=failing)


def test_each_step_is_first_reported_with_nothing_done():
    reports = []
    run(posted(), progress=lambda step, done, total: reports.append((step, done)))
    steps = ["languages", "redaction", "campaigns", "linking", "themes"]
    assert list(dict.fromkeys(step for step, _ in reports)) == steps
    assert [next(done for step, done in reports if step == name) for name in steps] == [0] * 5


def test_only_a_senders_own_words_are_read_for_links_and_themes():
    quoted = "the lighthouse must shine for every islander in winter"
    table = to_table([
        Message("m1", f"Dear Ms Okafor,\n\nThey write “{quoted}”. My aunt rows across in the dark.\n\nYours,\nBob Tamm"),
        Message("m2", f"“{quoted}”"),
        Message("m3", "The quay is cold and has no shelter for the children."),
    ])  # fmt: skip
    seen = []

    def recorded(texts):
        seen.extend(texts)
        return embed(texts)

    found = run(table, embed=recorded)
    assert any("aunt rows across" in text for text in seen)
    assert not any("Okafor" in text or "Tamm" in text for text in seen)
    assert not any(quoted in text for text in seen if "aunt" in text)
    assert len(found.messages) == 3
