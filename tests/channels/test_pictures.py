"""A picture in the shape that a network takes, made here by the same library that reads it."""

from contextlib import suppress
from fractions import Fraction
from io import BytesIO
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from hemicycle.channels.adapters.by_hand import NETWORKS
from hemicycle.channels.files.pictures import JPEG, PAPER, PNG, WEBP, Takes, Unreadable, anew, of_file, shape

from .drawn_pictures import BLUE, RED, file_of, noise, plain

INSTAGRAM = next(network.pictures for network in NETWORKS if network.kind == "instagram")


def read(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def near(one, other) -> bool:
    return all(abs(a - b) <= 4 for a, b in zip(one[:3], other[:3], strict=True))


def with_orientation(side: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = side
    exif[0x010F] = "A camera of somebody"
    return exif


def red_for_blue() -> bytes:
    """The profile of screens under another name, in which the first channel is blue and the third red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for one, other in ((b"rXYZ", b"----"), (b"bXYZ", b"rXYZ"), (b"----", b"bXYZ")):
        profile = profile.replace(one, other)
    return profile.replace("sRGB".encode("utf-16-be"), "bRGr".encode("utf-16-be"))


def test_what_is_taken_as_it_is_stays_byte_for_byte():
    content = file_of(plain(1080, 1080), "JPEG")
    shaped = shape(content, INSTAGRAM)
    assert (shaped.content, shaped.kind, shaped.width, shaped.height, shaped.done) == (content, JPEG, 1080, 1080, ())


def test_a_large_picture_is_made_smaller_and_all_of_it_is_seen():
    image = plain(4000, 3000)
    ImageDraw.Draw(image).rectangle((2000, 0, 4000, 3000), BLUE)
    shaped = shape(file_of(image, "JPEG", quality=95), INSTAGRAM)
    assert (shaped.width, shaped.height, shaped.done) == (1080, 810, ("smaller",))
    found = read(shaped.content)
    assert near(found.getpixel((5, 400)), RED)
    assert near(found.getpixel((1075, 400)), BLUE)


@pytest.mark.parametrize(
    ("size", "canvas"), [((400, 1200), (960, 1200)), ((1000, 100), (1000, 524)), ((300, 3000), (1080, 1350))]
)
def test_a_shape_that_is_not_allowed_is_set_on_the_colour_of_its_own_edge_and_nothing_is_cut(size, canvas):
    image = plain(*size, BLUE)
    ImageDraw.Draw(image).rectangle((size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4), RED)
    shaped = shape(file_of(image, "JPEG", quality=95), INSTAGRAM)
    assert (shaped.width, shaped.height) == canvas
    assert "ground" in shaped.done
    found = read(shaped.content)
    assert near(found.getpixel((0, 0)), BLUE)
    assert near(found.getpixel((canvas[0] // 2, canvas[1] // 2)), RED)


def test_beside_an_uneven_edge_the_ground_is_the_paper_of_the_house():
    shaped = shape(file_of(noise(200, 900), "JPEG"), INSTAGRAM)
    assert near(read(shaped.content).getpixel((2, 450)), PAPER)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(NETWORKS))
def test_whatever_its_shape_it_is_one_that_the_network_takes(width, height, network):
    takes = network.pictures
    shaped = shape(file_of(plain(width, height)), takes)
    ratio = Fraction(shaped.width, shaped.height)
    assert (shaped.width, shaped.height) == read(shaped.content).size
    assert takes.narrowest is None or ratio >= takes.narrowest
    assert takes.widest is None or ratio <= takes.widest
    assert shaped.kind in takes.kinds


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(NETWORKS))
def test_with_its_ground_it_lies_within_what_the_network_takes(width, height, network):
    takes = network.pictures
    scale = takes.scale((width, height))
    drawn = (max(1, round(width * scale)), max(1, round(height * scale)))
    found = takes.canvas(drawn)
    assert not takes.largest or any(found[0] <= wide and found[1] <= high for wide, high in takes.largest)


def test_a_form_that_is_not_taken_is_saved_in_one_that_is():
    for kind in ("PNG", "WEBP"):
        shaped = shape(file_of(plain(500, 500), kind), INSTAGRAM)
        assert (shaped.kind, read(shaped.content).format, shaped.done) == (JPEG, "JPEG", ("kind",))


@pytest.mark.parametrize(("drawn", "ground"), [((10, 10, 10), PAPER), ((250, 250, 250), (29, 27, 23))])
def test_where_something_shows_through_the_drawing_stays_legible(drawn, ground):
    image = plain(600, 600, (0, 0, 0, 0), "RGBA")
    ImageDraw.Draw(image).rectangle((200, 200, 400, 400), (*drawn, 255))
    found = read(shape(file_of(image), INSTAGRAM).content)
    assert near(found.getpixel((5, 5)), ground)
    assert near(found.getpixel((300, 300)), drawn)


def test_what_shows_through_still_does_where_the_network_takes_that():
    image = plain(3000, 3000, (0, 0, 0, 0), "RGBA")
    shaped = shape(file_of(image), Takes((JPEG, PNG), largest=((2048, 2048),)))
    assert (shaped.kind, read(shaped.content).getpixel((9, 9))[3]) == (PNG, 0)


@pytest.mark.parametrize(
    ("side", "corner"),
    [
        (1, "left top"), (2, "right top"), (3, "right bottom"), (4, "left bottom"), (5, "left top"), (6, "right top"),
        (7, "right bottom"), (8, "left bottom"),
    ],
)  # fmt: skip
def test_it_is_turned_upright_and_nothing_is_left_of_the_camera(side, corner):
    image = plain(800, 700)
    ImageDraw.Draw(image).rectangle((0, 0, 300, 200), BLUE)
    shaped = shape(file_of(image, "JPEG", exif=with_orientation(side), quality=95, comment=b"of mine"), INSTAGRAM)
    assert ("upright" in shaped.done) == (side != 1)
    assert b"camera" not in shaped.content
    assert b"of mine" not in shaped.content
    found = read(shaped.content)
    assert "exif" not in found.info
    across, down = corner.split()
    where = (10 if across == "left" else found.width - 10, 10 if down == "top" else found.height - 10)
    assert near(found.getpixel(where), BLUE)
    assert (found.width > found.height) == (side < 5)


def test_colours_of_another_profile_become_those_of_screens():
    shaped = shape(file_of(plain(500, 500), "JPEG", icc_profile=red_for_blue(), quality=95), INSTAGRAM)
    found = read(shaped.content)
    assert shaped.done == ("colours",)
    assert "icc_profile" not in found.info
    assert near(found.getpixel((250, 250)), BLUE)


def test_colours_of_screens_stay_as_they_are():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = file_of(plain(500, 500), "JPEG", icc_profile=profile)
    assert shape(content, INSTAGRAM).content == content


def test_a_profile_that_makes_no_sense_is_left_out():
    content = file_of(plain(3000, 3000), "JPEG", icc_profile=b"no profile at all", quality=95)
    found = read(shape(content, INSTAGRAM).content)
    assert "icc_profile" not in found.info
    assert near(found.getpixel((5, 5)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_kind_of_colour_are_drawn(mode):
    if mode == "I;16":
        image = Image.frombytes("I;16", (600, 600), (0x8080).to_bytes(2, "little") * 360_000)
    else:
        image = plain(600, 600, (128, 128, 128))
        image = image.quantize(4) if mode == "P" else image.convert(mode)
    shaped = shape(file_of(image, "JPEG" if mode == "CMYK" else "PNG"), INSTAGRAM)
    found = read(shaped.content).convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert near(found, (128, 128, 128))


def test_one_of_too_many_bytes_is_saved_smaller_at_its_full_size_before_it_is_shrunk():
    content = file_of(noise(500, 500))
    for most in (400_000, 60_000, 5_000):
        shaped = shape(content, Takes((JPEG, PNG), most))
        assert len(content) > most >= len(shaped.content)
        assert shaped.done == (("kind",) if most == 400_000 else ("smaller", "kind"))
        assert (shaped.width == 500) == (most == 400_000)


def test_the_same_picture_gives_the_same_bytes():
    for kind, network in product(("PNG", "JPEG", "WEBP"), NETWORKS):
        content = file_of(noise(300, 900), kind)
        assert shape(content, network.pictures) == shape(content, network.pictures)


def test_what_hangs_behind_the_picture_of_a_telephone_is_left_behind():
    content = file_of(plain(500, 500), "MPO", save_all=True, append_images=[plain(400, 400, BLUE)])
    shaped = shape(content, Takes((JPEG,)))
    assert (shaped.kind, read(shaped.content).format) == (JPEG, "JPEG")
    assert near(read(shaped.content).getpixel((5, 5)), RED)


def _moving() -> bytes:
    return file_of(plain(50, 50), "WEBP", save_all=True, append_images=[plain(50, 50, BLUE)])


def _bomb() -> bytes:
    """A few hundred bytes that say they are 400 million pixels."""
    content = bytearray(file_of(plain(8, 8, 0, "L")))
    content[16:24] = (20_000).to_bytes(4) * 2
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x89PNG\r\n\x1a\n picture", file_of(noise(90, 90))[:-400], file_of(noise(90, 90), "JPEG")[:-900],
        file_of(plain(9, 9), "GIF"), file_of(plain(9, 9), "BMP"), _moving(), _bomb(), b"<svg/>",
    ],
)  # fmt: skip
def test_what_is_no_picture_says_so(content):
    with pytest.raises(Unreadable):
        shape(content, INSTAGRAM)


# Pillow warns of odd Exif, and goes on.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(0, 1 << 30), st.binary(min_size=1, max_size=8))
def test_a_spoilt_file_is_drawn_or_says_that_it_is_none(kind, at, spoilt):
    content = bytearray(file_of(noise(40, 40), kind, exif=with_orientation(6)))
    begins = at % len(content)
    content[begins : begins + len(spoilt)] = spoilt
    for drawing in (anew, lambda octets: shape(octets, Takes((JPEG,), largest=((20, 20),)))):
        with suppress(Unreadable):
            drawing(bytes(content))


def test_a_file_that_cannot_be_read_is_left_as_it_is_and_one_that_is_gone_is_missed(tmp_path):
    (tmp_path / "odd.png").write_bytes(b"\x89PNG odd")
    assert of_file(tmp_path / "odd.png", PNG, INSTAGRAM).content == b"\x89PNG odd"
    with pytest.raises(FileNotFoundError):
        of_file(tmp_path / "gone.png", WEBP, INSTAGRAM)


def test_a_file_that_was_changed_is_read_anew(tmp_path):
    there = tmp_path / "one.png"
    there.write_bytes(file_of(plain(500, 500)))
    first = of_file(there, PNG, INSTAGRAM)
    there.write_bytes(file_of(plain(600, 500)))
    assert (first.width, of_file(there, PNG, INSTAGRAM).width) == (500, 600)
