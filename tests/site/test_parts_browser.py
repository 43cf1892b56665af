"""A link that was made when a sitting was one page leads to the speech, in whichever part it is now."""

import pytest

from hemicycle.record.models import Contribution, Sitting
from tests.browser import Visit

from .test_parts import long_sitting

__all__ = ["long_sitting"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_old_link_is_led_to_the_part_that_has_the_speech(visit: Visit, long_sitting: Sitting) -> None:
    last = Contribution.objects.order_by("-order").first()
    page = visit(f"{long_sitting.get_absolute_url()}#{last.address}-1")
    page.wait_for_selector(f"[id='{last.address}-1']")
    assert "at=" in page.url and page.url.endswith(f"#{last.address}-1")
