"""What people answered on a closed network comes back by a person: pasted, or in the network's own file; each once."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.adapters.by_hand import BadExport, exports, read_export
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Inbound, Outbound
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

pytestmark = pytest.mark.django_db

PAGE = "/channels/by-hand/replies/"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
# As Facebook writes "é": each octet of UTF-8 a character.
MANGLED = "TrÃ¨s bien"
CONVERSATION = {
    "participants": [{"name": "A citizen"}, {"name": "TheHouse"}],
    "messages": [
        {"sender_name": "A citizen", "timestamp_ms": 1763200000000, "content": MANGLED},
        {"sender_name": "TheHouse", "timestamp_ms": 1763200060000, "content": "Thank you"},
        {"sender_name": "A citizen", "timestamp_ms": 1763200070000, "photos": [{"uri": "a.jpg"}]},
    ],
}
THREADS = {
    "kind": "youtube#commentThreadListResponse",
    "items": [
        {
            "snippet": {
                "videoId": "dQw4w9WgXcQ",
                "topLevelComment": {
                    "id": "Ugx1",
                    "snippet": {
                        "textDisplay": "Well said",
                        "authorDisplayName": "@somebody",
                        "authorChannelId": {"value": "UC1"},
                        "publishedAt": "2026-11-15T10:00:00Z",
                    },
                },
            },
            "replies": {
                "comments": [{"id": "Ugx1.a", "snippet": {"textOriginal": "Not so", "videoId": "dQw4w9WgXcQ"}}]
            },
        }
    ],
}
ACCOUNT = 'window.YTD.account.part0 = [{"account": {"accountId": "1", "username": "TheHouse"}}]'
DIRECT = """window.YTD.direct_messages.part0 = [{"dmConversation": {"conversationId": "1-2", "messages": [
 {"messageCreate": {"id": "10", "senderId": "2", "recipientId": "1", "text": "When is it?",
  "createdAt": "2026-11-15T10:00:00.000Z"}},
 {"messageCreate": {"id": "11", "senderId": "1", "recipientId": "2", "text": "At ten"}},
 {"joinConversation": {}}]}}]"""


def zipped(**files: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def read(name: str, content: str | bytes, *own: str):
    return read_export(name, content if isinstance(content, bytes) else content.encode(), own)


def test_a_conversation_of_facebook_is_read_without_what_is_ours_and_with_its_letters_repaired():
    found = read("message_1.json", json.dumps(CONVERSATION), "thehouse")
    (one,) = found.messages
    assert one.direct
    assert (one.text, one.sender, one.sent_at) == (
        "Très bien",
        "A citizen",
        datetime(2025, 11, 15, 9, 46, 40, tzinfo=UTC),
    )
    assert (found.ours, dict(found.aside), found.first_aside) == (
        1, {"no-words": 1}, {"no-words": ("message_1.json", 3)},
    )  # fmt: skip


def test_comments_of_youtube_name_the_video_they_answer():
    found = read("comments.json", json.dumps(THREADS))
    assert [(m.external_id, m.text, m.answers) for m in found.messages] == [
        ("Ugx1", "Well said", ("dQw4w9WgXcQ",)),
        ("Ugx1.a", "Not so", ("dQw4w9WgXcQ",)),
    ]


def test_the_archive_of_x_tells_by_its_account_who_we_are():
    found = read("x.zip", zipped(data__direct_messages_dot_js=DIRECT, data__account_dot_js=ACCOUNT))
    assert [(m.external_id, m.text, m.sender) for m in found.messages] == [("10", "When is it?", "2")]
    assert found.ours == 1


def comments(*said: tuple[str, str]) -> str:
    rows = [{"timestamp": 1763200000, "data": [{"comment": {"author": who, "comment": text}}]} for who, text in said]
    return json.dumps({"comments_v2": rows})


def test_comments_of_one_person_in_facebooks_archive_are_the_accounts_own_whatever_it_is_called_there():
    with pytest.raises(BadExport) as bad:
        read(
            "comments.json", comments(("Assembly of Valmora", "Thank you"), ("Assembly of Valmora", "At ten")), "house"
        )
    assert bad.value.code == "only-our-own"


def test_comments_of_several_people_need_to_know_who_we_are():
    several = comments(("Assembly of Valmora", "Thank you"), ("A citizen", MANGLED))
    with pytest.raises(BadExport) as bad:
        read("comments.json", several, "house")
    assert bad.value.code == "own-unknown"
    found = read("comments.json", several, "Assembly of Valmora")
    assert [(one.text, one.sender) for one in found.messages] == [("Très bien", "A citizen")]
    assert found.ours == 1


def test_an_encrypted_talk_of_messenger_is_read_as_it_is_written():
    talk = {
        "participants": ["A citizen", "TheHouse"], "threadName": "A citizen_1",
        "messages": [
            {"senderName": "A citizen", "text": "Très bien", "timestamp": 1763200000000, "type": "text", "media": []},
            {"senderName": "TheHouse", "text": "Thank you", "timestamp": 1763200060000, "type": "text"},
            {"senderName": "A citizen", "text": "", "timestamp": 1763200070000, "isUnsent": True},
        ],
    }  # fmt: skip
    found = read("A citizen_1.json", json.dumps(talk), "thehouse")
    (one,) = found.messages
    assert (one.text, one.sender, one.direct, found.ours) == ("Très bien", "A citizen", True, 1)
    assert one.sent_at == datetime(2025, 11, 15, 9, 46, 40, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["direct_messages_group", "direct_message"])
def test_talks_of_several_on_x_and_older_archives_are_read_too(kind):
    talk = DIRECT.replace("direct_messages", kind) + ";\n"
    found = read("x.zip", zipped(data__group_dot_js=talk, data__account_dot_js=ACCOUNT))
    assert [one.text for one in found.messages] == ["When is it?"]


@pytest.mark.parametrize("new", [True, False])
def test_tiktoks_file_gives_what_people_wrote_and_says_itself_who_we_are(new):
    said = [
        {"Date": "2026-11-15 10:00:00", "From": "citizen", "Content": "When is it?"},
        {"Date": "2026-11-15 10:01:00", "From": "the.house", "Content": "At ten"},
    ]
    chats = {"ChatHistory": {"Chat History with citizen:": said}}
    own = {"CommentsList": [{"date": "2026-11-15 10:00:00", "comment": "Thank you"}]}
    profile = {"ProfileMap": {"userName": "the.house"}}
    names = (
        ("Direct Message", "Direct Messages", "Profile Info")
        if new
        else ("Direct Messages", "Chat History", "Profile Information")
    )
    file = {"Profile": {names[2]: profile}, "Comment": {"Comments": own}, names[0]: {names[1]: chats}}
    found = read("user_data_tiktok.json", json.dumps(file))
    (one,) = found.messages
    assert (one.text, one.sender, one.direct) == ("When is it?", "citizen", True)
    assert (one.sent_at, found.ours) == (datetime(2026, 11, 15, 10, tzinfo=UTC), 2)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_in_whatever_spelling(delimiter, encoding):
    rows = [
        ["Date", "Author", "Comment", "Video URL"],
        ["2026-11-15", "@somebody", "Très bien", VIDEO],
        ["", "", "", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (one,) = read("comments.csv", text.encode(encoding)).messages
    assert not one.direct
    assert (one.text, one.sender, one.answers) == ("Très bien", "somebody", (VIDEO,))


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("a.csv", "date,author\n1,2", "no-text-column", 1),
        ("a.json", '{"a":\n 1,', "not-json", 2),
        ("a.json", '{"a": 1}', "unknown-layout", 0),
        ("a.json", "[" * 200_000, "not-json", 0),
        ("a.csv", b"text\n\xff\n", "not-utf-8", 2),
        ("a.html", "<html>", "unknown-layout", 0),
        ("a.zip", b"PK\x03\x04broken", "broken-zip", 0),
        ("a.zip", zipped(index_dot_html="<html>"), "nothing-known", 0),
        ("direct-messages.js", DIRECT, "own-unknown", 0),
        ("message_1.json", json.dumps(CONVERSATION), "own-unknown", 0),
        ("tweets.js", 'window.YTD.tweets.part0 = [{"tweet": {"id": "1"}}]', "only-our-own", 0),
        ("post_comments_1.json", '[{"string_map_data": {"Comment": {"value": "x"}}}]', "only-our-own", 0),
        ("post_comments_1.json", '[{"string_map_data": {"Commentaire": {"value": "x"}}}]', "only-our-own", 0),
        ("reels_comments.json", '{"comments_reels_comments": [{"string_map_data": {}}, 1]}', "unknown-layout", 0),
        ("reels_comments.json", '{"comments_reels_comments": [{"string_map_data": {"a": 1}}]}', "only-our-own", 0),
        ("user_data.json", '{"Profile": {}, "Comment": {"CommentsList": [{"comment": "x"}]}}', "only-our-own", 0),
        (
            "user_data.json",
            '{"Profile": {}, "Direct Message": {"Direct Messages": {"ChatHistory": {"a": []}}}}',
            "own-unknown",
            0,
        ),
        ("user_data.json", '{"Profile": {}, "Comment": {"CommentsList": 5}}', "only-our-own", 0),
        ("tweet.js", 'window.YTD.tweet.part0 = [{"tweet": {"id": "1"}}];', "only-our-own", 0),
        (
            "comments.csv",
            (
                "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,Comment Text,"
                'Top-Level Comment ID\nA,UCme,2026-01-01T00:00:00.000Z,0,,,v1,"{""text"":""a""}",\n'
            ),
            "only-our-own",
            0,
        ),
        (
            "comments.csv",
            "Comment ID,Channel ID,Comment Create Timestamp,Comment Text\na,UC1,,x\nb,UC1,,y",
            "only-our-own",
            0,
        ),
    ],
)
def test_what_cannot_be_read_says_what_is_wrong_and_where(name, content, code, line):
    with pytest.raises(BadExport) as bad:
        read(name, content)
    assert (bad.value.code, bad.value.name, bad.value.line) == (code, name, line)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(exports, "LARGEST_INSIDE", 10_000)
    with pytest.raises(BadExport, match="bomb"):
        read("a.zip", zipped(one_dot_json=b" " * 6_000, two_dot_json=b" " * 6_000))


def test_one_broken_file_of_an_archive_is_set_aside_and_the_rest_goes_in():
    content = zipped(inbox__a_dot_json=json.dumps(CONVERSATION), inbox__b_dot_json='{"participants":')
    found = read("facebook.zip", content, "TheHouse")
    assert len(found.messages) == 1
    assert found.first_aside["not-json"] == ("inbox/b.json", 1)


@pytest.fixture
def video(open_there, mark_in_flight, officer) -> Outbound:
    row = mark_in_flight(open_there("youtube"), "The sitting, recorded")
    return actions.mark_posted(row, address=VIDEO, by=officer)


def bring(client, video: Outbound, **said):
    return client.post(PAGE, {"account": video.account_id, **said}, follow=True)


def test_a_file_brought_twice_is_here_once_and_threaded_to_its_post(sign_in, officer, video):
    client = sign_in(officer)
    for expected in ("2 new replies.", "0 new replies. 2 were here already."):
        file = SimpleUploadedFile("comments.json", json.dumps(THREADS).encode())
        assert expected in bring(client, video, file=file).text
    rows = list(Inbound.objects.order_by("pk"))
    assert [(row.text, row.answers, row.channel, row.office) for row in rows] == [
        ("Well said", video, "social", video.office), ("Not so", video, "social", video.office),
    ]  # fmt: skip
    assert "UC1" not in rows[0].sender
    assert [
        entry.facts["new"] for entry in AuditEntry.objects.filter(action="channels.add_replies").order_by("sequence")
    ] == [
        2,
        0,
    ]


def test_pasted_replies_are_parted_by_hyphens_and_kept_under_pseudonyms(sign_in, officer, video):
    client = sign_in(officer)
    pasted = "@somebody\nI agree.\nTwice.\n---\nNo\n---\n\n---\nNo"
    for _twice in range(2):
        bring(client, video, post=video.pk, pasted=pasted)
    rows = list(Inbound.objects.order_by("pk"))
    assert [row.text for row in rows] == ["I agree.\nTwice.", "No", "No"]
    assert {row.answers for row in rows} == {video}
    assert [bool(row.sender) for row in rows] == [True, False, False]
    assert "somebody" not in rows[0].sender


def test_a_word_in_a_public_reply_is_not_answered_in_public(sign_in, officer, video):
    bring(sign_in(officer), video, post=video.pk, pasted="@somebody\nHELP")
    assert Inbound.objects.get().keyword == ""
    send_due("w", lambda: False)
    assert Outbound.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "Paste what people wrote, or choose a file"),
        ({"pasted": "x", "file": "a.csv"}, "Paste what people wrote, or choose a file"),
        ({"file": "a.csv"}, "has no column with the words. It has: date, author."),
        ({"pasted": "x", "account": 0}, "field-wrong"),
    ],
)
def test_what_is_wrong_is_said_once_and_nothing_is_kept(sign_in, officer, video, said, expected):
    if "file" in said:
        said = {**said, "file": SimpleUploadedFile(said["file"], b"date,author\n1,2")}
    answer = bring(sign_in(officer), video, **said)
    assert answer.status_code == 422
    assert expected in answer.text
    assert not Inbound.objects.exists()


def test_what_is_set_aside_is_reported_with_its_place(sign_in, officer, video):
    file = SimpleUploadedFile("c.csv", b"text,author\nYes,a\n,b\n,c\n")
    page = bring(sign_in(officer), video, file=file).text
    assert "1 new reply." in page
    assert "Set aside: 2, since they have no words. The first stands in “c.csv”, entry 3." in page


def test_nobody_brings_replies_to_an_account_of_another_office(sign_in, video, other_office, administrator):
    stranger = person("Emma Editor", Role.EDITOR, office=other_office)
    answer = bring(sign_in(stranger), video, pasted="x")
    assert answer.status_code == 422
    assert sign_in(administrator).get(PAGE).status_code == 403
    assert not Inbound.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_adding_replies_is_for_everybody(visit, officer, video, language, scheme, width):
    type(officer).objects.filter(pk=officer.pk).update(language=language)
    page = visit(PAGE, by=officer, scheme=scheme, width=width)
    page.locator("main form button").last.click()
    page.locator(".error-summary").wait_for()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
