"""The House's own directories, by which its staff may sign in: part of the settings."""

from importlib.util import find_spec
from shutil import which

from django.core.exceptions import ImproperlyConfigured

from . import environment as env

OIDC_SERVER = env.address(
    "HEMICYCLE_OIDC_SERVER",
    default="",
    meaning="The House's directory by OpenID Connect, https://host (its issuer): who was invited may sign in by it.",
)
OIDC_CLIENT = env.text("HEMICYCLE_OIDC_CLIENT", default="", meaning="Under which name the directory knows Hemicycle.")
OIDC_SECRET = env.text("HEMICYCLE_OIDC_SECRET", default="", meaning="The secret that goes with it.") or env.content(
    "HEMICYCLE_OIDC_SECRET_FILE", default="", meaning="File in which that secret stands, instead of saying it here."
)
OIDC_NAME = env.text("HEMICYCLE_OIDC_NAME", default="", meaning="What the button calls this directory.")
OIDC_VERIFIED_CLAIM = env.text(
    "HEMICYCLE_OIDC_VERIFIED_CLAIM",
    default="email_verified",
    meaning="Claim by which the directory vouches for an e-mail address; without it nobody is let in the first time.",
)
OIDC_SECOND_FACTOR = env.names(
    "HEMICYCLE_OIDC_SECOND_FACTOR",
    default="",
    meaning="Values of acr or amr that count as a second factor, such as mfa,otp; without any, none there counts.",
)
SAML_METADATA = env.content(
    "HEMICYCLE_SAML_METADATA_FILE",
    default="",
    meaning="The House's directory by SAML 2.0: the file with its metadata; needs the extra saml and xmlsec1.",
)
SAML_NAME = env.text("HEMICYCLE_SAML_NAME", default="", meaning="What the button calls this directory.")
SAML_DOMAINS = env.names(
    "HEMICYCLE_SAML_DOMAINS",
    default="",
    meaning="Domains whose addresses that directory gives out, such as parliament.example; no other is believed.",
)
SAML_SECOND_FACTOR = env.names(
    "HEMICYCLE_SAML_SECOND_FACTOR",
    default="",
    meaning="Authentication contexts that count as a second factor, such as https://refeds.org/profile/mfa.",
)

if OIDC_SERVER and not (OIDC_CLIENT and OIDC_SECRET):
    raise ImproperlyConfigured("HEMICYCLE_OIDC_SERVER: goes together with HEMICYCLE_OIDC_CLIENT and its secret")
if OIDC_SERVER.startswith("http:") and not OIDC_SERVER.startswith(("http://127.0.0.1:", "http://localhost:")):
    raise ImproperlyConfigured("HEMICYCLE_OIDC_SERVER: begins with https:// unless it is on this machine")
if SAML_METADATA and not SAML_DOMAINS:
    raise ImproperlyConfigured("HEMICYCLE_SAML_DOMAINS: say whose addresses the directory gives out")
if SAML_METADATA and not (find_spec("djangosaml2") and which("xmlsec1")):
    raise ImproperlyConfigured("HEMICYCLE_SAML_METADATA_FILE: needs the extra saml and the program xmlsec1")

SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
            }
        ]
    }
}
