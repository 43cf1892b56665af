"""Everything in one go, whatever the order of the messages."""

import pytest
from hearhear import analyse, campaigns
from hearhear.analyse import blanked, individual
from hearhear.errors import EmbeddingFailed, NotMessages
from hearhear.linking import Target

from .letters import BILL, embed, posted


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
    for name, standing in found.representatives.items():
        members = [one for one in campaign if campaign[one] == name]
        assert standing in members
        assert similarity[standing] == max(similarity[one] for one in members)


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


def test_no_label_or_word_of_a_theme_is_personal_data(found):
    said = str(found.themes.themes.select(["labels", "words", "description"]).to_pylist())
    assert "Caldwell" not in said and "7946" not in said


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


def test_every_step_tells_how_far_it_is():
    told = []
    run(posted(), progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(name for name, _, _ in told)) == [
        "languages",
        "redaction",
        "campaigns",
        "linking",
        "themes",
    ]
    assert all(0 <= done <= total for _, done, total in told)


def test_no_messages_is_no_fault_and_no_table_of_messages_is_one():
    empty = run(posted().slice(0, 0))
    assert len(empty.messages) == 0 and empty.themes is None
    with pytest.raises(NotMessages):
        run(posted().drop_columns(["text"]))


def test_a_service_that_fails_is_told_to_the_caller():
    def failing(texts):
        raise EmbeddingFailed("the service is away", permanent=False)

    with pytest.raises(EmbeddingFailed):
        run(posted(), embed=failing)


def test_each_step_is_told_first_with_nothing_done():
    told = []
    run(posted(), progress=lambda step, done, total: told.append((step, done)))
    steps = ["languages", "redaction", "campaigns", "linking", "themes"]
    assert list(dict.fromkeys(step for step, _ in told)) == steps
    assert [next(done for step, done in told if step == name) for name in steps] == [0] * 5
