"""The House announces something on Mastodon, where somebody answers: read in the inbox, answered below, acknowledged once.
Over a server of the fediverse."""

import re

import pytest

from tests.conf.installation import wait_until
from tests.journeys.conftest import BY_LANGUAGE, Arrive, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import approve, begins, opens_an_account, releases, titled
from tests.journeys.letters import REFERENCE
from tests.journeys.person import Person
from tests.verification.networks import Snac

pytestmark = [
    pytest.mark.browser,
    # A network is looked at once a minute, and shows the same at every width.
    walked(BY_LANGUAGE["fr"]),
]

TITLES = {"en": "Harbour fees", "fr": "Droits de port", "es": "Tasas portuarias"}
TEXTS = {
    "en": "Tell us what you think of the fees.",
    "fr": "Dites-nous ce que vous pensez des droits.",
    "es": "Díganos qué piensa de las tasas.",
}
ANSWER = "La commission siège jeudi."


def test_a_reply_on_a_network_is_answered_below_it(arrive: Arrive, demonstration: Demonstration, snac: Snac) -> None:
    name, officer, editor = demonstration.new_name("mole"), arrive("officer"), arrive("editor")
    clerk, titles = arrive("second.editor"), titled(TITLES, name)
    links_an_account(editor, snac, name)
    begins(officer, titles, TEXTS, on=("Website", name))
    officer.presses("Submit for review")
    approve(titles[officer.language], editor, clerk)
    releases(officer, titles[officer.language])
    wait_until(lambda: bool(posts_about(snac, name)))

    said = f"Small boats of the {name} cannot pay that."
    reply = says(snac, f"@desk {said}", below=posts_about(snac, name)[0]["id"])
    clerk.goes_to("Inbox")
    clerk.waits_for(re.compile(re.escape(said)))
    clerk.opens_row(re.compile(re.escape(said)))
    clerk.sees("In reply to", re.compile(name))
    clerk.writes("Answer", ANSWER)
    clerk.presses("Answer in public")
    clerk.sees(ANSWER)
    # To them alone with its reference, and in public.
    wait_until(lambda: len(heard_by_ana(snac, reply)) == 2)
    acknowledgement, answer = sorted(heard_by_ana(snac, reply), key=lambda one: ANSWER in one["content"])
    assert (acknowledgement["visibility"], bool(REFERENCE.search(acknowledgement["content"]))) == ("private", True)
    assert (answer["visibility"], ANSWER in answer["content"]) == ("public", True)


def links_an_account(editor: Person, snac: Snac, name: str) -> None:
    fields = {"Handle, like @house@social.example": snac.handle("desk"), "Address of the server": snac.address}
    opens_an_account(editor, "Mastodon and compatible servers (an account on a server)", name, fields)
    editor.presses("Link it at the network")
    there = editor.page.locator("main").get_by_role("link", name=re.compile(str(snac.port))).get_attribute("href")
    assert there is not None
    editor.opens(snac.allow(there, "desk"))
    editor.sees("The account is linked. Test the connection.")


def posts_about(snac: Snac, name: str) -> list[dict[str, str]]:
    return [one for one in snac.posts("desk") if name in one["source"]]


def says(snac: Snac, words: str, *, below: str) -> str:
    return str(snac.ask("POST", "/api/v1/statuses", by="ana", status=words, in_reply_to_id=below)["id"])


def heard_by_ana(snac: Snac, reply: str) -> list[dict[str, str]]:
    """What she was notified of below her reply."""
    found = [one.get("status") for one in snac.ask("GET", "/api/v1/notifications", by="ana")]
    return [one for one in found if one and one["in_reply_to_id"] == reply]
