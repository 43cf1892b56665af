"""Directories by which staff sign in: OpenID Connect (npm `oidc-provider`) and SAML 2.0 (npm `samlp`)."""

from collections.abc import Iterator
from pathlib import Path

from mail import done
from packages import install_packages
from service import HERE, Process, Service, Settings, answers, program

FOLDER = HERE / "directory"


def _node() -> str:
    node = program("node", "nodejs")
    install_packages(FOLDER)
    return node


def oidc(folder: Path, settings: Settings) -> Iterator[Process]:
    question = b"GET /.well-known/openid-configuration HTTP/1.0\r\n\r\n"
    command = [_node(), str(FOLDER / "oidc.mjs"), str(settings["http"]), str(settings["callback"])]
    yield Process("oidc", command, lambda: answers(settings["http"], b"HTTP/1.1 200", question))


def saml(folder: Path, settings: Settings) -> Iterator[Process]:
    for name in ("idp", "forged"):
        if not (folder / f"{name}.key").exists():
            key = ["-newkey", "rsa:2048", "-noenc", "-keyout", f"{name}.key", "-out", f"{name}.crt"]
            done(
                [program("openssl", "openssl"), "req", "-x509", *key, "-subj", "/CN=directory", "-days", "3650"],
                folder,
            )
    about = [str(settings[name]) for name in ("http", "entity", "callback")]
    command = [_node(), str(FOLDER / "saml.cjs"), *about, str(folder)]
    yield Process(
        "saml", command, lambda: answers(settings["http"], b"HTTP/1.1 200", b"GET /metadata HTTP/1.0\r\n\r\n")
    )


HOUSE = "http://127.0.0.1:8000/account/directory"
OIDC = Service(
    "oidc", "a directory: OpenID Connect, for client hemicycle with secret secret", ("http",), oidc,
    {"callback": f"{HOUSE}/oidc/back/"},
)  # fmt: skip
SAML = Service(
    "saml", "a directory: SAML 2.0", ("http",), saml,
    {"entity": f"{HOUSE}/saml/metadata/", "callback": f"{HOUSE}/saml/back/"},
)  # fmt: skip
