"""What is signed is believed, and nothing that differs from it by an octet."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hemicycle.channels.fediverse.signatures import NotSigned, Signed, Style, claim_of, new_keys, sign

from .neighbour import ANOTHER_KEY, KEY, cavage, pem, rfc_9421

URL = "https://parliament.test/fediverse/inbox/?a=1"
BARE = "https://parliament.test/fediverse/inbox/"
BODY = b'{"type":"Follow","id":"https://a.test/1"}'
NOW = 1_790_000_000.0
KEY_ID = "https://a.test/users/ana#main-key"
STYLES = {"cavage": cavage, "rfc 9421": rfc_9421}
PUBLIC_PEM, ANOTHER_PEM = pem(KEY), pem(ANOTHER_KEY)


def request(style: str, *, at: float = NOW, leave: str = "") -> Signed:
    headers = STYLES[style](KEY, KEY_ID, BARE, BODY, at, leave)
    return Signed("POST", BARE, {name.lower(): value for name, value in headers.items()}, BODY)


def verifies(signed: Signed, *, by: str = PUBLIC_PEM, now: float = NOW) -> bool:
    try:
        return claim_of(signed, now=now).is_by(by)
    except NotSigned:
        return False


@pytest.mark.parametrize("style", STYLES)
def test_what_another_hand_signed_verifies_by_its_key_alone(style: str) -> None:
    signed = request(style)
    assert claim_of(signed, now=NOW).key_id == KEY_ID
    assert verifies(signed)
    assert not verifies(signed, by=ANOTHER_PEM)
    assert not verifies(signed, by="no key")


@pytest.mark.parametrize("style", Style)
def test_what_we_sign_verifies_with_its_query_and_its_host(style: Style) -> None:
    keys = new_keys()
    headers = sign("POST", URL, BODY, key_id="k", private_pem=keys["private_key"], at=NOW, style=style)
    signed = Signed("POST", URL, {name.lower(): value for name, value in headers.items()}, BODY)
    assert verifies(signed, by=keys["public_key"])
    assert not verifies(replace(signed, address=BARE), by=keys["public_key"])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seconds", [-301, 301])
def test_five_minutes_before_or_after_it_is_not_believed(style: str, seconds: float) -> None:
    assert verifies(request(style), now=NOW + seconds * 0.99)
    assert not verifies(request(style), now=NOW + seconds)


@pytest.mark.parametrize(
    ("style", "leave"),
    [
        ("cavage", "(request-target)"), ("cavage", "host"), ("cavage", "date"), ("cavage", "digest"),
        ("rfc 9421", "@method"), ("rfc 9421", "@target-uri"), ("rfc 9421", "content-digest"), ("rfc 9421", "created"),
    ],
)  # fmt: skip
def test_what_leaves_something_unsigned_is_not_believed(style: str, leave: str) -> None:
    assert not verifies(request(style, leave=leave))


@pytest.mark.parametrize("style", STYLES)
@given(at=st.integers(0, len(BODY) - 1), octet=st.integers(0, 255))
@settings(deadline=None, max_examples=60)
def test_any_changed_octet_of_the_body_is_seen(style: str, at: int, octet: int) -> None:
    assume(BODY[at] != octet)
    changed = BODY[:at] + bytes([octet]) + BODY[at + 1 :]
    assert not verifies(replace(_REQUESTS[style], body=changed))


@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
@settings(deadline=None, max_examples=150)
def test_any_changed_character_of_what_is_signed_is_seen(style: str, data: st.DataObject) -> None:
    signed = _REQUESTS[style]
    names = ["host", "date", "digest", "content-type"] if style == "cavage" else ["host", "date", "content-digest"]
    name = data.draw(st.sampled_from(names))
    value = signed.headers[name]
    at, sign = data.draw(st.integers(0, len(value) - 1)), data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    assume(value[at] != sign)
    changed = {**signed.headers, name: value[:at] + sign + value[at + 1 :]}
    assert not verifies(replace(signed, headers=changed))


@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
@settings(deadline=None, max_examples=150)
def test_another_method_host_or_target_is_seen(style: str, data: st.DataObject) -> None:
    signed = _REQUESTS[style]
    at = data.draw(st.integers(len("https://"), len(BARE) - 1))
    sign = data.draw(st.sampled_from("abcxyz0189-_~"))
    assume(BARE[at] != sign)
    assert not verifies(replace(signed, address=BARE[:at] + sign + BARE[at + 1 :]))
    assert not verifies(replace(signed, method=data.draw(st.sampled_from(["GET", "PUT", "DELETE"]))))


@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
@settings(deadline=None, max_examples=200)
def test_what_stands_in_the_signature_itself_may_be_anything(style: str, data: st.DataObject) -> None:
    """A changed signature is refused; whatever is written there raises nothing but NotSigned."""
    signed = _REQUESTS[style]
    name = data.draw(st.sampled_from(["signature"] if style == "cavage" else ["signature", "signature-input"]))
    written = data.draw(
        st.text(max_size=80) | st.from_regex(r'[a-z]{1,5}=[:("][^\n]{0,40}[:)"][;,][a-z]{1,8}=[0-9]{1,3}')
    )
    assert not verifies(replace(signed, headers={**signed.headers, name: written}))


@pytest.mark.parametrize("name", ["signature", "signature-input"])
def test_a_signature_made_to_hurt_costs_nothing(name: str) -> None:
    for hurting in ('a="' * 1_300, "a=(" + '"b" ' * 1_000, "a=();" * 800, 'a=("b");c="' + "\\" * 3_900):
        # One that cost as much as it is meant to would not end before the watchdog of the run.
        assert not verifies(Signed("POST", BARE, {"signature": hurting, name: hurting}, BODY))


_REQUESTS = {style: request(style) for style in STYLES}
