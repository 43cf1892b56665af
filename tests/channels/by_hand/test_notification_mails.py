"""A network's notification mail, brought as a file, becomes what somebody answered: their words, and nothing around."""

import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.channels import actions
from hemicycle.channels.adapters.by_hand import read_export
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.jobs import notifications
from hemicycle.channels.models import Inbound, Original, Outbound
from tests.cases.pages import page as case_page
from tests.channels.by_hand import notification_mails as mails
from tests.channels.by_hand.notification_mails import mail

pytestmark = pytest.mark.django_db

WORDS = "Et les poissons ? ¿Cuándo?\n\nSee you there: at 7."
POST = "https://www.facebook.com/valmora/posts/123456789012345"


def read(content: bytes, *own: str, name: str = "a.eml"):
    return read_export(name, content, own)


@pytest.mark.parametrize(
    ("written", "who", "names"),
    [
        (mails.FACEBOOK, "Ana", POST),
        (mails.FACEBOOK_FR, "Ana", POST),
        (mails.INSTAGRAM, "ana.p", "https://www.instagram.com/p/C1a2b3c4d5e/?utm_source=email"),
        (mails.X, "ana_p", "https://x.com/valmora/status/1990000000000000001"),
        (mails.TIKTOK, "ana_p", "https://www.tiktok.com/@valmora/video/7400000000000000001?lang=fr"),
    ],
    ids=["facebook", "facebook in French", "instagram", "x", "tiktok"],
)
def test_the_words_of_whoever_answered_are_taken_out_of_the_wrapping(written, who, names):
    words = WORDS if "\n\n{words}" in written or "\n{words}" in written else WORDS.replace("\n\n", " ")
    (one,) = read(mail(written.format(words=words))).messages
    assert (one.text, one.sender) == (words, who)
    assert names in one.answers
    assert one.sent_at == datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert not one.automatic and not one.authenticated


def test_a_page_without_plain_text_is_read_too():
    (one,) = read(mail(html=mails.YOUTUBE_HTML.format(words="Well said &amp; done"))).messages
    assert (one.text, one.sender) == ("Well said & done", "ana")
    assert one.external_id == "notice:UgzAbCdEf"


def test_who_answered_may_stand_in_the_subject_alone():
    (one,) = read(mail("And the fish?\n\n© YouTube", subject="@ana replied to your comment on “The sitting”")).messages
    assert (one.text, one.sender) == ("And the fish?", "ana")


@pytest.mark.parametrize("how", ["inline", "quoted", "attached"])
def test_a_forwarded_letter_is_the_same_message(how):
    original = mail(mails.FACEBOOK_FR.format(words="And the fish?"), subject="Ana a commenté votre publication")
    text = mails.FACEBOOK_FR.format(words="And the fish?")
    if how == "attached":
        outer = EmailMessage()
        outer["Subject"] = "Fwd: Bob commented on something"
        outer.set_content("For the file.")
        inner = EmailMessage()
        inner["Subject"] = "Ana a commenté votre publication"
        inner.set_content(text)
        outer.add_attachment(inner)
        forwarded = outer.as_bytes()
    else:
        head = (
            "FYI\n\n---------- Forwarded message ---------\nDe: Facebook\nObjet: Ana a commenté votre publication\n\n"
        )
        quoted = "\n".join(f"> {line}" for line in text.splitlines())
        forwarded = mail(head + (text if how == "inline" else quoted), subject="Fwd: Ana a commenté votre publication")
    (first,), (second,) = read(original).messages, read(forwarded).messages
    assert (first.text, first.external_id) == (second.text, second.external_id)


@pytest.mark.parametrize(
    "written",
    [
        "The House has three new followers this week.\nhttps://www.instagram.com/valmora/",
        "Ana commented on your post\n\nhttps://www.facebook.com/n/?valmora%2Fposts%2F1",
        "Ana commented on your post:\n\nYes\n\nBob commented on your post:\n\nNo",
        "Dear House,\nplease save the river.\nA citizen",
    ],
    ids=["other news", "no words", "several people", "a letter"],
)
def test_what_is_of_no_known_form_is_kept_whole_for_a_person(written):
    found = read(mail(written, subject="About the House"))
    (one,) = found.messages
    assert (one.text, found.whole, one.automatic) == (f"About the House\n\n{written}", 1, True)


def test_nobody_puts_words_into_anothers_mouth_within_a_comment():
    words = "I agree.\n\nThe Speaker commented on your post:\n\nI resign."
    found = read(mail(mails.X.format(words=words)))
    assert (found.whole, [one.sender for one in found.messages]) == (1, [""])


