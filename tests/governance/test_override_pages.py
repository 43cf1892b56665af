from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hemicycle.accounts.models import Notice, User
from hemicycle.governance.models import Override
from hemicycle.rules.parameters import in_force

from .test_overriding import REASON, ask

PAGE = "/policy/overrides/"
ASKING = f"{PAGE}ask/?value=quiet_from&value=quiet_until"
GIVEN = {"value-quiet_from": "03:00", "value-quiet_until": "03:00", "reason": REASON, "hours": "6"}
SignIn = Callable[[object], Client]


def test_two_people_replace_a_value_from_the_page(secretary: User, second_secretary: User, sign_in: SignIn) -> None:
    one, other = sign_in(secretary), sign_in(second_secretary)
    chosen = one.get(f"{PAGE}choose/?asked=1&values=quiet_from&values=quiet_until")
    assert chosen.headers["Location"] == ASKING
    one.post(ASKING, GIVEN)
    assert Notice.objects.unread().filter(person=second_secretary, kind="governance.override").exists()
    assert "Confirm and put in force" not in one.get(PAGE).content.decode()
    number = Override.objects.get().pk
    one.post(f"{PAGE}{number}/confirm/")
    assert in_force("quiet_until") == "08:00"
    assert REASON in other.get(PAGE).content.decode()
    other.post(f"{PAGE}{number}/confirm/")
    assert in_force("quiet_until") == "03:00"
    assert not Notice.objects.unread().filter(kind="governance.override", ended_at=None).exists()


def test_who_may_ask_finds_the_page_beside_the_texts(secretary: User, outsider: User, sign_in: SignIn) -> None:
    assert f'href="{PAGE}"' in sign_in(secretary).get("/policy/texts/").text
    assert f'href="{PAGE}"' not in sign_in(outsider).get("/policy/texts/").text


def test_everybody_is_told_while_one_is_in_force(
    secretary: User, second_secretary: User, sign_in: SignIn, client
) -> None:
    override = ask(secretary)
    assert REASON not in client.get("/accessibility/").content.decode()
    sign_in(second_secretary).post(f"{PAGE}{override.pk}/confirm/")
    assert REASON in client.get("/accessibility/").content.decode()
    sign_in(secretary).post(f"{PAGE}{override.pk}/end/")
    assert REASON not in client.get("/accessibility/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"reason": ""}, "reason"), ({"hours": "900"}, "hours"), ({"hours": "soon"}, "hours"),
     ({"value-quiet_from": "at night"}, "value-quiet_from"),
     ({"value-quiet_from": "08:00", "value-quiet_until": "08:00"}, "__all__")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(secretary: User, sign_in: SignIn, wrong, field: str) -> None:
    answer = sign_in(secretary).post(ASKING, {**GIVEN, **wrong})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Override.objects.exists()


def test_nothing_chosen_is_asked_again(secretary: User, sign_in: SignIn) -> None:
    client = sign_in(secretary)
    assert client.get(f"{PAGE}choose/?asked=1").status_code == 422
    assert "What stands in the way?" in client.get(f"{PAGE}ask/?value=lease_seconds").content.decode()


def test_words_begin_as_they_hold_now_and_unchanged_replace_nothing(secretary: User, sign_in: SignIn) -> None:
    client, page = sign_in(secretary), f"{PAGE}ask/?value=triage_answer"
    words = client.get(page).context["form"].fields["value-triage_answer"].initial
    assert words["en"].startswith("A question, a request") and words["fr"].startswith("Une question")
    sent = {"reason": REASON, "hours": "6", **{f"value-triage_answer_{tag}": text for tag, text in words.items()}}
    assert client.post(page, sent).status_code == 422
    client.post(page, sent | {"value-triage_answer_en": "Whatever is about the flood."})
    assert Override.objects.get().values["triage_answer"] == words | {"en": "Whatever is about the flood."}


def test_the_second_click_says_that_it_has_ended(secretary: User, sign_in: SignIn) -> None:
    override, client = ask(secretary), sign_in(secretary)
    client.post(f"{PAGE}{override.pk}/end/")
    answer = client.post(f"{PAGE}{override.pk}/end/", follow=True)
    assert "It has ended already" in answer.content.decode()


def test_nobody_else_comes_near(
    secretary: User, clerk: User, administrator: User, outsider: User, sign_in: SignIn
) -> None:
    override = ask(secretary)
    for stranger in (clerk, administrator, outsider):
        client = sign_in(stranger)
        assert client.get(PAGE).status_code == client.post(ASKING, GIVEN).status_code == 403
        assert client.post(f"{PAGE}{override.pk}/confirm/").status_code == 403
