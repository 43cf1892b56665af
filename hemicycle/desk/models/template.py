"""Templates of an office: texts to begin with, in which what changes each time is marked."""

from __future__ import annotations

import re
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
"""What stands in braces is asked for when an announcement is begun."""


class TemplateQuerySet(models.QuerySet["Template"]):
    def written_by(self, person: User, roles: tuple[str, ...]) -> Self:
        """Those of the offices in which a person has one of these roles."""
        return self.filter(office__in=person.assignments.filter(role__in=roles).values("office"))

    def in_use(self) -> Self:
        return self.filter(removed_at=None)


class Template(models.Model):
    """`texts`: title and body by language. Removed, it can be restored for as long as its row is kept."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=80)
    texts = models.JSONField(default=dict)
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
        found = PLACEHOLDER.findall(f"{said.get('title', '')}\n{said.get('body', '')}")
        return list(dict.fromkeys(found))

    def filled(self, values: dict[str, dict[str, str]]) -> dict[str, tuple[str, str]]:
        """Title and body by language, with `values` by language and placeholder in their places."""

        def fill(lang: str, text: str) -> str:
            return PLACEHOLDER.sub(lambda found: values.get(lang, {}).get(found[1], found[0]), text)

        return {lang: (fill(lang, said["title"]), fill(lang, said["body"])) for lang, said in self.texts.items()}
