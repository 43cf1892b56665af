"""Pictures: known by their content, bare of where they were taken, described in each language, private until released."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageChops, ImageStat

from hemicycle.accounts.models import User
from hemicycle.desk import actions
from hemicycle.desk.actions import media
from hemicycle.desk.actions.media import LARGEST, fit
from hemicycle.desk.errors import BadPicture
from hemicycle.desk.models import Announcement, MediaFile
from hemicycle.desk.remarks import remarks_on
from tests.channels.drawn_pictures import BLUE, file_of, noise, plain
from tests.rounds import run_rounds

from . import picture_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


@pytest.fixture
def announcement(write) -> Announcement:
    return write()


@pytest.fixture
def medium(announcement, officer) -> MediaFile:
    return actions.add_picture(announcement, name="hall.png", content=files.png(), by=officer)


def test_the_same_file_is_one_picture_and_another_file_another(announcement, medium, officer):
    again = actions.add_picture(announcement, name="again.png", content=files.png(), by=officer)
    other = actions.add_picture(announcement, name="other.png", content=file_of(plain(9, 9, BLUE)), by=officer)

    assert again == medium and other != medium
    assert announcement.media.count() == 2


def decorated(announcement: Announcement, by: User) -> None:
    medium = actions.add_picture(announcement, name="x", content=files.png(), by=by)
    actions.describe_media_file(medium, alternatives={}, decorative=True, by=by)


def remarked(announcement: Announcement, check: str) -> list[str]:
    found = Announcement.objects.get(pk=announcement.pk)
    return [one.lang for one in remarks_on(found) if one.check == check]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (
            files.png(8, 8, files.chunk(b"tEXt", b"where\0" + files.WHERE), files.chunk(b"eXIf", files.WHERE)),
            "image/png",
        ),
        (files.taken_somewhere(), "image/jpeg"),
        (files.webp((b"EXIF", files.WHERE), (b"XMP ", files.WHERE)), "image/webp"),
        (files.png() + files.WHERE, "image/png"),
        (file_of(noise(40, 40), "JPEG") + files.WHERE, "image/jpeg"),
    ],
)
def test_where_and_by_whom_it_was_taken_does_not_stay_in_a_picture(content, kind):
    assert files.WHERE in content
    picture = fit(content)

    assert picture.kind == kind
    assert files.WHERE not in picture.content
    assert b"Exif" not in picture.content and b"EXIF" not in picture.content
    assert fit(content) == picture


def test_a_photograph_taken_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = fit(file_of(plain(60, 40), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (40, 60)
    assert Image.open(BytesIO(picture.content)).size == (40, 60)


@pytest.mark.parametrize(("kind", "more"), [("PNG", {}), ("WEBP", {"lossless": True})])
def test_what_is_lossless_keeps_each_pixel_and_what_shows_through(kind, more):
    image = noise(64, 48).convert("RGBA")
    image.putalpha(noise(64, 48).convert("L").point(lambda value: max(value, 1)))
    found = Image.open(BytesIO(fit(file_of(image, kind, **more)).content))
    assert found.convert("RGBA").tobytes() == image.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_what_is_grey_or_of_few_colours_stays_so(mode):
    image = noise(64, 48)
    if mode == "I;16":
        image = Image.frombytes("I;16", (64, 48), image.tobytes()[: 64 * 48 * 2])
    else:
        image = image.quantize(8) if mode == "P" else image.convert(mode)
    found = Image.open(BytesIO(fit(file_of(image)).content))
    assert (found.mode, found.tobytes()) == (mode, image.tobytes())


def test_a_photograph_is_written_as_finely_as_it_was():
    image = noise(64, 48).resize((640, 480), Image.Resampling.BICUBIC)
    given = file_of(image, "JPEG", quality=85)
    before, after = (Image.open(BytesIO(one)) for one in (given, fit(given).content))
    apart = ImageStat.Stat(ImageChops.difference(before.convert("RGB"), after.convert("RGB")))
    assert max(apart.mean) < 2
    assert len(fit(given).content) == pytest.approx(len(given), rel=0.1)


def test_one_that_grows_too_large_when_it_is_written_anew_is_refused(monkeypatch):
    coarse = file_of(noise(200, 200), "WEBP", quality=1)
    assert len(fit(coarse).content) > 2 * len(coarse)
    monkeypatch.setattr(media, "LARGEST", 2 * len(coarse))
    with pytest.raises(BadPicture) as refused:
        fit(coarse)
    assert refused.value.why == "size"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (files.SVG, "kind"),
        (files.GIF, "kind"),
        (b"", "kind"),
        (b"%PDF-1.7 called x.png", "kind"),
        (files.png() + b"\0" * LARGEST, "size"),
        (files.png(30_000, 30_000, data=b""), "pixels"),
        (file_of(plain(9, 9), "WEBP", save_all=True, append_images=[plain(9, 9, BLUE)]), "moving"),
        (file_of(plain(9, 9), "PNG", save_all=True, append_images=[plain(9, 9, BLUE)]), "moving"),
        (files.png(1, 20), "shape"),
        (files.png()[:50], "broken"),
        (files.png(data=b"too few"), "broken"),
        (files.JPEG[:40], "broken"),
        (b"\xff\xd8\xff", "broken"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8L", "broken"),
    ],
)
def test_what_is_no_picture_that_can_be_shown_is_refused(content, why):
    with pytest.raises(BadPicture) as refused:
        fit(content)
    assert refused.value.why == why


def test_pictures_are_added_in_the_composer_and_those_that_are_none_named(announcement, officer, sign_in):
    address = f"/desk/{announcement.address}/write/pictures/"
    several = [upload("hall.png", files.taken_somewhere()), upload("C:\\x\\evil.png", files.SVG)]
    page = sign_in(officer).post(address, {"pictures": several}, follow=True).content.decode()

    assert "evil.png: This is not a PNG, JPEG or WebP" in page
    medium = announcement.media.get()
    assert (medium.name, medium.content_type) == ("hall.jpg", "image/jpeg")
    assert f'src="/desk/{announcement.address}/pictures/{medium.pk}/"' in page
    assert files.WHERE not in Path(medium.file.path).read_bytes()


def test_with_a_script_the_pictures_and_the_remarks_are_drawn_anew(announcement, officer, sign_in):
    client, address = sign_in(officer), f"/desk/{announcement.address}/write/pictures/"
    added = client.post(address, {"pictures": upload("hall.png", files.png())}, headers={"HX-Request": "true"})
    said = added.content.decode()
    assert 'id="picture-list"' in said and "its description is missing" in said
    refused = client.post(address, {"pictures": upload("x.png", files.GIF)}, headers={"HX-Request": "true"})
    assert "This is not a PNG" in refused.content.decode()
    number = announcement.media.get().pk
    gone = client.post(f"{address}{number}/remove/", headers={"HX-Request": "true"}).content.decode()

    assert f'id="picture-{number}"' not in gone
    assert announcement.media.count() == 0


def test_a_picture_without_a_file_is_asked_for(announcement, officer, sign_in):
    page = sign_in(officer).post(f"/desk/{announcement.address}/write/pictures/", follow=True)
    assert "Choose a picture first." in page.content.decode()


def test_what_it_shows_is_said_in_each_language_or_that_it_only_decorates(announcement, medium, officer, sign_in):
    assert sorted(remarked(announcement, "alternative")) == ["en", "es", "fr"]
    client, address = sign_in(officer), f"/desk/{announcement.address}/write/pictures/{medium.pk}/"
    said = {f"picture-{medium.pk}-alternative-{lang}": f"The hall ({lang}), full" for lang in ("en", "fr", "es")}
    client.post(address, {**said, f"picture-{medium.pk}-words-en": "Open day"})
    medium.refresh_from_db()
    assert medium.alternatives == {lang: f"The hall ({lang}), full" for lang in ("en", "fr", "es")}
    assert medium.words == {"en": "Open day"}
    assert remarked(announcement, "alternative") == []
    client.post(address, {**said, f"picture-{medium.pk}-decorative": "on"})
    medium.refresh_from_db()

    assert medium.decorative and medium.alternative_in("en") == "" and medium.alternatives["en"]
    client.post(address, {f"picture-{medium.pk}-decorative": "on"})
    assert remarked(announcement, "alternative") == []


def test_another_file_in_its_place_keeps_what_was_said_of_it(announcement, medium, officer, sign_in):
    actions.describe_media_file(medium, alternatives={"en": "The hall"}, by=officer)
    before = medium.digest
    address = f"/desk/{announcement.address}/write/pictures/{medium.pk}/replace/"
    client = sign_in(officer)
    assert client.post(address, {"pictures": upload("x.svg", files.SVG)}).status_code == 422
    assert announcement.media.get().digest == before
    client.post(address, {"pictures": upload("new.jpg", files.JPEG)})
    medium.refresh_from_db()

    assert (medium.name, medium.alternatives) == ("new.jpg", {"en": "The hall"})
    assert medium.digest != before and Path(medium.file.path).read_bytes() == fit(files.JPEG).content


@pytest.mark.parametrize("change", ["add", "describe", "replace", "remove", "decorate"])
def test_any_change_of_a_picture_voids_the_approvals(approved, officer, change):
    announcement = approved(before=lambda row: decorated(row, officer))
    medium = announcement.media.get()
    match change:
        case "add":
            actions.add_picture(announcement, name="y", content=files.JPEG, by=officer)
        case "describe":
            actions.describe_media_file(medium, alternatives={"en": "Another"}, by=officer)
        case "replace":
            actions.replace_picture(medium, name="y", content=files.WEBP, by=officer)
        case "remove":
            actions.remove_media_file(medium, by=officer)
        case "decorate":
            actions.describe_media_file(medium, alternatives=medium.alternatives, decorative=False, by=officer)

    assert Announcement.objects.get(pk=announcement.pk).state == "draft"
    assert announcement.approvals.current().count() == 0


def test_until_it_is_released_it_is_shown_to_who_may_read_it_and_to_nobody_else(
    announcement, medium, officer, clerk, client, sign_in, other_office
):
    private = f"/desk/{announcement.address}/pictures/{medium.pk}/"
    answer = sign_in(officer).get(private)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer) == fit(files.png()).content

    assert sign_in(clerk).get(private).status_code == 403
    assert client.get(private).status_code == 302
    for somebody in (client, sign_in(officer)):
        assert somebody.get(f"/announcements/{announcement.address}/media/{medium.digest}").status_code == 404


def test_once_released_it_is_the_publics_with_what_it_shows(approved, officer, client):
    announcement = approved(before=lambda row: decorated(row, officer))
    actions.schedule(announcement, by=officer)
    run_rounds()
    medium = announcement.media.get()
    answer = client.get(f"/announcements/{announcement.address}/media/{medium.digest}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(answer) == fit(files.png()).content
    assert 'alt=""' in client.get(f"/announcements/{announcement.address}/").content.decode()


def test_who_is_asked_by_a_signed_link_sees_the_pictures_and_nobody_else_does(
    announcement, medium, officer, other_clerk, editor, stepped_up
):
    actions.describe_media_file(medium, alternatives={}, decorative=True, by=officer)
    actions.submit(announcement, by=officer)
    link = actions.ask_on_duty(announcement, to=other_clerk, why="The editor is ill.", by=officer)
    address = f"/desk/duty/{link.token}/pictures/{medium.pk}/"
    client = stepped_up(other_clerk)
    assert f'src="{address}"' in client.get(f"/desk/duty/{link.token}/").content.decode()
    assert b"".join(client.get(address)) == fit(files.png()).content
    assert stepped_up(editor).get(address).status_code == 404
    link.__class__.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    assert client.get(address).status_code == 404


def test_who_does_not_write_here_changes_no_picture(announcement, medium, clerk, editor, sign_in):
    address = f"/desk/{announcement.address}/write/pictures/"
    for path in ("", f"{medium.pk}/", f"{medium.pk}/replace/", f"{medium.pk}/remove/"):
        assert sign_in(clerk).post(f"{address}{path}").status_code == 403
    assert sign_in(editor).post(f"{address}{medium.pk + 1}/remove/").status_code == 404
    assert announcement.media.count() == 1


def test_no_announcement_has_more_pictures_than_anybody_describes(announcement, officer):
    for number in range(1, 11):
        actions.add_picture(announcement, name="x", content=files.png(8 + number, 8 + number), by=officer)
    with pytest.raises(BadPicture):
        actions.add_picture(announcement, name="x", content=files.JPEG, by=officer)