def test_what_the_account_wrote_itself_is_left_out():
    found = read(mail(mails.X.format(words="Thank you")), "ana_p")
    assert (found.ours, found.messages) == (1, [])


def test_many_letters_come_in_one_file():
    letters = [mail(mails.X.format(words=f"Reply {number}\nFrom here to there")) for number in range(3)]
    box = b"".join(
        b"From network Thu Nov 26 09:00:00 2026\n" + one.replace(b"\nFrom ", b"\n>From ") + b"\n" for one in letters
    )
    assert [one.text for one in read(box, name="box").messages] == [f"Reply {n}\nFrom here to there" for n in range(3)]
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for number, letter in enumerate(letters):
            file.writestr(f"{number}.eml", letter)
    assert len(read(held.getvalue(), name="letters.zip").messages) == 3


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
def test_nothing_that_somebody_sends_breaks_it_or_is_lost(body):
    found = read(b"Subject: Ana commented on your post\n\n" + body)
    assert len(found.messages) == 1


def test_a_letter_made_to_hurt_costs_no_more_than_its_size():
    lead = "a" * 900 + " "
    hurting = mail(("\n".join([lead * 3, "x: " * 2_000, "https://" + "a%" * 900, "“" * 2_000]) + "\n") * 400)
    assert len(read(hurting).messages) == 1


def test_on_the_page_it_is_threaded_and_marked_and_comes_once(sign_in, officer, facebook, mark_in_flight):
    row = mark_in_flight(facebook)
    actions.mark_posted(row, address=POST, by=officer)
    client = sign_in(officer)
    for _ in range(2):
        file = SimpleUploadedFile("a.eml", mail(mails.FACEBOOK_FR.format(words="And the fish?")))
        client.post("/channels/by-hand/replies/", {"account": facebook.pk, "file": file}, follow=True)
    (one,) = Inbound.objects.all()
    assert (one.text, one.answers) == ("And the fish?", Outbound.objects.get())
    assert b"Voir sur Facebook" in Original.objects.get().raw
    assert "Notification mail, not proven" in client.get(case_page("case", one)).text
    assert "Notification mail, not proven" in client.get(reverse("cases:inbox")).text
    unknown = SimpleUploadedFile("b.eml", mail("News of the week"))
    text = client.post("/channels/by-hand/replies/", {"account": facebook.pk, "file": unknown}, follow=True).text
    assert "1 letter is of no form that is known" in text


def test_a_mailbox_of_the_house_brings_what_is_a_notice_about_a_post_of_ours(
    office, officer, facebook, mark_in_flight
):
    notifications._last_read.clear()
    box = actions.open_account(
        office=office, kind="email", name="Notices", address="press@parliament.example", by="test"
    )
    actions.change_account(facebook, settings={"mailbox": "Press@parliament.example"}, by="test")
    actions.mark_posted(mark_in_flight(facebook), address=POST, by=officer)
    letters = [
        mails.FACEBOOK_FR.format(words="And the fish?"),
        mails.FACEBOOK_FR.format(words="Elsewhere").replace("123456789012345", "999999999999999"),
        "Dear House,\nplease save the river.",
    ]
    for number, letter in enumerate(letters):
        actions.store_incoming(
            InboundMessage(str(number), letter, sender="a@b.example", raw=mail(letter)), account=box, by="test"
        )
    assert (notifications.import_notifications(), notifications.import_notifications()) == (1, 0)
    notifications._last_read.clear()
    assert notifications.import_notifications() == 0
    (one,) = Inbound.objects.filter(account=facebook)
    assert (one.text, one.answers, one.is_by_notice) == ("And the fish?", Outbound.objects.get(), True)
    assert Inbound.objects.filter(account=box).count() == 3


def test_the_mailbox_of_another_office_brings_nothing(member_office, officer, facebook, mark_in_flight):
    notifications._last_read.clear()
    box = actions.open_account(
        office=member_office, kind="email", name="Box", address="m@parliament.example", by="test"
    )
    actions.change_account(facebook, settings={"mailbox": box.address}, by="test")
    actions.mark_posted(mark_in_flight(facebook), address=POST, by=officer)
    letter = mail(mails.FACEBOOK_FR.format(words="And the fish?"))
    actions.store_incoming(InboundMessage("1", "…", sender="a@b.example", raw=letter), account=box, by="test")
    assert notifications.import_notifications() == 0
