"""Beside a letter whose author may harm themselves stands what helps, and where help is."""

import pytest
from django.urls import reverse

from hemicycle.cases.actions import save_guidance
from hemicycle.cases.models import Case
from tests.cases.test_threats import written_to

pytestmark = pytest.mark.django_db

CARD = "Whoever wrote this may harm themselves"


@pytest.fixture
def case(office) -> Case:
    found = written_to(office, "Je n’en peux plus, je veux mourir")
    Case.objects.filter(pk=found.pk).update(urgency="self_harm", lang="fr")
    return found


def shown(client, case: Case) -> str:
    return client.get(reverse("cases:case", args=[case.reference])).text


def test_the_card_says_what_helps_and_what_does_not_and_asks_for_a_help_line(sign_in, clerk, case):
    page = shown(sign_in(clerk), case)
    assert CARD in page and "To promise secrecy" in page
    assert "The House has set none in this language (FR)" in page and "A text to begin with" not in page


def test_the_help_line_and_the_text_are_in_the_language_of_whoever_wrote(sign_in, clerk, secretary, case):
    save_guidance("help_line", {"fr": "SOS Écoute, 3114, jour et nuit", "en": "Call 988"}, by=secretary)
    page = shown(sign_in(clerk), case)
    assert "SOS Écoute, 3114" in page and "Call 988" not in page
    assert 'id="support-text" lang="fr"' in page and "A text to begin with" in page


def test_in_a_language_that_the_site_has_not_it_is_that_of_the_page(sign_in, clerk, secretary, case):
    save_guidance("help_line", {"en": "Call 988"}, by=secretary)
    Case.objects.filter(pk=case.pk).update(lang="pl")
    assert "Call 988" in shown(sign_in(clerk), case)


def test_beside_any_other_letter_there_is_no_card(sign_in, clerk, case):
    Case.objects.filter(pk=case.pk).update(urgency="time_limit")
    assert CARD not in shown(sign_in(clerk), case)
