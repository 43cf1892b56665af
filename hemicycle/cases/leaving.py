"""How many messages leave when the desk releases an outcome or the answer to a campaign, said beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial

from django.conf import settings
from django.db.models import Count, Exists, QuerySet

from hemicycle.accounts.models import Office
from hemicycle.cases.actions.campaigns.letters import Edition, letter_for
from hemicycle.cases.actions.campaigns.replying import to_reply
from hemicycle.cases.actions.outcomes.sending import to_notify
from hemicycle.cases.models import Campaign, CampaignState, CaseQuerySet, Outcome, OutcomeState
from hemicycle.cases.outcomes.words import Said, notice_to_one
from hemicycle.cases.references import written
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Contact, Medium, Suppression
from hemicycle.desk.leaving import Leaving
from hemicycle.desk.models import Announcement
from hemicycle.follow.follow_accounts import account_for
from hemicycle.record.phrases import Phrase
from hemicycle.rules.site_address import absolute

# As long as every reference is.
_ANY = written("000000")
REACHED: Sequence[Medium] = (Medium.EMAIL, Medium.SMS, Medium.SOCIAL)


def to_those_who_wrote(announcement: Announcement) -> Iterable[Leaving]:
    """Of most announcements none: one query says so."""
    outcomes, campaigns = _outcomes_of(announcement), _campaigns_of(announcement)
    if Announcement.objects.filter(Exists(outcomes) | Exists(campaigns), pk=announcement.pk).exists():
        yield from _of_outcomes(announcement)
        yield from _of_campaigns(announcement)


def _of_outcomes(announcement: Announcement) -> Iterable[Leaving]:
    """One message to each person, whatever they wrote."""
    for outcome in _outcomes_of(announcement).select_related("office", "bill"):
        cases = to_notify(outcome).exclude(channel=Medium.LETTER)
        yield from _by_medium(outcome.office, cases, "contact", text=partial(_notice, outcome, announcement))


def _of_campaigns(announcement: Announcement) -> Iterable[Leaving]:
    """One to each letter with a confirmed address, and one to whoever announced it, or what was merged into it. What
    was written on a network is answered there, or read by everybody."""
    for campaign in _campaigns_of(announcement).select_related("office", "organiser"):
        cases = to_reply(campaign).confirmed().exclude(contact__channel=Medium.SOCIAL)
        merged = campaign.merged.select_related("organiser")
        organisers = {one.organiser for one in (campaign, *merged) if one.organiser is not None}
        yield from _by_medium(
            campaign.office, cases, "pk", text=partial(_answer, campaign, announcement), also=organisers
        )


def _outcomes_of(announcement: Announcement) -> QuerySet[Outcome]:
    return Outcome.objects.filter(announcement=announcement, state=OutcomeState.DRAFTED)


def _campaigns_of(announcement: Announcement) -> QuerySet[Campaign]:
    return Campaign.objects.filter(answer=announcement, state=CampaignState.RUNNING)


def _by_medium(
    office: Office, cases: CaseQuerySet, each: str, *, text: Callable[[], OutgoingText], also: Iterable[Contact] = ()
) -> Iterable[Leaving]:
    stopped = Suppression.objects.filter(office=office).values("digest")
    reached = cases.filter(contact__channel__in=REACHED).exclude(contact__sealed="")
    rows = reached.exclude(contact__digest__in=stopped).order_by().values("contact__channel")
    counted = dict(rows.annotate(n=Count(each, distinct=True)).values_list("contact__channel", "n"))
    for one in also:
        if one.address and not one.is_suppressed:
            counted[one.channel] = counted.get(one.channel, 0) + 1
    for medium in REACHED:
        if n := counted.get(medium, 0):
            yield _text_messages(office, n, text()) if medium == Medium.SMS else Leaving(str(medium.label), n)


def _text_messages(office: Office, n: int, outgoing: OutgoingText) -> Leaving:
    """By what one in the language of the House costs."""
    account = account_for(office, Medium.SMS)
    segments, cost, currency = 0, None, ""
    for count in channels.render(account, outgoing).counts if account is not None else ():
        if count.unit == "segments":
            segments = int(count.used) * n
        elif count.unit == "cost":
            cost, currency = Decimal(str(count.used)) * n, count.detail
    return Leaving(str(Medium.SMS.label), n, segments, cost, currency)


def _notice(outcome: Outcome, announcement: Announcement) -> OutgoingText:
    about = [(new or old, (old, new)) for old, new in outcome.clauses or ()]
    link = absolute(announcement.get_absolute_url())
    said = Said.of(outcome, settings.LANGUAGE_CODE)
    return notice_to_one(said, medium=Medium.SMS, references=[_ANY], about=about, link=link)


def _answer(campaign: Campaign, announcement: Announcement) -> OutgoingText:
    langs = Phrase({text.lang: text.lang for text in announcement.texts.all()})
    edition = Edition(announcement, langs.in_language(settings.LANGUAGE_CODE).lang, None)
    return letter_for(campaign, edition, reference=_ANY)
