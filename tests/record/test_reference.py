"""Reference data by hand: written by actions, kept through imports, refused where it is in use, listed in the history."""

import re

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import translation

from hemicycle.record import actions
from hemicycle.record.admin import site
from hemicycle.record.errors import StillUsed
from hemicycle.record.forms import LinesInput, PhraseInput
from hemicycle.record.models import (
    Area,
    Document,
    Identifier,
    MemberOffice,
    Membership,
    Organization,
    Person,
    Unindexed,
)
from hemicycle.record.papers import Known, PersonPaper
from hemicycle.rules.models import AuditEntry
from tests.record import chamber

pytestmark = pytest.mark.django_db


def address(kind: str, verb: str, *key: object) -> str:
    return reverse(f"admin:record_{kind}_{verb}", args=key)


def filled(client, page: str, **said: str) -> dict[str, str]:
    """What a browser would send: the fields of the form as they are, with what somebody typed."""
    context = client.get(page).context
    inside = [formset.formset for formset in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(formset.management_form for formset in inside)]
    forms += [form for formset in inside for form in formset.initial_forms]
    sent: dict[str, str] = {}
    for bound in (bound for form in forms for bound in form if "DELETE" not in bound.html_name):
        widget, value = bound.field.widget, bound.value()
        if isinstance(widget, PhraseInput):
            sent |= {f"{bound.html_name}__{tag}": words for tag, words in (value or {}).items()}
        else:
            sent[bound.html_name] = (
                widget.format_value(value) if isinstance(widget, LinesInput) else "" if value is None else str(value)
            )
    return sent | said


@pytest.fixture
def house():
    chamber.whole()
    Unindexed.objects.all().delete()


@pytest.fixture
def keeper(client, clerk, house):
    client.force_login(clerk)
    return client


def test_a_correction_of_a_name_is_in_the_history_and_queued_for_the_search(keeper, clerk):
    alda = Person.objects.get(name="Alda Ferrer")
    page = address("person", "change", alda.pk)
    answer = keeper.post(page, filled(keeper, page, name="Alda Ferrer i Puig", other_names="Alda F.\nA. Ferrer"))
    assert answer.status_code == 302, answer.context["errors"]
    alda.refresh_from_db()
    assert (alda.name, alda.other_names) == ("Alda Ferrer i Puig", ["Alda F.", "A. Ferrer"])
    entry = AuditEntry.objects.about(alda).first()
    assert (entry.action, entry.actor, entry.facts["fields"]) == (
        "record.correct",
        clerk.audit_label,
        ["name", "other_names"],
    )
    assert Unindexed.objects.filter(owner=f"person:{alda.pk}").exists()
    assert not LogEntry.objects.exists()
    shown = keeper.get(address("person", "history", alda.pk)).content.decode()
    assert "Corrected by hand" in shown and "Clara Clerk" in shown and "Other names" in shown


def test_what_staff_wrote_of_a_person_stays_through_the_next_import_until_they_give_it_back(house):
    paper = PersonPaper("Alda Ferrer", (chamber.ALDA,), born="1961")
    alda = Person.objects.get(name="Alda Ferrer")
    alda.name = "Alda Ferrer i Puig"
    actions.keep(alda, by="test")
    actions.put_person(paper, by="test")
    alda.refresh_from_db()
    assert (alda.name, alda.born, alda.led_by) == ("Alda Ferrer i Puig", "1961", "staff")
    alda.led_by = ""
    actions.keep(alda, by="test")
    actions.put_person(paper, by="test")
    alda.refresh_from_db()
    assert (alda.name, alda.led_by) == ("Alda Ferrer", "native")


