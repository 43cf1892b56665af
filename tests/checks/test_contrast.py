"""Contrast of words in pictures, measured on pictures made here."""

from pathlib import Path

import pytest
import typst

from hemicycle.checks import Draft, Medium, Text, look
from hemicycle.checks.form import contrast
from tests.checks.houses import HOUSE

WORDS = "Bill 12 passed at second reading by 34 votes to 24. The Committee invites evidence until 31 May."


def card(folder: Path, letters: str, ground: str, size: int = 28) -> Path:
    page = f"#set page(width: 600pt, height: 315pt, margin: 20pt, fill: {ground})\n#set text(size: {size}pt, fill: {letters})\n"
    path = folder / "card.png"
    path.write_bytes(typst.compile((page + WORDS).encode(), format="png", ppi=96.0))
    return path


@pytest.mark.parametrize(
    ("letters", "ground", "ratio"),
    [("black", "white", 21), ('rgb("#767676")', "white", 4.54), ('rgb("#999999")', 'rgb("#eeeeee")', 2.46),
     ("white", 'rgb("#1f5640")', 8.52), ('rgb("#ffcc00")', "white", 1.51), ('rgb("#bbbbbb")', 'rgb("#cccccc")', 1.2)],
)  # fmt: skip
@pytest.mark.parametrize("size", [24, 44])
def test_letters_on_an_even_ground_are_measured_to_a_tenth(
    tmp_path: Path, letters: str, ground: str, ratio: float, size: int
) -> None:
    assert contrast.measured(card(tmp_path, letters, ground, size)) == pytest.approx(ratio, rel=0.1)


def test_what_cannot_be_measured_is_not(tmp_path: Path) -> None:
    dots = "#for i in range(4000) {place(dx: calc.rem(i * 37, 600) * 1pt, dy: calc.rem(i * 53, 315) * 1pt, square(size: 7pt, fill: color.hsl(i * 7deg, 60%, calc.rem(i * 29, 100) * 1%)))}"
    on_dots = tmp_path / "dots.png"
    page = f"#set page(width: 600pt, height: 315pt, margin: 0pt)\n{dots}\n#text(size: 30pt, fill: white)[{WORDS}]"
    on_dots.write_bytes(typst.compile(page.encode(), format="png", ppi=72.0))
    assert contrast.measured(on_dots) is None
    empty = tmp_path / "empty.png"
    empty.write_bytes(
        typst.compile(b"#set page(width: 300pt, height: 200pt, fill: aqua)\n#h(1pt)", format="png", ppi=72.0)
    )
    assert contrast.measured(empty) is None


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>", b"GIF89a", b"RIFFxxxxWEBP"])
def test_a_file_that_is_no_picture_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(content)
    assert contrast.measured(path) is None
    assert contrast.measured(tmp_path / "missing.png") is None


def said(image: Path, words: dict[str, str]) -> list[str]:
    medium = Medium("p", "image", {"en": "A card"}, image=image, words=words)
    found = look(Draft(texts={"en": Text(body="x")}, media=(medium,)), HOUSE)
    return [remark.reason for remark in found if remark.check == "contrast"]


def test_only_words_that_the_author_says_are_there_are_remarked_on(tmp_path: Path) -> None:
    pale = card(tmp_path, 'rgb("#999999")', 'rgb("#eeeeee")')
    assert said(pale, {}) == []
    assert len(said(pale, {"en": WORDS})) == 1
    assert said(card(tmp_path, "black", "white"), {"en": WORDS}) == []
