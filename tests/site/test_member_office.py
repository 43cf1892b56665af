"""The page of a member's office: their member's record ready to be shared, what comes next, and who wrote; theirs alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hemicycle.accounts.actions import assign, open_office
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage, OutgoingText
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk.models import Announcement
from hemicycle.record import actions as record
from hemicycle.record.models import (
    AgendaItem,
    Contribution,
    Document,
    Person,
    ProcedureStep,
    Segment,
    Sitting,
    SpeechText,
)
from hemicycle.record.models.speeches import openings
from hemicycle.rules import actions as rules
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import ParameterInForce
from hemicycle.site.office import sharing
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, assert_readable_in_the_dark
from tests.cases.pages import page as case_page
from tests.cast import person
from tests.channels.sink import Sink
from tests.record import chamber
from tests.rows import row_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[object], Client]
PAGE, NAME = "/office/", "Alda Ferrer"


@pytest.fixture
def seated(member: User, member_office: Office) -> Person:
    """The member of the cast's office is Alda Ferrer, who spoke, voted and introduced a bill."""
    chamber.whole()
    alda = Person.objects.get(name=NAME)
    record.seat_in_office(alda, office=member_office, by="test")
    return alda


@pytest.fixture
def account_of(monkeypatch) -> Callable[[Office], Account]:
    sink = Sink()
    monkeypatch.setitem(ADAPTERS, sink.kind, sink)

    def opened(office: Office) -> Account:
        return channels.open_account(office=office, kind=sink.kind, name=f"Of {office.slug}", address="a", by="test")

    return opened


def write(account: Account, text: str, **what) -> None:
    news = InboundMessage(text[:50], text, sender="https://one.example/users/x", **what)
    channels.store_incoming(news, account=account, by="test")


def shown(sign_in: SignIn, user: User, language: str = "en") -> str:
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
    answer = sign_in(user).get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_signing_in_leads_a_member_and_nobody_of_the_house_to_their_office(seated, member, clerk, sign_in: SignIn):
    assert sign_in(member).get("/start/").headers["Location"] == PAGE
    assert sign_in(clerk).get("/start/").headers["Location"] != PAGE
    assert sign_in(clerk).get(PAGE).status_code == 403


def test_it_shows_what_the_member_said_voted_and_introduced_and_nobody_else(seated, member, sign_in: SignIn):
    page = shown(sign_in, member)
    assert "Rivers belong to everyone." in page and "That the bill be read a second time" in page
    assert "River Bill" in page and "Who pays?" not in page


@pytest.mark.parametrize(("language", "said"), [("en", "Rivers belong"), ("fr", "Les rivières sont à tous.")])
def test_a_text_to_share_is_in_the_language_of_what_is_shared_with_name_date_and_link(
    seated, member, sign_in: SignIn, language: str, said: str
):
    page = shown(sign_in, member, language)
    assert said in page.split('class="share-words"')[1].split("</p>")[0]
    assert f'lang="{language}"' in page.split('class="share-words"')[1].split(">")[0]
    assert Contribution.objects.get(native_id="s1").get_absolute_url() in page.split('class="share-words"')[1]


def test_the_members_own_words_are_quoted_and_not_a_translation(seated, member, sign_in: SignIn):
    SpeechText.objects.filter(language="fr").update(kind="translation")
    page = shown(sign_in, member, "fr")
    assert "Rivers belong to everyone." in page and "Les rivières" not in page
    assert 'lang="en"' in page.split('class="share-words"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "(translated)"), ("fr", "(traduction)"), ("es", "(translated)")]
)
def test_where_only_a_translation_is_there_the_text_says_so_in_its_language_and_fits(
    seated, member, sign_in: SignIn, language: str, said: str
):
    SpeechText.objects.update(kind="translation")
    Segment.objects.filter(text_version__language="en").update(text="Rivers belong to everyone. " * 40)
    page = shown(sign_in, member, language)
    assert said in page.split('class="share-words"')[1].split("</p>")[0]
    speech = Contribution.objects.get(native_id="s1")
    (opening,) = openings([speech], to=member, language=language, original=True)
    for one in sharing.of_speech(opening, NAME).texts:
        assert said in one.text and one.length <= one.network.most


@pytest.mark.parametrize("words", ["Rivers " * 200, "水" * 900 + " 水", "Short.", "«Ça» 👩‍👩‍👧 " * 90])
def test_a_text_fits_each_network_by_its_own_measure_and_keeps_its_link(words: str):
    share = sharing._share("s", "/record/speeches/abc/", "en", f"{NAME}: “%s”", words.strip())
    for one in share.texts:
        assert one.length == one.network.measure(one.text) <= one.network.most
        assert one.text.endswith("/record/speeches/abc/")
        assert one.text.startswith(NAME)


