"""A House's accent: refused when it cannot be read, made readable on dark paper."""

import os
import subprocess
import sys

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.conf.theme import DARK_RAISED, LEAST_ON_DARK, LIGHT_SIDE, UnreadableAccent, contrast, house_theme

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_has_the_contrast_that_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", ["green", "#12345", "#12345g", "rgb(0,0,0)", "#1f5640; } body { display: none"])
def test_what_is_no_colour_is_refused(accent: str) -> None:
    with pytest.raises(UnreadableAccent, match="#rrggbb"):
        house_theme(accent)


def test_a_pale_accent_is_refused_and_the_sentence_says_how_pale() -> None:
    with pytest.raises(UnreadableAccent, match=r"1\.3 : 1"):
        house_theme("#ffd34d")


@given(COLOURS)
def test_every_accent_is_either_refused_or_readable_on_both_papers(accent: str) -> None:
    try:
        theme = house_theme(accent)
    except UnreadableAccent:
        assert contrast(accent, LIGHT_SIDE) < 4.5
        return
    assert contrast(theme.light, LIGHT_SIDE) >= 4.5
    assert contrast(theme.dark, DARK_RAISED) >= LEAST_ON_DARK


def test_a_bad_accent_stops_the_start_with_one_clear_sentence() -> None:
    environment = {**os.environ, "HEMICYCLE_ACCENT": "#ffd34d", "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
    started = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "HEMICYCLE_ACCENT: #ffd34d has a contrast of 1.3 : 1" in started.stderr


def test_the_accent_is_served_as_a_stylesheet(client: Client, db: None) -> None:
    answer = client.get("/theme.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "--accent:#1f5640" in answer.text
