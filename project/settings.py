"""Settings, read from the environment top to bottom. docs/operating.md explains each; a test compares the two."""

import logging
from pathlib import Path

from csp.constants import NONCE
from django.utils.translation import gettext_lazy as _

from project.environment import ROOT, celery_url, env, host_of, require_production_values, throwaway_secret
from project.logs import LOGGING, configure_structlog
from project.statics import headers as static_headers

# -- which installation is this ----------------------------------------------------------------------------------------

APP_ENV = env.str("APP_ENV", default="production")
DEVELOPMENT = APP_ENV == "development"
TESTING = APP_ENV == "test"
PRODUCTION = not (DEVELOPMENT or TESTING)
if PRODUCTION:
    require_production_values()

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or throwaway_secret()
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
STATE_DIR = Path(env.str("STATE_DIR", default=str(ROOT / "var")))
FILES_DIR = Path(env.str("FILES_DIR", default=str(STATE_DIR / "files")))
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# -- where it is reached: agents, visitors and uploaded files on hosts that share no cookie ----------------------------

PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
WIDGET_URL = env.str("WIDGET_URL", default="http://localhost:8000").rstrip("/")
CONTENT_URL = env.str("CONTENT_URL", default="http://content.localhost:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [host_of(PUBLIC_URL), host_of(WIDGET_URL), host_of(CONTENT_URL), *env.list("EXTRA_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "project.views.errors.csrf_failure"

# -- rooms -------------------------------------------------------------------------------------------------------------

ROOMS = ["core", "ledger", "accounts", "live", "files", "timeline", "crm", "inbox"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_structlog",
    "project",
    *ROOMS,
]
MIDDLEWARE = [
    "project.health.HealthMiddleware",
    "project.metrics.FiguresMiddleware",
    "project.middleware.FaceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "project.request_log.RequestLog",
    "project.metrics.MetricsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "project.parts.PartsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.FirmMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "project.urls"
ASGI_APPLICATION = "project.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "project.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "core.templatetags.ui"],
        },
    }
]

# -- PostgreSQL: the application's role owns nothing; the owner's is used by migrations alone --------------------------

