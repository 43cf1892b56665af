"""Signatures of HTTP requests: draft-cavage-http-signatures-12, and RFC 9421 with Content-Digest; both made and read.

Of what is read, method, target, host, date and digest must be signed, the date within five minutes, and the digest is
compared with the body. Whether the key belongs to whoever it is said to belong to is asked in keys.py.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

# Mastodon allows an hour; what is older here is a clock that is wrong, or somebody who kept it.
WINDOW_SECONDS = 300.0
KEY_BITS = 2048
# Larger ones are there to make others compute.
LARGEST_KEY_BITS = 8192
LONGEST_FIELD, MOST_FIELDS = 4_096, 30


class Style(StrEnum):
    """Every server takes the draft, and some of them the RFC too (Fedify, Mastodon from 4.5 on)."""

    CAVAGE = "cavage"
    RFC_9421 = "rfc9421"

    @property
    def other(self) -> Style:
        return Style.RFC_9421 if self is Style.CAVAGE else Style.CAVAGE


NOT_TAKEN = 401
"""What a server answers that does not take a signature, perhaps for its style: then it is signed in the other, once
("double knock", as Fedify does). After any other refusal nothing is tried: servers that take what they cannot verify,
and drop it (snac), would turn a refusal that a person hears of into a loss."""


class NotSigned(Exception):
    """Not signed, not well, or not by that key."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as it came. `address` is the whole one at which we are reached; names of `headers` in lower case."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whoever holds the key `key_id` signed `base`, as far as `is_by` agrees."""

    key_id: str
    base: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def is_by(self, public_pem: str) -> bool:
        key = _public(public_pem)
        if key is None:
            return False
        try:
            key.verify(self.signature, self.base, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


def new_keys() -> dict[str, str]:
    """A pair of them, each as PEM."""
    key = generate_private_key(public_exponent=65_537, key_size=KEY_BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {"private_key": private.decode(), "public_key": public.decode()}


# ── Made ─────────────────────────────────────────────────────────────────────────────────────────────────


def sign(
    method: str, url: str, body: bytes, *, key_id: str, private_pem: str, at: float, style: Style = Style.CAVAGE
) -> dict[str, str]:
    """The headers of a request, its signature among them; `at` in seconds since 1970."""
    headers = {"Host": urlsplit(url).netloc.rpartition("@")[2], "Date": formatdate(at, usegmt=True)}
    if body:
        headers["Content-Type"] = "application/activity+json"
    made = _by_rfc_9421 if style == Style.RFC_9421 else _by_cavage
    return made(method, url, body, headers, key_id, private_pem, int(at))


def _by_cavage(
    method: str, url: str, body: bytes, headers: dict[str, str], key_id: str, private_pem: str, at: int
) -> dict[str, str]:
    if body:
        headers["Digest"] = f"SHA-256={_digest(body)}"
    lines = [f"(request-target): {method.lower()} {_target(url)}", *(f"{n.lower()}: {v}" for n, v in headers.items())]
    names = " ".join(("(request-target)", *(name.lower() for name in headers)))
    signed = _signed("\n".join(lines), private_pem)
    headers["Signature"] = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{names}",signature="{signed}"'
    return headers


def _by_rfc_9421(
    method: str, url: str, body: bytes, headers: dict[str, str], key_id: str, private_pem: str, at: int
) -> dict[str, str]:
    """What Mastodon asks to be signed (app/lib/signed_request.rb), in its order."""
    components = {"@method": method.upper(), "@target-uri": url.partition("#")[0]}
    if body:
        components["content-digest"] = headers["Content-Digest"] = f"sha-256=:{_digest(body)}:"
    names = " ".join(f'"{name}"' for name in components)
    whole = f'({names});created={at};keyid="{key_id}";alg="rsa-v1_5-sha256"'
    lines = [*(f'"{name}": {value}' for name, value in components.items()), f'"@signature-params": {whole}']
    signed = _signed("\n".join(lines), private_pem)
    return {**headers, "Signature-Input": f"sig1={whole}", "Signature": f"sig1=:{signed}:"}


def _digest(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def _signed(base: str, private_pem: str) -> str:
    return base64.b64encode(_private(private_pem).sign(base.encode(), PKCS1v15(), SHA256())).decode()


# ── Read ─────────────────────────────────────────────────────────────────────────────────────────────────


def claim_of(request: Signed, *, now: float) -> Claim:
    """Who says to have signed it, and what exactly; raises NotSigned."""
    headers = request.headers
    if any(len(headers.get(name, "")) > LONGEST_FIELD for name in ("signature", "signature-input")):
        raise NotSigned("too long")
    if "signature-input" in headers:
        return _of_rfc_9421(request, now)
    if "signature" in headers:
        return _of_cavage(request, now)
    raise NotSigned("no signature")


_PARAMETER = re.compile(r'\s*([A-Za-z]+)=(?:"([^"]*)"|([0-9]+))\s*(?:,|$)')


def _of_cavage(request: Signed, now: float) -> Claim:
    pairs = _all(_PARAMETER, request.headers["signature"])
    found = {name: quoted or number for name, quoted, number in pairs}
    names = found.get("headers", "").lower().split()
    if len(found) != len(pairs) or found.get("algorithm", "hs2019") not in ("rsa-sha256", "hs2019"):
        raise NotSigned("parameters")
    if not {"(request-target)", "host", "digest"} <= set(names) or not {"date", "(created)"} & set(names):
        raise NotSigned("not everything")
    created = found.get("created", "")
    special = {
        "(request-target)": lambda: f"{request.method.lower()} {_target(request.address)}",
        "(created)": lambda: created,
        "(expires)": lambda: found.get("expires", ""),
    }
    lines = [f"{name}: {value}" for name, value in _valued(request, names, special)]
    _is_for(request.headers["host"], request)
    _is_fresh(_moment(created) if "(created)" in names else _date(request), found.get("expires", ""), now)
    _is_digest(request.headers["digest"], request.body, "=", {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512})
    return Claim(found.get("keyId", ""), "\n".join(lines).encode(), _base64(found.get("signature", "")))


# RFC 8941, as far as RFC 9421 uses it: label=("name" "name");name=value;…
_STRING = r'"(?:[^"\\]|\\["\\])*"'
_MEMBER = re.compile(
    r'\s*([a-z*][a-z0-9_.*-]*)=(\(((?: *"[a-z0-9@-]+")*) *\)'
    rf"((?:; *[a-z*][a-z0-9_.*-]*(?:={_STRING}|=[0-9]+)?)*))\s*(?:,|$)"
)
_OCTETS = re.compile(r"\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):\s*(?:,|$)")
_NAMED = re.compile(rf"; *([a-z*][a-z0-9_.*-]*)=(?:({_STRING})|([0-9]+))")


def _of_rfc_9421(request: Signed, now: float) -> Claim:
    signatures = {one[0]: one[1] for one in _all(_OCTETS, request.headers.get("signature", ""))}
    members = {label: rest for label, *rest in _all(_MEMBER, request.headers["signature-input"])}
    label = next((label for label in members if label in signatures), None)
    if label is None:
        raise NotSigned("label")
    whole, inside, behind = members[label]
    names = re.findall(r'"([^"]+)"', inside)
    parameters = {name: quoted[1:-1] or number for name, quoted, number in _NAMED.findall(behind)}
    if parameters.get("alg", "rsa-v1_5-sha256") != "rsa-v1_5-sha256":
        raise NotSigned("algorithm")
    if not {"@method", "content-digest"} <= set(names) or not _names_the_target(set(names)):
        raise NotSigned("not everything")
    parts = urlsplit(request.address)
    special = {
        "@method": lambda: request.method,
        "@target-uri": lambda: request.address,
        "@authority": parts.netloc.lower,
        "@scheme": lambda: parts.scheme,
        "@request-target": lambda: _target(request.address),
        "@path": lambda: parts.path or "/",
        "@query": lambda: f"?{parts.query}",
    }
    lines = [f'"{name}": {value}' for name, value in _valued(request, names, special)]
    if "host" in names:
        _is_for(request.headers["host"], request)
    _is_fresh(_moment(parameters.get("created", "")), parameters.get("expires", ""), now)
    known = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
    _is_digest(request.headers["content-digest"], request.body, ":", known)
    base = "\n".join([*lines, f'"@signature-params": {whole}'])
    return Claim(parameters.get("keyid", ""), base.encode(), _base64(signatures[label]))


def _names_the_target(names: set[str]) -> bool:
    """The whole address; or the host, and what follows it."""
    behind = "@request-target" in names or {"@path", "@query"} <= names
    return "@target-uri" in names or (behind and bool({"@authority", "host"} & names))


def _all(pattern: re.Pattern[str], text: str) -> list[tuple[str, ...]]:
    """Every member of a list, which must be made of such members and of nothing else."""
    found, at = list[tuple[str, ...]](), 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None or match.end() == at or len(found) == MOST_FIELDS:
            raise NotSigned("malformed")
        found.append(tuple(one or "" for one in match.groups()))
        at = match.end()
    return found


def _valued(request: Signed, names: list[str], special: Mapping[str, Callable[[], str]]) -> Iterator[tuple[str, str]]:
    if len(set(names)) != len(names) or len(names) > MOST_FIELDS:
        raise NotSigned("names")
    for name in names:
        if name in special:
            yield name, special[name]()
        elif name in request.headers:
            yield name, request.headers[name].strip()
        else:
            raise NotSigned(f"signed and not there: {name[:40]}")


def _target(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _is_for(host: str, request: Signed) -> None:
    if host.strip().lower() != urlsplit(request.address).netloc.lower():
        raise NotSigned("for another host")


def _date(request: Signed) -> float:
    try:
        return parsedate_to_datetime(request.headers.get("date", "")).timestamp()
    except (ValueError, OverflowError) as error:
        raise NotSigned("date") from error


def _moment(seconds: str) -> float:
    """Seconds since 1970, as a sender may write them: digits, and a fraction in draft-cavage-http-signatures-12."""
    if not re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,9})?", seconds):
        raise NotSigned("no moment")
    return float(seconds)


def _is_fresh(created: float, expires: str, now: float) -> None:
    if abs(created - now) > WINDOW_SECONDS:
        raise NotSigned("too old, or not yet")
    if expires and _moment(expires) < now:
        raise NotSigned("expired")


def _is_digest(header: str, body: bytes, around: str, known: Mapping[str, Callable[[bytes], hashlib._Hash]]) -> None:
    """One digest at least that we know, and each that we know is that of the body."""
    compared = 0
    for one in header.split(","):
        name, _, value = one.strip().partition("=")
        if (make := known.get(name.lower())) is None:
            continue
        value = value.strip()
        if around == ":":
            value = value[1:-1] if value[:1] == value[-1:] == ":" else ""
        if not hmac.compare_digest(value.encode(), base64.b64encode(make(body).digest())):
            raise NotSigned("digest")
        compared += 1
    if not compared:
        raise NotSigned("no digest")


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotSigned("signature") from error


@lru_cache(maxsize=16)
def _private(pem: str) -> RSAPrivateKey:
    # It is ours: whether it is a good one was seen when it was made, and takes longer than signing.
    key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, RSAPrivateKey)
    return key


def _public(pem: str) -> RSAPublicKey | None:
    """None where it is no key that we take."""
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return None
    good = isinstance(key, RSAPublicKey) and KEY_BITS <= key.key_size <= LARGEST_KEY_BITS
    return key if good and isinstance(key, RSAPublicKey) else None
