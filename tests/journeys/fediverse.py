"""What happens between the House and somebody on a server of the fediverse in more than one story: an account is linked, an
announcement goes out there, somebody replies, and reads what is said back."""

import re

from tests.conf.installation import wait_until
from tests.journeys.conftest import Arrive
from tests.journeys.desk import approve, begins, opens_an_account, releases, titled
from tests.journeys.person import Person
from tests.verification.networks import Snac

TITLES = {"en": "Harbour fees", "fr": "Droits de port", "es": "Tasas portuarias"}
TEXTS = {
    "en": "Tell us what you think of the fees.",
    "fr": "Dites-nous ce que vous pensez des droits.",
    "es": "Díganos qué piensa de las tasas.",
}


def announces_there(arrive: Arrive, snac: Snac, name: str, *, editor: Person, second: Person) -> str:
    """What its title names so, through the account of the House there; the key of the post."""
    officer, titles = arrive("officer"), titled(TITLES, name)
    begins(officer, titles, TEXTS, on=("Website", links_an_account(editor, snac)))
    officer.presses("Submit for review")
    approve(titles[officer.language], editor, second)
    releases(officer, titles[officer.language])
    wait_until(lambda: bool(posts_about(snac, name)))
    return posts_about(snac, name)[0]["id"]


def links_an_account(editor: Person, snac: Snac) -> str:
    """What it is called; an office has one with the same address, which an earlier story may have linked."""
    name = f"Snac {snac.port}"
    editor.opens("/channels/accounts/")
    if editor.page.locator("main").get_by_text(name, exact=True).count():
        return name
    fields = {"Handle, like @house@social.example": snac.handle("desk"), "Address of the server": snac.address}
    opens_an_account(editor, "Mastodon and compatible servers (an account on a server)", name, fields)
    editor.presses("Link it at the network")
    there = editor.page.locator("main").get_by_role("link", name=re.compile(f":{snac.port}")).get_attribute("href")
    assert there is not None
    editor.opens(snac.allow(there, "desk"))
    editor.sees("The account is linked. Test the connection.")
    return name


def posts_about(snac: Snac, name: str) -> list[dict[str, str]]:
    return [one for one in snac.posts("desk") if name in one["source"]]


def says(snac: Snac, words: str, *, below: str) -> str:
    return str(snac.ask("POST", "/api/v1/statuses", by="ana", status=words, in_reply_to_id=below)["id"])


def heard_by_ana(snac: Snac, reply: str) -> list[dict[str, str]]:
    """What she was notified of below her reply."""
    found = [one.get("status") for one in snac.ask("GET", "/api/v1/notifications", by="ana")]
    return [one for one in found if one and one["in_reply_to_id"] == reply]
