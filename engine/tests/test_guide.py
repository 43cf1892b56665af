"""The guide names every option and every reason that the engine has."""

import re
from pathlib import Path

import hearhear
from hearhear.cli.arguments import parser

GUIDE = (Path(__file__).parents[2] / "docs" / "hearhear.md").read_text()
SOURCES = Path(hearhear.__file__).parent / "sources"


def test_every_option_is_in_the_guide():
    commands = next(action for action in parser()._actions if action.choices)
    options = {option for command in commands.choices.values() for option in command._option_string_actions}
    assert {option for option in options if option.startswith("--") and option not in GUIDE} == {"--help"}


def test_every_reason_for_rejecting_a_row_is_in_the_guide():
    written = "\n".join(path.read_text() for path in SOURCES.rglob("*.py"))
    reasons = set(
        re.findall(
            r"Rejected\([^\"()]*?(?:\([^()]*\))?[^\"()]*?\"([a-z_0-9]+)\"|reject\(\s*\w+,\s*\"([a-z_0-9]+)\"", written
        )
    )
    found = {one or other for one, other in reasons} | {"no_text", "text_too_long", "duplicate_id"}
    assert len(found) >= 9
    assert {reason for reason in found if f"`{reason}`" not in GUIDE} == set()
