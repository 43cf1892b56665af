"""The demonstration is prepared in steps: each page says how far it is, and an interrupted run continues where it stopped."""

from typing import Any

import pytest
from django.test import Client
from rich.console import Console

from hemicycle.channels.models import Inbound
from hemicycle.conf.worker import Worker
from hemicycle.demo import load, preparing, progress, staff
from hemicycle.listening.models import Inquiry, Upload
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(db: None, settings: Any, tmp_path: Any) -> load.Opened:
    settings.HOME, settings.DEMONSTRATION = tmp_path, True
    return load.load(by="test", console=Console(quiet=True))


def done() -> int:
    return next((n for n, step in enumerate(progress.STEPS) if not step.is_done()), len(progress.STEPS))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The demonstration is being prepared: step 1 of 12"),
        ("fr", "Démonstration en préparation\N{NO-BREAK SPACE}: étape 1 sur 12"),
        ("es", "Demostración en preparación: paso 1 de 12"),
    ],
)
def test_the_first_page_is_there_before_the_letters_and_says_how_far_it_is(
    opened: load.Opened, language: str, said: str
) -> None:
    page = Client(headers={"accept-language": language}).get("/").content.decode()

    assert said in page
    assert 'max="12" value="1"' in page
    assert 'hx-get="/"' in page
    assert not Upload.objects.exists()


def test_staff_see_the_progress_too_and_a_real_house_never(opened: load.Opened, settings: Any) -> None:
    desk = Client()
    desk.login(email=f"clerk@{staff.DOMAIN}", password=opened.password)
    assert "1 of 12" in desk.get("/inquiries/", headers={"accept-language": "en"}).content.decode()

    settings.DEMONSTRATION = False
    assert progress.banner() is None


def test_a_step_that_waits_for_the_worker_is_tried_again_and_none_is_done_twice(opened: load.Opened) -> None:
    assert not preparing.advance(seed=3)
    assert (done(), Upload.objects.count(), Inbound.objects.count()) == (5, 2, 0)

    for _again in range(2):
        assert not preparing.advance(seed=3)
    Worker().drain()
    run_rounds()
    assert not preparing.advance(seed=4)
    assert (done(), Inquiry.objects.count(), Upload.objects.count()) == (9, 2, 2)
