"""A released dossier is news of its bill: followers are notified once, and the bill's page and feeds have it."""

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Outbound
from hemicycle.conf.worker import Worker
from hemicycle.follow import actions as follow_actions
from hemicycle.follow.models import News
from hemicycle.listening.actions import dossiers as actions
from hemicycle.listening.actions.erasing import erase_message
from hemicycle.listening.jobs.announcing import announce_due
from hemicycle.listening.models import Dossier, Finding, Inquiry
from hemicycle.record.actions.bills import classify
from hemicycle.record.models import Document
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry
from tests.follow.conftest import Follow, Mail, Texts, by_mail, by_text, follow, mail, river, texts

from . import dossiers
from .conftest import open_inquiry

__all__ = ["by_mail", "by_text", "follow", "mail", "river", "texts"]


@pytest.fixture
def inquiry(river: Document, office: Office, clerk: User) -> Inquiry:
    return dossiers.analysed_inquiry(open_inquiry(office, clerk), clerk, bill=river)


def release(inquiry: Inquiry, clerk: User, language: str = "en") -> Dossier:
    return dossiers.released_dossier(inquiry, clerk, language=language)


def announce() -> int:
    return announce_due("worker", lambda: False)


def reached() -> list[tuple[str, str]]:
    return sorted((row.contact.address, row.content.lang) for row in Outbound.objects.all())


def test_followers_of_the_bill_are_notified_by_mail_and_by_text_message_in_their_language(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, by_text: Account, mail: Mail, texts: Texts,
    follow: Follow,
) -> None:  # fmt: skip
    follow("ann", river)
    follow("+4915112345678", river, channel="sms", lang="es")
    released = release(inquiry, clerk)

    assert announce() == 1

    for account in (by_mail, by_text):
        send_account(account, worker="w")
    (letter,), (text,) = mail.got, texts.got
    assert letter.content["title"] == "What people wrote about Bill 12 · River Bill"
    assert "“Letters on the Harbour Bill” says what 26 messages to the House ask for" in letter.content["text"]
    assert letter.content["link"].endswith(f"/dossiers/{released.address}/")
    assert text.content["text"].endswith(": lo que la gente escribe, Proyecto de ley 12 (River Bill):")
    assert text.content["link"] == letter.content["link"]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "Ce que les gens ont écrit\N{NO-BREAK SPACE}: Texte de loi n°"),
        ("es", "Lo que la gente escribió: Proyecto de ley n.º"),
    ],
)
def test_the_name_of_a_bill_follows_a_colon_where_it_would_need_an_article(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, mail: Mail, follow: Follow, lang: str, title: str
) -> None:
    follow("ann", river, lang=lang)
    release(inquiry, clerk)
    announce()
    send_account(by_mail, worker="w")
    assert mail.got[0].content["title"].startswith(title)


def test_nobody_is_notified_twice_of_a_version_whatever_language_it_is_released_in(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow
) -> None:
    follow("ann", river, lang="fr")
    release(inquiry, clerk)
    assert (announce(), announce()) == (1, 0)
    release(inquiry, clerk, "fr")
    Dossier.objects.filter(language="en").update(notified_at=None)

    assert announce() == 2
    assert reached() == [("ann@valmora.example", "fr")]
    assert News.objects.count() == 1


def test_who_follows_only_later_is_not_written_of_another_language_of_it(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow
) -> None:
    release(inquiry, clerk)
    announce()
    follow("ann", river, lang="fr")
    release(inquiry, clerk, "fr")
    assert announce() == 1 and reached() == []


def test_each_follower_is_led_to_the_dossier_in_their_language_where_it_was_released_in_it(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, mail: Mail, follow: Follow
) -> None:
    follow("ann", river, lang="fr")
    for language in ("en", "fr"):
        released = release(inquiry, clerk, language)
    announce()
    send_account(by_mail, worker="w")
    (letter,) = mail.got
    assert letter.content["link"].endswith(f"/dossiers/{released.address}/")
    assert "rédigé en" not in letter.content["text"]


