"""The desk in a real browser: written by keyboard, in three languages, light and dark, on a desk and on a telephone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    press,
    reach,
    settle,
)
from tests.cast import PASSWORD
from tests.conf.installation import wait_until
from tests.rounds import run_rounds

from . import picture_files
from .conftest import WORDS, Write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "It sits on Tuesday. Write to anna.keller@mail.example, or come."


def address(name: str, announcement: Announcement, *more: object) -> str:
    return reverse(f"desk:{name}", args=[announcement.address, *more])


@pytest.fixture
def texts(office: Office) -> None:
    """An account through which text messages go out."""
    price = {"price": 0.08, "currency": "EUR"}
    channels.open_account(office=office, kind="smpp", name="Text messages", address="33100", settings=price, by="test")


@pytest.fixture
def desk(
    write: Write, approved: Write, texts: None, office: Office, officer: User, editor: User, other_clerk: User, settings: Any,
    tmp_path: Path,
) -> dict[str, str]:  # fmt: skip
    """One announcement in each state that has a page of its own, and the addresses of all pages."""
    every = channels_of(office)
    draft = write(accounts=every, texts={**WORDS, "en": ("The House “sits” on Tuesday", TEXT)})
    sent_back, proposed = write(), write(accounts=every)
    for one in (sent_back, proposed):
        actions.submit(one, by=officer)
    actions.send_back(sent_back, note="The hour is wrong: it is eleven.", by=editor)
    words = {"en": {"title": WORDS["en"][0], "body": "The House sits on Tuesday at eleven."}}
    actions.propose(proposed, texts=words, note="As the order paper has it", by=editor)
    settings.MEDIA_ROOT = tmp_path
    for one in (draft, pictured := write()):
        medium = actions.add_picture(one, name="hall.png", content=picture_files.png(64, 48), by=officer)
    actions.describe_media_file(medium, alternatives=dict.fromkeys(WORDS, "The hall"), by=officer)
    actions.submit(pictured, by=officer)
    actions.ask_on_duty(pictured, to=other_clerk, why="The editor is ill.", by=officer)
    missed, released = approved(), approved()
    Announcement.objects.filter(pk=missed.pk).update(state="missed")
    actions.schedule(released, by=officer)
    actions.release(released, by="worker")
    actions.ask_withdrawal(released, reasons={"en": "The hall is closed."}, by=officer)
    failed = approved()
    actions.schedule(failed, by=officer)
    run_rounds()
    posts = Outbound.objects.of_source(actions.source_of(failed))
    posts.filter(content__lang="en").update(state="failed", code="refused", sent_at=None, due_at=timezone.now())
    posts.filter(content__lang="fr").update(state="unknown", code="no-answer", sent_at=None, due_at=timezone.now())
    return {
        "board": reverse("desk:board"),
        "list": reverse("desk:list"),
        "month": reverse("desk:calendar"),
        "week": f"{reverse('desk:calendar')}?week=2026-10-25",
        "new": reverse("desk:new"),
        "composer": address("compose", draft),
        "sent back": address("compose", sent_back),
        "reopen": address("compose", proposed),
        "about": address("about", draft),
        "read": address("announcement", proposed),
        "asked": address("announcement", pictured),
        "ask": address("ask_on_duty", pictured),
        "without a text": address("compose", write(texts={}, accounts=[])),
        "propose": address("propose", proposed),
        "compare": address("compare", proposed),
        "edition": address("edition", proposed, 1),
        "missed": address("announcement", missed),
        "new time": address("new_time", missed),
        "released": address("announcement", released),
        "failed": address("announcement", failed),
        "correct": address("correct", failed),
        "withdraw": address("withdraw", released),
        "confirm": address("confirm_withdrawal", released),
    }


def channels_of(office: Office) -> list[Account]:
    return list(Account.objects.open().filter(office=office))


def typed(page: Page, lang: str, part: str) -> str:
    return page.locator(f"#id_{lang}-{part}").input_value()


def saved(page: Page) -> None:
    """What was typed has reached the server."""
    page.wait_for_selector("#unsaved:empty", state="attached")


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_axe_finds_nothing_on_any_page(visit: Visit, desk: dict[str, str], editor: User, width: int) -> None:
    page = visit(desk["board"], by=editor, width=width)
    for path in desk.values():
        page.goto(path)
        settle(page)
        assert_accessible(page)
        assert_readable_in_the_dark(page)
        assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_page_scrolls_sideways_on_a_telephone_in_other_languages(
    visit: Visit, desk: dict[str, str], editor: User, language: str
) -> None:
    User.objects.filter(pk=editor.pk).update(language=language)
    page = visit(desk["board"], by=editor, width=PHONE)
    for path in desk.values():
        page.goto(path)
        assert_no_sideways_scrolling(page)
        assert page.get_attribute("html", "lang") == language


def sign_in_by_keyboard(page: Page, user: User) -> None:
    """From an address that asks for it, back to that address."""
    reach(page, "input[name=login]")
    page.keyboard.type(user.email)
    reach(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    press(page)


def approve_by_keyboard(visit: Visit, user: User, announcement: Announcement) -> None:
    page = visit(reverse("desk:board"))
    sign_in_by_keyboard(page, user)
    reach(page, f"[aria-labelledby=awaiting-heading] a[href^='{address('announcement', announcement)}']")
    press(page)
    reach(page, "form[action$='/approve/'] button")
    press(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_from_signing_in_to_the_release_an_announcement_needs_no_mouse(
    visit: Visit, office: Office, site: object, officer: User, editor: User, second_editor: User, language: str
) -> None:
    User.objects.update(language=language)
    page = visit(reverse("desk:board"), language=language)
    sign_in_by_keyboard(page, officer)
    reach(page, "a[data-key='n']")
    press(page)
    reach(page, "#id_title")
    page.keyboard.type(f"Title ({language})")
    press(page)
    for lang, (title, body) in WORDS.items():
        reach(page, f"[data-show={lang}]")
        page.keyboard.press("Enter")
        reach(page, f"#id_{lang}-title")
        page.keyboard.press("Control+A")
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        page.keyboard.type(body)
    page.keyboard.press("Control+S")
    saved(page)
    press(page, "Control+Enter")
    announcement = Announcement.objects.get()
    assert announcement.state == "in_review"
    assert {lang: (one.title, one.body) for lang, one in announcement.by_language.items()} == WORDS

    for one in (editor, second_editor):
        approve_by_keyboard(visit, one, announcement)
    page.reload()
    settle(page)
    reach(page, f"a[href='{address('schedule', announcement)}']")
    press(page)
    reach(page, "main form button")
    press(page)
    run_rounds()

    assert Announcement.objects.get().state == "released"
    shown = visit(announcement.get_absolute_url(), language=language)
    assert shown.get_attribute("html", "lang") == language
    assert WORDS[language][0] in shown.locator("main").inner_text()


def test_a_picture_is_added_described_and_taken_away_without_leaving_the_page(
    visit: Visit, write: Write, officer: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    page.evaluate("window.stayed = true")
    several = [
        {"name": "hall.png", "mimeType": "image/png", "buffer": picture_files.png(64, 48)},
        {"name": "evil.png", "mimeType": "image/png", "buffer": picture_files.SVG},
    ]
    page.locator("#pictures > summary").click()
    page.locator("#id_pictures").set_input_files(several)  # type: ignore[arg-type]
    assert "evil.png" in refused_at(page, "id_pictures")
    assert page.locator(".picture img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
    page.locator(".picture-said textarea[lang=en]").first.fill("The hall, full")
    page.locator(".picture-said textarea[lang=fr]").first.focus()
    page.wait_for_selector("#remarks-en .note-blocks", state="detached")
    shown = page.locator("#cards-en .card-of[data-open] img")
    assert shown.get_attribute("alt") == "The hall, full"
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
    assert announcement.media.get().alternatives == {"en": "The hall, full"}
    assert_accessible(page)
    page.locator(".picture > .rail-more > summary").click()
    page.locator(".picture form[action$='/remove/'] button").click()
    page.wait_for_selector(".picture", state="detached")

    assert page.evaluate("window.stayed")
    assert announcement.media.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_is_asked_on_duty_decides_by_keyboard_on_a_telephone(
    visit: Visit, write: Write, officer: User, other_clerk: User, scheme: str
) -> None:
    announcement = write()
    actions.submit(announcement, by=officer)
    link = actions.ask_on_duty(announcement, to=other_clerk, why="The editor is ill.", by=officer)
    page = visit(reverse("desk:on_duty", args=[link.token]), by=other_clerk, scheme=scheme, width=PHONE)
    assert_accessible(page)
    reach(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    press(page)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    reach(page, "#decide button")
    press(page)
    assert_accessible(page)

    assert announcement.approvals.get().by == other_clerk


def test_remarks_come_while_one_types_and_lead_to_their_words(visit: Visit, write: Write, officer: User) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    page.locator("#id_en-body").fill(TEXT)
    page.wait_for_selector("#remarks-en .note-blocks")
    assert page.locator("#text-en .behind mark").inner_text() == "anna.keller@mail.example"

    page.locator("#id_en-title").focus()
    page.keyboard.press("F8")
    chosen = "(() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); })()"
    assert page.evaluate(chosen) == "anna.keller@mail.example"
    assert_accessible(page)


def test_a_remark_on_a_content_warning_leads_to_its_line_and_goes_when_it_is_mended(
    visit: Visit, write: Write, officer: User
) -> None:
    page = visit(address("compose", write(warnings={"en": "🎻 Call 07700 900417"})), by=officer)
    page.locator("#remarks-en .note[data-part=warning] button[data-to-words]").click()
    line = page.locator("#id_warnings-en")
    chosen = line.evaluate("(e) => document.activeElement === e && e.value.slice(e.selectionStart, e.selectionEnd)")
    assert chosen == "07700 900417"
    assert "07700 900417" in page.locator("#warned-en").inner_text()
    line.fill("It tells of violence")
    line.press("Tab")
    page.locator("#remarks-en .note[data-part=warning]").wait_for(state="detached")
    page.locator("#warned-en q").wait_for(state="detached")


def test_the_marks_lie_under_their_words_behind_emoji_and_leading_space(
    visit: Visit, write: Write, officer: User
) -> None:
    page = visit(address("compose", write()), by=officer)
    page.locator("#id_en-body").fill("\n\n  👋🏽 Write to anna.keller@mail.example.")
    page.wait_for_selector("#remarks-en .note-blocks")

    assert page.locator("#text-en .written[data-part=body] mark").inner_text() == "anna.keller@mail.example"


def test_the_preview_follows_what_is_typed(
    visit: Visit, write: Write, texts: None, office: Office, officer: User
) -> None:
    announcement = write(accounts=channels_of(office))
    page = visit(address("compose", announcement), by=officer)
    page.locator("#id_en-title").fill("Ten sharp")
    page.wait_for_selector("h1:has-text('Ten sharp')")
    page.locator("#id_en-body").fill("The House sits at ten – “come”.")
    page.get_by_role("tab", name="Text messages").click()
    page.wait_for_selector("#cards-en .plainer")
    assert "fewer than half as many" in page.locator("#cards-en .look-text .plainer").inner_text()
    page.locator("#cards-en .plainer button").click()
    page.wait_for_selector("#cards-en .look-text .tag")
    assert page.get_by_label("Text for Text messages, English").input_value().endswith('at ten - "come".')
    assert "1 text message each (" in page.locator("#cards-en .look-text .counts").inner_text()
    assert page.locator("#cards-en .look-text .plainer").count() == 0
    assert typed(page, "en", "body") == "The House sits at ten – “come”."


def test_what_was_typed_without_a_connection_is_saved_when_it_is_back(
    visit: Visit, write: Write, officer: User
) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    page.context.set_offline(True)
    page.locator("#id_en-body").fill("Typed on the train.")
    page.wait_for_selector("#unsaved:has-text('No connection')")
    page.context.set_offline(False)
    saved(page)

    assert Announcement.objects.get().by_language["en"].body == "Typed on the train."


def test_what_was_typed_after_the_session_ended_is_offered_again(visit: Visit, write: Write, officer: User) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_en-body").fill("Typed in vain?")
    page.wait_for_selector("#unsaved a")
    assert "signed out" in page.locator("#unsaved").inner_text()
    page.context.add_cookies(cookies)
    page.goto(address("compose", announcement))
    assert "Typed in vain?" in page.locator("#kept").inner_text()
    page.locator("#kept button").first.click()
    saved(page)

    assert Announcement.objects.get().by_language["en"].body == "Typed in vain?"
    page.reload()
    assert page.locator("#kept").is_hidden()


def test_two_people_writing_the_same_language_choose_and_nothing_is_lost(
    visit: Visit, write: Write, officer: User, editor: User
) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    actions.write_text(announcement, lang="en", title="Theirs", body="Their text.", edit=1, by=editor)
    page.locator("#id_en-body").fill("My text.")
    page.wait_for_selector("[data-conflict]")
    assert typed(page, "en", "body") == "My text."
    assert Announcement.objects.get().by_language["en"].body == "Their text."
    assert_accessible(page)
    page.locator("[data-keep-mine]").click()
    saved(page)

    assert Announcement.objects.get().by_language["en"].body == "My text."


def choice_with_the_focus(page: Page) -> None:
    """The button that keeps one's own text has the focus, in view, with what is said about it."""
    page.wait_for_selector("[data-keep-mine]:focus")
    keep, said = page.locator("[data-keep-mine]"), page.locator(".conflict .field-error")
    assert "Choose one of the two texts first." in said.inner_text()
    assert keep.get_attribute("aria-describedby") == said.get_attribute("id")
    for shown in (keep, said):
        box, height = shown.bounding_box(), page.evaluate("window.innerHeight")
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_it_is_not_submitted_while_two_texts_wait_to_be_chosen(
    visit: Visit, write: Write, officer: User, editor: User, width: int
) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer, width=width)
    actions.write_text(announcement, lang="en", title="Theirs", body="Their text.", edit=1, by=editor)
    page.locator("#id_en-body").fill("My text.")
    # Before the page knows of the two texts, and while they are shown; from another language, too.
    page.get_by_role("button", name="Submit for review").click()
    choice_with_the_focus(page)
    page.locator("[data-show=fr]").click()
    page.get_by_role("button", name="Submit for review").click()
    choice_with_the_focus(page)
    assert_accessible(page)
    assert Announcement.objects.get().state == "draft"

    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/*/")
    assert Announcement.objects.get().by_language["en"].body == "My text."
    assert Announcement.objects.get().state == "in_review"


def test_theirs_can_be_taken_instead(visit: Visit, write: Write, officer: User, editor: User) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    actions.write_text(announcement, lang="en", title="Theirs", body="Their text.", edit=1, by=editor)
    page.locator("#id_en-body").fill("My text.")
    page.locator("[data-take-theirs]").click()
    page.wait_for_selector("[data-conflict]", state="detached")

    assert (typed(page, "en", "title"), typed(page, "en", "body")) == ("Theirs", "Their text.")
    assert Announcement.objects.get().by_language["en"].body == "Their text."


SMS_FIELD = "Text for Text messages, English"


def own_texts(announcement: Announcement) -> dict[str, str]:
    found: dict[str, str] = announcement.targets.get(account__kind="smpp").own_texts
    return found


def test_a_text_message_of_its_own_is_written_in_one_language_and_taken_back_by_mouse(
    visit: Visit, write: Write, texts: None, office: Office, officer: User
) -> None:
    announcement = write(accounts=channels_of(office))
    page = visit(address("compose", announcement), by=officer)
    page.get_by_role("tab", name="Text messages").click()
    assert page.get_by_label(SMS_FIELD).input_value() == "\n".join(WORDS["en"])
    page.get_by_label(SMS_FIELD).fill("Tuesday at ten.")
    page.wait_for_selector("#cards-en .look-text .tag")
    saved(page)
    assert "Tuesday at ten." in page.locator("#cards-en .card-of[data-open]").inner_text()
    assert own_texts(announcement) == {"en": "Tuesday at ten."}
    assert page.locator("#unresolved").inner_text() == ""
    assert_accessible(page)
    page.get_by_role("button", name="Use the common text").click()
    page.wait_for_selector("#cards-en .look-text .tag", state="detached")
    assert own_texts(announcement) == {}
    assert page.get_by_label(SMS_FIELD).input_value() == "\n".join(WORDS["en"])
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("#cards-en .look-text .tag")

    assert own_texts(announcement) == {"en": "Tuesday at ten."}


def test_a_text_message_of_its_own_is_written_and_taken_back_by_keyboard(
    visit: Visit, write: Write, texts: None, office: Office, officer: User
) -> None:
    announcement = write(accounts=channels_of(office))
    page = visit(address("compose", announcement), by=officer)
    reach(page, "#tabs-en [role=tab]")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent").startswith("Text messages")
    reach(page, "textarea.own-text")
    page.keyboard.press("Control+A")
    page.keyboard.type("Tuesday at ten.")
    page.wait_for_selector("#cards-en .look-text .tag")
    saved(page)
    assert own_texts(announcement) == {"en": "Tuesday at ten."}
    reach(page, "[data-common]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cards-en .look-text .tag", state="detached")
    assert own_texts(announcement) == {}
    page.keyboard.press("Enter")
    page.wait_for_selector("#cards-en .look-text .tag")

    assert own_texts(announcement) == {"en": "Tuesday at ten."}


def test_the_common_text_that_changes_is_followed_where_nobody_wrote_another(
    visit: Visit, write: Write, texts: None, office: Office, officer: User
) -> None:
    page = visit(address("compose", write(accounts=channels_of(office))), by=officer)
    page.locator("#id_en-body").fill("It sits at noon.")
    saved(page)
    page.get_by_role("tab", name="Text messages").click()

    assert page.get_by_label(SMS_FIELD).input_value() == f"{WORDS['en'][0]}\nIt sits at noon."


def test_two_people_writing_for_one_channel_choose_and_nothing_is_lost(
    visit: Visit, write: Write, texts: None, office: Office, officer: User, editor: User
) -> None:
    announcement = write(accounts=channels_of(office))
    page = visit(address("compose", announcement), by=officer)
    target = announcement.targets.get(account__kind="smpp")
    actions.write_own_text(target, lang="en", text="Theirs.", by=editor)
    page.get_by_role("tab", name="Text messages").click()
    page.get_by_label(SMS_FIELD).fill("Mine.")
    page.wait_for_selector("[data-conflict]")
    assert own_texts(announcement) == {"en": "Theirs."}
    assert_accessible(page)
    page.locator("[data-keep-mine]").click()
    saved(page)

    assert own_texts(announcement) == {"en": "Mine."}


def test_channels_that_are_chosen_get_their_tab_at_once(
    visit: Visit, write: Write, texts: None, officer: User, site: Account
) -> None:
    announcement = write(accounts=[site])
    page = visit(address("compose", announcement), by=officer)
    page.get_by_label("Text messages").check()
    page.get_by_role("tab", name="Text messages").click()
    page.get_by_label(SMS_FIELD).fill("Tuesday at ten.")
    page.wait_for_selector("#cards-en .look-text .tag")
    page.locator("#channels").get_by_label("Text messages").uncheck()
    page.wait_for_selector("#cards-en .look-text", state="detached")
    page.locator("#channels").get_by_label("Text messages").check()
    page.wait_for_selector("#cards-en .look-text .tag", state="attached")

    assert own_texts(announcement) == {"en": "Tuesday at ten."}


SCREEN = 900


@pytest.fixture
def six(texts: None, site: Account, feed: Account, office: Office) -> list[Account]:
    for kind, name in (("email", "Newsletter"), ("mastodon", "On Mastodon"), ("bluesky", "On Bluesky")):
        handle = {"email": "news@assembly.example"}.get(kind, f"@house@{kind}.example")
        channels.open_account(office=office, kind=kind, name=name, address=handle, by="test")
    return channels_of(office)


def test_with_six_channels_it_is_at_most_two_screens_high_and_the_rail_stays_in_view(
    visit: Visit, write: Write, six: list[Account], officer: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert len(six) == 6
    announcement = write(accounts=six)
    actions.add_picture(announcement, name="hall.png", content=picture_files.png(640, 480), by=officer)
    page = visit(address("compose", announcement), by=officer)
    page.set_viewport_size({"width": 1440, "height": SCREEN})
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 2 * SCREEN
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    rail = page.locator(".composer-rail").bounding_box()
    assert rail is not None and rail["y"] >= 0 and rail["y"] + rail["height"] <= SCREEN
    for name in ("When", "Channels", "Pictures", "What it is about", "Purpose and topics"):
        page.get_by_role("heading", name=name, exact=True).scroll_into_view_if_needed()
        assert page.get_by_role("heading", name=name, exact=True).is_visible()


def test_on_a_telephone_the_text_comes_first_and_the_rest_is_folded(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write()), by=officer, width=PHONE)
    text, rail = page.locator("#id_en-body").bounding_box(), page.locator(".composer-rail").bounding_box()
    assert text is not None and rail is not None and text["y"] < rail["y"]
    assert page.locator("#id_release_at").is_hidden()
    page.locator("#times > summary").click()
    assert page.locator("#id_release_at").is_visible()


def refused_at(page: Page, place: str) -> str:
    """What is said at a field, which is in view and has the focus."""
    page.wait_for_selector(f"#{place}-refusal")
    field = page.locator(f"#{place}")
    assert field.evaluate("(e) => document.activeElement === e")
    assert f"{place}-refusal" in str(field.get_attribute("aria-describedby"))
    for shown in (field, page.locator(f"#{place}-refusal")):
        box, height = shown.bounding_box(), page.evaluate("window.innerHeight")
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height
    return page.locator(f"#{place}-refusal").inner_text()


def test_a_refusal_stands_at_its_field_in_view_and_with_the_focus(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write()), by=officer)
    page.locator("#id_release_at").fill("2020-01-01T10:00")
    assert "This time has passed" in refused_at(page, "id_release_at")
    assert page.locator("#unsaved").inner_text() == "Not saved"
    page.locator("#id_release_at").fill("")
    page.wait_for_selector("#id_release_at-refusal", state="detached")
    saved(page)
    page.locator("#details > summary").click()
    page.locator("#id_hashtags-es").fill("#dos-palabras")
    assert "one word" in refused_at(page, "id_hashtags-es")
    assert_accessible(page)


def test_a_time_that_has_passed_meanwhile_is_removed_where_it_is_refused(
    visit: Visit, write: Write, officer: User
) -> None:
    announcement = write(release_at=timezone.now() + timedelta(hours=1))
    page = visit(address("compose", announcement), by=officer)
    assert "Release at " in page.locator("#times-chosen").inner_text()
    Announcement.objects.update(release_at=timezone.now() - timedelta(minutes=1))
    page.get_by_role("button", name="Submit for review").click()
    assert "Its release time has passed." in refused_at(page, "id_release_at")
    assert_accessible(page)
    page.get_by_role("button", name="Remove the time").click()
    page.wait_for_selector("#unresolved section", state="detached")
    saved(page)
    assert Announcement.objects.get().release_at is None
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/*/")
    assert Announcement.objects.get().state == "in_review"


