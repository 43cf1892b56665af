"""Messages of one analysis that answer the same question and state the same facts: what findings are crossed by."""

from django.db import models

from .analysis import Analysis, AnalysisScoped

# Senders. The least cell that the House shows; offices of statistics show cells from three to ten people on.
FEWEST = 5
# How an address and a table name a value of a fact: "=North", and what stands for several values or for none.
OTHER, NOT_STATED = "other", "none"
# Rows of a table of campaigns beside those of groups: the campaigns that have no row, and the individual voices.
REST, VOICES = "rest", "voices"


class Stratum(models.Model):
    """One question, "" where there is none, with one value of each fact, {name: value}.

    It is made of a few fixed words of many files' rows and counted with others; it is never shown as one, and the
    facts of one message only on its own page, from the message itself.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="strata")
    question = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)

    objects = AnalysisScoped.as_manager()

    def __str__(self) -> str:
        return f"{self.analysis_id}: {self.question}"


def code_of(stratum: Stratum, name: str) -> str:
    """The value of this fact, or of the question where the name is ""; rare values are all OTHER."""
    if not name:
        return f"={stratum.question}" if stratum.question else NOT_STATED
    if name not in stratum.facts:
        return NOT_STATED
    value = stratum.facts[name]
    return OTHER if value is None else f"={value}"