def test_words_in_languages_and_links_are_filled_in_one_by_one(keeper):
    greens = Organization.objects.get(names__en="Greens")
    page = address("organization", "change", greens.pk)
    typed = {"names__es": "Verdes", "names__fr": "", "links": "Web: https://greens.example\nx: https://x.com/greens"}
    assert keeper.post(page, filled(keeper, page, **typed)).status_code == 302
    greens.refresh_from_db()
    assert greens.names == {"en": "Greens", "es": "Verdes"}
    assert greens.links == {"web": "https://greens.example", "x": "https://x.com/greens"}


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("organization", {"names__en": "", "names__fr": ""}, "This field is required"),
        ("organization", {"colour": "green"}, "Enter a colour as # and six hexadecimal digits"),
        ("organization", {"since": "May 2019"}, "YYYY-MM-DD"),
        ("organization", {"since": "2019-05", "until": "2018"}, "earlier than the start"),
        ("organization", {"links": "greens.example"}, "with its kind before it"),
        ("person", {"name": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(keeper, kind, typed, said):
    row = Organization.objects.get(names__en="Greens") if kind == "organization" else Person.objects.first()
    page = address(kind, "change", row.pk)
    answer = keeper.post(page, filled(keeper, page, **typed))
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not AuditEntry.objects.filter(action="record.correct").exists()


def test_a_form_sent_unchanged_writes_nothing(keeper):
    for kind, model in (("person", Person), ("organization", Organization), ("area", Area), ("document", Document)):
        row = model.objects.first()
        page = address(kind, "change", row.pk)
        assert keeper.post(page, filled(keeper, page)).status_code == 302
    assert not [entry.facts for entry in AuditEntry.objects.filter(action="record.correct")]
    assert not Unindexed.objects.exists()


def test_somebody_new_is_entered_with_an_identifier_by_which_an_import_finds_them(keeper):
    page = address("person", "add")
    known = {"identifiers-TOTAL_FORMS": "1", "identifiers-0-scheme": "native", "identifiers-0-value": "nia"}
    assert keeper.post(page, filled(keeper, page, name="Nia Rees", **known)).status_code == 302
    actions.put_person(PersonPaper("Nia Rhys", (Known("native", "nia"),), gender="female"), by="test")
    nia = Person.objects.get(identifiers__value="nia")
    assert (nia.name, nia.gender) == ("Nia Rees", "female")
    assert [entry.action for entry in AuditEntry.objects.about(nia)] == [
        "record.put_person",
        "record.enter",
        "record.enter",
    ]


def test_a_membership_is_in_the_history_of_its_person_and_queues_what_they_said(keeper):
    seat = Membership.objects.filter(organization__names__en="Greens").first()
    page = address("membership", "change", seat.pk)
    assert keeper.post(page, filled(keeper, page, until="2030")).status_code == 302
    assert AuditEntry.objects.about(seat.person).first().facts["row"] == str(seat.pk)
    assert Unindexed.objects.filter(owner=f"speaker:{seat.person_id}").exists()
    assert "Until" in keeper.get(address("membership", "history", seat.pk)).content.decode()


@pytest.mark.parametrize(("kind", "model"), [("person", Person), ("organization", Organization), ("area", Area)])
def test_what_is_in_use_is_not_deleted_and_the_page_says_why(keeper, kind, model):
    row = model.objects.filter(memberships__isnull=False).first()
    page = address(kind, "delete", row.pk)
    for answer in (keeper.get(page), keeper.post(page, {"post": "yes"})):
        shown = answer.content.decode()
        assert "is in use and cannot be deleted" in shown and "Memberships: " in shown
    with pytest.raises(StillUsed):
        actions.remove(row, by="test")
    assert model.objects.filter(pk=row.pk).exists()


def test_what_nobody_speaks_of_is_deleted_with_its_identifiers(keeper):
    actions.put_person(PersonPaper("Nobody Yet", (Known("native", "nobody"),)), by="test")
    row = Person.objects.get(name="Nobody Yet")
    assert keeper.post(address("person", "delete", row.pk), {"post": "yes"}).status_code == 302
    assert not Person.objects.filter(pk=row.pk).exists()
    assert not Identifier.objects.filter(value="nobody").exists()
    assert AuditEntry.objects.about(row).first().action == "record.remove"
    assert Unindexed.objects.filter(owner=f"person:{row.pk}").exists()


def test_a_refusal_says_nothing_of_what_an_office_holds(house, member_office):
    row = Person.objects.get(name="Alda Ferrer")
    MemberOffice.objects.create(office=member_office, person=row)
    with pytest.raises(StillUsed) as refused:
        actions.remove(row, by="test")
    assert member_office.name not in str(refused.value)


def test_how_far_a_bill_goes_is_said_of_its_texts_too(keeper):
    bill = Document.objects.get()
    page = address("document", "change", bill.pk)
    assert keeper.post(page, filled(keeper, page, classification="internal")).status_code == 302
    assert set(bill.versions.values_list("classification", flat=True)) == {"internal"}
    assert AuditEntry.objects.about(bill)[0].action == "record.classify"


def test_a_step_of_a_bill_is_entered_after_the_others_and_is_in_the_history_of_the_bill(keeper):
    bill = Document.objects.get()
    last = bill.steps.last()
    page = address("document", "change", bill.pk)
    at = f"steps-{bill.steps.count()}"
    typed = {f"{at}-stage": "passed", f"{at}-date": "2026-11-30", f"{at}-order": "", f"{at}-notes__en": "As amended."}
    sent = filled(keeper, page, **typed) | {"steps-TOTAL_FORMS": str(bill.steps.count() + 1)}
    assert keeper.post(page, sent).status_code == 302
    step = bill.steps.last()
    assert (step.stage, step.order, step.notes) == ("passed", last.order + 1, {"en": "As amended."})
    assert bill.stage == "passed"
    assert "Stage" in keeper.get(address("document", "history", bill.pk)).content.decode()


def test_two_steps_of_a_bill_have_no_place_together(keeper):
    bill = Document.objects.get()
    page = address("document", "change", bill.pk)
    at = f"steps-{bill.steps.count()}"
    typed = {f"{at}-stage": "passed", f"{at}-date": "2026-11-30", f"{at}-order": str(bill.steps.last().order)}
    sent = filled(keeper, page, **typed) | {"steps-TOTAL_FORMS": str(bill.steps.count() + 1)}
    assert keeper.post(page, sent).status_code == 200
    assert bill.steps.filter(stage="passed").count() == 0


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("person", "angstrom", "Celia Ångström"),
        ("organization", "VERTS", "Greens"),
        ("area", "north", "Northport"),
        ("document", "rivieres", "River Bill"),
        ("membership", "tellier greens", "Bruno Tellier"),
    ],
)
def test_a_search_looks_past_accents_capitals_and_languages(keeper, kind, words, found):
    shown = keeper.get(address(kind, "changelist"), {"q": words}).content.decode()
    assert found in shown
    assert found not in keeper.get(address(kind, "changelist"), {"q": f"{words} nowhere"}).content.decode()


