"""The house rules for what people write where everybody reads it: what may be hidden, by code, and nothing else.

None of them is about an opinion. After what the rules of parliaments have in common (House of Commons, Scottish
Parliament, New Zealand, Brazilian Senate, European Ombudsman), and what courts said of blocking by officials.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class HouseRule:
    code: str
    title: Promise
    meaning: Promise


HOUSE_RULES: dict[str, HouseRule] = {
    rule.code: rule
    for rule in (
        HouseRule("R1", _("Threats"), _("Threatening somebody, or calling for violence against a person or a group.")),
        HouseRule(
            "R2",
            _("Abuse"),
            _(
                "Insulting a person, or a group for what they are. To say that somebody is wrong, lies or should go "
                "is not abuse."
            ),
        ),
        HouseRule(
            "R3",
            _("Somebody else’s data"),
            _("Addresses, numbers, health or family matters of a person who did not publish them."),
        ),
        HouseRule(
            "R4",
            _("Against the law"),
            _("What a law or a court forbids to publish; what could harm a trial that is under way."),
        ),
        HouseRule(
            "R5", _("Advertising and fraud"), _("Selling something, asking for money, leading to harmful pages.")
        ),
        HouseRule(
            "R6",
            _("Flooding"),
            _("The same text by one sender again and again. The same text by many people is not flooding."),
        ),
        HouseRule("R7", _("False names"), _("Pretending to be another person, an office or the House.")),
    )
}


def appeal_address(key: str) -> str:
    """Where whoever a step is about says that it is wrong; served by `site`."""
    return f"{get_script_prefix()}house-rules/{key}/"


def title_of(code: str) -> str:
    """As people name it; the code alone of a rule that is no more."""
    rule = HOUSE_RULES.get(code)
    return f"{code} · {rule.title}" if rule else code
