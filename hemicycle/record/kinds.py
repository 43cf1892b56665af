"""What the tables of the record are called, for people; keyed by the name of the model."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

KINDS: dict[str, str | Promise] = {
    "organization": gettext_lazy("Bodies"),
    "area": gettext_lazy("Constituencies"),
    "period": gettext_lazy("Terms and sessions"),
    "person": gettext_lazy("People"),
    "membership": gettext_lazy("Memberships"),
    "document": gettext_lazy("Bills"),
    "procedurestep": gettext_lazy("Steps"),
    "documentversion": gettext_lazy("Texts of bills"),
    "clause": gettext_lazy("Clauses"),
    "sitting": gettext_lazy("Sittings"),
    "agendaitem": gettext_lazy("Headings"),
    "contribution": gettext_lazy("Contributions"),
    "attribution": gettext_lazy("Attributions"),
    "speechtext": gettext_lazy("Texts of contributions"),
    "segment": gettext_lazy("Paragraphs"),
    "voteevent": gettext_lazy("Votes"),
    "votecount": gettext_lazy("Counts"),
    "vote": gettext_lazy("Ballots"),
    "recording": gettext_lazy("Recordings"),
    "mediaspan": gettext_lazy("Times in recordings"),
    "memberoffice": gettext_lazy("Offices of members"),
    "identifier": gettext_lazy("Identifiers"),
    "source": gettext_lazy("Sources"),
}