def test_a_word_is_cut_only_where_it_alone_is_too_long():
    share = sharing._share("s", "/a/", "en", "%s", "Waterways " * 60)
    first = share.texts[1].text.partition("\n")[0]
    assert first.endswith("Waterways …")


def test_the_next_step_of_a_bill_stands_beside_it(seated, member, sign_in: SignIn):
    assert "no date is known yet" in shown(sign_in, member)
    later = timezone.localdate() + timedelta(days=9)
    ProcedureStep.objects.create(document=Document.objects.get(), order=9, stage="report", date=later)
    page = shown(sign_in, member)
    assert "Reported" in page and f'datetime="{later.isoformat()}"' in page


def test_a_bill_that_the_house_has_finished_with_has_no_next_step(seated, member, sign_in: SignIn):
    ProcedureStep.objects.create(document=Document.objects.get(), order=9, stage="passed", date=date(2026, 4, 1))
    assert "No bill of this member, and none they spoke on, is before the House." in shown(sign_in, member)


def test_the_next_sitting_and_a_bill_they_spoke_on_that_is_on_its_agenda_are_there(seated, member, sign_in: SignIn):
    of_another = row_of(Document, number="B 99", titles={"en": "Of somebody else"})
    speech = seated.contributions.exclude(item=None).first()
    AgendaItem.objects.filter(pk=speech.item_id).update(document=of_another)
    assert "Of somebody else" not in shown(sign_in, member).partition('id="next"')[2]

    day = timezone.localdate() + timedelta(days=2)
    sitting = Sitting.objects.create(organization=speech.sitting.organization, date=day, number=1)
    row_of(AgendaItem, sitting=sitting, document=of_another, order=1, titles={"en": "Third reading"}, kind="debate")
    after = shown(sign_in, member).partition('id="next"')[2]
    assert sitting.get_absolute_url() in after and "Of somebody else" in after
    assert "Your member spoke on it" in after and "Third reading" in after

    Document.objects.filter(pk=of_another.pk).update(classification=Classification.CONFIDENTIAL)
    assert "Of somebody else" not in shown(sign_in, member)


def test_what_is_internal_in_the_record_is_not_there(seated, member, sign_in: SignIn):
    Document.objects.update(classification=Classification.INTERNAL)
    page = shown(sign_in, member)
    assert "The record has no paper that this member introduced." in page


def test_letters_of_this_office_and_of_no_other_wait_here(
    seated, member, member_office, office, account_of, sign_in: SignIn
):
    theirs = open_office(slug="member-b", name="Office of B", kind=Office.Kind.MEMBER, by="test")
    own, houses, others = account_of(member_office), account_of(office), account_of(theirs)
    for account in (own, houses, others):
        write(account, f"To {account.name}", direct=True)
    page = shown(sign_in, member)
    keys = {one.account_id: case_page("case", one) for one in Inbound.objects.all()}
    assert keys[own.pk] in page
    assert keys[houses.pk] not in page and keys[others.pk] not in page
    assert "To Of" not in page


def test_a_letter_that_is_closed_waits_no_more(seated, member, member_office, account_of, sign_in: SignIn):
    write(account_of(member_office), "Thank you", direct=True)
    Case.objects.update(state="closed", closed_at=timezone.now())
    assert case_page("case", Inbound.objects.get()) not in shown(sign_in, member)


def test_the_office_of_another_member_is_not_there(seated, member, other_office, sign_in: SignIn):
    theirs = open_office(slug="member-b", name="Office of B", kind=Office.Kind.MEMBER, by="test")
    for slug in (theirs.slug, other_office.slug, "nobody"):
        assert sign_in(member).get(PAGE, {"office": slug}).status_code == 404


def test_public_comments_that_name_the_member_are_counted_without_their_words(
    seated, member, office, member_office, account_of, sign_in: SignIn
):
    houses = account_of(office)
    theirs = open_office(slug="member-b", name="Office of B", kind=Office.Kind.MEMBER, by="test")
    write(houses, f"I agree with {NAME} about rivers")
    write(houses, "I agree with Alda")
    write(houses, f"Between us: {NAME} is wrong", direct=True)
    write(account_of(theirs), f"{NAME} wrote to me")
    page = shown(sign_in, member)
    assert "1 comment under no announcement" in page
    assert "about rivers" not in page and "Between us" not in page


def test_a_comment_leads_to_the_announcement_under_which_it_was_written(
    seated, member, office, officer, account_of, sign_in: SignIn
):
    announced = comment_under_an_announcement(office, officer, account_of(office))
    page = shown(sign_in, member)
    assert announced.get_absolute_url() in page and "1 comment<" in page


