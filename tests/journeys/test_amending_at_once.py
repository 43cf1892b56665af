"""A conference amends one text: a hundred and fifty people, each signed in from a place of their own, at the same moment."""

import csv
import io
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path

import httpx
import lxml.html
import pytest

from tests.conf.installation import wait_until
from tests.journeys.conftest import BY_LANGUAGE, Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

# As many as a conference of parliaments sends.
PEOPLE = 150
# A browser loads a page and waits: so many do it in one moment.
AT_ONCE = 16
PATIENCE_SECONDS = 300
# The server closes a connection that was idle for two seconds by its own clock. A form that is sent into one just then
# is lost to this client; a browser sends it again. Among 150 threads a client learns late that it was answered, so that
# its own clock does not say when: in such a crowd 62 of 900 forms were lost where it kept connections for five seconds,
# 6 where for one. So it keeps none.
ANEW = httpx.Limits(max_keepalive_connections=0)


@pytest.mark.parametrize("way", [BY_LANGUAGE["en"]], indirect=True, ids=str)
def test_150_people_amend_one_article_at_once_and_lose_nothing(
    arrive: Arrive, demonstration: Demonstration, tmp_path: Path
) -> None:
    secretary = arrive("secretary")
    begins_a_text(secretary, demonstration.new_name("conference"))
    address = re.sub(r"(/policy/texts/\w+/).*", r"\1", secretary.page.url)
    word = address.rpartition("/texts/")[2].strip("/")
    addresses = [f"delegate-{n}@{word}.example" for n in range(PEOPLE)]
    invites(secretary, address, addresses)

    mails = mails_to(demonstration, addresses)
    with ExitStack() as house:
        delegates = [Delegate(demonstration, email) for email in addresses]
        for one in delegates:
            house.callback(one.leaves)
        everybody(delegates, lambda one: one.chooses_a_password(mails[one.email]))
        everybody(delegates, lambda one: one.reads(f"{address}articles/approvals/propose/?language=en"))
        at_the_same_moment(delegates)

    secretary.opens(f"{address}amendments/")
    with secretary.page.expect_download() as download:
        secretary.page.get_by_role("link", name="Table for a spreadsheet (CSV)").click()
    download.value.save_as(tmp_path / "table.csv")
    table = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text(encoding="utf-8-sig"))))[1:]
    assert sorted(int(row[0]) for row in table) == list(range(1, PEOPLE + 1))
    assert sorted(row[7] for row in table) == sorted(one.reason for one in delegates)


class Delegate:
    """Somebody at a browser, who knows what stands in their mail and on their pages."""

    def __init__(self, demonstration: Demonstration, email: str) -> None:
        self.email, self.reason = email, f"As {email} sees it"
        self._browser = httpx.Client(
            base_url=demonstration.address, timeout=PATIENCE_SECONDS, follow_redirects=True, limits=ANEW,
        )  # fmt: skip
        self._password = demonstration.password
        self._page = httpx.Response(204)

    def chooses_a_password(self, mail: EmailMessage) -> None:
        [link] = re.findall(r"http\S+/password/\S+", mail.get_content())
        self._page = self._browser.get(link)
        self._sends(password1=self._password, password2=self._password)

    def reads(self, address: str) -> None:
        self._page = self._browser.get(address)
        if "/login/" in str(self._page.url):
            self._sends(login=self.email, password=self._password)
        assert "/propose/" in str(self._page.url)

    def amends(self) -> None:
        typed = {"reason": self.reason, "text": f"Two people approve it. {self.reason}."}
        self._sends(**typed)
        self._sends(**typed, send="yes")
        assert "/amendments/" in str(self._page.url)

    def leaves(self) -> None:
        self._browser.close()

    def _sends(self, **typed: str) -> None:
        """The form of the page, as it stands there but for what is typed."""
        page = lxml.html.fromstring(self._page.text, base_url=str(self._page.url))
        [form] = [one for one in page.xpath("//main//form") if set(typed) - {"send"} <= set(one.fields.keys())]
        filled = {**dict(form.form_values()), **typed}
        self._page = self._browser.post(httpx.URL(str(self._page.url)).join(form.get("action") or ""), data=filled)
        assert self._page.status_code == 200, self._page.text


def begins_a_text(secretary: Person, name: str) -> None:
    secretary.goes_to("Policy")
    secretary.follows("Start a text")
    for language in ("en", "fr", "es"):
        secretary.page.locator(f"[name=title_{language}]").fill(f"Principles {name} {language}")
        secretary.page.locator(f"[name=body_{language}]").fill("Conference of Parliaments")
    secretary.page.locator("main form").first.locator("button.btn-primary").click()
    secretary.follows("Answer the key questions")
    secretary.presses(re.compile(secretary.reads("Begin from this").pattern), within=secretary.page.locator("main"))
    secretary.sees("Every key question is answered")


def invites(secretary: Person, address: str, addresses: list[str]) -> None:
    secretary.opens(f"{address}people/")
    lines = "\n".join(f"Delegate {n}, {one}, Parliament {n}" for n, one in enumerate(addresses))
    secretary.writes("People", lines)
    secretary.presses("Invite")
    secretary.sees(re.compile(rf"\b{PEOPLE} "))


def mails_to(demonstration: Demonstration, addresses: list[str]) -> dict[str, EmailMessage]:
    """Each one's invitation."""
    found: dict[str, EmailMessage] = {}

    def all_there() -> bool:
        found.update((str(mail["To"]), mail) for mail in demonstration.mails if str(mail["To"]) in addresses)
        return len(found) == len(addresses)

    wait_until(all_there, every=2, seconds=PATIENCE_SECONDS, why=lambda: f"{len(found)} mails")
    return found


def everybody(delegates: list[Delegate], does: Callable[[Delegate], None]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as places:
        list(places.map(does, delegates))


def at_the_same_moment(delegates: list[Delegate]) -> None:
    """Nobody sends before all are ready."""
    ready = threading.Barrier(len(delegates))

    def sends(one: Delegate) -> None:
        ready.wait(PATIENCE_SECONDS)
        one.amends()

    with ThreadPoolExecutor(len(delegates)) as places:
        list(places.map(sends, delegates))
