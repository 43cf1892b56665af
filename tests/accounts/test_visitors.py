"""Who a visitor is behind proxies, and that one visitor's limits are nobody else's."""

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from hemicycle.accounts.models import User
from hemicycle.accounts.visitors import visitor_address, visitor_network
from hemicycle.rules.models import ParameterInForce
from tests.accounts.test_sign_in import give
from tests.cast import PASSWORD

PROXY = "10.0.0.9"


@pytest.fixture
def behind_proxy(settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]


def address(*, peer: str = PROXY, forwarded: str | None = None) -> str:
    sent = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return visitor_address(RequestFactory().get("/", REMOTE_ADDR=peer, **sent))


def from_visitor(number: int) -> Client:
    return Client(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")


def test_sixty_wrong_passwords_of_one_visitor_lock_out_no_other(behind_proxy: None, clerk: User, editor: User) -> None:
    for number in range(61):
        give(from_visitor(1), f"nobody{number}@assembly.example", "guess")
    assert b"Too many" in give(from_visitor(1), editor.email).content
    other = from_visitor(2)
    give(other, clerk.email)
    assert other.session["_auth_user_id"] == str(clerk.pk)


def test_guesses_at_one_account_are_counted_from_wherever_they_come(behind_proxy: None, clerk: User) -> None:
    for number in range(5):
        give(from_visitor(number), clerk.email, "guess")
    assert b"Too many" in give(from_visitor(9), clerk.email).content


def test_visitors_behind_one_proxy_ask_the_interface_each_by_themselves(behind_proxy: None, db: None) -> None:
    ParameterInForce.objects.create(name="api_requests_a_minute", value=1)
    cache.clear()
    answers = [from_visitor(number).get("/api/v1/bills").status_code for number in (1, 1, 2)]
    assert answers == [200, 429, 200]


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        # From its end, past proxies of ours; what stands before the first stranger was written by that stranger.
        (PROXY, "203.0.113.1", "203.0.113.1"),
        (PROXY, "198.51.100.66, 203.0.113.1, 10.0.0.7", "203.0.113.1"),
        (PROXY, "10.0.0.7", "10.0.0.7"),
        # With a port, as some balancers write it, and in brackets; IPv4 as seen by a socket of IPv6.
        (PROXY, "203.0.113.1:50123", "203.0.113.1"),
        (PROXY, "[2001:db8::1]:50123", "2001:db8::1"),
        ("::ffff:10.0.0.9", "203.0.113.1", "203.0.113.1"),
        # Nothing, or no address: the proxy itself is what is known.
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, "203.0.113.1, unknown", PROXY),
        # Who is no proxy of ours says what they like.
        ("198.51.100.66", "203.0.113.1", "198.51.100.66"),
        ("", "203.0.113.1", ""),
    ],
)
def test_the_visitor_is_read_from_the_end_of_what_trusted_proxies_wrote(
    behind_proxy: None, peer: str, forwarded: str | None, visitor: str
) -> None:
    assert address(peer=peer, forwarded=forwarded) == visitor


def test_a_proxy_that_asks_through_a_socket_is_trusted_where_the_setting_says_so(settings) -> None:
    settings.TRUSTED_PROXIES = ["unix"]
    assert address(peer="", forwarded="203.0.113.1") == "203.0.113.1"
    assert address(peer="") == address(peer="", forwarded="unknown") == ""


def test_without_the_setting_nobody_is_believed_about_a_visitor(settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert address(peer="127.0.0.1", forwarded="203.0.113.1") == "127.0.0.1"


def test_visitors_of_one_ipv6_network_are_counted_as_one(behind_proxy: None) -> None:
    def network(forwarded: str) -> str:
        return visitor_network(RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded))

    assert network("2001:db8:0:7::1") == network("2001:db8:0:7:ffff::2") == "2001:db8:0:7::/64"
    assert network("2001:db8:0:8::1") != network("2001:db8:0:7::1")
    assert network("203.0.113.1") == "203.0.113.1"


def test_a_server_that_does_not_know_who_asks_lets_people_sign_in(clerk: User) -> None:
    client = Client(REMOTE_ADDR="")
    assert client.post("/account/login/", {"login": clerk.email, "password": PASSWORD}).status_code == 302
