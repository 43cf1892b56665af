"""Thirty people propose an amendment to the same article in the same moment, each in a thread of their own."""

import threading

import pytest
from django.db import connections

from hemicycle.accounts.models import User
from hemicycle.governance.actions import discussion
from hemicycle.governance.models import Amendment, Article, Participant, Version
from tests.cast import person

from .policies import TEXT, approvals_article, draft
from .test_drafting_pages import proposed


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_thirty_participants_amend_one_article_at_once_and_lose_nothing() -> None:
    leader = person("Leader")
    version = draft(leader)
    found = approvals_article(version, by=leader)
    people = [
        discussion.invite(
            version.policy, email=f"p{n}@norland.example", name=f"P{n}", part=Participant.Part.PARTICIPANT, by=leader
        ).person
        for n in range(30)
    ]
    failures: list[BaseException] = []

    def amend(one: User, n: int) -> None:
        try:
            proposed(Article.objects.select_related("version__policy").get(pk=found.pk), one, text=f"{TEXT} {n}")
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=amend, args=(one, n)) for n, one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(Amendment.objects.values_list("number", flat=True)) == list(range(1, 31))
    assert {one.proposed["text"] for one in Amendment.objects.all()} == {f"{TEXT} {n}" for n in range(30)}
    assert Version.objects.get().amendments.undecided().count() == 30
