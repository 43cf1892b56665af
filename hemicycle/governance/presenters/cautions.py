"""What does not keep a text from being sent or put in force, and should be known before: in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.training import REQUIRED
from hemicycle.desk.models import APPROVERS, WRITERS
from hemicycle.rules.parameters import PARAMETERS

from ..models import Article, Version, trained
from ..questions import open_questions, questionnaire
from ..words import PLACEHOLDER, meaning
from .text import headings

APPROVALS = ("approvals_needed", "approvals_sensitive")


def cautions(version: Version, language: str, *, person: User) -> list[str]:
    """Of a whole version: open questions, values that no words say, and what cannot be kept."""
    found = [*_open(version), *_unsaid(version, language)]
    return [*found, *of_values(version.parameters, person=person)] if version.policy.is_enforced else found


def of_values(values: Mapping[str, Any], *, person: User) -> list[str]:
    """Of values that a version would decide; the others would have their defaults. Who does not work for the House
    does not read how many approve where."""
    after = {name: values.get(name, PARAMETERS[name].default) for name in (*APPROVALS, "approving_offices")}
    required = values.get("training_required", PARAMETERS["training_required"].default) == REQUIRED
    found = list(_fewer(after))
    return [*found, *_too_few(after, required=required)] if person.reads_internal() else found


def of_article(version: Version, key: str, values: Mapping[str, Any], *, person: User) -> list[str]:
    """Where one article decides on approvals, typed or proposed: with what the others say."""
    if not version.policy.is_enforced or not {*APPROVALS, "approving_offices"} & values.keys():
        return []
    others = {
        name: value for one in version.articles.all() if one.key != key for name, value in one.parameters.items()
    }
    return of_values({**others, **values}, person=person)


def _open(version: Version) -> Iterator[str]:
    """A text that was written without the questions has none open."""
    answers = {one.question: one.given for one in version.answers.all()}
    questions = list(questionnaire().by_key.values())
    if answers and (left := len(open_questions(questions, answers))):
        words = ngettext(
            "%(n)d of %(all)d key questions is open. The text lists it as open.",
            "%(n)d of %(all)d key questions are open. The text lists them as open.",
            left,
        )
        yield words % {"n": left, "all": len(questions)}


def _unsaid(version: Version, language: str) -> Iterator[str]:
    titles = headings(version, language)
    for article in version.articles.all():
        for name in unsaid(article):
            words = _("“%(article)s” decides “%(value)s”, and its words do not say so.")
            yield words % {"article": titles[article.key], "value": meaning(name)}


def unsaid(article: Article) -> list[str]:
    """The values that an article decides and says in no language."""
    said = {name for one in article.texts.all() for name in PLACEHOLDER.findall(f"{one.heading} {one.text} {one.why}")}
    return sorted(article.parameters.keys() - said) if article.texts.all() else []


def _fewer(values: Mapping[str, Any]) -> Iterator[str]:
    ordinary, sensitive = values["approvals_needed"], values["approvals_sensitive"]
    if sensitive < ordinary:
        words = _("Sensitive announcements need %(sensitive)d, fewer approvals than ordinary ones (%(ordinary)d).")
        yield words % {"sensitive": sensitive, "ordinary": ordinary}


def _too_few(values: Mapping[str, Any], *, required: bool) -> Iterator[str]:
    named = {slug.strip() for slug in values["approving_offices"].split(",") if slug.strip()}
    for where, people in _able(named, required=required).items():
        for name in APPROVALS:
            if (n := len(people)) < values[name]:
                yield _sentence(name, n) % {"needed": values[name], "n": n, "where": where}


def _sentence(name: str, n: int) -> str:
    if name == "approvals_sensitive":
        return ngettext(
            "Sensitive announcements need %(needed)d approvals; %(n)d person can approve (%(where)s).",
            "Sensitive announcements need %(needed)d approvals; %(n)d people can approve (%(where)s).",
            n,
        )
    return ngettext(
        "Ordinary announcements need %(needed)d approvals; %(n)d person can approve (%(where)s).",
        "Ordinary announcements need %(needed)d approvals; %(n)d people can approve (%(where)s).",
        n,
    )


def _able(named: set[str], *, required: bool) -> dict[str, set[UUID]]:
    """Who may approve, by the office that writes; all together where the policy names offices."""
    rows = Assignment.objects.filter(office__kind=Office.Kind.INSTITUTION, user__is_active=True)
    held = list(rows.filter(role__in={*WRITERS, *APPROVERS}).select_related("office").order_by("office__name"))
    offices: dict[str, set[UUID]] = {}
    for one in held:
        if not named or one.office.slug in named:
            people = offices.setdefault(_("the offices that approve") if named else str(one.office), set())
            people |= {one.user_id} if one.role in APPROVERS else set()
    if named and not offices:
        offices[_("the offices that approve")] = set()
    if not required:
        return offices
    with_training = trained([one.user_id for one in held], timezone.localdate())
    return {where: people & with_training for where, people in offices.items()}
