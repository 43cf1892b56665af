"""An account is linked on the network's own page, by its owner, and nobody types a token."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from hemicycle.channels import actions
from hemicycle.channels.contract import NotAuthorised
from hemicycle.channels.models import Account
from hemicycle.channels.registry import adapter_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(office, snac) -> Account:
    return actions.open_account(
        office=office, kind="mastodon", name="Snac", address=snac.handle("desk"), by="test",
        settings={"server": snac.address},
    )  # fmt: skip


def begun(client, account: Account) -> str:
    """The address of the network's page."""
    answer = client.post(f"/channels/accounts/{account.pk}/link/")
    assert answer.status_code == 200
    found = re.search(r'href="(http[^"]+/oauth/authorize[^"]+)"', answer.content.decode())
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_the_owner_lets_us_in_and_the_account_speaks(account, snac, editor, sign_in):
    client = sign_in(editor)
    back = urlsplit(snac.allow(begun(client, account), "desk"))
    answer = client.get(f"{back.path}?{back.query}", follow=True)
    assert "The account is linked" in answer.content.decode()
    linked = Account.objects.get()
    assert linked.secrets_set == {"token", "client_id", "client_secret"}
    assert linked.settings["characters"] > 500
    adapter_of("mastodon").connect(linked.access).close()


def test_an_answer_that_belongs_to_another_browser_changes_nothing(account, snac, editor, sign_in):
    back = urlsplit(snac.allow(begun(sign_in(editor), account), "desk"))
    other = sign_in(editor)
    answer = other.get(f"{back.path}?{back.query}", follow=True)
    assert "belongs to no linking of yours" in answer.content.decode()
    assert "token" not in Account.objects.get().secrets_set


def test_an_answer_counts_once_and_only_with_its_word(account, editor, sign_in):
    client = sign_in(editor)
    state = parse_qs(urlsplit(begun(client, account)).query)["state"][0]
    for wrong in ("", "another", state):
        answer = client.get("/channels/accounts/linked/", {"state": wrong, "code": "x"}, follow=True)
        assert "belongs to no linking of yours" in answer.content.decode()


def test_who_is_not_authorised_is_informed(account, editor, sign_in):
    client = sign_in(editor)
    state = parse_qs(urlsplit(begun(client, account)).query)["state"][0]
    answer = client.get("/channels/accounts/linked/", {"state": state, "error": "access_denied"}, follow=True)
    assert "Access was not granted" in answer.content.decode()


def test_a_code_that_the_network_does_not_know_links_nothing(account, editor, sign_in):
    client = sign_in(editor)
    state = parse_qs(urlsplit(begun(client, account)).query)["state"][0]
    answer = client.get("/channels/accounts/linked/", {"state": state, "code": "invented"}, follow=True)
    assert "It could not be linked" in answer.content.decode()


def test_who_was_signed_in_there_as_themselves_links_nothing(account, snac, editor, sign_in):
    client = sign_in(editor)
    back = urlsplit(snac.allow(begun(client, account), "ana"))
    answer = client.get(f"{back.path}?{back.query}", follow=True)
    assert "another account than this one" in answer.content.decode()
    assert "token" not in Account.objects.get().secrets_set


def test_whoever_does_not_keep_accounts_links_none(account, officer, outsider, other_clerk, sign_in):
    for somebody in (officer, outsider, other_clerk):
        assert sign_in(somebody).post(f"/channels/accounts/{account.pk}/link/").status_code == 403


def test_a_closed_account_gives_back_what_opened_it(account, snac, editor, sign_in):
    client = sign_in(editor)
    back = urlsplit(snac.allow(begun(client, account), "desk"))
    client.get(f"{back.path}?{back.query}")
    access = Account.objects.get().access
    client.post(f"/channels/accounts/{account.pk}/close/")
    assert not Account.objects.get().is_open
    with pytest.raises(NotAuthorised):
        adapter_of("mastodon").connect(access)
