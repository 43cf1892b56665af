"""An insult below an announcement is hidden by a rule; whoever wrote it is told, and appeals, and somebody else decides."""

import re

import pytest

from tests.conf.installation import wait_until
from tests.journeys.conftest import BY_LANGUAGE, Arrive, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.fediverse import announces_there, heard_by_ana, says
from tests.journeys.person import Person
from tests.verification.networks import Snac

pytestmark = pytest.mark.browser

INSULT = "The people of this committee are vermin, all of them."
# As whoever wrote them speaks; whoever decides answers in that language.
APPEAL = "I was angry about the flood. I ask you to read the second sentence: it is about the bill."
DECISION = "The second sentence is about the bill, and it is shown again. The first one breaks the rule."


def test_an_insult_is_hidden_and_shown_again_on_appeal(arrive: Arrive) -> None:
    editor, other = arrive("editor"), arrive("second.editor")
    hides(editor, INSULT, other)
    # Read first, then sent to whoever wrote it.
    notice, measure = editor.page.locator("#notice blockquote").inner_text(), editor.page.url
    editor.presses("Send the notice")
    editor.follows("Open the thread")
    editor.sees("Our notice of a house rule")

    author = arrive()
    [link] = re.findall(r"https?://\S+", notice)
    author.opens(link)
    author.sees("The message is hidden.")
    author.writes("Why it should be lifted", APPEAL)
    author.presses("Appeal")
    author.sees(APPEAL, "Someone who was not involved will answer here.")

    editor.opens(measure)
    editor.sees(APPEAL, "Somebody who had no part in it decides.")
    # Nobody else moderates in this office: whoever confirmed it decides.
    other.goes_to("Inbox")
    other.follows("House rules", within=other.page.locator("main"))
    other.opens_row(other.reads("Appealed against"))
    other.sees(APPEAL)
    other.ticks("Granted: it is lifted")
    other.writes("Answer", DECISION)
    other.presses("Decide")

    author.opens(link)
    author.sees(DECISION)


# A network is looked at once a minute, and shows the same at every width.
@walked(BY_LANGUAGE["es"])
def test_whoever_broke_a_rule_reads_so_on_their_own_server_and_appeals_from_there(
    arrive: Arrive, demonstration: Demonstration, snac_b: Snac
) -> None:
    name, editor, other = demonstration.new_name("pier"), arrive("editor"), arrive("second.editor")
    post = announces_there(arrive, snac_b, name, editor=editor, second=other)
    said = f"The {name} says: {INSULT}"
    reply = says(snac_b, f"@desk {said}", below=post)
    hides(editor, said, other)
    editor.presses("Send the notice")
    measure = editor.page.url
    wait_until(lambda: any(links_in(one["content"]) for one in heard_by_ana(snac_b, reply)))

    author = arrive()
    author.opens(next(link for one in heard_by_ana(snac_b, reply) for link in links_in(one["content"])))
    author.sees("The message is hidden.")
    author.writes("Why it should be lifted", APPEAL)
    author.presses("Appeal")
    author.sees(APPEAL, "Someone who was not involved will answer here.")
    editor.opens(measure)
    editor.sees(APPEAL)


def hides(editor: Person, words: str, other: Person) -> None:
    """By a rule of the House, once somebody else has looked, for it criticises the committee."""
    editor.goes_to("Inbox")
    editor.waits_for(re.compile(re.escape(words[:30])))
    editor.opens_row(re.compile(re.escape(words[:30])))
    editor.follows("Apply a house rule")
    editor.sees(re.compile(re.escape(words)))
    editor.chooses("Rule that it breaks", "Abuse")
    editor.writes("Words that break it", words)
    editor.presses("Apply the measure")
    editor.sees("Saved. It takes effect once another person confirms it.")
    other.opens(editor.page.url)
    other.presses("Confirm the measure")
    editor.opens(editor.page.url)
    editor.sees("In force")


def links_in(content: str) -> list[str]:
    return re.findall(r'https?://[^\s"<]+/house-rules/[^\s"<]+', content)
