"""The two tables of `find`: who is in which campaign, who is counted, and who is set aside."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hearhear import campaigns
from hearhear.errors import NotMessages
from hearhear.message import Message, to_table

from .postbag import letter, lines, posted, spun, strangers, thinned

ALONE = campaigns.Settings(families=False, read=False)
VOICES = lines("voices.en")
DISAGREEING = {
    "ferry.en": "The campaigners sent me the letter below and I want nothing to do with it. They write:\n\n",
    "ferry.fr": "Voici la lettre que les militants m'ont envoyée, et je n'en pense que du mal:\n\n",
    "ferry.es": "Esta es la carta que me enviaron los activistas, y no comparto una palabra:\n\n",
}


def find(texts, **columns) -> campaigns.Campaigns:
    return campaigns.find(posted(texts, **columns), settings=ALONE)


def ids(found: campaigns.Campaigns) -> list[str | None]:
    return found.messages["campaign_id"].to_pylist()


@pytest.fixture(scope="module")
def mixed() -> campaigns.Campaigns:
    texts = [
        *thinned("ferry.en", 14, 0.7),
        *spun("madlib.fr", 30),
        *[letter("ferry.es")] * 5,
        *[f"{text} https://freeze-the-toll.example/sign" for text in strangers(4, 5, seed=5)],
        *VOICES,
        *strangers(80, seed=7),
        "Out of office: I am on annual leave until 3 March. In urgent cases contact the clerk.",
    ]
    return find(texts)


def test_both_tables_have_the_promised_columns(mixed):
    assert mixed.messages.schema == campaigns.FINDINGS_SCHEMA
    assert mixed.campaigns.schema == campaigns.CAMPAIGNS_SCHEMA
    for table in (mixed.messages, mixed.campaigns):
        table.validate(full=True)
        assert not [f.name for f in table.schema if not f.nullable and table[f.name].null_count]


def test_there_is_one_finding_a_message_in_the_order_they_came(mixed):
    assert mixed.messages["id"].to_pylist() == [f"m{at}" for at in range(len(mixed.messages))]


def test_each_kind_of_campaign_is_called_by_its_name(mixed):
    kinds = dict(zip(mixed.campaigns["messages"].to_pylist(), mixed.campaigns["kind"].to_pylist(), strict=True))
    assert kinds == {30: "madlib", 14: "template", 5: "exact", 4: "short"}


def test_campaigns_come_largest_first_and_count_what_the_findings_say(mixed):
    counts = mixed.messages.filter(pc.is_valid(mixed.messages["campaign_id"])).group_by("campaign_id").aggregate(
        [("id", "count")]
    )  # fmt: skip
    assert mixed.campaigns["campaign_id"].to_pylist() == ["c1", "c2", "c3", "c4"]
    assert mixed.campaigns["senders"].to_pylist() == sorted(mixed.campaigns["senders"].to_pylist(), reverse=True)
    assert dict(zip(*counts.to_pydict().values(), strict=True)) == dict(
        zip(mixed.campaigns["campaign_id"].to_pylist(), mixed.campaigns["messages"].to_pylist(), strict=True)
    )


def test_only_members_of_a_campaign_are_similar_to_one(mixed):
    member = pc.is_valid(mixed.messages["campaign_id"])
    assert pc.is_valid(mixed.messages["similarity"]).equals(member)
    similarity = mixed.messages["similarity"].drop_null().to_pylist()
    assert all(0 <= one <= 1 for one in similarity)
    assert min(similarity[:14]) > 0.8


def test_copies_of_one_letter_share_all_of_it(mixed):
    copies = mixed.messages.filter(pc.equal(mixed.messages["campaign_id"], _campaign(mixed, "exact")))
    assert copies["similarity"].to_pylist() == [1.0] * 5
    assert copies["personal_text"].to_pylist() == [""] * 5


def test_an_individual_keeps_every_word_as_personal(mixed):
    rows = mixed.messages.slice(53, len(VOICES)).to_pylist()
    assert [row["personal_text"] for row in rows] == VOICES
    assert {row["evidence"] for row in rows} == {'{"why": null, "passages": [], "links": []}'}


def test_the_links_of_a_campaign_are_named(mixed):
    links = mixed.campaigns["links"].to_pylist()
    kinds = mixed.campaigns["kind"].to_pylist()
    assert links[kinds.index("short")] == ["freeze-the-toll.example/sign"]
    assert links[kinds.index("exact")] == []


def test_an_automatic_reply_is_set_aside(mixed):
    assert mixed.messages["set_aside"].to_pylist()[-1] == "automatic_reply"
    assert pc.count(mixed.messages["set_aside"]).as_py() == 1


def _campaign(found: campaigns.Campaigns, kind: str) -> str:
    return found.campaigns["campaign_id"].to_pylist()[found.campaigns["kind"].to_pylist().index(kind)]


def test_automatic_replies_of_many_are_no_campaign():
    reply = "Automatic reply: I am away from my desk until {} June. Your message has not been forwarded to anyone."
    found = find([*(reply.format(day) for day in range(1, 9)), *strangers(20)])
    assert ids(found) == [None] * 28
    assert found.messages["set_aside"].to_pylist()[:8] == ["automatic_reply"] * 8


def test_three_senders_are_a_campaign_and_two_are_none():
    text = letter("ferry.en")
    assert ids(find([text] * 3 + strangers(30)))[:3] == ["c1"] * 3
    assert ids(find([text] * 2 + strangers(30)))[:2] == [None] * 2


def test_the_least_number_of_senders_may_be_set():
    table = posted([letter("ferry.en")] * 4 + strangers(30))
    for least, expected in ((2, "c1"), (4, "c1"), (5, None)):
        found = campaigns.find(table, settings=campaigns.Settings(minimum_senders=least, families=False, read=False))
        assert ids(found)[0] == expected


def test_three_messages_of_two_senders_are_no_campaign():
    senders = ["ada", "ada", "ben", *map(str, range(30))]
    found = find([letter("ferry.en")] * 3 + strangers(30), senders=senders)
    assert ids(found)[:3] == [None] * 3
    assert found.messages["repeat"].to_pylist()[:3] == [False, True, False]


def test_who_sends_twice_is_counted_once_and_the_later_message_is_the_repeat():
    day = datetime(2026, 3, 1, tzinfo=UTC)
    texts = [*thinned("ferry.en", 5, 0.7), *strangers(30)]
    senders = ["ada", "ben", "cleo", "ada", None]
    days = [4, 1, 2, 3, 9]
    rows = [Message(f"m{at}", text) for at, text in enumerate(texts[5:])]
    sent = [
        Message(f"x{at}", text, None, None, sender, day + timedelta(days=late))
        for at, (text, sender, late) in enumerate(zip(texts, senders, days, strict=False))
    ]
    found = campaigns.find(to_table([*sent, *rows]), settings=ALONE)
    assert found.messages["repeat"].to_pylist() == [True] + [False] * 34
    campaign = found.campaigns.to_pylist()[0]
    assert (campaign["messages"], campaign["senders"]) == (5, 4)
    assert (campaign["first_seen"], campaign["last_seen"]) == (day + timedelta(days=1), day + timedelta(days=9))


def test_messages_without_sender_are_from_different_people_and_never_repeats():
    found = find([letter("ferry.fr")] * 4 + strangers(30), senders=[None, "", "  ", None, *[None] * 30])
    assert ids(found)[:4] == ["c1"] * 4
    assert not any(found.messages["repeat"].to_pylist())


def test_two_different_letters_of_one_person_are_no_repeat():
    found = find([*VOICES[:2], *strangers(30)], senders=["ada", "ada", *map(str, range(30))])
    assert not any(found.messages["repeat"].to_pylist())


@pytest.mark.parametrize("name", sorted(DISAGREEING))
def test_who_quotes_a_campaign_to_disagree_is_set_aside_and_not_counted(name):
    quoting = DISAGREEING[name] + letter(name) + "\n\nNein, danke."
    found = find([*thinned(name, 6, 0.8), letter(name), quoting, *strangers(60)])
    assert ids(found)[:8] == ["c1"] * 7 + [None]
    assert found.messages["set_aside"].to_pylist()[:8] == [None] * 7 + ["quotes_campaign"]
    assert found.campaigns["messages"].to_pylist() == [7]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Your name: Jane Doe\nYour message:\n", "ferry.en"),
        ("Votre nom : Jean Dupont\nVotre demande :\n", "ferry.fr"),
        ("Su nombre: Ana Gil\nSu petición:\n", "ferry.es"),
    ],
)
def test_who_writes_by_a_web_form_is_a_sender_like_the_others(form, name):
    found = campaigns.find(posted([letter(name), letter(name), form + letter(name), *strangers(80, seed=7)]))
    assert found.messages["campaign_id"].to_pylist()[:4] == ["c1"] * 3 + [None]


def test_a_campaign_of_which_only_its_critics_are_left_is_none():
    quoting = [f"{DISAGREEING['ferry.en']}{letter('ferry.en')}\n\n{VOICES[0]}"]
    found = find([letter("ferry.en")] * 2 + quoting + strangers(60))
    assert ids(found)[:3] == [None] * 3
    assert len(found.campaigns) == 0


def test_the_language_of_a_campaign_is_that_of_most_of_its_messages():
    langs = ["fr", "es", "fr", None, *[None] * 30]
    found = find([letter("ferry.fr")] * 4 + strangers(30), langs=langs)
    assert found.campaigns["lang"].to_pylist() == ["fr"]
    assert find([letter("ferry.fr")] * 4 + strangers(30)).campaigns["lang"].to_pylist() == [None]


@pytest.mark.parametrize(
    "texts",
    [[], ["One alone."], ["", "  ", "\n"], ["😀", "❤️❤️❤️", "👩‍🌾🎉"], ["."] * 5, ["❤️" * 60] * 5],
    ids=["no message", "one message", "blank messages", "only emoji", "only a stop", "a wall of hearts"],
)
def test_messages_that_say_nothing_together_make_no_campaign(texts):
    found = find(texts)
    assert len(found.messages) == len(texts)
    assert ids(found) == [None] * len(texts)
    assert found.campaigns.schema == campaigns.CAMPAIGNS_SCHEMA and len(found.campaigns) == 0


def test_a_postbag_of_nothing_but_one_letter_is_one_campaign():
    found = find([letter("ferry.es")] * 40)
    assert ids(found) == ["c1"] * 40
    assert json.loads(found.campaigns["template"][0].as_py())[0]["text"] == letter("ferry.es")


def test_ten_thousand_copies_of_one_letter_are_one_campaign():
    found = find([letter("ferry.en")] * 10_000 + strangers(20))
    assert ids(found) == ["c1"] * 10_000 + [None] * 20
    assert set(found.messages["similarity"].to_pylist()[:10_000]) == {1.0}


def test_ids_may_be_anything():
    names = ["", " ", "a,b", '"', "c1", "ñ/../x\n", "😀", "0", "m1"]
    rows = [Message(name, letter("ferry.en")) for name in names]
    found = campaigns.find(to_table(rows), settings=ALONE)
    assert found.messages["id"].to_pylist() == names
    assert set(ids(found)) == {"c1"}


def test_what_is_no_table_of_messages_is_refused():
    with pytest.raises(NotMessages):
        campaigns.find(pa.table({"name": ["x"]}))
    with pytest.raises(NotMessages):
        campaigns.find(to_table([Message("same", "one"), Message("same", "two")]))


def test_progress_is_reported_from_the_first_step_to_the_last():
    reports: list[tuple[int, int]] = []
    campaigns.find(posted(VOICES), settings=ALONE, progress=lambda done, total: reports.append((done, total)))
    done, total = zip(*reports, strict=True)
    assert list(done) == sorted(set(done))
    assert set(total) == {done[-1]}


_AGAIN = """
import hashlib, sys
from hearhear import campaigns
from campaigns.postbag import lines, posted, spun, strangers, thinned
texts = [*thinned("ferry.en", 60), *spun("madlib.es", 60), *lines("voices.fr"), *strangers(60)]
found = campaigns.find(posted(texts), settings=campaigns.Settings(threads=int(sys.argv[1]), families=False, read=False))
for table in (found.messages, found.campaigns):
    print(len(table), hashlib.sha256(repr(table.to_pylist()).encode()).hexdigest())
"""


def _said(seed: str, threads: str) -> str:
    env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", _AGAIN, threads]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def test_another_process_with_other_hashes_and_threads_finds_the_same_to_the_letter():
    first = _said("1", "1")
    assert first.startswith("188 ")
    assert _said("2", "4") == first
