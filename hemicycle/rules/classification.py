"""How far a text, a document, a recording or a message may go. Every one of them has a classification."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.TextChoices):
    """Public: anyone. Internal: staff of the House. Confidential: the office that holds it, and nobody else."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
