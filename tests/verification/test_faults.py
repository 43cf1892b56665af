"""Adapters under faults: once and not lost, or unknown and shown to a person where nothing can be asked.

Every adapter of the registry is met: how it is sent to, and how often a message arrived, says a `case.py` in
`tests/channels/`. The gate meets every adapter and every fault; `make explore` each fault of each adapter, and prints
the table.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from hemicycle.channels.contract.capabilities import ByHand, StatusLookup
from hemicycle.channels.registry import ADAPTERS
from tests.gate import covering, some
from tests.verification import faults
from tests.verification.faults import CASES, Case
from tests.verification.proxy import Fault

pytestmark = pytest.mark.django_db(transaction=True)

for _file in sorted(Path("tests/channels").glob("*/case.py")):
    # Their fixtures become those of this file.
    _module = import_module(".".join(_file.with_suffix("").parts))
    globals().update({name: found for name, found in vars(_module).items() if not name.startswith("_")})

# Where nothing binds the other side and nothing can be asked afterwards: once it may have the message, and never before.
MAY_BE_UNKNOWN = {kind for kind, adapter in ADAPTERS.items() if not isinstance(adapter, StatusLookup)}
UNANSWERED = {
    fault.value for fault in (Fault.ANSWER_LOST, Fault.RESET, Fault.HALF_A_REQUEST, Fault.HALF_AN_ANSWER)
} | {f"worker killed: {step}" for step in faults.STEPS[3:]}
EVERYWHERE = sorted(CASES)
OVER_THE_NETWORK = [kind for kind in EVERYWHERE if CASES[kind]]
# No network breaks between us and these: they are met by a worker killed at every late step.
ON_THE_MACHINE = [(kind, step) for kind in EVERYWHERE if not CASES[kind] for step in faults.STEPS[3:]]


def test_every_adapter_that_sends_has_a_case() -> None:
    assert set(CASES) == {kind for kind, adapter in ADAPTERS.items() if not isinstance(adapter, ByHand)}


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    made: faults.Make = request.getfixturevalue(f"case of {request.param}")
    return made()


def check(row: faults.Row) -> None:
    allowed = {"once, not lost"}
    if row.adapter in MAY_BE_UNKNOWN and row.fault in UNANSWERED:
        allowed.add("unknown, shown to a person")
    if row.fault == Fault.REFUSED_FOR_GOOD.value:
        allowed.add("refused, shown to a person")
    assert row.verdict in allowed, row
    assert not row.lost


# Whether a message that was sent has arrived is the hardest question for each of them.
NETWORK = dict.fromkeys(
    [*covering(OVER_THE_NETWORK, list(Fault)), *((one, Fault.ANSWER_LOST) for one in OVER_THE_NETWORK)]
)


@pytest.mark.parametrize(("case", "fault"), NETWORK, indirect=["case"], ids=lambda part: getattr(part, "name", part))
def test_what_the_network_does(case: Case, fault: Fault) -> None:
    faults.network(case, fault)
    check(faults.settle(case, fault.value))


BEFORE_THE_HAND_OVER = [
    ("email", "connect"),
    ("email", "MAIL"),
    ("email", "RCPT"),
    ("email", "DATA"),
    ("smpp", "bind_transmitter"),
    ("bluesky", "com.atproto.server.createSession"),
]


@pytest.mark.parametrize(
    ("case", "at", "fault"),
    [
        (*step, fault)
        for step, fault in covering(BEFORE_THE_HAND_OVER, [Fault.ANSWER_LOST, Fault.RESET, Fault.REFUSED_FOR_NOW])
    ],
    indirect=["case"],
    ids=lambda part: getattr(part, "name", part),
)
def test_faults_of_the_network_before_the_message_is_sent(case: Case, at: str, fault: Fault) -> None:
    faults.network(case, fault, at=at)
    check(faults.settle(case, f"{at}: {fault.value}"))


@pytest.mark.parametrize(
    ("case", "step"), dict.fromkeys([*covering(EVERYWHERE, faults.STEPS), *ON_THE_MACHINE]), indirect=["case"]
)
def test_a_worker_killed_at_each_step(case: Case, step: str) -> None:
    faults.killed(case, step)
    check(faults.settle(case, f"worker killed: {step}"))


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("case", ["activitypub"], indirect=True)
def test_a_worker_killed_while_it_asks_a_server(case: Case, answered: bool) -> None:
    faults.killed_while_asking(case, answered=answered)
    moment = "answered, before it is stored" if answered else "before a server is asked"
    check(faults.settle(case, f"worker killed: {moment}"))


@pytest.mark.parametrize("case", some(EVERYWHERE, "web", "gammu", "email", "bluesky", "activitypub"), indirect=True)
def test_two_workers_at_once(case: Case) -> None:
    faults.two_workers(case)
    check(faults.settle(case, "two workers at once"))


@pytest.mark.parametrize(
    ("case", "at"), covering(some(EVERYWHERE, "feed", "smpp", "mastodon", "wordpress"), [faults.STEPS[2], faults.STEPS[4]]),
    indirect=["case"],
)  # fmt: skip
def test_the_database_is_gone_for_a_while(case: Case, at: str) -> None:
    faults.database_gone(case, at=at)
    check(faults.settle(case, f"database gone: {at}"))


@pytest.mark.parametrize("case", some(EVERYWHERE, "web", "webhook"), indirect=True)
def test_the_clock_is_set_on_the_night_of_a_change(case: Case) -> None:
    faults.clock_set(case)
    check(faults.settle(case, "clock set over a change to summer time"))


@pytest.fixture(scope="session", autouse=True)
def _printed(request: pytest.FixtureRequest) -> Iterator[None]:
    """The table at the end, where somebody asked for output (-s)."""
    yield
    if request.config.getoption("capture") == "no":
        reporter = request.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line("\n" + "\n".join(faults.table()))