_app = env.db_url("DATABASE_URL", default="postgresql://consultantpro_app@127.0.0.1/consultantpro")
_owner = env.db_url("MIGRATE_DATABASE_URL", default="") if env.str("MIGRATE_DATABASE_URL", default="") else _app
APP_DATABASE_ROLE = _app["USER"]
CONNECT_AS_OWNER = env.bool("CONNECT_AS_OWNER", default=False)
DATABASES = {"default": {**(_owner if CONNECT_AS_OWNER else _app), "ENGINE": "core.postgres", "ATOMIC_REQUESTS": True}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if not CONNECT_AS_OWNER:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL", default=12),
        "timeout": 10,
        "reconnect_timeout": 5,  # a longer one would still wait when PostgreSQL is back; whoever asks next tries anew
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Redis and Celery --------------------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
REDIS_PREFIX = env.str("REDIS_PREFIX", default="cp")
CACHES = {
    "default": {
        "BACKEND": "project.cache.SpareCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    },
    # What was drawn, in this process: about 3 KB a row or a line of the inbox.
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
CELERY_BROKER_URL = celery_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"{REDIS_PREFIX}:celery:", "visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE = {
    "ledger-sweep": {"task": "ledger.sweep", "schedule": 5.0, "options": {"expires": 5.0}},
    "live-sweep-jobs": {"task": "live.sweep_jobs", "schedule": 5.0, "options": {"expires": 5.0}},
    "ledger-roll": {"task": "ledger.roll", "schedule": 6 * 3600.0},
    "files-sweep": {"task": "files.sweep", "schedule": 24 * 3600.0},
    "inbox-wake": {"task": "inbox.wake", "schedule": 10.0, "options": {"expires": 10.0}},
    "inbox-give-out": {"task": "inbox.give_out", "schedule": 10.0, "options": {"expires": 10.0}},
    "inbox-send-due": {"task": "inbox.send_due", "schedule": 1.0, "options": {"expires": 2.0}},
    "inbox-sweep": {"task": "inbox.sweep", "schedule": 24 * 3600.0},
    "timeline-make-digests": {"task": "timeline.make_digests", "schedule": 60.0, "options": {"expires": 60.0}},
    "accounts-sweep": {"task": "accounts.sweep", "schedule": 3600.0},
    "worker-heartbeat": {"task": "project.heartbeat", "schedule": 10.0, "options": {"expires": 10.0}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat")

# -- the ledger: days of partitions made ahead, days kept --------------------------------------------------------------

LEDGER_DAYS_AHEAD = env.int("LEDGER_DAYS_AHEAD", default=7)
LEDGER_EVENT_DAYS = env.int("LEDGER_EVENT_DAYS", default=90)
LEDGER_FRAME_DAYS = env.int("LEDGER_FRAME_DAYS", default=3)

# -- people ------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who is not known here
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts when its mail was opened
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # password, address and second factor ask who is there
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignIn",
    "add_email": "accounts.forms.sign_in.AddAddress",
    "change_password": "accounts.forms.sign_in.ChangePassword",
    "reset_password": "accounts.forms.sign_in.ResetPassword",
    "reset_password_from_key": "accounts.forms.sign_in.NewPassword",
    "reauthenticate": "accounts.forms.sign_in.ShowPassword",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.SecondStep",
    "reauthenticate": "accounts.forms.sign_in.ShowCode",
    "activate_totp": "accounts.forms.sign_in.FirstCode",
}
SIGN_IN_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}  # beside allauth's own
ACCOUNT_RATE_LIMITS = False if TESTING else SIGN_IN_LIMITS  # all tests come from one address; some put them on
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
MFA_ALLOW_UNVERIFIED_EMAIL = True  # Person.prove_address takes keys away that stood before the proof
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ConsultantPro"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# -- mail --------------------------------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="dummymail://" if PRODUCTION else "filemail://"))
EMAIL_FILE_PATH = str(STATE_DIR / "mail")
EMAIL_TIMEOUT = 20  # seconds; a mail server that says nothing keeps no worker for ever
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="ConsultantPro <no-reply@localhost>")

# -- notifications on devices (Web Push); further push services are origins, such as https://push.example.com -----------

VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
PUSH_SERVICES = env.list("PUSH_SERVICES", default=[])

# -- files -------------------------------------------------------------------------------------------------------------

FILE_MAX_BYTES = env.int("FILE_MAX_BYTES", default=25 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# -- visitors ----------------------------------------------------------------------------------------------------------

NEW_VISITORS_PER_HOUR = env.int("NEW_VISITORS_PER_HOUR", default=100_000 if TESTING else 600)  # from one address

# -- language, time, static files --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [ROOT / "project" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(STATE_DIR / "static")))
STATICFILES_DIRS = [("", ROOT / "static")] if (ROOT / "static").exists() else []
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- what a page may load: our own origin, by nonce --------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", NONCE],  # the firm's own colour
        "img-src": ["'self'", "data:", "blob:", CONTENT_URL],
        "media-src": ["'self'", "blob:", CONTENT_URL],
        "font-src": ["'self'"],
        "connect-src": ["'self'", PUBLIC_URL.replace("http", "ws", 1)],
        "frame-src": ["'self'", CONTENT_URL, WIDGET_URL],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# -- API ---------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api_auth.TokenAuthentication",
        "accounts.api_auth.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api_auth.IsMember"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.JsonBody", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_PAGINATION_CLASS": "core.api.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "accounts.api_schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api_auth.ApiRate"],
    "EXCEPTION_HANDLER": "core.api.explain",
    "DEFAULT_THROTTLE_RATES": {"api": env.str("API_RATE", default="600/min")},
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ConsultantPro API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {"PermissionEnum": "accounts.api.shapes.known_permissions"},
}

# -- logs --------------------------------------------------------------------------------------------------------------

LOG_FORMAT = env.str("LOG_FORMAT", default="json" if PRODUCTION else "console")
configure_structlog(LOG_FORMAT)
DJANGO_STRUCTLOG_CELERY_ENABLED = True  # a task knows the request that caused it
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = SECURE_PROXY_SSL_HEADER is not None  # the proxy's id, if it gives one
