"""Templates: what recurs is written once, and what changes is asked for in every language in which it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.desk import actions
from hemicycle.desk.errors import InUse, NameTaken
from hemicycle.desk.models import Announcement, LibraryItem, Template, TemplateTarget
from hemicycle.follow.models import Topic
from tests.cast import person

from . import picture_files as files

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


@pytest.fixture
def network(office) -> Account:
    return channels.open_account(office=office, kind="mastodon", name="Square", address="@house", by="test")


@pytest.fixture
def full(write, site, network, officer, settings, tmp_path) -> Announcement:
    """On two channels, one with a text of its own in English, with a picture, a topic and a warning."""
    settings.MEDIA_ROOT = tmp_path
    topic = Topic.objects.create(address="sittings", names={"en": "Sittings"})
    announcement = write(accounts=[site, network], purpose="outreach", hashtags={"en": ["Valmora"]})
    actions.change(announcement, edit=announcement.edit, topics=[topic], by=officer)
    target = announcement.targets.get(account=network)
    actions.write_own_text(target, lang="en", text="{committee} sits.", by=officer)
    medium = actions.add_picture(announcement, name="hall.png", content=files.png(64, 48), by=officer)
    actions.describe_media_file(medium, alternatives={"en": "The hall"}, credit="A. Photographer", by=officer)
    announcement.refresh_from_db()
    return announcement


def saved_from(announcement, client, **changed) -> Template:
    """As its page begins, with nothing but these changed."""
    address = f"{reverse('desk:new_template')}?from={announcement.address}"
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "replaces"} | changed
    answer = client.post(address, data | {"office": announcement.office_id})
    assert answer.status_code == 302, answer.context["form"].errors
    return Template.objects.latest("pk")


def used(template, client, **values) -> Announcement:
    answer = client.post(here("use_template", template), values)
    assert answer.status_code == 302, answer.context["form"].errors
    return Announcement.objects.latest("pk")


def test_it_keeps_channels_their_own_texts_pictures_and_kind_and_gives_all_of_it_again(
    full, network, site, officer, sign_in
):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    begun = used(template, client, **{"en-0": "The committee"})

    assert {one.account: one.own_texts for one in begun.targets.all()} == {
        site: {},
        network: {"en": "The committee sits."},
    }
    (picture,) = begun.media.all()
    assert (picture.item, picture.alternatives, picture.credit) == (
        full.media.get().item,
        {"en": "The hall"},
        "A. Photographer",
    )
    assert (begun.purpose, begun.hashtags) == ("outreach", {"en": ["Valmora"]})
    assert [topic.address for topic in begun.topics.all()] == ["sittings"]
    assert begun.by_language.keys() == full.by_language.keys() and begun.release_at is None


def test_its_pages_say_what_comes_with_it(full, officer, sign_in):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    for name in ("use_template", "template"):
        text = " ".join(client.get(here(name, template)).text.split())
        for said in (
            "Square",
            "Our site",
            "Invite to take part",
            "Sittings",
            "#Valmora",
            "The hall",
            "A. Photographer",
        ):
            assert said in text, (name, said)
    assert "Square" in client.get(reverse("desk:templates")).text


def test_what_is_closed_or_whose_rights_have_ended_is_left_out_and_said(full, network, officer, sign_in):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    channels.close_account(network, by="test")
    item = full.media.get().item
    actions.change_item(item, edit=item.edit, usable_until=timezone.localdate() - timedelta(days=1), by=officer)

    assert "Left out: Square (closed), hall.png (rights ended on" in client.get(here("use_template", template)).text
    answer = client.post(here("use_template", template), {"en-0": "It"}, follow=True)
    assert "Left out: Square (closed), hall.png" in answer.text
    begun = Announcement.objects.latest("pk")
    assert [one.account.name for one in begun.targets.all()] == ["Our site"] and not begun.media.exists()


def test_a_copy_says_which_channel_it_leaves_out(full, network, officer, sign_in):
    channels.close_account(network, by="test")
    answer = sign_in(officer).post(reverse("desk:duplicate", args=[full.address]), follow=True)
    assert "Left out: Square (closed)." in answer.text


def test_channels_own_texts_and_pictures_are_changed_on_its_page(full, site, network, officer, sign_in):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    data = {"name": "Sitting", "office": template.office_id, "title-en": "It sits", "accounts": [site.pk]}
    lost = client.post(here("template", template), data | {f"own-{network.pk}-en": "Still here"})
    assert list(lost.context["form"].errors) == [f"own-{network.pk}-en"]

    client.post(here("template", template), data | {f"own-{site.pk}-en": "On our site"})
    assert [(one.account, one.own_texts) for one in template.targets.all()] == [(site, {"en": "On our site"})]
    assert not template.media.exists() and template.topics.count() == 1


def test_saved_under_a_name_that_is_taken_it_replaces_that_one_where_one_says_so(template, full, officer, sign_in):
    client = sign_in(officer)
    address = f"{reverse('desk:new_template')}?from={full.address}"
    data = {"name": "Committee", "office": full.office_id, "title-en": "It sits"}
    refused = client.post(address, data)
    assert list(refused.context["form"].errors) == ["name"] and 'name="replaces"' in refused.text

    client.post(address, data | {"replaces": "on"})
    assert Template.objects.get().texts == {"en": {"title": "It sits", "body": ""}}


def test_one_from_before_there_were_channels_begins_as_every_draft(template, site, feed, officer, sign_in):
    values = {"en-0": "Finance", "en-1": "Tuesday", "en-2": "4", "fr-0": "Finances", "fr-1": "mardi"}
    begun = used(template, sign_in(officer), **values)
    assert {one.account for one in begun.targets.all()} == {site, feed}


def test_its_pictures_are_not_deleted_from_the_library_while_it_is_in_use(full, officer, sign_in):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    item = full.media.get().item
    actions.remove_media_file(full.media.get(), by=officer)

    assert "Templates that use it:" in client.get(reverse("desk:media_item", args=[item.pk])).text
    with pytest.raises(InUse):
        actions.delete_item(item, by=officer)
    actions.remove_template(template, by=officer)
    actions.delete_item(item, by=officer)
    assert not LibraryItem.objects.exists()


def test_who_only_approves_an_announcement_makes_no_template_of_it(full, other_office, sign_in):
    theirs = sign_in(person("Thea Editor", Role.EDITOR, office=other_office))
    assert theirs.get(f"{reverse('desk:new_template')}?from={full.address}").status_code in (403, 404)


def test_it_holds_nothing_of_another_office(template, other_office, officer):
    theirs = channels.open_account(office=other_office, kind="web", name="Theirs", address="web", by="test")
    holds = replace(actions.held_by(template), own_texts={theirs: {}})
    with pytest.raises(PermissionError):
        actions.save_template(
            office=template.office, name="Mine", texts=TEXTS, template=template, holds=holds, by=officer
        )


def test_its_page_costs_the_same_with_many_channels(full, office, officer, sign_in):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")

    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(here(name, template))
        return len(queries)

    before = [cost(name) for name in ("template", "use_template")]
    for number in range(6):
        account = channels.open_account(
            office=office, kind="mastodon", name=f"N{number}", address=f"@h{number}", by="test"
        )
        TemplateTarget.objects.create(template=template, account=account)
    assert [cost(name) for name in ("template", "use_template")] == before and max(before) <= 25


@pytest.mark.parametrize("title", ["Tours begin on {day", "Tours begin on day}", "{a\nb}", "{" + "d" * 41 + "}", "{}"])
def test_a_brace_that_asks_for_nothing_is_refused_at_its_field(office, officer, sign_in, title):
    data = {"name": "Tours", "office": office.pk, "title-en": "Tours", "body-fr": title}
    answer = sign_in(officer).post(reverse("desk:new_template"), data)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["body-fr"]
    assert not Template.objects.exists()


def test_a_language_that_asks_for_less_than_another_is_named(office, officer, sign_in):
    data = {"name": "Tours", "office": office.pk, "title-en": "Tours on {day}", "title-fr": "Visites le 6 mars"}
    page = sign_in(officer).post(reverse("desk:new_template"), data, follow=True).text
    assert "Not every language asks for as many things: English 1, Français 0." in page


def test_own_texts_stand_among_the_texts_of_its_use(full, network, officer, sign_in):
    client = sign_in(officer)
    page = " ".join(client.get(here("use_template", saved_from(full, client, name="Sitting"))).text.split())
    assert f"Own text for {network.name}, English" in page and "{committee} sits." in page
    assert page.index("Own text for") < page.index("Comes with it")


def test_a_brace_that_is_not_closed_in_an_own_text_is_named_by_channel_and_language(full, network, officer, sign_in):
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    form = client.get(here("template", template)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "replaces"}
    data |= {f"own-{network.pk}-en": "{committee sits.", "office": full.office_id}
    answer = client.post(here("template", template), data)
    assert answer.status_code == 422
    assert f"Own text for {network.name}, English: Close each brace" in " ".join(answer.text.split())


@pytest.fixture
def changed(full, network, officer, sign_in):
    """Saves a template as its page begins, with these changed."""
    client = sign_in(officer)
    template = saved_from(full, client, name="Sitting")
    form = client.get(here("template", template)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "replaces"}
    return lambda **values: client.post(here("template", template), data | values | {"office": full.office_id})


def test_an_own_text_in_a_language_without_title_and_text_is_refused_at_its_field(changed, network):
    answer = changed(**{"title-fr": "", "body-fr": "", f"own-{network.pk}-fr": "{commission} siège"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [f"own-{network.pk}-fr"]
    assert "no title or text in this language. Write one, or empty this text." in answer.text
    assert changed(**{"title-fr": "Séance", "body-fr": "", f"own-{network.pk}-fr": "Elle siège"}).status_code == 302


def test_a_new_template_of_an_office_still_to_be_chosen_says_when_its_channels_come(
    office, other_office, officer, sign_in
):
    client, address = sign_in(officer), reverse("desk:new_template")
    said = "Channels and their own texts follow on the next page"
    assert said not in client.get(address).text
    accounts.assign(officer, office=other_office, role=Role.OFFICER, by="test")
    assert said in client.get(address).text
