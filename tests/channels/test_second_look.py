"""A second person looks where a message criticises the institution, before anything is done about it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.errors import OwnMeasure
from hemicycle.channels.models import Account, Appeal, Inbound, Measure, in_the_open
from hemicycle.channels.moderation.criticism import criticism
from hemicycle.channels.status.rates import quarters
from hemicycle.rules.models import ParameterInForce
from tests.cast import person

pytestmark = pytest.mark.django_db

CRITICAL = "Parliament is full of liars and you are vermin"
PLAIN = "Buy my pills, you are vermin"


def write(account: Account, text: str, sender: str = "https://one.example/users/x") -> Inbound:
    actions.store_incoming(InboundMessage(text, text, sender=sender), account=account, by="test")
    return Inbound.objects.order_by("-pk").first()


def step(message: Inbound, step: str, by, *, rule: str = "R2") -> Measure:
    return actions.moderate(message, step=step, rule=rule, words="vermin", days=30, by=by)


@pytest.fixture
def second_clerk(office):
    return person("Carla Clerk", Role.CLERK, office=office)


@pytest.mark.parametrize("what", ["hide", "limit"])
def test_a_measure_against_criticism_waits_for_a_second_person(what, account, clerk, second_clerk):
    message = write(account, CRITICAL)
    measure = step(message, what, clerk)
    assert measure.is_awaiting and measure.criticism == "Parliament, liars"
    assert message in in_the_open(Inbound.objects.all())
    with pytest.raises(OwnMeasure):
        actions.confirm_measure(measure, by=clerk)
    assert actions.confirm_measure(measure, by=second_clerk)
    assert message not in in_the_open(Inbound.objects.all())


def test_what_criticises_nobody_of_ours_is_hidden_at_once(account, clerk):
    measure = step(write(account, PLAIN), "hide", clerk)
    assert measure.is_in_force and measure.criticism == ""


def test_a_members_office_where_there_may_be_nobody_else_hides_alone(member_office, member):
    theirs = actions.open_account(office=member_office, kind="webhook", name="Mine", by="test")
    Account.objects.filter(pk=theirs.pk).update(kind="activitypub")
    message = write(theirs, CRITICAL)
    Inbound.objects.filter(pk=message.pk).update(channel="social", direct=False)
    message.refresh_from_db()
    assert step(message, "hide", member).is_in_force


def test_the_policy_says_which_measures_a_second_person_confirms(account, clerk):
    ParameterInForce.objects.create(name="second_look", value="blocks")
    assert step(write(account, CRITICAL), "hide", clerk).is_in_force
    assert step(write(account, f"{CRITICAL} again"), "block", clerk).is_awaiting
    ParameterInForce.objects.update(value="every")
    assert step(write(account, PLAIN), "hide", clerk).is_awaiting


def test_the_pages_say_why(sign_in, account, clerk, second_clerk, client):
    message = write(account, CRITICAL)
    asked = sign_in(clerk).get(reverse("channels:moderate", args=[message.pk])).text
    assert "It takes effect once a second person confirms it" in asked and "“Parliament, liars”" in asked
    measure = step(message, "hide", clerk)
    shown = sign_in(second_clerk).get(reverse("channels:measure", args=[measure.pk])).text
    assert "Why a second person looks" in shown and "Confirm the measure" in shown
    assert "a second person looks at it before anything is done" in client.get(reverse("site:house_rules")).text
    plain = write(account, PLAIN)
    assert "second person" not in sign_in(clerk).get(reverse("channels:moderate", args=[plain.pk])).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The committee never listens to nurses.", "committee"),
        ("This House should hang its head in shame", "This House, shame"),
        ("Les députés nous mentent", "députés, mentent"),
        ("L’Assemblée est une honte", "L’Assemblée, honte"),
        ("Los diputados son unos ladrones", "diputados, ladrones"),
        ("¡La Cámara no escucha!", "Cámara"),
        ("Valmora's Diet sold us out", "Diet"),
        ("You lie every day", "lie"),
        ("Vous mentez", "mentez"),
        ("Dimitan ustedes", "Dimitan"),
    ],
)
def test_criticism_is_found_in_each_language_by_the_words_that_tell(text, words):
    assert criticism(text, names={"Diet"}) == words


@pytest.mark.parametrize(
    "text", ["Buy cheap pills here", "I will burn your house", "He lied to his wife", "Achetez nos montres", "Mi casa"]
)
def test_what_speaks_of_nobody_of_ours_is_no_criticism(text):
    assert criticism(text, names={"Diet"}) == ""


def test_under_a_post_of_ours_a_critical_word_alone_is_enough():
    assert criticism("Shame!", answers_us=True) == "Shame"
    assert criticism("Shame!") == ""


def taken(account, clerk, rule: str, number: int, at: datetime) -> None:
    for one in range(number):
        measure = step(write(account, f"{PLAIN} {rule} {one} {at:%d%m}"), "hide", clerk, rule=rule)
        Measure.objects.filter(pk=measure.pk).update(confirmed_at=at)


def test_rates_are_by_rule_and_quarter_and_small_ones_are_counted_together(account, clerk, client):
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    taken(account, clerk, "R2", 6, datetime(2026, 10, 5, tzinfo=UTC))
    for rule in ("R1", "R5"):
        taken(account, clerk, rule, 3, datetime(2026, 10, 6, tzinfo=UTC))
    taken(account, clerk, "R6", 2, datetime(2026, 8, 1, tzinfo=UTC))
    this, before, *_others = quarters(now=now)
    assert (this.year, this.number) == (2026, 4) and (before.year, before.number) == (2026, 3)
    assert this.rules == [("R2 · Abuse", 6), ("Other rules", 6)]
    # Whether there were a few or none is not said.
    assert before.rules == []


def test_appeals_are_counted_with_how_many_were_granted_and_no_small_number_is_said(account, clerk, client):
    now = timezone.now()
    taken(account, clerk, "R2", 6, now)
    for number, measure in enumerate(Measure.objects.all()):
        outcome = "upheld" if number < 2 else "rejected"
        Appeal.objects.create(measure=measure, text="No", outcome=outcome, decided_at=now)
    this = quarters(now=now)[0]
    assert (this.appeals, this.granted) == (6, None)
    page = client.get(reverse("site:house_rules")).text
    assert "fewer than five" in page and "vermin" not in page and "one.example" not in page


def test_a_members_measures_are_not_the_houses_to_count(account, clerk, member_office):
    now = timezone.now()
    taken(account, clerk, "R2", 6, now)
    Measure.objects.update(office=member_office)
    assert quarters(now=now)[0].rules == []
