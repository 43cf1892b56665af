"""An insult below an announcement is hidden by a rule; whoever wrote it is told, and appeals, and somebody else decides."""

import re

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser

INSULT = "The people of this committee are vermin, all of them."
# As whoever wrote them speaks; whoever decides answers in that language.
APPEAL = "I was angry about the flood. I ask you to read the second sentence: it is about the bill."
DECISION = "The second sentence is about the bill, and it is shown again. The first one breaks the rule."


def test_an_insult_is_hidden_and_shown_again_on_appeal(arrive: Arrive) -> None:
    editor = arrive("editor")
    editor.goes_to("Inbox")
    editor.opens_row(re.compile(re.escape(INSULT)))
    editor.follows("Apply a house rule")
    editor.sees(INSULT)
    editor.chooses("Rule that it breaks", "Abuse")
    editor.writes("Words that break it", INSULT)
    editor.presses("Apply the measure")
    # It criticises the committee: a second person looks before anything is hidden.
    editor.sees("Saved. It takes effect once another person confirms it.")
    other = arrive("second.editor")
    other.opens(editor.page.url)
    other.presses("Confirm the measure")
    editor.opens(editor.page.url)
    editor.sees("In force")
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
