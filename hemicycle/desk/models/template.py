"""Templates of an office: what announcements begin with, in which what changes each time is marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk.models.announcement import Purpose, Sensitivity
from hemicycle.desk.models.media import Described, LibraryItem
from hemicycle.follow.models import Topic
from hemicycle.record.models import Organization

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
"""What stands in braces is asked for when an announcement is begun."""

Values = Mapping[str, Mapping[str, str]]
"""What is filled in, by language and placeholder."""


class TemplateQuerySet(models.QuerySet["Template"]):
    def written_by(self, person: User, roles: tuple[str, ...]) -> Self:
        """Those of the offices in which a person has one of these roles."""
        return self.filter(office__in=person.assignments.filter(role__in=roles).values("office"))

    def in_use(self) -> Self:
        return self.filter(removed_at=None)

    def whole(self) -> Self:
        """With everything that an announcement begins with."""
        return self.select_related("office", "committee").prefetch_related("topics", "targets__account", "media__item")


class Template(models.Model):
    """`texts`: title and body by language; purpose, topics and the rest as an announcement has them. A bill, a
    sitting, a vote or a member is another each time, and is not kept. Removed, it can be restored for as long as its
    row is kept."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=80)
    texts = models.JSONField(default=dict)
    purpose = models.CharField(_("Purpose"), max_length=10, choices=Purpose.choices, default=Purpose.INFORM)
    sensitivity = models.CharField(
        _("Sensitivity"), max_length=10, choices=Sensitivity.choices, default=Sensitivity.ROUTINE
    )
    hashtags = models.JSONField(_("Hashtags"), default=dict, blank=True)
    warnings = models.JSONField(_("Content warning"), default=dict, blank=True)
    committee = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(removed_at=None), name="desk_template_name_once_an_office"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def placeholders(self, lang: str) -> list[str]:
        """The names in braces of one language, each once, in order."""
        said = self.texts.get(lang, {})
        own = [target.own_texts.get(lang, "") for target in self.targets.all()]
        found = PLACEHOLDER.findall("\n".join((said.get("title", ""), said.get("body", ""), *own)))
        return list(dict.fromkeys(found))

    def filled(self, values: Values) -> dict[str, tuple[str, str]]:
        """Title and body by language, with `values` in their places."""
        return {
            lang: (fill(lang, said["title"], values), fill(lang, said["body"], values))
            for lang, said in self.texts.items()
        }


class TemplateTarget(models.Model):
    """A channel on which it goes out, with the own texts of that by language, as those of an announcement."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="targets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    own_texts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["account__kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "account"], name="desk_templatetarget_once"),
        ]

    def __str__(self) -> str:
        return str(self.account)

    def filled(self, values: Values) -> dict[str, str]:
        """Its own texts in the languages of the template."""
        return {lang: fill(lang, text, values) for lang, text in self.own_texts.items() if lang in self.template.texts}


class TemplateMedium(Described):
    """A file of the library that comes with it. Whether its rights allow that is asked each time it is used."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="media")
    item = models.ForeignKey(LibraryItem, on_delete=models.CASCADE, related_name="templates")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "item"], name="desk_templatemedium_once"),
        ]

    def __str__(self) -> str:
        return str(self.item)


def fill(lang: str, text: str, values: Values) -> str:
    return PLACEHOLDER.sub(lambda found: values.get(lang, {}).get(found[1], found[0]), text)