def test_a_title_that_is_too_long_is_refused_at_its_field(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write()), by=officer)
    assert page.locator("#id_en-title-count").is_hidden()
    page.locator("#id_en-title").focus()
    page.keyboard.insert_text("x" * 201)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("x" * 213)
    assert "At most 200 characters: this has 213." in refused_at(page, "id_en-title")
    assert typed(page, "en", "title") == "x" * 213
    assert page.locator("#id_en-title-count.late").inner_text() == "213 of 200 characters"
    page.locator("#id_en-title").fill("Shorter")
    page.wait_for_selector("#id_en-title-refusal", state="detached")
    assert page.locator("#id_en-title-count").is_hidden()
    saved(page)


def test_submitting_what_is_not_complete_leads_to_what_is_missing(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write(texts={**WORDS, "fr": ("La Chambre siège", "")})), by=officer)
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_selector("[data-submitted]")
    refused_at(page, "id_fr-body")
    assert page.locator("#text-fr").is_visible()
    assert_accessible(page)
    page.locator("#id_fr-body").fill(WORDS["fr"][1])
    page.wait_for_selector("#unresolved section", state="detached")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/*/")
    assert Announcement.objects.get().state == "in_review"


def test_what_is_still_being_typed_is_saved_before_it_is_submitted(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write()), by=officer)
    page.locator("#id_en-body").fill("The last word.")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/*/")

    assert Announcement.objects.get().by_language["en"].body == "The last word."
    assert Announcement.objects.get().state == "in_review"


