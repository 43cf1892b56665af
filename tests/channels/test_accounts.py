"""The register of accounts: each office its own, who answers for each, secrets written and never read."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import NotAuthorised
from hemicycle.channels.errors import UnknownChannel
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import ADAPTERS, unverified_kinds
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

pytestmark = pytest.mark.django_db

REGISTER = reverse("channels:accounts")
SECRETS = {"password": "hunter2-smtp", "imap_password": "hunter3-imap", "dkim_key": "-----BEGIN KEY hunter4"}


@pytest.fixture
def news(office, officer):
    """E-mail of the office, with settings that were made on the machine and secrets."""
    known = {"settings": {"host": "mail.example", "port": 587, "authority": "/etc/own.pem"}, "owner": officer}
    return actions.open_account(
        office=office,
        kind="email",
        name="Newsletter",
        address="news@assembly.example",
        secret=SECRETS,
        by="test",
        **known,
    )


def page(name: str, account: Account) -> str:
    return reverse(f"channels:{name}", args=[account.pk])


def filled(client, address: str) -> dict[str, str]:
    """What the form holds as the browser would send it back."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, [])}


def test_the_register_says_who_answers_for_what_and_how_it_is(sign_in, officer, news, account):
    Account.objects.filter(pk=news.pk).update(
        trouble="not-let-in", failures=3, rests_until=timezone.now() + timedelta(hours=1)
    )
    listed = sign_in(officer).get(REGISTER).text
    for words in (
        "Newsletter",
        "news@assembly.example",
        "Oscar Officer",
        "Suspended until",
        "Training is overdue",
        "Sink",
    ):
        assert words in listed
    assert "The user name or the password was not accepted." in listed
    assert "3 times in a row." in sign_in(officer).get(page("account", news)).text


def test_training_is_good_for_as_long_as_the_house_says(sign_in, officer, news):
    today = timezone.localdate()
    for days, overdue in ((364, False), (366, True)):
        actions.change_account(news, trained_on=today - timedelta(days=days), by="test")
        assert ("Training is overdue" in sign_in(officer).get(REGISTER).text) is overdue


def test_training_is_good_for_as_long_as_the_policy_says(sign_in, officer, news):
    ParameterInForce.objects.create(name="training_valid_days", value=30)
    actions.change_account(news, trained_on=timezone.localdate() - timedelta(days=31), by="test")
    assert "Training is overdue" in sign_in(officer).get(REGISTER).text


def test_the_last_activity_is_the_last_message(sign_in, officer, account, put):
    assert "None yet" in sign_in(officer).get(REGISTER).text
    put(account)
    Outbound.objects.update(sent_at=timezone.now(), state="sent")
    assert "None yet" not in sign_in(officer).get(REGISTER).text


@pytest.mark.parametrize("name", ["administrator", "superuser", "editor"])
def test_nobody_of_the_house_sees_the_accounts_of_a_members_office(request, sign_in, member, member_office, name):
    theirs = actions.open_account(
        office=member_office, kind="email", name="Ada’s letters", address="a@b.example", by="x"
    )
    client = sign_in(request.getfixturevalue(name))
    assert "Ada’s letters" not in client.get(REGISTER).text
    for address in ("account", "change_account", "close_account"):
        assert client.get(page(address, theirs)).status_code in (403, 404)
    for address in ("try_connection", "account_hook", "close_account"):
        assert client.post(page(address, theirs)).status_code in (403, 404)
    assert Account.objects.get(pk=theirs.pk).is_open
    assert "Ada’s letters" in sign_in(member).get(REGISTER).text


def test_another_office_of_the_house_sees_and_changes_nothing(sign_in, news, other_office):
    stranger = sign_in(person("Emma Editor", Role.EDITOR, office=other_office))
    assert "Newsletter" not in stranger.get(REGISTER).text
    assert stranger.post(page("change_account", news), {"name": "Mine"}).status_code == 404
    opened = stranger.get(reverse("channels:open_account", args=["research", "email"]))
    assert opened.status_code == 404


