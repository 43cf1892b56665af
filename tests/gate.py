"""What makes a run of the tests the same each time, and what `make explore` draws anew (a pytest plugin).

In the gate everything that could be drawn is fixed: the seeds, the order, and which process runs which file. Nothing
limits a test by the clock but the watchdog (pyproject.toml, `timeout`), which ends the process of a test that hangs, with
the stacks of its threads. Servers and browsers that are not ours may die: they are started afresh, the test that lost
one runs once more, and the summary counts them by name.
"""

import gc
import os
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import cycle, islice, product
from typing import Any, Protocol

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

EXPLORING = os.environ.get("HEMICYCLE_EXPLORE", "")
"""The seed of an exploring run, a number; empty in the gate."""
# How many seconds a run without servers and browsers has (make quick, mutants). What is nearest to the change runs first,
# and the summary counts what was not reached, which `make test` runs.
QUICK, BEGAN = float(os.environ.get("HEMICYCLE_QUICK") or 0), time.monotonic()
# How many times as many examples Hypothesis draws in an exploring run.
MORE_EXAMPLES = 10
# What invents letters and questions to the API begins with these.
SEEDS = {"HEMICYCLE_DEMO_SEED": "1", "HEARHEAR_HARD_SEED": "gate"}

DURATIONS = "hemicycle/durations"
"""Where the last whole run keeps the seconds of each test, in pytest's cache; tests/page.py makes docs/tests.md of it."""

