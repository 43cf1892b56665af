"""The media library: each file once in an office, found by its words and rights, used again, refused where rights end."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.actions import assign
from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.desk import actions
from hemicycle.desk.errors import BadPicture, EditConflict, InUse, NotReady, RightsRefused
from hemicycle.desk.models import Announcement, LibraryItem, MediaFile
from hemicycle.desk.presenters.board import board_for
from hemicycle.desk.remarks import blocking, key_of
from hemicycle.rules.models import AuditEntry
from tests.cast import person
from tests.rounds import run_rounds

from . import picture_files as files

pytestmark = pytest.mark.django_db

SAID = {"en": "The hall", "fr": "L’hémicycle", "es": "El hemiciclo"}
MANY, MOST = 5_000, 25


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return Path(tmp_path)


def days(count: int):
    return timezone.localdate() + timedelta(days=count)


def change(item: LibraryItem, by: User, **facts) -> LibraryItem:
    item.refresh_from_db()
    return actions.change_item(item, edit=item.edit, by=by, **facts)


@pytest.fixture
def item(office, officer) -> LibraryItem:
    """Described in three languages, with its credit and rights."""
    found = actions.upload_picture(office=office, name="hall.png", content=files.png(64, 48), by=officer)
    return change(found, officer, alternatives=SAID, credit="Parliament’s photographer", rights="own")


@pytest.fixture
def other_officer(other_office) -> User:
    """Who writes in another office of the institution."""
    return person("Omar Officer", Role.OFFICER, office=other_office)


@pytest.fixture
def network(office) -> Account:
    return channels.open_account(
        office=office, kind="mastodon", name="On Mastodon", address="@house@social.example",
        settings={"server": "https://social.example"}, by="test",
    )  # fmt: skip


def page(item: LibraryItem, name: str = "media_item") -> str:
    return reverse(f"desk:{name}", args=[item.pk])


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client, query: str = "") -> list[int]:
    return [one.pk for one in client.get(f"/desk/media/{query}").context["page"]]


# Each file once


def test_the_same_file_is_stored_once_however_often_it_is_added(write, office, officer, kept_here):
    first, second = (actions.add_picture(write(), name="a.png", content=files.png(), by=officer) for _turn in range(2))
    again = actions.upload_picture(office=office, name="b.png", content=files.png(), by=officer)

    assert first.item == second.item == again
    assert len(list((kept_here / "desk").glob("*.png"))) == 1


def test_what_the_library_knows_comes_with_the_file_when_it_is_uploaded_again(write, item, officer, sign_in):
    announcement = write()
    file = SimpleUploadedFile("other.png", files.png(64, 48), content_type="image/png")
    answer = sign_in(officer).post(
        reverse("desk:add_pictures", args=[announcement.address]), {"pictures": file}, headers={"HX-Request": "true"}
    )
    medium = announcement.media.get()

    assert "In the library already: hall.png." in answer.content.decode()
    assert (medium.item, medium.alternatives, medium.credit) == (item, SAID, item.credit)


def test_a_file_that_was_archived_is_offered_again_once_somebody_adds_it(office, item, officer):
    actions.archive_item(item, by=officer)
    actions.upload_picture(office=office, name="hall.png", content=files.png(64, 48), by=officer)
    assert LibraryItem.objects.offered().get() == item


def test_pictures_are_added_on_the_page_and_those_that_are_none_named(office, officer, sign_in):
    client = sign_in(officer)
    files_sent = [SimpleUploadedFile("hall.jpg", files.taken_somewhere()), SimpleUploadedFile("evil.png", files.SVG)]
    refused = client.post("/desk/media/upload/", {"office": office.pk, "pictures": files_sent})
    assert refused.status_code == 422
    assert "evil.png: This is not a PNG, JPEG or WebP" in refused.content.decode()
    kept = LibraryItem.objects.get()
    assert files.WHERE not in Path(kept.file.path).read_bytes()
    one = client.post(
        "/desk/media/upload/", {"office": office.pk, "pictures": SimpleUploadedFile("n.png", files.png())}
    )

    assert one.url == page(LibraryItem.objects.latest("pk"))
    nothing = client.post("/desk/media/upload/", {"office": office.pk})
    assert nothing.status_code == 422 and "Choose a picture first." in nothing.content.decode()


# Walls


def test_no_office_sees_the_media_of_another(
    item, other_office, other_officer, member_office, member, officer, editor, administrator, superuser, sign_in
):
    theirs = actions.upload_picture(office=other_office, name="own.png", content=files.png(9, 9), by=other_officer)
    # Nobody writes announcements for a member; should a file ever be there, it is nobody else's.
    members = LibraryItem.objects.create(office=member_office, kind="image", file=item.file.name, name="m", digest="m")
    for mine, people in ((item, (officer, editor)), (theirs, (other_officer,))):
        for somebody in people:
            client = sign_in(somebody)
            assert listed(client) == [mine.pk]
            for other in {item, theirs, members} - {mine}:
                for name in ("media_item", "media_file", "media_preview", "delete_media"):
                    assert client.get(page(other, name)).status_code == 404
                for name in ("archive_media", "restore_media", "delete_media"):
                    assert client.post(page(other, name)).status_code == 404
                assert client.post(page(other), {"edit": 1}).status_code == 404
    for somebody in (administrator, superuser, member):
        for one in (item, theirs, members):
            assert sign_in(somebody).get(page(one)).status_code in (403, 404)
            assert not LibraryItem.objects.visible_to(somebody).exists()
    assert LibraryItem.objects.filter(archived_at=None).count() == 3


def test_no_announcement_takes_a_file_of_another_office(write, other_office, other_officer, officer, sign_in):
    theirs = actions.upload_picture(office=other_office, name="own.png", content=files.png(9, 9), by=other_officer)
    announcement = write()
    with pytest.raises(PermissionError):
        actions.use_item(announcement, theirs, by=officer)
    chosen = sign_in(officer).post(reverse("desk:choose_picture", args=[announcement.address]), {"item": theirs.pk})
    assert chosen.status_code == 422
    with pytest.raises(PermissionError):
        actions.upload_picture(office=other_office, name="x.png", content=files.png(), by=officer)

    assert announcement.media.count() == 0


def test_the_same_bytes_in_two_offices_are_two_items(item, other_office, other_officer):
    theirs = actions.upload_picture(office=other_office, name="x.png", content=files.png(64, 48), by=other_officer)
    assert theirs != item and theirs.digest == item.digest
    assert (theirs.credit, theirs.alternatives) == ("", {})


def test_a_draft_that_moves_to_another_office_takes_its_pictures_into_that_library(
    write, item, other_office, officer, kept_here
):
    announcement = write()
    actions.use_item(announcement, item, by=officer)
    assign(officer, office=other_office, role=Role.OFFICER, by="test")
    actions.change_office(announcement, office=other_office, by=officer)
    medium = announcement.media.get()

    assert medium.item.office == other_office and medium.item.credit == item.credit
    assert len(list((kept_here / "desk").glob("*.png"))) == 1
    actions.delete_item(item, by=officer)
    assert Path(medium.item.file.path).exists()


# Found


def test_it_is_found_by_words_of_description_credit_and_file_name_whatever_the_accents(office, item, officer, sign_in):
    other = actions.upload_picture(office=office, name="river.png", content=files.png(9, 9), by=officer)
    client = sign_in(officer)
    for words in ("hemicycle", "HÉMICICLO", "photographer", "hall.png", "hall photographer"):
        assert listed(client, f"?q={words}") == [item.pk]
    assert listed(client, "?q=river") == [other.pk]
    assert listed(client) == [other.pk, item.pk]
    assert listed(client, "?q=%00%27%25_") == []
    assert "No file matches" in shown(client, "/desk/media/?q=nowhere")


def test_it_is_filtered_by_its_rights(office, officer, sign_in):
    facts: dict[str, dict] = {
        "usable": {"rights": "own"},
        "ending": {"rights": "own", "usable_until": days(14)},
        "later": {"rights": "own", "usable_until": days(15)},
        "today": {"rights": "own", "usable_until": days(0)},
        "ended": {"rights": "own", "usable_until": days(-1)},
        "unstated": {},
        "uncredited": {"rights": "CC-BY-4.0"},
        "credited": {"rights": "CC-BY-4.0", "credit": "A photographer"},
    }
    made = {}
    for number, (name, known) in enumerate(facts.items()):
        one = actions.upload_picture(office=office, name=name, content=files.png(9, 9 + number), by=officer)
        made[change(one, officer, **known).pk] = name
    client = sign_in(officer)

    def named(rights: str) -> set[str]:
        return {made[key] for key in listed(client, f"?rights={rights}")}

    assert named("usable") == {"usable", "ending", "later", "today", "credited"}
    assert named("ending") == {"ending", "today"}
    assert named("ended") == {"ended"}
    assert named("incomplete") == {"unstated", "uncredited"}
    assert "The rights of 2 files end within 14 days" in shown(client, "/desk/media/")


def test_no_page_of_the_library_asks_twenty_five_queries_with_five_thousand_pictures(
    write, office, officer, sign_in, django_assert_max_num_queries
):
    announcement = write()
    rows = [
        LibraryItem(
            office=office, kind="image", file="desk/x.png", name=f"{n}.png", digest=f"{n:064}", added_by=officer,
            alternatives=SAID, searched=f"{n}.png the hall", usable_until=days(n % 40 - 20), rights="own",
        )
        for n in range(MANY)
    ]  # fmt: skip
    made = LibraryItem.objects.bulk_create(rows, batch_size=500)
    MediaFile.objects.bulk_create([MediaFile(announcement=announcement, item=one) for one in made[:200]])
    client = sign_in(officer)
    choices = reverse("desk:choose_picture", args=[announcement.address])
    for address in ("/desk/media/", "/desk/media/?q=hall&rights=public&page=9", page(made[0]), choices):
        with django_assert_max_num_queries(MOST):
            client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert len(client.get("/desk/media/?page=3").context["page"]) == 24
    assert len(context) < MOST


# Facts


def posted(item: LibraryItem, **more) -> dict[str, object]:
    facts = {f"alternative-{lang}": words for lang, words in item.alternatives.items()}
    return {**facts, "credit": item.credit, "rights": item.rights, "edit": item.edit, **more}


def test_its_facts_are_changed_on_its_page_and_each_change_is_in_the_audit_log(item, officer, sign_in):
    client = sign_in(officer)
    data = posted(item, rights="agency", owner="  An agency ", usable_until="2027-01-31", not_for_networks="on")
    assert client.post(page(item), data).status_code == 302
    item.refresh_from_db()

    assert (item.rights, item.owner, item.not_for_networks) == ("agency", "An agency", True)
    entry = AuditEntry.objects.filter(action="desk.change_media").latest("sequence")
    assert entry.facts["changed"] == ["not_for_networks", "owner", "rights", "usable_until"]
    wrong = client.post(page(item), posted(item, usable_until="soon", rights="stolen"))
    assert wrong.status_code == 422 and "Enter a day, such as 2026-03-03." in wrong.content.decode()


def test_who_changed_it_meanwhile_is_not_overwritten_and_what_they_wrote_is_shown(item, officer, editor, sign_in):
    read = posted(item)
    change(item, editor, credit="The agency")
    answer = sign_in(officer).post(page(item), {**read, "credit": "Somebody"})
    item.refresh_from_db()

    assert answer.status_code == 422 and "Somebody else entered: The agency" in answer.content.decode()
    assert item.credit == "The agency"
    with pytest.raises(EditConflict):
        actions.change_item(item, edit=1, by=officer, credit="x")


def test_what_was_approved_stays_as_it_was_when_the_library_changes(approved, item, officer):
    announcement = approved(before=lambda row: actions.use_item(row, item, by=officer))
    change(item, officer, alternatives={"en": "Another"}, credit="Another")
    found = Announcement.objects.get(pk=announcement.pk)

    assert found.state == "approved" and found.approvals.current().count() == 2
    assert (found.media.get().alternatives, found.media.get().credit) == (SAID, "Parliament’s photographer")


def test_a_change_of_the_credit_in_an_announcement_voids_its_approvals(approved, item, officer):
    announcement = approved(before=lambda row: actions.use_item(row, item, by=officer))
    actions.describe_media_file(announcement.media.get(), alternatives=SAID, credit="Another", by=officer)
    assert announcement.approvals.current().count() == 0


def test_the_library_learns_from_the_only_announcement_that_uses_a_file(write, officer):
    announcement, later = write(), write()
    medium = actions.add_picture(announcement, name="a.png", content=files.png(), by=officer)
    for words in ("T", "The hall"):
        actions.describe_media_file(medium, alternatives={"en": words}, credit="Us", by=officer)
    item = LibraryItem.objects.get()
    assert (item.alternatives, item.credit) == ({"en": "The hall"}, "Us")
    actions.use_item(later, item, by=officer)
    actions.describe_media_file(later.media.get(), alternatives={"en": "For this one alone"}, by=officer)
    item.refresh_from_db()

    assert item.alternatives == {"en": "The hall"}
    assert "hall" in item.searched and LibraryItem.objects.saying("us hall").exists()


def test_its_page_says_where_it_is_used(write, approved, item, officer, sign_in):
    released = approved(before=lambda row: actions.use_item(row, item, by=officer))
    actions.schedule(released, by=officer)
    run_rounds()
    draft = write(texts={"en": ("A draft", "Of which nobody knows.")})
    actions.use_item(draft, item, by=officer)
    said = shown(sign_in(officer), page(item))

    assert "A draft" in said and f'href="/desk/{released.address}/"' in said and "Released" in said


# Archived, deleted


def test_what_is_archived_is_not_offered_and_stays_where_it_is_used(write, item, officer, sign_in):
    announcement, client = write(), sign_in(officer)
    actions.use_item(announcement, item, by=officer)
    client.post(page(item, "archive_media"))

    assert listed(client) == [] and listed(client, "?kept=archived") == [item.pk]
    assert announcement.media.count() == 1
    assert client.get(reverse("desk:choose_picture", args=[write().address])).context["page"].object_list.count() == 0
    client.post(page(item, "restore_media"))
    assert listed(client) == [item.pk]


def test_what_is_used_is_not_deleted_and_what_is_not_goes_with_its_bytes(
    write, item, officer, sign_in, kept_here, django_capture_on_commit_callbacks
):
    announcement, client = write(), sign_in(officer)
    assert b"".join(client.get(page(item, "media_preview"))).startswith(b"\xff\xd8")
    medium = actions.use_item(announcement, item, by=officer)
    with pytest.raises(InUse):
        actions.delete_item(item, by=officer)
    assert "Archive it, so that it is not offered any more." in shown(client, page(item, "delete_media"))
    assert "so it was not deleted" in client.post(page(item, "delete_media"), follow=True).content.decode()
    actions.remove_media_file(medium, by=officer)
    assert "deleted for good" in shown(client, page(item, "delete_media"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(item, "delete_media"))

    assert not LibraryItem.objects.exists()
    assert [path for path in kept_here.rglob("*") if path.is_file()] == []


def test_a_file_is_downloaded_under_its_name_and_only_by_its_office(item, officer, clerk, client, sign_in):
    answer = sign_in(officer).get(page(item, "media_file"))
    assert 'filename="hall.png"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"".join(answer).startswith(b"\x89PNG")
    assert sign_in(clerk).get(page(item, "media_file")).status_code == 403
    assert client.get(page(item, "media_file")).status_code == 302


# Chosen


def test_what_is_chosen_comes_with_its_descriptions_and_credit(write, item, officer, sign_in):
    announcement = write()
    address = reverse("desk:choose_picture", args=[announcement.address])
    client = sign_in(officer)
    assert "The hall" in shown(client, f"{address}?q=hall")
    answer = client.post(address, {"item": item.pk}, headers={"HX-Request": "true"})
    medium = announcement.media.get()

    assert 'id="picture-list"' in answer.content.decode()
    assert (medium.item, medium.alternatives, medium.credit) == (item, SAID, item.credit)
    assert blocking(Announcement.objects.get(pk=announcement.pk)) == []
    client.post(address, {"item": item.pk})
    assert announcement.media.count() == 1


@pytest.mark.parametrize("sent", [{}, {"item": "x"}, {"item": "9" * 40}, {"item": "²"}, {"item": "0"}])
def test_rubbish_is_refused_at_the_search(write, officer, sign_in, sent):
    address = reverse("desk:choose_picture", args=[write().address])
    answer = sign_in(officer).post(address, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and 'data-refusal="library-words"' in answer.content.decode()


def test_no_announcement_takes_more_from_the_library_than_anybody_describes(write, item, officer):
    announcement = write()
    for number in range(10):
        actions.add_picture(announcement, name="x", content=files.png(9, 9 + number), by=officer)
    with pytest.raises(BadPicture):
        actions.use_item(announcement, item, by=officer)


# Rights


def names_of(announcement: Announcement) -> list[str]:
    return [one.check for one in blocking(Announcement.objects.get(pk=announcement.pk))]


def test_a_picture_whose_rights_have_ended_is_not_submitted_and_the_page_says_what_to_do(
    write, item, officer, sign_in
):
    announcement = write()
    medium = actions.use_item(announcement, item, by=officer)
    change(item, officer, usable_until=days(-1))
    with pytest.raises(NotReady):
        actions.submit(announcement, by=officer)
    said = sign_in(officer).post(reverse("desk:submit", args=[announcement.address]), follow=True).content.decode()

    assert f'href="#id_picture-{medium.pk}-credit"' in said
    assert "Remove it, or enter the new date in the media library" in said
    change(item, officer, usable_until=days(0))
    assert names_of(announcement) == []


def test_rights_have_to_last_until_the_release(write, item, officer):
    announcement = write(release_at=timezone.now() + timedelta(days=9))
    actions.use_item(announcement, item, by=officer)
    change(item, officer, usable_until=days(8))
    assert names_of(announcement) == ["rights"]
    change(item, officer, usable_until=days(10))
    assert names_of(announcement) == []


def test_a_picture_that_is_not_for_networks_is_refused_on_them_alone(write, item, site, network, officer):
    change(item, officer, not_for_networks=True)
    announcement = write(accounts=[site])
    actions.use_item(announcement, item, by=officer)
    assert names_of(announcement) == []
    actions.choose_accounts(announcement, [site, network], by=officer)
    assert names_of(announcement) == ["networks"]


def test_rights_that_have_ended_since_the_approval_stop_the_release_and_notify_its_people(
    approved, item, officer, editor, sign_in
):
    announcement = approved(before=lambda row: actions.use_item(row, item, by=officer))
    actions.schedule(announcement, by=officer)
    change(item, officer, usable_until=days(-1))
    with pytest.raises(RightsRefused):
        actions.release(announcement, by="worker")
    run_rounds()
    announcement.refresh_from_db()

    assert announcement.state == "draft" and announcement.approvals.current().count() == 0
    said = "Draft again: the rights of a picture did not allow its release"
    assert [one.reason for one in board_for(officer).not_out] == [said]
    assert said in shown(sign_in(editor), reverse("desk:announcement", args=[announcement.address]))
    assert Notice.objects.filter(person=officer, kind="desk.not_sent", ended_at=None).exists()
    assert said in shown(sign_in(officer), "/account/notices/")


def test_what_may_not_be_shown_is_not_scheduled_either(approved, item, officer, sign_in):
    announcement = approved(before=lambda row: actions.use_item(row, item, by=officer))
    change(item, officer, usable_until=days(-1))
    with pytest.raises(NotReady):
        actions.schedule(announcement, by=officer)
    address = reverse("desk:schedule", args=[announcement.address])
    assert "The rights of a picture do not allow it." in sign_in(officer).post(address, follow=True).content.decode()


def test_an_approver_may_overrule_it_for_what_it_is_and_for_nothing_else(write, item, officer, editor, site, network):
    announcement = write(accounts=[site, network])
    actions.use_item(announcement, item, by=officer)
    change(item, officer, not_for_networks=True)
    key = key_of(blocking(announcement)[0])
    actions.overrule(announcement, remark=key, check="networks", reason="Allowed by telephone", by=editor)
    assert names_of(announcement) == []
    change(item, officer, usable_until=days(-1))
    assert names_of(announcement) == ["rights"]


def test_what_is_still_public_though_its_rights_have_ended_is_listed(
    approved, item, officer, editor, second_editor, sign_in
):
    announcement = approved(before=lambda row: actions.use_item(row, item, by=officer))
    actions.schedule(announcement, by=officer)
    run_rounds()
    change(item, officer, usable_until=days(-1))
    client = sign_in(officer)
    assert "The rights of 1 file have ended, and a published announcement still shows it" in shown(
        client, "/desk/media/"
    )
    assert listed(client, "?rights=public") == [item.pk]
    actions.ask_withdrawal(announcement, reasons={"en": "Rights"}, by=editor)
    actions.confirm_withdrawal(announcement, by=second_editor)

    assert listed(client, "?rights=public") == []


# Credit


def test_the_credit_is_printed_where_the_public_reads_the_picture(approved, item, officer, client):
    change(item, officer, rights="CC-BY-4.0")
    announcement = approved(before=lambda row: actions.use_item(row, item, by=officer))
    actions.schedule(announcement, by=officer)
    run_rounds()
    for lang, label in (("en", "Picture: "), ("fr", "Image\xa0: "), ("es", "Imagen: ")):
        said = shown(client, f"{announcement.get_absolute_url()}?lang={lang}")
        assert f"{label}Parliament’s photographer" in said
        assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in said
    (served,) = client.get(f"/api/v1/announcements/{announcement.address}").json()["media"]
    assert (served["credit"], served["licence"]) == (
        "Parliament’s photographer", "https://creativecommons.org/licenses/by/4.0/",
    )  # fmt: skip


def test_who_approves_reads_credit_and_rights(write, item, officer, editor, sign_in):
    announcement = write()
    actions.use_item(announcement, item, by=officer)
    actions.submit(announcement, by=officer)
    said = shown(sign_in(editor), reverse("desk:announcement", args=[announcement.address]))
    assert "Credit: Parliament’s photographer" in said and "Our own" in said