def test_an_account_that_nothing_opens_yet_says_so(sign_in, editor, office):
    settings = {"server": "https://social.example"}
    social = actions.open_account(office=office, kind="mastodon", name="Social", address="@a@social.example",
                                  settings=settings, by="test")  # fmt: skip
    assert "Not linked yet" in sign_in(editor).get(page("account", social)).text
    actions.change_account(social, secret={"token": "t"}, by="test")
    shown_error = sign_in(editor).get(page("account", social)).text
    assert "Not linked yet" not in shown_error
    assert "Ready" in shown_error


@pytest.mark.parametrize(
    ("address", "country", "kept"),
    [("612 345 678", "34", "+34612345678"), ("0712 345678", "ke", "+254712345678"), ("38383", "34", "38383"),
     ("VALMORA", "", "VALMORA"), ("+44 7911 123456", "34", "+447911123456")],
)  # fmt: skip
def test_the_number_of_an_account_is_kept_in_one_form(sign_in, editor, office, address, country, kept):
    form = reverse("channels:open_account", args=[office.slug, "gammu"])
    said = {"name": "Texts", "address": address, "setting-country": country, "setting-most_segments": "10"}
    assert sign_in(editor).post(form, said).status_code == 302
    assert Account.objects.get(kind="gammu").address == kept


@pytest.mark.parametrize(
    ("said", "shown_error"),
    [({"address": "612 345 678"}, "Write it with + and its country’s calling code"),
     ({"address": "38383", "setting-country": "Spain"}, "No country has this calling code or these two letters.")],
)  # fmt: skip
def test_a_number_or_a_country_that_is_none_is_said_at_its_field(sign_in, editor, office, said, shown_error):
    form = reverse("channels:open_account", args=[office.slug, "gammu"])
    answer = sign_in(editor).post(form, {"name": "Texts", **said})
    assert answer.status_code == 422
    (errors,) = answer.context["form"].errors.values()
    assert shown_error in errors[0]


def test_an_officer_looks_and_does_not_change(sign_in, officer, editor, news, office):
    assert sign_in(officer).get(page("account", news)).status_code == 200
    for name in ("change_account", "close_account"):
        assert sign_in(officer).get(page(name, news)).status_code == 403
    # Whoever is an editor elsewhere is none here.
    elsewhere = actions.open_account(office=office, kind="feed", name="Feeds", address="feeds", by="test")
    assert sign_in(editor).get(page("change_account", elsewhere)).status_code == 200