def test_a_choice_is_offered_while_one_types(keeper):
    asked = {"app_label": "record", "model_name": "membership", "field_name": "organization", "term": "gree"}
    choices = keeper.get(reverse("admin:autocomplete"), asked).json()
    assert [each["text"] for each in choices["results"]] == ["Greens"]
    assert keeper.get(reverse("admin:autocomplete")).json()["results"] == []


def test_nothing_that_an_office_holds_and_no_letter_is_in_the_admin():
    registered = set(site._registry)
    assert {table._meta.app_label for table in registered} == {"record"}
    for table in registered:
        related = {field.related_model for field in table._meta.get_fields() if field.concrete and field.is_relation}
        assert {other._meta.app_label for other in related} <= {"record"}, table
    assert not [
        table
        for table in registered
        if "office" in {field.name for field in table._meta.get_fields() if field.concrete}
    ]
    assert len([app for app in apps.get_app_configs() if app.name == "django.contrib.admin"]) == 1


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("editor", 200), ("administrator", 200), ("researcher", 403), ("member", 403)]
)
def test_reference_data_is_for_those_who_keep_it(client, request, house, who, status):
    client.force_login(request.getfixturevalue(who))
    row = Person.objects.first()
    for page in (reverse("admin:index"), address("person", "changelist"), address("person", "change", row.pk)):
        assert client.get(page).status_code == status


def test_an_internal_bill_is_in_the_list_of_those_who_read_it_only(keeper):
    Document.objects.update(classification="confidential")
    assert "River Bill" not in keeper.get(address("document", "changelist")).content.decode()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_its_pages_are_in_the_language_of_the_reader(keeper, clerk, language):
    type(clerk).objects.filter(pk=clerk.pk).update(language=language)
    shown = keeper.get(address("person", "change", Person.objects.first().pk)).content.decode()
    with translation.override(language):
        assert str(Person._meta.get_field("sort_name").verbose_name) in shown
    assert "Name to sort by" not in shown
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", shown)
