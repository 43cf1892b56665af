"""What was never verified says so on each page of its accounts, in each language, for everybody."""

import pytest
from django.urls import reverse

from hemicycle.channels.registry import unverified_kinds
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling

SAID = {
    "en": "not verified against the real service", "fr": "non vérifié avec le service réel",
    "es": "sin verificar con el servicio real",
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1440), ("fr", "dark", PHONE), ("es", "light", PHONE)]
)
def test_the_pages_are_for_everybody_and_say_what_was_not_verified(visit, editor, number, language, scheme, width):
    type(editor).objects.filter(pk=editor.pk).update(language=language)
    tab = visit(reverse("channels:new_account"), by=editor, scheme=scheme, width=width)
    assert tab.content().count(SAID[language]) == len(unverified_kinds())
    opened = [reverse("channels:open_account", args=["research", kind]) for kind in unverified_kinds()]
    for address in [*opened, *(reverse(f"channels:{one}", args=[number.pk]) for one in ("account", "change_account"))]:
        tab.goto(address)
        assert SAID[language] in tab.content()
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