def comment_under_an_announcement(office: Office, officer: User, account: Account) -> Announcement:
    announced = released(office, officer)
    content = channels.prepare(
        account, source=f"desk.announcement:{announced.pk}", lang="en",
        rendered=channels.render(account, OutgoingText("Vote", "The House votes", "en")),
    )  # fmt: skip
    contact = channels.contact_of(office=office, channel="sink", address="x", lang="en")
    channels.queue_many(content, [contact.pk], by="test", due_at=timezone.now())
    write(account, f"{NAME} is right", answers=(Outbound.objects.get(content=content).key,))
    return announced


def released(office: Office, officer: User) -> Announcement:
    return row_of(
        Announcement, office=office, author=officer, last_editor=officer, state="released",
        classification=Classification.PUBLIC, released_at=timezone.now(),
    )  # fmt: skip


def test_an_office_without_a_member_says_what_to_do(member, sign_in: SignIn):
    Person.objects.create(name="Somebody Else")
    page = shown(sign_in, member)
    assert "This office is not linked to a member yet" in page and "Somebody Else" not in page


def test_a_member_who_has_done_nothing_yet_finds_empty_sections(member, member_office, sign_in: SignIn):
    record.seat_in_office(Person.objects.create(name="Nora New"), office=member_office, by="test")
    page = shown(sign_in, member)
    for said in ("No speeches in the record yet.", "No votes in the record yet.", "Nobody named this member there."):
        assert said in page


def test_the_page_costs_at_most_25_queries(
    seated, member, member_office, office, officer, account_of, sign_in: SignIn
):
    comment_under_an_announcement(office, officer, account_of(office))
    account = account_of(member_office)
    for number in range(9):
        write(account, f"Letter {number}")
    browser = sign_in(member)
    with CaptureQueriesContext(connection) as queries:
        browser.get(PAGE)
    assert len(queries) <= 25


def test_whoever_holds_the_role_in_two_offices_chooses(seated, member, sign_in: SignIn):
    second = open_office(slug="member-b", name="Office of B", kind=Office.Kind.MEMBER, by="test")
    assign(member, office=second, role=Role.MEMBER, by="test")
    assert "?office=member-b" in shown(sign_in, member) or "Office of B" in shown(sign_in, member)
    assert "Office of B" in sign_in(member).get(PAGE, {"office": "member-b"}).content.decode()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme", "language"), [(PHONE, "dark", "fr"), (1440, "light", "en")])
def test_a_text_is_opened_and_copied_by_keyboard(
    visit: Visit, seated, member, width: int, scheme: str, language: str
) -> None:
    page = visit(PAGE, by=member, width=width, scheme=scheme, language=language)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".share > summary").first.press("Enter")
    button = page.locator(".share[open] .share-text button").first
    button.press("Enter")
    assert NAME in page.evaluate("navigator.clipboard.readText()")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert_readable_in_the_dark(page)


def test_the_page_says_you_to_the_member_and_your_member_to_whoever_works_for_them(
    seated, member, member_office, sign_in: SignIn
):
    User.objects.filter(pk=member.pk).update(name=NAME.upper())
    member.refresh_from_db()
    you = {"en": "What you said", "fr": "Ce que vous avez dit", "es": "Lo que usted dijo"}
    for language, said in you.items():
        assert said in shown(sign_in, member, language)
    assert "member" not in shown(sign_in, member).split("<main")[1].split("profile-aside")[0].replace("/members/", "")
    assistant = person("Ann Assistant", Role.MEMBER, office=member_office)
    assert "What your member said" in shown(sign_in, assistant)


def test_the_next_sitting_and_what_is_on_its_agenda_have_their_hour(seated, member, sign_in: SignIn):
    sitting = Sitting.objects.order_by("-date").first()
    assert sitting is not None
    Sitting.objects.filter(pk=sitting.pk).update(date=timezone.localdate() + timedelta(days=3), opened_at="14:00")
    row_of(AgendaItem, sitting=sitting, document=Document.objects.get(sponsor=seated), order=90, kind="debate")
    following = shown(sign_in, member).split('id="next"')[1].split('id="named"')[0]
    assert following.count("14:00") == 2


def test_in_a_sensitive_period_no_texts_for_networks_are_offered_and_the_record_stays_open(seated, member, sign_in):
    client = sign_in(member)
    assert "Copy the text" in client.get(PAGE).content.decode()
    period = rules.plan_period(kind="election", starts_at=None, ends_at=None, notices={}, by="ada")
    page = client.get(PAGE).content.decode()
    assert "Copy the text" not in page
    assert "Waits for the end of the election period (until further notice)" in page
    assert "Copy the link" in page

    ParameterInForce.objects.create(name=f"{period.kind}_freezes", value=["outreach"])
    assert "Copy the text" in client.get(PAGE).content.decode()
