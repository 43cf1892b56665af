"""What the record registers at start: its audit labels, its egress points, what search asks it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts import members, navigation
from hemicycle.accounts.audit_log.subjects import Page, Pages, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.record import admin, offices
from hemicycle.record.models import Document, Person, Sitting
from hemicycle.record.models.rows import ClassifiedRows
from hemicycle.record.search import suggestions
from hemicycle.record.templatetags.phrases import language_name
from hemicycle.record.workbench import pages, queues
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.parameters import register_words


def pages_of(every: QuerySet[Any]) -> Pages:
    """The public pages of rows that a person may read."""

    def pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
        rows = every.filter(pk__in=keys)
        readable = rows.readable_by(person) if isinstance(rows, ClassifiedRows) else rows
        return {str(row.pk): _page_of(row) for row in readable}

    return pages


def _page_of(row: Document | Sitting | Person) -> Page:
    """By what its own page is called."""
    if isinstance(row, Document):
        title = row.titles.here
        return Page(row.get_absolute_url(), " · ".join(filter(None, (row.name, title.text))), title.lang)
    if isinstance(row, Sitting):
        body = row.organization.names.here
        return Page(row.get_absolute_url(), f"{date_format(row.date, 'DATE_FORMAT')} · {body}", body.lang)
    return Page(row.get_absolute_url(), row.name)


audit.register_area("record", _("The record"))
register_subject("record.document", SubjectKind(_("Bill or paper"), pages_of(Document.objects.all())))
register_subject("record.sitting", SubjectKind(_("Sitting"), pages_of(Sitting.objects.select_related("organization"))))
register_subject("record.person", SubjectKind(_("Person"), pages_of(Person.objects.all())))
audit.register("record.read_restricted", _("Read what is not public of the record"))
audit.register("record.put_body", _("Entered a body of the House"))
audit.register("record.put_area", _("Entered a constituency"))
audit.register("record.put_period", _("Entered a term or a session"))
audit.register("record.put_person", _("Entered a person"))
audit.register("record.put_named", _("Entered people whom a source names"))
audit.register("record.put_sitting", _("Entered a sitting"))
audit.register("record.put_bill", _("Entered a bill"))
audit.register("record.classify", _("Classified a bill"))
audit.register("record.propose_matches", _("Proposed people or parties that may be one"))
audit.register("record.merge", _("Merged two entries"))
audit.register("record.keep_apart", _("Kept two entries apart"))
audit.register("record.undo_match", _("Undid a decision on a match"))
audit.register("record.attribute", _("Identified a speaker"))
audit.register("record.undo_attribution", _("Undid the identification of a speaker"))
audit.register("record.restore", _("Imported a dataset of a parliamentary record"))
audit.register("record.enter", _("Entered by hand"))
audit.register("record.correct", _("Corrected by hand"))
audit.register("record.remove", _("Removed by hand"))
audit.register("record.load_localities", _("Loaded the table of postcodes and places"))
audit.register("record.remove_localities", _("Removed the table of postcodes and places"))
audit.register("record.seat_in_office", _("Named the member an office works for"))

egress.register(
    "record", EgressPoint.FEED, refusal_test="tests/record/test_feeds.py::test_a_feed_has_nothing_that_is_internal"
)
egress.register(
    "record", EgressPoint.EXPORT, refusal_test="tests/record/test_exporting.py::test_what_is_internal_is_in_no_export"
)
egress.register(
    "record", EgressPoint.API, refusal_test="tests/record/test_api.py::test_what_is_internal_is_not_served"
)
egress.register(
    "record",
    EgressPoint.SEARCH,
    refusal_test="tests/record/search/test_finding.py::test_what_became_internal_is_not_shown_while_the_index_still_has_it",
)

navigation.register_menu(
    navigation.MenuItem(
        label=_("Workbench"),
        url_name="record:workbench",
        roles=pages.KEEPERS,
        order=45,
        icon="filter",
        counter=queues.waiting,
    )
)
navigation.register_menu(
    navigation.MenuItem(
        label=_("Reference data"), url_name="admin:index", roles=admin.KEEPERS, order=46, icon="record"
    )
)
navigation.register_search("bills", suggestions.bills)
navigation.register_search("record", suggestions.record)
members.register_members(members.Members(offices.without_office, offices.seat))
personal_data.register_without(
    "record.Organization", "record.Area", "record.Person", "record.Membership", "record.MemberOffice",
    "record.Attribution", "record.Document", "record.ProcedureStep", "record.DocumentVersion", "record.Clause",
    "record.Source", "record.Identifier", "record.Unindexed", "record.Indexing", "record.Locality",
    "record.Match", "record.Watched", "record.Packing", "record.Period", "record.Sitting",
    "record.AgendaItem", "record.Contribution", "record.SpeechText", "record.Segment", "record.Recording",
    "record.MediaSpan", "record.VoteEvent", "record.VoteCount", "record.Vote",
    why="The public record of the House; of members it holds what their office makes public.",
)  # fmt: skip
register_words("required_languages", language_name, known=[tag for tag, _name in settings.LANGUAGES])
