"""Templates: what recurs is written once, and what changes is asked for in every language in which it stands."""

import pytest
from django.urls import reverse

from hemicycle.accounts.roles import Role
from hemicycle.desk import actions
from hemicycle.desk.errors import NameTaken
from hemicycle.desk.models import Announcement, Template
from tests.cast import person

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": ("{committee} meets", "It meets on {day} in room {room}. {committee} is open."),
    "fr": ("Réunion : {committee}", "Elle se réunit {day}."),
}


@pytest.fixture
def template(office, officer) -> Template:
    return actions.save_template(office=office, name="Committee", texts=TEXTS, by=officer)


def here(name, template):
    return reverse(f"desk:{name}", args=[template.pk])


def test_it_asks_each_thing_once_in_each_language_and_puts_it_in_every_place(template, officer, sign_in, site):
    client = sign_in(officer)
    page = client.get(here("use_template", template)).content.decode()
    assert page.count('name="en-') == 3 and page.count('name="fr-') == 2

    values = {"en-0": "Finance", "en-1": "Tuesday", "en-2": "4 {b}", "fr-0": "Finances", "fr-1": "mardi"}
    answer = client.post(here("use_template", template), values)
    announcement = Announcement.objects.get()
    assert answer.url == reverse("desk:compose", args=[announcement.address])
    said = {one.lang: (one.title, one.body) for one in announcement.texts.all()}
    assert said["en"] == ("Finance meets", "It meets on Tuesday in room 4 {b}. Finance is open.")
    assert said["fr"] == ("Réunion : Finances", "Elle se réunit mardi.")


def test_what_is_left_open_is_refused_at_its_field(template, officer, sign_in):
    answer = sign_in(officer).post(here("use_template", template), {"en-0": "Finance"})

    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["en-1", "en-2", "fr-0", "fr-1"]
    assert not Announcement.objects.exists()


def test_the_texts_of_an_announcement_become_one(write, officer, office, sign_in):
    client = sign_in(officer)
    announcement = write()
    page = client.get(f"{reverse('desk:new_template')}?from={announcement.address}").content.decode()
    assert "The House sits on Tuesday" in page and "La Chambre siège mardi" in page

    client.post(reverse("desk:new_template"), {"name": "Sitting", "office": office.pk, "title-en": "It sits"})
    assert Template.objects.get().texts == {"en": {"title": "It sits", "body": ""}}
    assert "Sitting" in client.get(reverse("desk:templates")).content.decode()


def test_one_without_words_or_with_a_name_that_is_taken_is_refused_at_its_field(template, officer, office, sign_in):
    client, address = sign_in(officer), reverse("desk:new_template")
    empty = client.post(address, {"name": "Empty", "office": office.pk})
    taken = client.post(address, {"name": "Committee", "office": office.pk, "title-en": "It sits"})

    assert empty.status_code == 422 and list(empty.context["form"].errors) == ["title-en"]
    assert taken.status_code == 422 and list(taken.context["form"].errors) == ["name"]
    assert Template.objects.count() == 1


def test_removed_it_comes_back_by_undo_unless_its_name_is_taken(template, officer, office, sign_in):
    client = sign_in(officer)
    answer = client.post(here("remove_template", template), follow=True)
    assert here("restore_template", template) in answer.content.decode()
    assert client.get(here("use_template", template)).status_code == 404

    client.post(here("restore_template", template))
    assert client.get(here("use_template", template)).status_code == 200

    client.post(here("remove_template", template))
    actions.save_template(office=office, name="Committee", texts=TEXTS, by=officer)
    template.refresh_from_db()
    with pytest.raises(NameTaken):
        actions.restore_template(template, by=officer)


def test_it_belongs_to_its_office(template, other_office, outsider, clerk, sign_in):
    theirs = sign_in(person("Thea Editor", Role.EDITOR, office=other_office))
    assert "Committee" not in theirs.get(reverse("desk:templates")).content.decode()
    for name in ("template", "use_template"):
        assert theirs.get(here(name, template)).status_code == 404
    for name in ("remove_template", "restore_template"):
        assert theirs.post(here(name, template)).status_code == 404
    for somebody in (outsider, clerk):
        assert sign_in(somebody).get(reverse("desk:templates")).status_code == 403