def test_an_account_is_opened_with_what_its_channel_needs(sign_in, editor, office, officer):
    client = sign_in(editor)
    chosen = client.get(reverse("channels:new_account"), {"kind": "smpp", "office": office.pk})
    assert chosen.status_code == 302
    fields = {
        "name": "Text messages", "address": "33100", "languages": ["en", "fr"], "owner": str(officer.pk),
        "setting-host": "smsc.example", "setting-system_id": "house", "setting-port": "2775", "setting-price": "0.08",
        "setting-tls": "on", "setting-confirm_stop": "on", "setting-short_links": "on", "secret-password": "hunter2",
    }  # fmt: skip
    answer = client.post(chosen.url, fields, follow=True)
    opened = Account.objects.get()
    assert answer.redirect_chain[-1][0] == page("account", opened)
    assert opened.settings == {
        "host": "smsc.example", "system_id": "house", "port": 2775, "price": 0.08, "tls": True, "confirm_stop": True,
        "short_links": True,
    }  # fmt: skip
    assert opened.access.secret == {"password": "hunter2"}
    assert (opened.owner, opened.languages) == (officer, ["en", "fr"])
    assert "hunter2" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": "no address"}, "name@example.org"),
        ({"address": "news@assembly.example"}, "has an account with this address already"),
        ({"setting-port": "many"}, "number"),
        ({"setting-topics_domain": "@parliament.test"}, "Enter a valid domain name"),
        ({"is_public": "on"}, "needs a public address"),
        ({"url": "javascript:alert(1)"}, "begins with https://"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_no_secret_comes_back(sign_in, editor, news, wrong, said):
    fields = {
        "name": "More news",
        "address": "more@assembly.example",
        "secret-password": "hunter5",
        "secret-dkim_key": "hunter6",
    }
    answer = sign_in(editor).post(reverse("channels:open_account", args=["research", "email"]), {**fields, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert "hunter" not in answer.text
    assert Account.objects.count() == 1


SERVERS = {
    "email": ("setting-host", "setting-imap_host"), "smpp": ("setting-host",), "wordpress": ("address",),
    "kannel": ("setting-url", "setting-admin_url"), "mastodon": ("setting-server",), "webhook": ("address",),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in SERVERS.items() for name in names])
def test_a_server_in_a_private_network_is_refused_at_its_field_unless_the_installation_lists_it(
    sign_in, editor, settings, kind, name
):
    client, written = sign_in(editor), {"setting-host": "127.0.0.1", "setting-imap_host": "127.0.0.1"}
    where = reverse("channels:open_account", args=["research", kind])
    fields = {"name": "Another", name: written.get(name, "http://127.0.0.1:8080/")}
    settings.PRIVATE_NETWORKS = []
    refused = client.post(where, fields).context["form"].errors[name]
    assert "HEMICYCLE_PRIVATE_NETWORKS" in refused[0]
    settings.PRIVATE_NETWORKS = [ip_network("127.0.0.1")]
    taken = client.post(where, fields)
    assert taken.status_code == 302 or name not in taken.context["form"].errors


@pytest.mark.parametrize("host", ["a..b", "a" * 64, "exa mple", "[::1", "mail.example:25", "user@mail.example"])
def test_what_is_no_name_of_a_server_is_refused_at_its_field(sign_in, editor, host):
    fields = {"name": "News", "address": "more@assembly.example", "setting-host": host}
    answer = sign_in(editor).post(reverse("channels:open_account", args=["research", "email"]), fields)
    assert (answer.status_code, answer.context["form"].errors["setting-host"]) == (
        422,
        ["This is not the name of a server."],
    )


@pytest.mark.parametrize(
    ("kind", "settings_of"),
    [
        ("smpp", {"host": "127.0.0.1", "port": 9}),
        ("email", {"host": "127.0.0.1", "port": 9}),
        ("email", {"host": "127.0.0.1", "port": 9, "security": "tls"}),
        ("mastodon", {"server": "http://127.0.0.1:9"}),
    ],
)
def test_trying_a_connection_is_no_way_to_look_around_in_the_network(
    sign_in, editor, office, settings, kind, settings_of
):
    account = actions.open_account(
        office=office, kind=kind, name="Near", address="near@assembly.example", settings=settings_of,
        secret={"password": "hunter2", "token": "hunter3"}, by="test",
    )  # fmt: skip
    settings.PRIVATE_NETWORKS = []
    said = sign_in(editor).post(page("try_connection", account), follow=True).text
    assert "HEMICYCLE_PRIVATE_NETWORKS" in said
    assert "Refused" not in said


def test_secrets_are_never_shown_and_stay_when_left_empty(sign_in, editor, news):
    client = sign_in(editor)
    for name, said in (("account", "is set"), ("change_account", "Already set")):
        text = client.get(page(name, news)).text
        assert "hunter" not in text
        assert news.key not in text
        assert said in text
    fields = filled(client, page("change_account", news)) | {"name": "Weekly", "setting-host": "mx.example"}
    client.post(page("change_account", news), fields)
    news = Account.objects.get()
    assert (news.name, news.access.secret) == ("Weekly", SECRETS)
    assert news.settings == {
        "host": "mx.example",
        "port": 587,
        "authority": "/etc/own.pem",
        "security": "starttls",
        "imap_security": "tls",
    }
    assert "hunter" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_a_secret_is_replaced_by_writing_and_emptied_by_a_tick_alone(sign_in, editor, news):
    client = sign_in(editor)
    fields = filled(client, page("change_account", news))
    client.post(page("change_account", news), fields | {"secret-password": "new", "forget-imap_password": "on"})
    assert Account.objects.get().access.secret == {"password": "new", "dkim_key": SECRETS["dkim_key"]}


def test_what_was_sealed_with_another_key_can_be_entered_anew(sign_in, editor, news, settings):
    settings.SECRET_KEY = "another" * 9
    client = sign_in(editor)
    assert "encrypted with another key" in client.post(page("try_connection", news), follow=True).text
    fields = filled(client, page("change_account", news)) | {"secret-password": "again"}
    client.post(page("change_account", news), fields)
    assert Account.objects.get().access.secret == {"password": "again"}


def test_the_hook_is_shown_once_it_is_asked_for_and_that_is_noted(sign_in, editor, officer, office):
    kannel = actions.open_account(office=office, kind="kannel", name="Gateway", address="+999600100", by="test")
    client = sign_in(editor)
    assert kannel.key not in client.get(page("account", kannel)).text
    answer = client.post(page("account_hook", kannel))
    assert kannel.access.webhook_url in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEntry.objects.filter(action="channels.show_hook", actor=editor.audit_label).count() == 1
    assert sign_in(officer).post(page("account_hook", kannel)).status_code == 403


def test_the_connection_is_tried_and_nothing_is_sent(sign_in, editor, account, sink, put):
    put(account)
    client = sign_in(editor)
    assert "The connection works. Nothing was sent." in client.post(page("try_connection", account), follow=True).text
    sink.refuses_lines = [NotAuthorised("not-let-in", "535 no")]
    said = client.post(page("try_connection", account), follow=True).text
    assert "The user name or the password was not accepted. 535 no" in said
    assert sink.got == []


def test_an_account_is_closed_after_asking_and_its_secrets_go(sign_in, editor, news):
    client = sign_in(editor)
    assert "Its passwords and keys are deleted." in client.get(page("close_account", news)).text
    assert "The account is closed." in client.post(page("close_account", news), follow=True).text
    closed = Account.objects.get()
    assert (closed.is_open, closed.sealed) == (False, "")
    assert client.get(page("change_account", news)).status_code == 302


def test_an_account_with_something_to_send_stays_open(sign_in, editor, account, put):
    put(account)
    assert "still waiting to be sent" in sign_in(editor).post(page("close_account", account), follow=True).text
    assert Account.objects.get().is_open


def test_a_members_office_does_not_open_the_modem_of_the_house(sign_in, member, member_office):
    client = sign_in(member)
    asked = client.get(reverse("channels:new_account"), {"kind": "gammu", "office": member_office.pk})
    assert asked.status_code == 422
    assert client.get(reverse("channels:open_account", args=[member_office.slug, "gammu"])).status_code == 404
    assert client.get(reverse("channels:open_account", args=[member_office.slug, "email"])).status_code == 200


@pytest.mark.parametrize("kind", sorted(unverified_kinds()))
def test_what_was_never_verified_is_offered_only_where_the_installation_says_so(
    sign_in, editor, office, settings, kind
):
    client, form = sign_in(editor), reverse("channels:open_account", args=[office.slug, kind])
    assert kind not in client.get(reverse("channels:new_account")).text
    assert client.get(form).status_code == 404
    with pytest.raises(UnknownChannel):
        actions.open_account(office=office, kind=kind, name="Early", by="test")
    settings.UNVERIFIED_CHANNELS = [ADAPTERS[kind].unverified]
    assert "not verified against the real service" in client.get(reverse("channels:new_account")).text
    opened = actions.open_account(office=office, kind=kind, name="Early", by="test")
    settings.UNVERIFIED_CHANNELS = []
    for name in ("account", "change_account"):
        assert "Not verified against the real service" in client.get(page(name, opened)).text


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
def test_no_form_asks_for_what_belongs_to_the_machine(sign_in, editor, office, settings, kind):
    settings.UNVERIFIED_CHANNELS = [ADAPTERS[one].unverified for one in unverified_kinds()]
    form = sign_in(editor).get(reverse("channels:open_account", args=[office.slug, kind])).context["form"]
    asked = {name.removeprefix("setting-") for name in form.fields}
    elsewhere = {name for adapter in ADAPTERS.values() for name in adapter.machine_settings}
    assert "folder" in elsewhere
    assert not asked & elsewhere


def test_what_belongs_to_the_machine_is_set_on_the_machine(news, capsys):
    call_command("account_setting", news.pk, "folder", "/srv/letters")
    call_command("account_setting", news.pk, "authority")
    news.refresh_from_db()
    assert news.settings == {"host": "mail.example", "port": 587, "folder": "/srv/letters"}
    assert capsys.readouterr().out == "Newsletter: folder set.\nNewsletter: authority removed.\n"
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.actor) == ("channels.change_account", "command line")


@pytest.mark.parametrize(
    ("setting", "says"),
    [("host", "here are set: transport, folder, authority"), ("", "is no setting of Newsletter (email)")],
)
def test_the_machine_sets_nothing_that_a_form_asks_for(news, setting, says):
    with pytest.raises(CommandError, match=re.escape(says)) as refusal:
        call_command("account_setting", news.pk, setting, "elsewhere.example")
    assert refusal.value.returncode == 2
    news.refresh_from_db()
    assert news.settings["host"] == "mail.example"


def test_the_machine_sets_nothing_of_an_account_that_is_closed_or_not_there(news):
    actions.close_account(news, by="test")
    for number in (news.pk, news.pk + 1):
        with pytest.raises(CommandError, match=f"no open account {number}"):
            call_command("account_setting", number, "folder", "/srv/letters")


def test_what_imitates_our_public_accounts_is_reported_on_the_page_and_as_a_file(sign_in, officer, news):
    actions.change_account(news, url="https://assembly.example", is_public=True, by="test")
    client, address = sign_in(officer), reverse("channels:lookalikes")
    fields = {"seen": "https://аssembly.example\nassembly.example\n\n@gardening\n=cmd()"}
    text = client.post(address, fields).text
    assert "It reads like “assembly”" in text
    assert "It is ours." in text
    assert "Like nothing of ours." in text
    answer = client.post(address, fields | {"csv": "1"})
    assert answer.headers["Content-Disposition"].endswith('"look-alikes.csv"')
    assert AuditEntry.objects.get(action="channels.export_lookalikes").about == "channels.account"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("https://аssembly.example,Newsletter,https://assembly.example,")
    assert lines[4].startswith("'=cmd(),")


@pytest.mark.parametrize("seen", ["", "\n", "\n".join(map(str, range(201))), "a" * 301])
def test_a_report_on_nothing_or_on_too_much_is_refused(sign_in, officer, seen):
    assert sign_in(officer).post(reverse("channels:lookalikes"), {"seen": seen}).status_code == 422


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_pages_are_for_everybody(visit, editor, news, language, scheme, width):
    type(editor).objects.filter(pk=editor.pk).update(language=language)
    tab = visit(REGISTER, by=editor, scheme=scheme, width=width)
    addresses = [page(name, news) for name in ("account", "change_account", "close_account")]
    more = [reverse("channels:new_account"), reverse("channels:open_account", args=["research", "smpp"])]
    for address in (REGISTER, *addresses, *more, reverse("channels:lookalikes")):
        tab.goto(address)
        assert tab.get_attribute("html", "lang") == language
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)
    tab.fill("#id_seen", "https://other.example/@assembly\n@nothing")
    with tab.expect_navigation():
        tab.click("form .btn-primary")
    assert_accessible(tab)
    assert_no_sideways_scrolling(tab)
