"""The messages of an inquiry: all of them, the individual voices, and one with the reasons for where it is counted."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow

from ..engine.targets import parts_of, target_id
from ..forms import ClauseForm, LanguageForm, LookForm, TargetForm, WhyForm
from ..models import Analysis, Finding, Inquiry, Link, Mention, Place, Theme
from ..models.inquiry import CORRECTORS, READERS, RELEASERS, UNREDACTED
from ..presenters.clauses import names_of
from ..presenters.explaining import explained, origin_of, reasons
from ..text.words import channel_name, language_name
from .fact_filters import FactFilters
from .lookup import page_of, roles_of, shown_analysis, visible_inquiry

# A choice of campaigns to move a message into; the others are found from their own page.
MOST_TARGETS = 100


@allow(*READERS)
def every(request: HttpRequest, address: str) -> HttpResponse:
    """All messages, by where they are counted."""
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    place = Filter("place", _("Counted as"), (("", _("All")), *Place.choices)).read(request.GET)
    rows = analysis.findings.all()
    if place.value:
        rows = rows.filter(place=place.value)
    heading = _("All messages")
    lead = _(
        "Every message is counted in exactly one place. What was set aside stays here, with the reason, and can be "
        "brought back."
    )
    return _list(request, analysis, rows, [place], {"tab": "messages", "heading": heading, "lead": lead})


@allow(*READERS)
def voices(request: HttpRequest, address: str) -> HttpResponse:
    """Individual voices; on request also the own words inside campaign mail, for casework hides there.

    By theme and by clause, campaign mail is listed with them: it speaks of things too.
    """
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    choices = (("", _("Outside campaigns")), ("own", _("Also own words in campaigns")))
    own = Filter("words", _("Which words"), choices).read(request.GET)
    findings = analysis.findings.select_related("inbound")
    rows = findings.speaking_for_themselves() if own.value else findings.voices()
    theme, clause = _by_theme(analysis, request), _by_clause(inquiry, analysis, request)
    if theme.value:
        found = get_object_or_404(Theme, analysis=analysis, key=theme.value)
        rows = rows.spoken_for(found.all_mentions(), question=found.question)
    if clause.value:
        document, eid = parts_of(clause.value)
        rows = rows.spoken_for(analysis.links.about(document, eid).sure())
    heading = _("Individual voices")
    lead = _(
        "Messages outside campaigns. On request also what people added to campaign mail in their own words, for "
        "casework hides there."
    )
    return _list(request, analysis, rows, [own, theme, clause], {"tab": "voices", "heading": heading, "lead": lead})


@allow(*READERS)
def casework(request: HttpRequest, address: str) -> HttpResponse:
    """Who asks for help with a matter of their own, or tells of illness, debts or danger: never quoted, to be
    answered."""
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    choices = (("", _("Asks for help")), ("private", _("Tells of something private")), ("all", _("All")))
    kind = Filter("kind", _("Which"), choices).read(request.GET)
    rows = analysis.findings.with_casework().select_related("inbound")
    if kind.value != "all":
        # Telling of an illness asks nothing of the office; whoever does ask must not be overlooked among those.
        rows = rows.filter(casework__isnull=kind.value == "private")
    heading = _("Casework")
    lead = _(
        "People who ask for help with a matter of their own, also inside campaign mail, and people who tell of "
        "illness, debts, children or danger. None of it is quoted; somebody has to answer."
    )
    return _list(request, analysis, rows, [kind], {"tab": "casework", "heading": heading, "lead": lead})


def _by_theme(analysis: Analysis, request: HttpRequest) -> Filter:
    themes = analysis.themes.shown().largest_first().for_labels()[:MOST_TARGETS]
    choices = (("", _("All")), *((theme.key, theme.label) for theme in themes))
    return Filter("theme", _("Theme"), choices).read(request.GET)


def _by_clause(inquiry: Inquiry, analysis: Analysis, request: HttpRequest) -> Filter:
    counted = analysis.tally.get("clauses", {})
    names = names_of(inquiry) if counted else {}
    known = ((target, name) for target, name in names.items() if counted.get(target, {}).get("messages"))
    return Filter("clause", _("Speaks of"), (("", _("All")), *known)).read(request.GET)


def _list(
    request: HttpRequest, analysis: Analysis, rows: QuerySet[Finding], filters: list[Filter], page: dict[str, str]
) -> HttpResponse:
    channels, languages = ({row[i] for row in analysis.tally.get("sources", [])} for i in (0, 1))
    by_channel = Filter("channel", _("Channel"), _choices(channels, channel_name)).read(request.GET)
    by_language = Filter("lang", _("Language"), _choices(languages, language_name)).read(request.GET)
    query = request.GET.get("q", "").strip()
    if by_channel.value:
        rows = rows.filter(channel=by_channel.value)
    if by_language.value:
        rows = rows.filter(lang=by_language.value)
    if query:
        rows = rows.filter(shown_text__icontains=query)
    fact_filters = FactFilters(request, analysis)
    answers = fact_filters.answering(rows)
    withheld = fact_filters.withholds(answers)
    rows = answers.none() if withheld else fact_filters.stating(answers)
    listed = rows.select_related("campaign").order_by("-sent_at", "-pk")
    context = page | {
        "inquiry": analysis.inquiry,
        "analysis": analysis,
        "filters": [*filters, by_channel, by_language, *fact_filters.filters],
        "withheld": withheld,
        "query": query,
        # Where own words stand is wanted of the voices alone.
        "page": page_of(listed if page["tab"] == "voices" else listed.defer("evidence"), request),
    }
    return render(request, "listening/message/messages.html", context)


def _choices(codes: set[str], words: Any) -> tuple[tuple[str, str], ...]:
    return (("", _("All")), *sorted(((code, words(code)) for code in codes if code), key=lambda pair: pair[1]))


@allow(*READERS)
def message(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """One message: its words with the shared passages marked, and why it is counted where it is."""
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    related = analysis.findings.select_related("inbound", "campaign", "engine_campaign", "correction", "stratum")
    finding = get_object_or_404(related.filter(inbound__office=inquiry.office), inbound=number)
    roles = roles_of(request, inquiry)
    correcting = inquiry.is_open and not roles.isdisjoint(CORRECTORS)
    names = names_of(inquiry)
    links = [(link, target_id(link.document_id, link.eid)) for link in _links(finding)]
    context = {
        "inquiry": inquiry,
        "tab": "messages",
        "finding": finding,
        "explained": explained(finding),
        "reasons": reasons(finding),
        "origin": origin_of(finding),
        "links": [(link, target, names[target]) for link, target in links if target in names],
        "themes": _themes(analysis, finding),
        "look_form": None if roles.isdisjoint(UNREDACTED) else LookForm(auto_id="look_%s"),
        "language_form": LanguageForm(lang=finding.lang) if correcting else None,
        "clause_form": ClauseForm(clauses=list(names.items())) if correcting and names else None,
        "move_form": TargetForm(groups=_targets(analysis, finding), label=_("Campaign")) if correcting else None,
        "why_form": WhyForm(prefix="out") if correcting else None,
        "may_mark_casework": correcting,
        "may_erase": not roles.isdisjoint(RELEASERS),
    }
    return render(request, "listening/message/message.html", context)


def _links(finding: Finding) -> QuerySet[Link]:
    """What it speaks of itself, and what its campaign does; the surest first."""
    found: QuerySet[Link] = Link.objects.by_finding(finding)
    return found.select_related("correction", "campaign").order_by("state", "-named", "-score", "pk")


def _themes(analysis: Analysis, finding: Finding) -> list[Theme]:
    spoken = Mention.objects.by_finding(finding).filter(theme__isnull=False)
    return list(analysis.themes.shown().filter(pk__in=spoken.values("theme")).largest_first())


def _targets(analysis: Analysis, finding: Finding) -> list[Any]:
    others = analysis.campaigns.shown().exclude(pk=finding.campaign_id or 0).largest_first()
    return list(others.for_labels()[:MOST_TARGETS])
