"""What the generator returns: letters, the truth about each, and the numbers an overview must show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

# Fewer senders than this are no campaign; the same number the platform has in force by default.
CAMPAIGN_MINIMUM_SENDERS = 3


@dataclass(frozen=True)
class Letter:
    """One message as it came in; `sent_at` is UTC. `sender` is an address, number, handle or name, by channel."""

    id: str
    text: str
    lang: str
    channel: str
    sender: str
    sent_at: datetime
    subject: str | None = None


@dataclass(frozen=True)
class Truth:
    """What is true of one letter.

    `kind` is how it was made: individual, form_letter, madlib, short_template, sms, social_link or automatic_reply.
    `personal_text` is what the sender wrote in their own words, without greetings, closings, quotes, campaign text
    and envelope: "" where a campaign's sender added nothing, None for machines. Lines may be broken differently in
    the letter, so compare with white space collapsed. `edits` is how far a form letter was changed: 0 not at all,
    1 greeting and name, 2 a paragraph of one's own or sentences dropped, 3 reordered and half dropped.
    `repeat_of` is the id of the same sender's earlier letter with the same words. `traps` name what could mislead:
    automatic_reply, disagrees, hashtag, legal_footer, news_link, polite_stock, quoted_clause, quoted_reply, repeat,
    shared_facts. `personal_data` are strings in the text that would name a person.
    """

    campaign: str | None
    family: str | None
    kind: str
    personal_text: str | None
    casework: bool
    traps: tuple[str, ...]
    personal_data: tuple[str, ...]
    bill: str
    stance: str | None
    edits: int | None = None
    repeat_of: str | None = None


@dataclass(frozen=True)
class Summary:
    """The numbers of an overview. `individual_voices` are messages of people outside campaigns, repeats counted once.

    More exactly: letters without campaign, not written by a machine, and not a repeat of the same sender's letter.
    """

    messages: int
    senders: int
    campaigns: int
    families: int
    messages_in_campaigns: int
    individual_voices: int
    automatic_replies: int
    repeats: int
    casework: int
    by_channel: dict[str, int]
    by_language: dict[str, int]
    by_bill: dict[str, int]


@dataclass(frozen=True)
class Corpus:
    """Letters in the order in which they were sent, and the truth by letter id."""

    seed: int
    messages: list[Letter]
    truth: dict[str, Truth] = field(repr=False)

    def summary(self) -> Summary:
        truths = [self.truth[letter.id] for letter in self.messages]
        campaigns = self._campaigns()
        return Summary(
            messages=len(self.messages),
            senders=len({letter.sender for letter in self.messages}),
            campaigns=len(campaigns),
            families=len({truth.family for truth in truths if truth.family}),
            messages_in_campaigns=sum(truth.campaign in campaigns for truth in truths),
            individual_voices=sum(_is_voice(truth) for truth in truths),
            automatic_replies=sum(truth.kind == "automatic_reply" for truth in truths),
            repeats=sum(truth.repeat_of is not None for truth in truths),
            casework=sum(truth.casework for truth in truths),
            by_channel=_count(letter.channel for letter in self.messages),
            by_language=_count(letter.lang for letter in self.messages),
            by_bill=_count(truth.bill for truth in truths),
        )

    def _campaigns(self) -> set[str]:
        senders: dict[str, set[str]] = {}
        for letter in self.messages:
            campaign = self.truth[letter.id].campaign
            if campaign:
                senders.setdefault(campaign, set()).add(letter.sender)
        return {campaign for campaign, who in senders.items() if len(who) >= CAMPAIGN_MINIMUM_SENDERS}


def _is_voice(truth: Truth) -> bool:
    return truth.campaign is None and truth.kind != "automatic_reply" and truth.repeat_of is None


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
