"""Settings of one deployment. Everything a hospital changes comes from the environment; see docs/how-to/run.md."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("SECUNDA_VAR", ROOT / "var"))
DEMO = os.environ.get("SECUNDA_DEMO") == "1"
DEBUG = False


def _secret(name: str) -> str:
    """A secret from the environment, else from `var/secrets/<name>` (made by `script/setup`), else empty."""
    given = os.environ.get(f"SECUNDA_{name.upper()}")
    kept = Path(os.environ.get(f"SECUNDA_{name.upper()}_FILE", VAR / "secrets" / name))
    return given or (kept.read_text().strip() if kept.is_file() else "")


def _database(url: str) -> dict[str, object]:
    """Django's connection settings for a `postgresql://user:password@host:port/name?host=/socket/folder` URL."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {"options": "-c search_path=public,keystore"}
    options |= {key: query[key] for key in ("sslmode", "sslrootcert", "connect_timeout") if key in query}
    if os.environ.get("SECUNDA_POOL", "1") == "1":
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "secunda",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "CONN_HEALTH_CHECKS": True,
    }


AS_OWNER = os.environ.get("SECUNDA_AS_OWNER") == "1"
_url = os.environ.get("SECUNDA_OWNER_DATABASE_URL" if AS_OWNER else "SECUNDA_DATABASE_URL", "")
DATABASES = {"default": _database(_url or "postgresql://secunda_app@/secunda")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _secret("secret_key") or "only-for-commands-that-need-no-secret"
ALLOWED_HOSTS = os.environ.get("SECUNDA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("SECUNDA_ORIGINS", "").split(",") if o]
TLS = os.environ.get("SECUNDA_TLS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "secunda.foundation.vault",
    "secunda.foundation.audit",
    "secunda.foundation.queue",
    "secunda.foundation.accounts",
    "secunda.foundation.notifications",
    "secunda.care.cases",
    "secunda.care.experts",
    "secunda.care.records",
    "secunda.care.chart",
    "secunda.care.chasing",
    "secunda.care.imaging",
    "secunda.care.triage",
    "secunda.care.consultations",
    "secunda.care.assignment",
    "secunda.care.opinions",
    "secunda.portals.parts",
    "secunda.portals.public",
    "secunda.portals.patient",
    "secunda.portals.doctor",
    "secunda.portals.expert",
    "secunda.portals.staff",
]
# An area is installed once its folder exists, so that every commit of a growing house runs.
INSTALLED_APPS = [
    a
    for a in INSTALLED_APPS
    if not a.startswith("secunda.") or (ROOT / a.replace(".", "/") / "__init__.py").is_file()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "secunda.portals.parts.doors.headers",
    "secunda.portals.parts.dicomweb.lane.frames_lane",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "secunda.portals.parts.doors.programme_of_request",
    "secunda.portals.parts.dicomweb.lane.token_lane",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "secunda.portals.parts.doors.principal_of_request",
    "secunda.portals.parts.doors.session_clock",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "secunda.portals.parts.doors.refusals",
    "secunda.portals.parts.doors.second_factor",
]

ROOT_URLCONF = "secunda.project.urls"
WSGI_APPLICATION = "secunda.project.wsgi.application"
FORM_RENDERER = "secunda.portals.parts.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "secunda/portals/parts/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "secunda.portals.parts.layout.context",
            ],
        },
    }
]

# People and sessions
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "secunda.foundation.accounts.passwords.CommonCoreValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "secunda.portals.parts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS
MFA_TOTP_ISSUER = "Secunda"
MFA_ADAPTER = "secunda.portals.parts.adapter.MFAAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
ACCOUNT_RATE_LIMITS = {
    "start": "60/h/ip",
    "verify": "60/m/ip",
    "office_code": "20/m/ip",
}  # beside allauth's own
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SECUNDA_PROXIES", "0"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counter",
        "KEY_FUNCTION": "secunda.foundation.accounts.counters.key_of",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_FAILURE_VIEW = "secunda.portals.parts.refusals.csrf_failure"
CSRF_USE_SESSIONS = False
IDLE_PATIENT = timedelta(minutes=30)
IDLE_STAFF = timedelta(minutes=15)
SESSION_ABSOLUTE = timedelta(hours=12)
STEP_UP_FRESH = timedelta(minutes=5)

# Transport
SECURE_HSTS_SECONDS = 63072000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Language, time
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [ROOT / "secunda/locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
VAULT_URL = os.environ.get("SECUNDA_VAULT_URL", f"file://{VAR}/vault")
VAULT_SCRATCH = Path(os.environ.get("SECUNDA_SCRATCH", VAR / "scratch"))
VAULT_MASTER_KEY_ID = os.environ.get("SECUNDA_MASTER_KEY_ID", "1")
_master = _secret("master_key")
VAULT_MASTER_KEYS = {VAULT_MASTER_KEY_ID: bytes.fromhex(_master)} if _master else {}
for _old in filter(None, os.environ.get("SECUNDA_OLD_MASTER_KEYS", "").split(",")):
    VAULT_MASTER_KEYS[_old.split("=", 1)[0]] = bytes.fromhex(_old.split("=", 1)[1])
UPLOAD_LIMIT = int(os.environ.get("SECUNDA_UPLOAD_LIMIT", 200 * 1024 * 1024))
FACTS_SHOWN = frozenset(filter(None, os.environ.get("SECUNDA_FACTS_SHOWN", "").split(",")))
LANGUAGE_MODEL = {
    "url": os.environ.get("SECUNDA_MODEL_URL", ""),
    "name": os.environ.get("SECUNDA_MODEL", ""),
    "key": _secret("model_key"),
}
CLAMD_ADDRESS = os.environ.get("SECUNDA_CLAMD", "")
CLAMD_LIMIT = int(os.environ.get("SECUNDA_CLAMD_LIMIT", 100 * 1024 * 1024))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
AUDIT_HEADS = VAR / "audit-heads"

# Mail
EMAIL_BACKEND = os.environ.get("SECUNDA_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = os.environ.get("SECUNDA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SECUNDA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SECUNDA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = _secret("smtp_password")
EMAIL_USE_TLS = os.environ.get("SECUNDA_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SECUNDA_MAIL_FROM", "secunda@localhost")
PUBLIC_ORIGIN = os.environ.get("SECUNDA_PUBLIC_ORIGIN", "http://localhost:8000")
TIMESTAMP_URL = os.environ.get("SECUNDA_TIMESTAMP_URL", "")
NOTIFICATION_URL = "secunda.portals.parts.letters.link"

PROCRASTINATE_ON_APP_READY = "secunda.foundation.queue.ready"
PROCRASTINATE_IMPORT_PATHS: list[str] = []
SILENCED_SYSTEM_CHECKS = ["account.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "secunda": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