def test_what_was_just_changed_in_the_rail_is_saved_before_it_is_submitted(
    visit: Visit, write: Write, officer: User
) -> None:
    page = visit(address("compose", write()), by=officer)
    page.locator("#details > summary").click()
    page.locator("#id_hashtags-en").fill("#reading")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/*/")

    assert Announcement.objects.get().hashtags["en"] == ["reading"]
    assert Announcement.objects.get().state == "in_review"


def test_what_it_is_about_is_found_and_linked_without_leaving_the_page(
    visit: Visit, write: Write, officer: User, valmora: None
) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer)
    page.evaluate("window.stayed = true")
    page.locator("#about > summary").click()
    page.locator("#about-words").focus()
    page.locator("#offered .offer").first.click()
    page.wait_for_selector("#about-now .tag")
    assert Announcement.objects.get().about_what is not None
    page.get_by_role("button", name="Remove the link").click()
    page.wait_for_selector("#about-now .tag", state="detached")

    assert Announcement.objects.get().about_what is None
    assert page.evaluate("window.stayed")


def test_without_a_script_a_channel_gets_its_own_text(
    visit: Visit, write: Write, texts: None, office: Office, officer: User
) -> None:
    announcement = write(accounts=channels_of(office))
    page = visit(address("compose", announcement), by=officer, scripts=False)
    page.get_by_label(SMS_FIELD).fill("Tuesday at ten.")
    page.get_by_role("button", name="Save Text messages, English").click()
    page.wait_for_load_state()

    assert own_texts(announcement) == {"en": "Tuesday at ten."}
    assert page.get_by_label(SMS_FIELD).input_value() == "Tuesday at ten."


def test_on_a_telephone_one_language_is_shown_at_a_time(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write()), by=officer, width=PHONE)
    assert page.locator("#text-en").is_visible()
    assert page.locator("#text-fr").is_hidden()
    page.locator("[data-show=fr]").click()

    assert page.locator("#text-fr").is_visible()
    assert page.locator("#text-en").is_hidden()


def test_without_a_script_it_is_a_plain_form(visit: Visit, write: Write, officer: User) -> None:
    announcement = write()
    page = visit(address("compose", announcement), by=officer, scripts=False)
    page.locator("#id_fr-body").fill("La Chambre siège mercredi.")
    page.locator("#text-fr .language-form button").click()
    page.wait_for_load_state()

    assert Announcement.objects.get().by_language["fr"].body == "La Chambre siège mercredi."
    assert typed(page, "fr", "body") == "La Chambre siège mercredi."


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_the_decision_is_in_view_from_the_start_and_a_refused_send_back_has_the_focus(
    visit: Visit, write: Write, officer: User, editor: User, width: int
) -> None:
    announcement = write(texts={lang: (title, body * 40) for lang, (title, body) in WORDS.items()})
    actions.submit(announcement, by=officer)
    page = visit(address("announcement", announcement), by=editor, width=width)
    # On a phone, in the bar at the bottom, which comes last.
    approve = page.locator("button", has_text="Approve").locator("visible=true").last
    box, height = approve.bounding_box(), page.evaluate("innerHeight")
    assert box is not None and 0 <= box["y"] <= height - box["height"]

    # Over the text: over the menu, which may be longer than the window, it would scroll that.
    page.mouse.move(width / 2, height / 2)
    page.mouse.wheel(0, 1_500)
    wait_until(lambda: page.evaluate("scrollY > 500"), every=0.02)
    box = approve.bounding_box()
    assert box is not None and 0 <= box["y"] <= height - box["height"]

    page.get_by_role("button", name="Send back").click()
    page.wait_for_selector("textarea[name=note]:focus")
    assert page.locator(".send-back .field-error").is_visible()


def test_what_another_person_wrote_for_a_channel_is_shown_without_loading_the_page_again(
    visit: Visit, write: Write, texts: None, office: Office, officer: User, editor: User
) -> None:
    announcement = write(accounts=channels_of(office))
    page = visit(address("compose", announcement), by=officer)
    page.get_by_role("tab", name="Text messages").click()
    actions.write_own_text(announcement.targets.get(account__kind="smpp"), lang="en", text="Theirs.", by=editor)
    # As it does every twenty seconds.
    page.evaluate("htmx.trigger('#presence', 'load')")
    page.wait_for_selector("#cards-en .look-text .tag")

    assert page.get_by_label(SMS_FIELD).input_value() == "Theirs."


def test_what_blocks_is_shown_whole_on_a_phone(visit: Visit, write: Write, officer: User) -> None:
    page = visit(address("compose", write(texts=dict.fromkeys(WORDS, ("", "")), accounts=[])), by=officer, width=PHONE)
    items = page.locator("#unresolved li")
    assert items.count() > 5 and not items.last.is_visible()
    page.locator("#unresolved summary").focus()
    page.keyboard.press("Enter")
    assert items.last.is_visible()
    clipped = "lists => lists.some(list => list.scrollHeight > list.clientHeight + 1)"
    assert not page.locator("#unresolved ul").evaluate_all(clipped)


def test_a_failed_channel_is_tried_again_by_keyboard(visit: Visit, desk: dict[str, str], officer: User) -> None:
    page = visit(desk["failed"], by=officer)
    assert page.locator(".not-out").count() == 2
    reach(page, ".not-out button")
    press(page)
    page.get_by_text("It is being sent again.").wait_for()
    assert page.get_by_role("button", name="Try again").count() == 0
