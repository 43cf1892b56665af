"""What the pages say before a text is sent or put in force that could not be kept, or that its words do not say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.desk import actions as desk
from hemicycle.governance.actions import adopting, building, discussion, drafting
from hemicycle.governance.models import Article, Participant, Version
from hemicycle.governance.presenters import cautions, effects
from hemicycle.governance.questions import questionnaire
from tests.desk.conftest import feed, site, write

from ..cast import person
from .policies import TEXT, WHY, adopted, approvals_article, draft

__all__ = ["feed", "site", "write"]

SignIn = Callable[[object], Client]


def at(version: Version, what: str = "") -> str:
    return f"/policy/texts/{version.policy.address}/{what}"


def adoption(version: Version) -> str:
    return at(version, f"versions/{version.number}/adoption/")


@pytest.fixture
def version(secretary: User, editor: User) -> Version:
    """A policy that asks for four approvals, in a House with one editor."""
    found = draft(secretary)
    approvals_article(found, 4, by=secretary)
    return found


SHORT = "Sensitive announcements need 4 approvals; 1 person can approve (Research service)."


def test_a_number_of_approvals_that_nobody_can_give_is_said_before_it_is_sent_and_before_it_is_in_force(
    version: Version, secretary: User, second_secretary: User, sign_in: SignIn
) -> None:
    assert SHORT in sign_in(secretary).get(adoption(version)).content.decode()
    ready = adopted(version, by=secretary)
    assert SHORT in sign_in(second_secretary).get(adoption(ready)).content.decode()


def test_with_enough_people_nothing_is_said(version: Version, office: Office, secretary: User) -> None:
    for name in ("Second Editor", "Third Editor", "Fourth Editor"):
        person(name, Role.EDITOR, office=office)
    assert cautions.cautions(version, "en", person=secretary) == []


def test_a_preview_says_it_to_people_of_the_house_and_not_to_guests(
    version: Version, secretary: User, sign_in: SignIn
) -> None:
    guest = discussion.invite(
        version.policy, email="delegate@norland.example", name="Dina Delegate", part=Participant.Part.PARTICIPANT,
        by=secretary,
    ).person  # fmt: skip
    for who, expected in ((secretary, True), (guest, False)):
        client, page = sign_in(who), at(version, "articles/approvals/propose/")
        form = client.get(page).context["form"]
        sent = {"heading": "Approval", "text": TEXT, "why": WHY, "read": form["read"].value(),
                "value-approvals_sensitive": "5", "reason": "Safer"}  # fmt: skip
        assert ("need 5 approvals" in client.post(page, sent).content.decode()) is expected


def test_announcements_in_review_that_nobody_could_approve_are_counted(
    version: Version, write: Any, officer: User, editor: User, secretary: User
) -> None:
    desk.submit(write(sensitivity="sensitive"), by=officer)
    ready = adopted(version, by=secretary)
    (change,) = effects.changes(ready)
    assert "needs more approvals than people are left" in " ".join(one.sentence for one in change.effects)


def test_fewer_approvals_for_what_is_sensitive_are_a_warning(secretary: User, version: Version) -> None:
    article = version.articles.get()
    drafting.decide(article, {"approvals_sensitive": 1, "approvals_needed": 2}, by=secretary)
    found = Version.objects.whole().get(pk=version.pk)
    assert any(
        "fewer approvals than ordinary ones (2)" in one for one in cautions.cautions(found, "en", person=secretary)
    )


def test_how_many_key_questions_are_open_is_said_and_does_not_keep_it_from_being_sent(
    secretary: User, sign_in: SignIn
) -> None:
    version = draft(secretary)
    first = next(iter(questionnaire().by_key.values()))
    building.answer(version, first, options=[first.options[0].key], edit=0, by=secretary)
    page = sign_in(secretary).get(at(version)).content.decode()
    everything = len(questionnaire().by_key)
    assert f"{everything - 1} of {everything} key questions are open." in page
    assert "It can be sent for adoption. Read what follows first." in page


@pytest.fixture
def bilingual(secretary: User) -> Article:
    found = approvals_article(draft(secretary, languages=("en", "fr")), by=secretary)
    drafting.write(
        found, language="fr", heading="Approbation", text="Approuvée par {approvals_sensitive}.", why="", edit=0,
        same_meaning=True, by=secretary,
    )  # fmt: skip
    return found


def test_a_language_that_lost_the_value_which_others_say_keeps_the_text_from_being_sent(
    bilingual: Article, secretary: User, sign_in: SignIn
) -> None:
    assert adopting.missing(bilingual.version) == []
    client, page = sign_in(secretary), at(bilingual.version, "articles/approvals/write/?language=fr")
    form = client.get(page).context["form"]
    sent = {"heading": "Approbation", "text": "Approuvée par trois personnes.", "why": "", "read": form["read"].value(),
            "value-approvals_sensitive": "3", "same_meaning": "on"}  # fmt: skip
    answer = client.post(page, sent)
    (said, *_rest) = [str(one) for one in get_messages(answer.wsgi_request)]
    assert "In French the words do not say" in said and "{approvals_sensitive}" in said
    assert adopting.missing(bilingual.version) == ["lost-value approvals fr approvals_sensitive"]
    assert "Approval in French does not say" in client.get(adoption(bilingual.version)).content.decode()


def test_a_value_that_no_language_says_is_a_warning(version: Version, secretary: User) -> None:
    article = version.articles.get()
    drafting.write(article, language="en", heading="Approval", text="By several.", why="", edit=1, by=secretary)
    found = Version.objects.whole().get(pk=version.pk)
    assert adopting.missing(found) == []
    assert any("its words do not say so" in one for one in cautions.cautions(found, "en", person=secretary))
