"""A whole server is shut out by two people, for a while, with a reason; by nobody else, and not by a slip."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.actions.fediverse.outbox import inbox_at
from hemicycle.channels.errors import NotAServer, OwnMeasure
from hemicycle.channels.models import ActorFollower, Block
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

from .conftest import OURS
from .neighbour import Neighbour

pytestmark = pytest.mark.django_db
PAGE = reverse("channels:blocked_servers")
ASKED = {"server": "flood.example", "reason": "Nothing but advertising, R5", "days": 30}


@pytest.fixture
def second_clerk(office):
    return person("Carla Clerk", Role.CLERK, office=office)


def asked(office, **changes) -> dict:
    return {"office": office.pk, **ASKED, **changes}


def at_flood_example(actor, name: str = "ana") -> None:
    """Somebody there follows the House."""
    inbox = inbox_at(f"https://social.flood.example/users/{name}/inbox")
    ActorFollower.objects.create(account=actor, digest=name, inbox=inbox)


def test_one_asks_another_confirms_and_its_people_follow_no_more(actor, office, clerk, second_clerk, sign_in) -> None:
    at_flood_example(actor)
    page = sign_in(clerk).post(PAGE, asked(office), follow=True).text
    assert "another person confirms" in page
    assert "1 follower will be lost" in page
    assert f"asked for by {clerk.name}" in page
    block = Block.objects.get()
    assert (list(Block.objects.in_force()), ActorFollower.objects.count()) == ([], 1)

    sign_in(clerk).post(reverse("channels:confirm_block", args=[block.pk]))
    with pytest.raises(OwnMeasure):
        actions.confirm_block(block, by=clerk)
    assert not Block.objects.in_force().exists()

    sign_in(second_clerk).post(reverse("channels:confirm_block", args=[block.pk]))
    assert list(Block.objects.in_force()) == [block]
    assert not ActorFollower.objects.exists()
    noted = AuditEntry.objects.filter(action__startswith="channels.").values_list("action", flat=True)
    assert {"channels.ask_block", "channels.block"} <= set(noted)


def test_what_is_not_confirmed_shuts_nobody_out(actor, neighbour: Neighbour, office, clerk, follow) -> None:
    Block.objects.create(office=office, target=neighbour.host, reason="R5", by="test", confirmed_at=None)
    follow(neighbour, "ana")
    assert ActorFollower.objects.count() == 1
    Block.objects.update(confirmed_at=timezone.now())
    like = neighbour.activity("Follow", "ben", f"{OURS}/fediverse/actors/house/")
    neighbour.tell(f"{OURS}/fediverse/inbox/", like)
    assert ActorFollower.objects.count() == 1


def test_it_is_taken_back_by_whoever_may_and_ends_by_itself(actor, office, clerk, second_clerk, sign_in) -> None:
    row = actions.ask_block(office=office, server="flood.example", reason="R5", days=30, by=clerk)
    actions.confirm_block(row, by=second_clerk)
    again = actions.ask_block(office=office, server="FLOOD.example", reason="other", days=1, by=clerk)
    assert (again.pk, again.reason) == (row.pk, "R5")
    Block.objects.update(until=timezone.now() - timedelta(days=1))
    assert not Block.objects.in_force().exists()
    assert actions.ask_block(office=office, server="flood.example", reason="R6", days=1, by=clerk).is_awaiting

    sign_in(clerk).post(reverse("channels:lift_block", args=[row.pk]))
    assert not Block.objects.exists()
    assert AuditEntry.objects.filter(action="channels.unblock").exists()


@pytest.mark.parametrize(
    ("said", "server"),
    [
        ("flood.example", "flood.example"),
        ("@ana@Flood.Example", "flood.example"),
        ("https://flood.example/@ana", "flood.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
    ],
)
def test_a_server_is_known_by_its_name_however_it_is_written(actor, said, server) -> None:
    assert actions.server_in(said) == server


@pytest.mark.parametrize(
    "said", ["example", "", "a b.example", "com", "parliament.test", "<script>", "..", "127.0.0.1 /"]
)
def test_what_is_no_other_server_is_refused(actor, office, clerk, sign_in, said) -> None:
    with pytest.raises(NotAServer):
        actions.server_in(said)
    assert sign_in(clerk).post(PAGE, asked(office, server=said)).status_code == 422
    assert not Block.objects.exists()


def test_nobody_blocks_for_another_office_or_without_the_role(actor, office, member_office, clerk, officer, sign_in):
    assert sign_in(officer).get(PAGE).status_code == 403
    assert sign_in(clerk).post(PAGE, asked(member_office)).status_code == 422
    row = Block.objects.create(office=member_office, target="flood.example", reason="R5", by="test")
    for name in ("confirm_block", "lift_block"):
        assert sign_in(clerk).post(reverse(f"channels:{name}", args=[row.pk])).status_code == 404
    assert "flood.example" not in sign_in(clerk).get(PAGE).text


def test_who_is_blocked_as_a_person_is_shown_nowhere(actor, office, clerk, sign_in) -> None:
    actions.block(office=office, target="https://one.example/users/ana", reason="R2", by="test")
    assert "one.example" not in sign_in(clerk).get(PAGE).text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_reads_well_on_any_screen(visit, actor, office, clerk, second_clerk) -> None:
    actions.ask_block(office=office, server=f"{'long' * 10}.flood.example", reason="R5 " * 40, days=30, by=clerk)
    for user, language, scheme, width in (
        (second_clerk, "en", "light", 1440), (clerk, "fr", "dark", PHONE), (second_clerk, "es", "light", PHONE)
    ):  # fmt: skip
        type(user).objects.filter(pk=user.pk).update(language=language)
        tab = visit(PAGE, by=user, scheme=scheme, width=width)
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
