"""The pages of the desk: what awaits whom, a composer that loses nothing, and what a change undoes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.remarks import remarks_on
from hemicycle.desk.snapshot import own_version
from hemicycle.rules.models import ParameterInForce
from tests.cast import person

from . import picture_files
from .conftest import WORDS

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def here(name, announcement, *more):
    return reverse(f"desk:{name}", args=[announcement.address, *more])


def shown(client, address, **options):
    answer = client.get(address, **options)
    assert answer.status_code == 200
    return answer.content.decode()


def reread(announcement):
    return Announcement.objects.get(pk=announcement.pk)


def said(lang, title, body, edit):
    return {f"{lang}-title": title, f"{lang}-body": body, f"{lang}-edit": edit}


def test_what_was_submitted_awaits_the_editor_and_not_its_author(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)

    assert "Read and approve" in shown(sign_in(editor), reverse("desk:board"))
    assert "Nothing is waiting for you" in shown(sign_in(officer), reverse("desk:board"))


def test_who_approved_a_text_that_was_changed_since_is_asked_again(write, officer, editor, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    assert not Announcement.objects.awaiting(editor).exists()
    actions.write_text(announcement, lang="en", title="It sits", body="It sits on Monday.", edit=1, by=officer)
    actions.submit(announcement, by=officer)
    # Another's approval that stands is not theirs.
    actions.approve(announcement, digest=announcement.digest, by=second_editor)

    assert Announcement.objects.awaiting(editor).get() == announcement
    assert not Announcement.objects.awaiting(second_editor).exists()


def test_what_was_sent_back_awaits_its_author_until_it_is_submitted_again(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.send_back(announcement, note="The hour is wrong", by=editor)
    client = sign_in(officer)
    assert "Sent back to you" in shown(client, reverse("desk:board"))
    assert "The hour is wrong" in shown(client, here("compose", announcement))

    actions.submit(announcement, by=officer)
    assert "Nothing is waiting for you" in shown(client, reverse("desk:board"))


def test_editors_of_an_office_that_the_house_named_see_what_was_submitted_and_no_drafts(write, officer, other_office):
    theirs = person("Thea Editor", Role.EDITOR, office=other_office)
    draft, handed_in = write(), write()
    actions.submit(handed_in, by=officer)
    assert not Announcement.objects.visible_to(theirs).exists()
    ParameterInForce.objects.create(name="approving_offices", value="enquiries")

    assert Announcement.objects.visible_to(theirs).get() == handed_in
    assert Announcement.objects.awaiting(theirs).get() == handed_in
    assert draft not in Announcement.objects.visible_to(theirs)


def test_a_new_announcement_begins_in_the_languages_that_were_chosen(office, officer, site, sign_in):
    client = sign_in(officer)
    answer = client.post(
        reverse("desk:new"), {"title": "The House sits", "languages": ["fr", "en"], "office": office.pk}
    )

    found = Announcement.objects.get()
    assert answer["Location"] == here("compose", found)
    assert {lang: one.title for lang, one in found.by_language.items()} == {"en": "The House sits", "fr": ""}


def test_a_text_is_saved_as_one_types_and_answered_with_what_stands_beside_it(write, officer, sign_in):
    announcement = write()
    text = "It sits. Write to anna.keller@mail.example."
    answer = sign_in(officer).post(
        here("write_text", announcement, "en"), said("en", "The House sits", text, 1), headers=HTMX
    )

    page = answer.content.decode()
    assert reread(announcement).by_language["en"].body == text
    assert 'data-start="18"' in page
    assert "anna.keller@mail.example" in page
    assert 'name="en-edit" value="2"' in page
    assert "1 thing to resolve before it can be submitted" in page


def test_two_people_are_shown_both_texts_and_neither_is_lost(write, officer, editor, sign_in):
    announcement = write()
    actions.write_text(announcement, lang="en", title="Theirs", body="Their text.", edit=1, by=editor)
    for headers, whole in ((HTMX, False), ({}, True)):
        answer = sign_in(officer).post(
            here("write_text", announcement, "en"), said("en", "Mine", "My text.", 1), headers=headers
        )
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "My text." in page
        assert "Edith Editor has changed English" in page
        assert ("<html" in page) == whole
    assert reread(announcement).by_language["en"].body == "Their text."


def test_keeping_mine_is_a_choice_made_on_what_theirs_is_now(write, officer, editor, sign_in):
    announcement = write()
    actions.write_text(announcement, lang="en", title="Theirs", body="Their text.", edit=1, by=editor)

    sign_in(officer).post(here("write_text", announcement, "en"), said("en", "Mine", "My text.", 2))

    assert reread(announcement).by_language["en"].body == "My text."


def test_what_was_submitted_meanwhile_is_not_changed_by_an_outdated_page(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)
    client = sign_in(officer)
    answer = client.post(here("write_text", announcement, "en"), said("en", "Mine", "My text.", 1), headers=HTMX)
    assert answer.status_code == 409
    assert reread(announcement).state == "in_review"

    assert "It becomes a draft again" in shown(client, here("compose", announcement))
    client.post(
        here("write_text", announcement, "en"), said("en", "Mine", "My text.", 1) | {"reopen": "1"}, headers=HTMX
    )
    assert reread(announcement).state == "draft"


def test_two_people_who_edit_are_shown_to_each_other(write, officer, editor, sign_in):
    announcement = write()
    sign_in(editor).post(here("present", announcement))

    page = sign_in(officer).post(here("present", announcement), said("en", "", "", 1)).content.decode()
    assert "Edith Editor is editing this too" in page
    assert "Français has changed" in page
    assert "English has changed" not in page


def test_who_left_is_not_shown_any_more(write, officer, editor, sign_in):
    announcement = write()
    actions.mark_present(announcement, by=editor)
    announcement.presences.update(seen_at=timezone.now() - timedelta(minutes=2))

    assert "Edith Editor" not in sign_in(officer).post(here("present", announcement)).content.decode()


def test_languages_are_added_and_taken_away(write, officer, sign_in):
    announcement = write(texts={"en": ("The House sits", "It sits.")})
    client = sign_in(officer)
    client.post(here("languages", announcement), {"lang": "es"})
    assert set(reread(announcement).by_language) == {"en", "es"}
    client.post(here("drop_language", announcement, "es"))

    assert set(reread(announcement).by_language) == {"en"}


def test_a_language_that_is_added_again_comes_back_with_its_text(write, officer, sign_in):
    announcement, client = write(), sign_in(officer)
    client.post(here("drop_language", announcement, "es"))
    client.post(here("languages", announcement), {"lang": "es"})
    again = reread(announcement).by_language["es"]
    assert (again.title, again.body) == WORDS["es"]


def test_a_language_that_was_removed_is_brought_back_as_it_was(write, officer, site, sign_in):
    announcement, client = write(), sign_in(officer)
    actions.write_own_text(announcement.targets.get(account=site), lang="es", text="A las diez.", by=officer)
    page = client.post(here("drop_language", announcement, "es"), follow=True).content.decode()
    assert "Español has been removed." in page
    undo = here("restore_language", announcement, "es")
    assert f'action="{undo}"' in page
    client.post(undo)

    again = reread(announcement)
    assert (again.by_language["es"].title, again.by_language["es"].body) == WORDS["es"]
    assert again.targets.get(account=site).own_texts == {"es": "A las diez."}
    client.post(undo)
    assert len(reread(announcement).by_language) == 3


def test_what_is_refused_is_said_with_its_field(write, officer, site, sign_in):
    announcement, client = write(texts={"en": WORDS["en"]}), sign_in(officer)
    tries = [
        ("times", {"release_at": "2020-01-01T10:00"}, "id_release_at", "This time has passed."),
        ("channels", {"accounts": ["999"]}, "accounts", "closed meanwhile"),
        ("details", details(**{"hashtags-en": "two-words"}), "id_hashtags-en", "A hashtag is one word"),
        ("add_pictures", {}, "id_pictures", "Choose a picture first."),
        ("languages", {"lang": ""}, "id_lang", "Choose a language."),
    ]
    for name, sent, place, why in tries:
        answer = client.post(here(name, announcement), sent, headers=HTMX)
        (refusal,) = html.fromstring(answer.content).xpath("//p[@data-refusal]")
        assert refusal.get("data-refusal") == place
        assert why in refusal.text
        plain = html.fromstring(client.post(here(name, announcement), sent).content)
        said = [one.text_content() for one in plain.xpath('//main//*[@class="field-error" and @id]')]
        assert [one for one in said if why not in one] == [] and len(said) == 1, name


def details(**changed):
    read = {"initial-purpose": "inform", "initial-sensitivity": "routine"}
    return read | {"purpose": "inform", "sensitivity": "routine"} | changed


def test_two_people_may_change_different_details_at_once(write, officer, editor, sign_in):
    announcement = write()
    sign_in(editor).post(here("details", announcement), details(sensitivity="sensitive"))
    sign_in(officer).post(here("details", announcement), details(purpose="educate"))

    row = reread(announcement)
    assert (row.purpose, row.sensitivity) == ("educate", "sensitive")


def test_a_detail_that_both_changed_is_refused_to_the_second(write, officer, editor, sign_in):
    announcement = write()
    sign_in(editor).post(here("details", announcement), details(purpose="engage"))
    answer = sign_in(officer).post(here("details", announcement), details(purpose="educate"), headers=HTMX)

    assert answer.status_code == 409
    assert "Someone else has changed this in the meantime: Purpose" in answer.content.decode()
    assert reread(announcement).purpose == "engage"


def test_hashtags_are_words_and_kept_by_language(write, officer, sign_in):
    announcement = write()
    client = sign_in(officer)
    client.post(here("details", announcement), details(**{"hashtags-fr": "#Budget, LaChambre"}))
    assert reread(announcement).hashtags == {"fr": ["Budget", "LaChambre"]}
    answer = client.post(here("details", announcement), details(**{"hashtags-fr": "la-chambre"}))

    assert answer.status_code == 422
    assert reread(announcement).hashtags == {"fr": ["Budget", "LaChambre"]}


def test_times_are_those_of_the_house(write, officer, sign_in, settings):
    settings.TIME_ZONE = "Europe/Paris"
    announcement = write()
    sign_in(officer).post(here("times", announcement), {"release_at": "2027-07-01T10:00"})

    assert reread(announcement).release_at == datetime(2027, 7, 1, 10, tzinfo=ZoneInfo("Europe/Paris"))


def test_a_time_that_the_clock_jumps_over_is_refused(write, officer, sign_in, settings):
    settings.TIME_ZONE = "Europe/Paris"
    announcement = write()
    answer = sign_in(officer).post(here("times", announcement), {"release_at": "2027-03-28T02:30"}, headers=HTMX)

    assert answer.status_code == 422
    assert "02:30 does not exist that night" in answer.content.decode()
    assert reread(announcement).release_at is None


def test_of_a_time_that_comes_twice_it_is_said_which_is_meant(write, officer, sign_in, settings):
    settings.TIME_ZONE = "Europe/Paris"
    announcement = write()
    client = sign_in(officer)
    answer = client.post(here("times", announcement), {"release_at": "2027-10-31T02:30"}, headers=HTMX)

    assert "occurs twice: this is UTC+02:00, not UTC+01:00" in answer.content.decode()
    assert reread(announcement).release_at.utctimetuple()[3:5] == (0, 30)
    assert "this is UTC+02:00, not" in shown(client, here("compose", announcement))


def test_an_expiry_before_the_hour_of_sending_is_refused_at_its_field(write, officer, sign_in):
    announcement = write()
    times = {"release_at": "2027-07-01T10:00", "not_after": "2027-07-01T09:00"}
    answer = sign_in(officer).post(here("times", announcement), times)

    assert answer.status_code == 422
    assert "This must be later than the release time" in answer.content.decode()


@pytest.mark.parametrize("name", ["release_at", "embargo_until", "not_after", "expires_at"])
def test_a_time_that_has_passed_is_refused_at_its_field(write, officer, sign_in, name):
    announcement = write()
    answer = sign_in(officer).post(here("times", announcement), {name: "2020-01-01T10:00"})

    assert answer.status_code == 422
    assert "This time has passed." in answer.content.decode()
    assert getattr(reread(announcement), name) is None


def own_tags(client, announcement):
    """The previews that say that somebody wrote a text for their channel."""
    page = html.fromstring(shown(client, here("compose", announcement)))
    return page.xpath('//article//*[@class="tag" and .="Separate text"]/ancestor::article/@id')


def own_text_of(announcement, account):
    return announcement.targets.get(account=account).own_texts


def test_a_channel_gets_a_text_of_its_own_in_one_language_and_the_common_one_again(write, officer, feed, sign_in):
    announcement = write()
    target = announcement.targets.get(account=feed)
    client, address = sign_in(officer), here("variant", announcement, target.pk, "en")
    client.post(address, {"text": "Tuesday at ten.", "read": ""})
    assert own_text_of(announcement, feed) == {"en": "Tuesday at ten."}
    assert own_tags(client, announcement) == [f"card-{target.pk}-en"]
    assert "missing-language" not in {one.check for one in remarks_on(reread(announcement))}
    client.post(address, {"text": "Tuesday at ten.", "common": "1"})

    assert own_text_of(announcement, feed) == {}
    assert own_tags(client, announcement) == []


def test_an_own_text_that_says_what_the_common_one_says_is_none(write, officer, feed, sign_in):
    announcement = write()
    target = announcement.targets.get(account=feed)
    common = "\r\n\r\n".join(WORDS["en"])
    sign_in(officer).post(here("variant", announcement, target.pk, "en"), {"text": common})

    assert own_text_of(announcement, feed) == {}


def test_two_people_who_write_for_one_channel_are_shown_both_texts(write, officer, editor, feed, sign_in):
    announcement = write()
    target = announcement.targets.get(account=feed)
    actions.write_own_text(target, lang="en", text="Theirs.", by=editor)
    address = here("variant", announcement, target.pk, "en")
    for headers, whole in ((HTMX, False), ({}, True)):
        answer = sign_in(officer).post(address, {"text": "Mine.", "read": ""}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Edith Editor has changed the text for Our feeds, English" in page
        assert "Mine." in page and "Theirs." in page
        assert ("<html" in page) == whole
    assert own_text_of(announcement, feed) == {"en": "Theirs."}
    read = own_version(announcement.targets.get(account=feed), "en")
    sign_in(officer).post(address, {"text": "Mine.", "read": read})

    assert own_text_of(announcement, feed) == {"en": "Mine."}


def test_the_own_text_of_a_channel_that_is_chosen_again_is_still_there(write, officer, site, feed, sign_in):
    announcement, client = write(), sign_in(officer)
    actions.write_own_text(announcement.targets.get(account=feed), lang="en", text="At ten.", by=officer)
    client.post(here("channels", announcement), {"accounts": [site.pk]})
    assert not announcement.targets.filter(account=feed).exists()
    client.post(here("channels", announcement), {"accounts": [site.pk, feed.pk]})

    assert own_text_of(announcement, feed) == {"en": "At ten."}
    assert reread(announcement).kept_texts == {}


def test_the_preview_of_a_channel_shows_the_pictures_that_it_carries(
    write, officer, office, site, sign_in, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    sms = channels.open_account(office=office, kind="smpp", name="Text messages", address="33100", by="test")
    announcement = write(accounts=[site, sms])
    medium = actions.add_picture(announcement, name="hall.png", content=picture_files.png(64, 48), by=officer)
    actions.describe_media_file(medium, alternatives={"en": "The hall"}, by=officer)
    page = html.fromstring(shown(sign_in(officer), here("compose", announcement)))
    pictures = page.xpath('//div[@id="cards-en"]//article//img')

    assert [(one.get("src"), one.get("alt")) for one in pictures] == [
        (here("picture", announcement, medium.pk), "The hall")
    ]


def test_no_preview_shows_the_place_that_is_left_for_the_address_of_a_recipient(write, officer, office, sign_in):
    mail = channels.open_account(
        office=office, kind="email", name="Newsletter", address="news@assembly.example", by="test"
    )
    page = shown(sign_in(officer), here("compose", write(accounts=[mail])))

    assert "/follow/own/…/" in page
    assert "{token}" not in page


def test_channels_of_another_office_cannot_be_chosen(write, officer, site, other_office, sign_in):
    announcement = write()
    theirs = channels.open_account(office=other_office, kind="web", name="Theirs", address="theirs", by="test")
    sign_in(officer).post(here("channels", announcement), {"accounts": [site.pk, theirs.pk]})

    assert set(announcement.targets.values_list("account", flat=True)) != {site.pk, theirs.pk}
    sign_in(officer).post(here("channels", announcement), {"accounts": [site.pk]})
    assert announcement.targets.get().account == site


def test_an_empty_text_is_not_submitted_and_the_page_says_what_is_missing(write, officer, sign_in):
    announcement = write(texts={"en": ("Only a title", "")}, accounts=[])
    answer = sign_in(officer).post(here("submit", announcement), follow=True)

    page = html.fromstring(answer.content)
    leads = page.xpath("//*[@data-submitted]//a")
    assert [one.get("href") for one in leads] == ["#accounts", "#id_en-body", "#id_lang", "#id_lang"]
    assert "Choose at least one channel." in leads[0].text_content()
    assert reread(announcement).state == "draft"


def test_before_the_release_the_page_says_what_leaves_and_when(approved, officer, sign_in):
    announcement = actions.unschedule(approved(release_at=timezone.now() + timedelta(days=2)), by=officer)
    client = sign_in(officer)
    page = shown(client, here("schedule", announcement))
    assert "Our site: public." in page
    assert "without further confirmation" in page
    assert reread(announcement).state == "approved"
    client.post(here("schedule", announcement))
    assert reread(announcement).state == "scheduled"
    client.post(here("unschedule", announcement))

    assert reread(announcement).state == "approved"


def test_a_correction_begins_with_the_reason_that_the_public_reads(approved, officer, sign_in):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    actions.release(announcement, by="worker")
    client = sign_in(officer)
    reasons = {f"reason-{lang}": f"Wrong hour ({lang})" for lang in ("en", "fr", "es")}
    assert client.post(here("correct", announcement), {}).status_code == 422
    client.post(here("correct", announcement), reasons)

    correction = announcement.corrections.get()
    assert correction.reasons["fr"] == "Wrong hour (fr)"
    assert "It corrects what was released" in shown(client, here("announcement", correction))


def test_a_withdrawal_is_asked_for_by_one_and_confirmed_by_another(approved, officer, editor, sign_in):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    actions.release(announcement, by="worker")
    reasons = {f"reason-{lang}": "Not for the public yet" for lang in ("en", "fr", "es")}
    client = sign_in(editor)
    client.post(here("withdraw", announcement), reasons)
    client.post(here("confirm_withdrawal", announcement))
    assert reread(announcement).state == "released"
    second = sign_in(Announcement.objects.get().approvals.exclude(by=editor).get().by)
    assert "Confirm the withdrawal" in shown(second, reverse("desk:board"))
    second.post(here("confirm_withdrawal", announcement))

    assert reread(announcement).state == "withdrawn"


def test_a_proposal_is_shown_word_by_word_and_taken_over(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)
    words = {f"{name}-{lang}": getattr(one, name) for lang, one in announcement.by_language.items()
             for name in ("title", "body")}  # fmt: skip
    sign_in(editor).post(
        here("propose", announcement), words | {"body-en": "The House sits at eleven.", "note": "See"}
    )
    client = sign_in(officer)
    assert "<del>" in shown(client, here("announcement", announcement))
    client.post(here("take_over", announcement, announcement.proposals.get().pk))

    row = reread(announcement)
    assert (row.by_language["en"].body, row.state, row.last_editor) == ("The House sits at eleven.", "draft", officer)


def test_what_changed_since_a_person_approved_stands_on_the_page(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    actions.write_text(announcement, lang="en", title="The House sits", body="On Monday at ten.", edit=1, by=officer)
    actions.submit(announcement, by=officer)

    page = shown(sign_in(editor), here("announcement", announcement))
    assert "since you read version 1" in page
    assert "since you read" not in shown(sign_in(officer), here("announcement", announcement))


def test_any_two_editions_are_compared(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.write_text(announcement, lang="en", title="The House sits", body="On Monday at ten.", edit=1, by=officer)
    actions.change(announcement, edit=reread(announcement).edit, purpose="educate", by=officer)
    actions.submit(announcement, by=officer)
    page = shown(sign_in(editor), here("compare", announcement))

    assert "<ins>" in page
    assert "Explain how the House works" in page
    assert "On Monday at ten." in shown(sign_in(editor), here("edition", announcement, 2))


def test_the_timeline_names_people_offices_and_reasons(write, officer, editor, sign_in):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.send_back(announcement, note="The hour is wrong", by=editor)
    page = shown(sign_in(officer), here("announcement", announcement))

    assert "Sent an announcement back" in page
    assert "Edith Editor · Research service" in page
    assert page.count("The hour is wrong") == 2


def test_the_list_is_narrowed_down_by_its_address(write, officer, editor, sign_in):
    write(texts={"en": ("About the budget", "The budget is debated.")})
    actions.submit(write(), by=officer)
    client = sign_in(officer)

    assert "About the budget" not in shown(client, reverse("desk:list"), data={"state": "in_review"})
    assert "The House sits on Tuesday" not in shown(client, reverse("desk:list"), data={"q": "budget"})
    assert "No announcement matches" in shown(client, reverse("desk:list"), data={"purpose": "engage"})
    assert "About the budget" in shown(client, reverse("desk:list"), data={"state": "nonsense", "whose": "mine"})


def test_the_search_of_the_shell_finds_what_its_asker_may_see(write, officer, clerk, sign_in):
    write()
    assert "The House sits on Tuesday · Draft" in shown(
        sign_in(officer), reverse("site:search"), data={"q": "Tuesday"}
    )
    assert "· Draft" not in shown(sign_in(clerk), reverse("site:search"), data={"q": "Tuesday"})