settings.register_profile("gate", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", database=None, deadline=None, print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("explore" if EXPLORING else "gate")
    for name, seed in SEEDS.items():
        os.environ.setdefault(name, EXPLORING or seed)
    # Processes of one run know each other's folders by it. One that was killed leaves some, and its number comes again.
    os.environ.setdefault("HEMICYCLE_TEST_RUN", secrets.token_hex(4))
    # A shell starts what it puts in the background, and nohup what it runs, with SIGINT ignored, and children inherit
    # that: the Ctrl-C of a test would reach nobody.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionstart(session: pytest.Session) -> None:
    # What a process of xdist writes to its terminal goes nowhere, and with it the stacks of a test that hangs.
    if hasattr(session.config, "workerinput"):
        session.config.get_terminal_writer()._file = sys.stderr


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector need not walk through it again and again, a tenth of a run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("numprocesses", None) == len(PARTS) and not config.getoption("keyword"):
        config.cache.set(DURATIONS, _seconds(terminalreporter))
    drawn = " ".join(f"{name}={os.environ[name]}" for name in SEEDS)
    terminalreporter.write_line(f"Seeds: {drawn}")
    for name, times in sorted(_started_afresh(terminalreporter).items()):
        terminalreporter.write_line(f"Not ours and started afresh: {name}, {times} ×")


NOT_QUICK = {"services", "visit", "live_server", "demonstration", "installation", "database", "demo", "prepared"}
"""What starts a server, a browser or a process of ours, or loads the demonstration: not for `make quick`."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    misplaced = {
        item.nodeid.partition("::")[0]
        for item in items
        for fixture, parts in ONLY_IN.items()
        if fixture in getattr(item, "fixturenames", ()) and part_of(item.nodeid) not in parts
    }
    if misplaced:
        raise pytest.UsageError(f"To which part of tests/gate.py does it belong: {', '.join(sorted(misplaced))}?")
    if QUICK:
        late = [item for item in items if NOT_QUICK & set(getattr(item, "fixturenames", ()))]
        items[:] = [item for item in items if item not in set(late)]
        config.hook.pytest_deselected(items=late)
    if EXPLORING:
        for item in items:
            _draw_more(item)


def _draw_more(item: pytest.Item) -> None:
    test = getattr(item, "obj", None)
    if hasattr(test, "hypothesis"):
        drawn = test._hypothesis_internal_use_settings
        test._hypothesis_internal_use_settings = settings(drawn, max_examples=drawn.max_examples * MORE_EXAMPLES)


def covering(rows: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs in which every row and every column is met at least once; every pair in an exploring run."""
    if EXPLORING:
        return list(product(rows, columns))
    pairs = zip(cycle(rows), cycle(columns), strict=False)
    return list(islice(pairs, max(len(rows), len(columns))))


def some(rows: Sequence[Any], *chosen: Any) -> Sequence[Any]:
    """Those chosen; every one in an exploring run."""
    assert set(chosen) <= set(rows)
    return rows if EXPLORING else chosen


# ── Which process runs which file ──


# The longest name that fits. How long each part takes is in docs/tests.md; when one outgrows the others, move a folder.
PARTS = (
    (
        "browser",
        (
            "tests/accounts", "tests/channels/closed/test_pages.py", "tests/channels/fediverse/test_blocks.py",
            "tests/channels/fediverse/test_pages.py", "tests/channels/by_hand", "tests/channels/test_accounts.py",
            "tests/channels/test_board.py", "tests/cases/test_inbox.py", "tests/cases/campaigns/test_campaign_browser.py", "tests/cases/test_kept_answers_browser.py", "tests/cases/test_inbox_keys_browser.py", "tests/channels/test_measure_notices.py",
            "tests/channels/test_moderation.py", "tests/channels/test_pausing.py", "tests/desk/test_browser.py", "tests/desk/test_planning_browser.py",
            "tests/desk/test_media_browser.py", "tests/governance/test_drafting_browser.py", "tests/listening/test_browser.py",
            "tests/listening/test_clerks_way.py", "tests/listening/test_dossier_browser.py",
            "tests/listening/test_theme_browser.py", "tests/look", "tests/record/test_reference_browser.py",
            "tests/record/test_workbench_browser.py", "tests/site",
        ),
    ),
    (
        "servers",
        (
            "tests/verification", "tests/channels", "tests/accounts/test_account_mail.py", "tests/accounts/test_oidc.py",
            "tests/accounts/test_saml.py", "tests/cases/test_a_reply_on_mastodon.py",
            "tests/conf/test_caching.py", "tests/conf/test_worker_processes.py", "tests/desk/test_everywhere.py",
            "tests/desk/test_on_networks.py", "engine/tests", "bench/tests",
        ),
    ),
    ("journeys", ("tests/journeys",)),
    ("record", ("tests/record", "tests/conf", "tests/demo")),
    ("rest", ("",)),
)  # fmt: skip
ONLY_IN = {
    "services": ("servers", "journeys"),
    "chromium": ("browser", "journeys"),
}
"""By the fixture that starts it: each kind of server is started in one part, once a run, those of mail, of text messages and
of a network in the journeys too."""


def part_of(nodeid: str) -> str:
    fitting = [(len(folder), name) for name, folders in PARTS for folder in folders if nodeid.startswith(folder)]
    return max(fitting)[1]


class FixedParts(LoadScopeScheduling):
    """Each process runs one part, from its first file to its last: the same tests in the same order every time."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)

    def remove_node(self, node: Any) -> str | None:
        """Of a process that died (the watchdog ends one that hangs) the test that it died in is not run again."""
        crashed = super().remove_node(node)
        if crashed is not None:
            self.workqueue[part_of(crashed)][crashed] = True
        return crashed


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FixedParts | None:
    return FixedParts(config, log) if config.getvalue("numprocesses") == len(PARTS) and not EXPLORING else None


# ── What is not ours ──


class Peer(Protocol):
    """A server or a browser that tests speak to, and that somebody else wrote."""

    @property
    def name(self) -> str: ...

    def has_died(self) -> bool: ...

    def start_afresh(self) -> None: ...


PEERS: dict[str, Peer] = {}
"""Those that this process of tests has started, by name."""
STARTED_AFRESH: list[str] = []
"""Names of those that had to be started a second time, until the report of a test carries them to the summary."""
AFRESH = "started afresh"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run the test; once more where it failed and a peer died under it. What fails with its peers alive has failed; so
    has the last test of all, with which they end."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    if QUICK and time.monotonic() > BEGAN + QUICK:
        why = (str(item.path), item.location[1] or 0, "not reached in the time that make quick has")
        item.ihook.pytest_runtest_logreport(
            report=pytest.TestReport(item.nodeid, item.location, {}, "skipped", why, "setup")
        )
        return True
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if nextitem is not None and any(report.failed for report in reports) and _started_again(reports):
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    reports[-1].user_properties += [(AFRESH, name) for name in STARTED_AFRESH]
    STARTED_AFRESH.clear()
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _started_again(reports: Sequence[pytest.TestReport]) -> bool:
    """Whether a peer had died, and each that had is there again."""
    try:
        dead = [peer for peer in PEERS.values() if peer.has_died()]
        for peer in dead:
            peer.start_afresh()
            STARTED_AFRESH.append(peer.name)
    except Exception as error:
        # Raised here it would end the whole run with exit code 3, and no name of the test that failed.
        failed = next(report for report in reports if report.failed)
        failed.sections.append(("could not be started afresh", f"{type(error).__name__}: {error}"))
        return False
    return bool(dead)


def _seconds(reporter: pytest.TerminalReporter) -> dict[str, dict[str, float]]:
    """By test: what its fixtures, itself and its end took, by the clock."""
    found: dict[str, dict[str, float]] = {}
    for report in (report for reports in reporter.stats.values() for report in reports):
        if isinstance(report, pytest.TestReport):
            found.setdefault(report.nodeid, {})[report.when] = round(report.duration, 2)
    return found


def _started_afresh(reporter: pytest.TerminalReporter) -> Counter[str]:
    reports = [report for found in reporter.stats.values() for report in found if hasattr(report, "user_properties")]
    ended = [report for report in reports if getattr(report, "when", "") == "teardown"]
    return Counter(name for report in ended for key, name in report.user_properties if key == AFRESH)
