"""An insult below an announcement is hidden by a rule; whoever wrote it reads so on their own server, appeals from there, and
somebody else decides."""

import re

import pytest

from tests.conf.installation import wait_until
from tests.journeys.conftest import BY_LANGUAGE, Arrive, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.fediverse import announces_there, heard_by_ana, says
from tests.journeys.person import Person
from tests.verification.networks import Snac

pytestmark = [
    pytest.mark.browser,
    # A network is looked at once a minute.
    walked(BY_LANGUAGE["es"]),
]

INSULT = "The people of this committee are vermin, all of them."
# As whoever wrote them speaks; whoever decides answers in that language.
APPEAL = "I was angry about the flood. I ask you to read the second sentence: it is about the bill."
DECISION = "The second sentence is about the bill, and it is shown again. The first one breaks the rule."


def test_an_insult_is_hidden_and_shown_again_on_appeal(
    arrive: Arrive, demonstration: Demonstration, snac: Snac
) -> None:
    name, editor, other = demonstration.new_name("pier"), arrive("editor"), arrive("second.editor")
    post = announces_there(arrive, snac, name, editor=editor, second=other)
    said = f"{INSULT} Clause 4 does nothing for the {name}."
    reply = says(snac, f"@desk {said}", below=post)
    hides(editor, said, other)
    editor.presses("Send the notice")
    measure = editor.page.url

    author = arrive()
    link = link_heard_by_ana(snac, reply)
    author.opens(link)
    author.sees("The message is hidden.")
    author.writes("Why it should be lifted", APPEAL)
    author.presses("Appeal")
    author.sees(APPEAL, "Someone who was not involved will answer here.")

    editor.opens(measure)
    editor.sees(APPEAL, "Somebody who had no part in it decides.")
    clerk = arrive("second.clerk")
    grants(clerk)
    author.opens(link)
    author.sees(DECISION, "The message was hidden.")
    clerk.goes_to("Inbox")
    clerk.waits_for(re.compile(re.escape(said)))


def hides(editor: Person, said: str, other: Person) -> None:
    """By a rule of the House, once somebody else has looked, for it criticises the committee."""
    words = re.compile(re.escape(said))
    editor.goes_to("Inbox")
    editor.waits_for(words)
    editor.opens_row(words)
    editor.follows("Apply a house rule")
    editor.sees(words)
    editor.chooses("Rule that it breaks", "Abuse")
    editor.writes("Words that break it", INSULT)
    editor.presses("Apply the measure")
    editor.sees("Saved. It takes effect once another person confirms it.")
    other.opens(editor.page.url)
    other.presses("Confirm the measure")
    editor.opens(editor.page.url)
    editor.sees("In force")


def link_heard_by_ana(snac: Snac, reply: str) -> str:
    """Where she says that it is wrong, as her server shows it to her in the notice below her reply."""
    links: list[str] = []

    def heard() -> bool:
        notices = [one["content"] for one in heard_by_ana(snac, reply) if one["visibility"] == "private"]
        links.extend(re.findall(r'https?://[^\s"<]+/house-rules/[^\s"<]+', " ".join(notices)))
        return bool(links)

    wait_until(heard)
    return links[0]


def grants(clerk: Person) -> None:
    """The one of this office who had no part in it."""
    clerk.goes_to("Inbox")
    clerk.follows("House rules", within=clerk.page.locator("main"))
    clerk.opens_row(clerk.reads("Appealed against"))
    clerk.sees(APPEAL)
    clerk.ticks("Granted: it is lifted")
    clerk.writes("Answer", DECISION)
    clerk.presses("Decide")
