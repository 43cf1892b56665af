"""All settings. The environment is read here and nowhere else; docs/settings.md lists what can be set."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from . import environment as env
from .directories import (  # noqa: F401
    OIDC_NAME,
    OIDC_SECOND_FACTOR,
    OIDC_SERVER,
    OIDC_VERIFIED_CLAIM,
    SAML_DOMAINS,
    SAML_METADATA,
    SAML_NAME,
    SAML_SECOND_FACTOR,
    SOCIALACCOUNT_PROVIDERS,
)  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent

# ── What a House sets ────────────────────────────────────────────────────────────────────────────────────
HOME = env.path("HEMICYCLE_HOME", default="./var", meaning="Folder of all state: database, uploads, keys.")
HOUSE_NAME = env.text(
    "HEMICYCLE_HOUSE_NAME", default="", meaning="Name of the House, until an administrator gives it one."
)
HOUSE_NAMES = env.by_language(
    "HEMICYCLE_HOUSE_NAMES", default="", meaning="Its name where a language has another: fr=Assemblée|es=Asamblea."
)
THEME = env.theme("HEMICYCLE_ACCENT", default="#1f5640", meaning="Accent colour, as #rrggbb; checked for contrast.")
HOSTS = env.names("HEMICYCLE_HOSTS", default="localhost,127.0.0.1,[::1]", meaning="Host names the server answers to.")
ADDRESS = env.address(
    "HEMICYCLE_ADDRESS",
    default="",
    meaning="Where the public reads the site, without a slash at the end; links in messages begin with it. The first "
    "process stores it and the others read it there; `hemicycle address` changes it.",
)
TLS = env.flag("HEMICYCLE_TLS", default=False, meaning="1 when served over HTTPS: secure cookies and HSTS.")
TRUSTED_PROXIES = env.proxies(
    "HEMICYCLE_TRUSTED_PROXIES",
    default="",
    meaning="Whose X-Forwarded-For and X-Forwarded-Proto are believed: where your TLS proxy asks from, such as "
    "127.0.0.1,::1 or 10.0.0.0/24; unix where it asks through a socket.",
)
TIME_ZONE = env.text("HEMICYCLE_TIME_ZONE", default="UTC", meaning="Time zone of the House, such as Europe/Paris.")
COUNTRY = env.text(
    "HEMICYCLE_COUNTRY",
    default="zz",
    meaning="Two letters of the country (ISO 3166-1), such as fr: in identifiers of what is exported, and "
    "of telephone numbers that do not say theirs.",
)
LANGUAGE_CODE = env.text("HEMICYCLE_LANGUAGE", default="en", meaning="Language where a visitor asks for none we have.")
DEFAULT_FROM_EMAIL = env.text(
    "HEMICYCLE_MAIL_FROM", default="hemicycle@localhost", meaning="Sender of the mail about accounts."
)
MAIL_HOST = env.text("HEMICYCLE_MAIL_HOST", default="", meaning="SMTP server; without one, mail is kept as files.")
MAIL_SECURITY = env.text(
    "HEMICYCLE_MAIL_SECURITY",
    default="starttls",
    meaning="How the SMTP server is spoken to: starttls, tls (from the first byte) or none, which takes no password.",
)
MAIL_PORT = env.number(
    "HEMICYCLE_MAIL_PORT",
    default=0,
    meaning="Port of the SMTP server; 0 is the usual one: 587, 465 with tls, 25 with none.",
)
MAIL_USER = env.text("HEMICYCLE_MAIL_USER", default="", meaning="User name at the SMTP server.")
MAIL_PASSWORD = env.text("HEMICYCLE_MAIL_PASSWORD", default="", meaning="Password of that user.") or env.content(
    "HEMICYCLE_MAIL_PASSWORD_FILE",
    default="",
    meaning="File in which that password stands, instead of saying it here.",
)
PRIVATE_NETWORKS = env.networks(
    "HEMICYCLE_PRIVATE_NETWORKS",
    default="",
    meaning="Networks of the House whose servers may be called, such as 10.1.2.3,fd00::/8 (this machine: 127.0.0.0/8, "
    "::1), where accounts or sources name them; without any, only public servers are.",
)
WEBSUB_HUB = env.text(
    "HEMICYCLE_WEBSUB_HUB",
    default="",
    meaning="Hub that the feeds of announcements name and that is told of changes (WebSub), https://host/; without "
    "one, ours at /hub/, which the feeds of the record name too.",
)
UNVERIFIED_CHANNELS = env.names(
    "HEMICYCLE_UNVERIFIED_CHANNELS",
    default="",
    meaning="Channels not verified against the real service that may be used, as docs/channels.md names them.",
)
DEMONSTRATION = env.flag(
    "HEMICYCLE_DEMONSTRATION",
    default=False,
    meaning="1 in the demonstration, whose pages say how far it is prepared; `hemicycle demo` sets it.",
)
WEB_THREADS = env.number("HEMICYCLE_WEB_THREADS", default=8, meaning="Threads that answer requests.")
WEB_PROCESSES = env.number("HEMICYCLE_WEB_PROCESSES", default=1, meaning="Processes that answer requests.")
EMBEDDINGS_URL = env.text(
    "HEMICYCLE_EMBEDDINGS_URL",
    default="",
    meaning="Service that reads what letters mean, OpenAI-compatible, https://host/v1; without one, no letter leaves.",
)
EMBEDDINGS_MODEL = env.text(
    "HEMICYCLE_EMBEDDINGS_MODEL",
    default="offline",
    meaning="Name of the service's model; without a service, offline or none (no themes).",
)
EMBEDDINGS_KEY = env.text("HEMICYCLE_EMBEDDINGS_KEY", default="", meaning="Key that the service asks for.")
MEANING_SAMPLE = env.number(
    "HEMICYCLE_MEANING_SAMPLE",
    default=100_000,
    meaning="Above this many texts, as many are read for their meaning; the rest is guessed, with the error stated.",
)
SEARCH = env.text(
    "HEMICYCLE_SEARCH",
    default="tantivy",
    meaning="Where the search is kept: tantivy, in the home folder, or postgres, beside the tables.",
)
RECORD_LICENCE = env.text(
    "HEMICYCLE_RECORD_LICENCE",
    default="",
    meaning="Licence of the public record, until an administrator states one: SPDX name or address; besides it, what "
    "each source says.",
)
AUDIT_CHECKPOINTS = env.text(
    "HEMICYCLE_AUDIT_CHECKPOINTS",
    default="",
    meaning="Folder into which a worker writes each day's signed checkpoint of the audit log: one that whoever runs "
    "this machine cannot change, such as a mounted folder of another body (docs/operate.md).",
)
_database = env.database(
    "DATABASE_URL", default="", meaning="postgres://user:password@host/name; without it, SQLite in the home folder."
)
_secret_key = env.text(
    "HEMICYCLE_SECRET_KEY", default="", meaning="Key that signs sessions; without it, one is made in the home folder."
)
SECRET_KEY_FALLBACKS = env.names(
    "HEMICYCLE_SECRET_KEY_FALLBACKS",
    default="",
    meaning="Former keys, newest first: what they signed or sealed is still read (docs/operate.md, Change the key).",
)
_digest_key = env.text(
    "HEMICYCLE_DIGEST_KEY",
    default="",
    meaning="Key of the digests by which senders, followers and who asked for no more mail are known again; it never "
    "changes. Without it, the oldest secret key.",
)

if EMBEDDINGS_URL and EMBEDDINGS_MODEL in ("offline", "none"):
    raise ImproperlyConfigured("HEMICYCLE_EMBEDDINGS_MODEL: say which model of the service reads the letters")
if not EMBEDDINGS_URL and EMBEDDINGS_MODEL not in ("offline", "none"):
    raise ImproperlyConfigured("HEMICYCLE_EMBEDDINGS_MODEL: without a service it is offline or none")
if MAIL_SECURITY not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured("HEMICYCLE_MAIL_SECURITY: is starttls, tls or none")
if bool(MAIL_USER) != bool(MAIL_PASSWORD):
    raise ImproperlyConfigured("HEMICYCLE_MAIL_USER: goes together with HEMICYCLE_MAIL_PASSWORD or its file")
if MAIL_USER and MAIL_SECURITY == "none":
    raise ImproperlyConfigured("HEMICYCLE_MAIL_SECURITY: without TLS everybody on the way could read the password")
if SEARCH not in ("tantivy", "postgres"):
    raise ImproperlyConfigured("HEMICYCLE_SEARCH: is tantivy or postgres")
if SEARCH == "postgres" and "postgresql" not in str(_database.get("ENGINE", "")):
    raise ImproperlyConfigured("HEMICYCLE_SEARCH: postgres needs a DATABASE_URL that names a PostgreSQL")


SECRET_KEY = _secret_key or env.kept_secret(HOME)
# A digest cannot be made anew with another key, for nobody knows of what it was.
DIGEST_KEY = _digest_key or [SECRET_KEY, *SECRET_KEY_FALLBACKS][-1]
DIGEST_KEY_IS_SET = bool(_digest_key)

# ── Apps, in the order of the layers ─────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # The time of a passkey's last use, in allauth's pages.
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "hemicycle.conf",
    "hemicycle.demo",
    "hemicycle.site",
    "hemicycle.governance",
    "hemicycle.cases",
    "hemicycle.desk",
    "hemicycle.listening",
    "hemicycle.follow",
    "hemicycle.checks",
    "hemicycle.channels",
    "hemicycle.record",
    "hemicycle.accounts",
    "hemicycle.rules",
    # After record, whose templates put its pages into our shell.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "hemicycle.conf.proxies.ForwardedProtocol",
    "hemicycle.conf.logs.RequestLog",
    "hemicycle.rules.one_reading.hold_still",
    "django.middleware.security.SecurityMiddleware",
    "hemicycle.conf.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hemicycle.conf.transfer.Transfer",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hemicycle.accounts.visitors.PreferredLanguage",
    "hemicycle.accounts.visitors.SecondFactorElsewhere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hemicycle.conf.urls"
WSGI_APPLICATION = "hemicycle.conf.wsgi.application"
DEBUG = False
ALLOWED_HOSTS = HOSTS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hemicycle.accounts.navigation.context",
            ],
            "builtins": ["hemicycle.accounts.templatetags.times"],
        },
    },
]

# ── Database ─────────────────────────────────────────────────────────────────────────────────────────────
# SQLite: readers never wait (WAL), a writer takes its turn at once (IMMEDIATE) instead of failing half way. What was
# written is brought from the log into the database every 32 MB instead of every 4: while messages are sent one by one,
# that and waiting for the disk were half of what writing them down took. What is deleted is overwritten. A connection
# is kept for a minute: to open one reads the whole schema, 4 ms of a core where a query takes a tenth of one.
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "hemicycle.sqlite3",
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA wal_autocheckpoint=8000; PRAGMA secure_delete=ON;",
    },
}
# PostgreSQL: it supposes that reading here and there costs four times reading on, as on turning disks, and then reads
# every speech to find those of one member. 1.1 is what its manual suggests for solid-state ones. A connection is kept
# here too: while many letters came, 37 were opened a second.
_POSTGRES = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    **_database,
    "OPTIONS": {"options": "-c random_page_cost=1.1", **_database.get("OPTIONS", {})},
}
DATABASES = {"default": {**_SQLITE, **_database} if "sqlite" in str(_database.get("ENGINE", "sqlite")) else _POSTGRES}
CACHES = {
    "default": {
        "BACKEND": "hemicycle.conf.caching.FileCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # How often each network and address asked lately. A flood makes two of them a letter, and 100,000 letters come in
    # an hour; here they push nothing else out, such as attempts to sign in.
    "limits": {
        "BACKEND": "hemicycle.conf.caching.FileCache",
        "LOCATION": HOME / "cache" / "limits",
        "OPTIONS": {"MAX_ENTRIES": 250_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = HOME / "uploads"
# Words that the House adds to those of the checks, or takes out: docs/checks.md.
CHECK_WORDS = HOME / "check-words"
LOGS = HOME / "logs"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Where the largest upload stops, whatever the parameter in force says; above it, a request is not even read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# ── Languages ────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
FORMAT_MODULE_PATH = ["hemicycle.conf.formats"]
USE_TZ = True

# ── Sign-in ──────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:start"
ACCOUNT_ADAPTER = "hemicycle.accounts.adapters.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Invitation is the proof of the address: the link that sets the first password goes there.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
# No box to tick: the session lasts as long as the House decided.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "hemicycle.accounts.adapters.SignInForm",
    "reset_password": "hemicycle.accounts.adapters.ResetForm",
}
# A whole House, or a conference of several hundred, stands behind one address of the network: what allauth allows one
# address (30 sign-ins a minute, 20 first passwords, 10 failures) would shut it out. Ten a second, which is half a
# processor's work of checking passwords; who guesses is stopped by the account, after five failures in five minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password_from_key": "600/m/ip",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "hemicycle.accounts.adapters.SecondFactor"
MFA_FORMS = {
    "add_webauthn": "hemicycle.accounts.adapters.AddPasskeyForm",
    "edit_webauthn": "hemicycle.accounts.adapters.RenamePasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers let passkeys work without TLS on this machine itself only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS
SOCIALACCOUNT_ADAPTER = "hemicycle.accounts.sign_in.oidc.Invited"
# The page would lead on by a form, which may lead to this site only; nothing is done by being led there.
SOCIALACCOUNT_LOGIN_ON_GET = True
SAML_CSP_HANDLER = ""
SAML_DEFAULT_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
# The answer comes from another site; browsers take "None" over TLS only.
SAML_SESSION_COOKIE_SAMESITE = "None" if TLS else "Lax"

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = MAIL_HOST
EMAIL_PORT = MAIL_PORT or {"starttls": 587, "tls": 465, "none": 25}[MAIL_SECURITY]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SECURITY == "starttls", MAIL_SECURITY == "tls"
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_USER, MAIL_PASSWORD
# At each step of what is said; Django would wait for ever.
EMAIL_TIMEOUT = 20

# ── Transport ────────────────────────────────────────────────────────────────────────────────────────────
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 63_072_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
# ForwardedProtocol takes the header away where no trusted proxy has set it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# ── Logs ─────────────────────────────────────────────────────────────────────────────────────────────────
LOGGING_CONFIG = "hemicycle.conf.logs.configure"
# Django calls it only when there is something here.
LOGGING = {"version": 1}