def test_a_new_version_is_news_once_more_and_says_that_it_is_one(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, mail: Mail, follow: Follow
) -> None:
    follow("ann", river)
    for _version in (1, 2):
        release(inquiry, clerk)
        announce()

    send_account(by_mail, worker="w")
    titles = [one.content["title"] for one in mail.got]
    about = "What people wrote about Bill 12 · River Bill"
    assert sorted(titles) == [about, f"{about}: new version"]
    assert any("Version 2 replaces the one before it" in words for words in mail.texts)


def test_nobody_is_notified_that_a_message_was_erased(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow
) -> None:
    follow("ann", river)
    release(inquiry, clerk)
    announce()
    cited = Finding.objects.filter(analysis=inquiry.shown).first()
    erase_message(inquiry, message=cited.inbound_id, by=clerk)

    assert Dossier.objects.released().get().version == 2
    assert announce() == 0
    assert len(reached()) == 1


def test_who_gets_a_digest_finds_it_there_once(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, mail: Mail, follow: Follow
) -> None:
    follow("ann", river, frequency="daily")
    release(inquiry, clerk)
    announce()
    assert reached() == []

    follow_actions.start_digests(frequency="daily", until=timezone.now())
    Worker().drain()
    send_account(by_mail, worker="w")
    assert mail.texts[0].count("What people wrote about") <= 1
    assert mail.got[0].content["title"].startswith("What people wrote about Bill 12")


def test_nobody_is_notified_of_a_draft(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow
) -> None:
    follow("ann", river)
    actions.draft_dossier(inquiry, language="en", by=clerk)

    assert announce() == 0
    assert reached() == []


def test_the_house_notifies_nobody_of_what_a_members_office_released(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow, member_office: Office
) -> None:
    follow("ann", river)
    release(inquiry, clerk)
    Inquiry.objects.filter(pk=inquiry.pk).update(office=member_office)

    assert announce() == 1
    assert reached() == []


def test_nobody_is_notified_where_the_bill_is_not_public(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow
) -> None:
    follow("ann", river)
    release(inquiry, clerk)
    classify(river, classification=Classification.INTERNAL, by=clerk)

    announce()
    assert reached() == []


def test_the_bills_feeds_and_page_have_it(client, inquiry: Inquiry, clerk: User, river: Document) -> None:
    released = release(inquiry, clerk)

    items = client.get(f"{river.get_absolute_url()}feed.json?lang=en").json()["items"]
    found = next(one for one in items if one["url"].endswith(f"/dossiers/{released.address}/"))
    assert found["title"] == "What people wrote about Bill 12 · River Bill"
    page = client.get(river.get_absolute_url()).content.decode()
    assert "Dossier of what people wrote" in page
    assert page.index(f"/dossiers/{released.address}/") > 0


def test_a_draft_is_in_no_feed(client, inquiry: Inquiry, clerk: User, river: Document) -> None:
    drafted = actions.draft_dossier(inquiry, language="en", by=clerk)

    assert drafted.address not in client.get(f"{river.get_absolute_url()}feed.json").content.decode()


def test_the_clerk_reads_before_the_release_who_will_be_notified(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow, sign_in
) -> None:
    for name in ("ann", "ben", "cleo", "dora", "emil"):
        follow(name, river)
    drafted = actions.draft_dossier(inquiry, language="en", by=clerk)
    actions.propose_release(dossiers.read_quotes(drafted, clerk), by="second clerk")

    page = sign_in(clerk).get(f"/inquiries/{inquiry.address}/dossiers/{drafted.pk}/release/").content.decode()
    assert "Those who follow Bill 12 get a message that it can be read: by e-mail 5, by text message 0." in page


def test_the_log_says_how_many_messages_and_nobodys_address(
    inquiry: Inquiry, clerk: User, river: Document, by_mail: Account, follow: Follow
) -> None:
    follow("ann", river)
    release(inquiry, clerk)
    announce()

    entry = AuditEntry.objects.get(action="listening.dossier_notify")
    assert entry.facts["messages"] == 1
    assert "ann" not in str(entry.facts)
