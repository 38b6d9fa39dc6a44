"""What every environment shares."""

from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from . import env

ROOT_DIR = env.ROOT_DIR
SITE_DIR = ROOT_DIR / "site"
DATA_DIR = env.data_dir()

BASE_URL = env.base_url("BASE_URL", "http://127.0.0.1:8000")
SECURE = BASE_URL.startswith("https://")
HOST = urlsplit(BASE_URL).hostname or ""
# Whose calendar this is: a folder in kennisstad/regions/ with names, lists and first pages.
REGION = env.region("REGION", "leiden")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", HOST)
# Calendar UIDs must outlive a change of address, so a real installation fixes this once.
UID_DOMAIN = env.text("UID_DOMAIN", HOST, pattern=r"[A-Za-z0-9.-]+")

INSTALLED_APPS = [
    "kennisstad",
    "kennisstad.mail",
    "kennisstad.jobs",
    "kennisstad.audit",
    "kennisstad.privacy",
    "kennisstad.limits",
    "kennisstad.files",
    "kennisstad.accounts",
    "events",
    "registrations",
    "newsletter",
    "kennisstad.pages",
    "kennisstad.desk",
    "kennisstad.foundation",
    "kennisstad.health",
    "kennisstad.backup",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "kennisstad.accounts.apps.ColleaguesConfig",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kennisstad.health.probes.probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "kennisstad.web.headers.area_headers",
    "events.calendar.cors.feeds_cors_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kennisstad.languages.LanguageFromAddress",
    "kennisstad.web.malformed.RefuseMalformed",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kennisstad.accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kennisstad.web.protected_errors.ProtectedErrorMiddleware",
    "kennisstad.files.middleware.SayThatAPictureIsGone",
    "events.gone.gone_page_middleware",
    "kennisstad.web.redirects.RedirectInEitherLanguage",
]

ROOT_URLCONF = "kennisstad.urls"
WSGI_APPLICATION = "kennisstad.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kennisstad.web.context.site",
            ],
            "builtins": ["kennisstad.templatetags.kennisstad_tags"],
        },
    }
]
FORM_RENDERER = "kennisstad.forms.SiteFormRenderer"

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In each web process, for finished pages and feeds together.
CACHE_BYTES = env.number("CACHE_MEGABYTES", 48) * 1024**2
CACHES = {
    # What limits is counted in the database, whatever CACHE_URL says.
    "default": {"BACKEND": "kennisstad.limits.cache.SharedCounts", "LOCATION": "rest"},
    "rest": env.cache("CACHE_URL"),
    # Pages and feeds as they were last sent: never shared, so that a new version starts with none.
    "finished": env.bounded_cache("finished", CACHE_BYTES * 2 // 3),
    # The same for addresses that anybody can think up, such as one more filter.
    "passing": env.bounded_cache("passing", CACHE_BYTES // 4),
    # Parts of pages, by all that they show, so that none is ever older than its page.
    "template_fragments": env.bounded_cache("template_fragments", CACHE_BYTES // 12),
}
# How old a public page or feed may be for somebody who is a stranger to us.
MICROCACHE_SECONDS = 1
# In ten minutes; a whole lecture hall may share one network address.
SIGN_UPS_PER_VISITOR = env.number("SIGN_UPS_PER_VISITOR", 600)

# Wagtail's own small jobs (search and reference index) run at once; ours wait for a worker.
_WORK, RQ_QUEUES = env.tasks("TASKS_BACKEND")
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "work": _WORK,
}
INSTALLED_APPS += ["django_rq"] if RQ_QUEUES else []

MAILERS = {"default": env.mailer("EMAIL_URL", "smtp://127.0.0.1:1025")}
DEFAULT_FROM_EMAIL, CONTACT_ADDRESS = env.sender("FROM_EMAIL", f"{REGION.publisher} <post@{HOST}>")
# Where a weakness is told rather than by mail, such as a repository's own page for it.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "", pattern=r"https://\S+", hint="It starts with https://")
# The mail server's own record of what it accepted (a log file or an address): see docs/running.md.
MAIL_EVIDENCE = env.text("MAIL_EVIDENCE", "", pattern=r"(https?://.+|/.+)")
# A sender of its own for each mail, by which that record knows it. Some providers want one sender for all.
MAIL_UNIQUE_SENDER = env.flag("MAIL_UNIQUE_SENDER", default=True)
# In all, for a provider that allows no more; 0 leaves the pace to what the mail server says.
MAILS_PER_SECOND = env.number("MAILS_PER_SECOND", 0)
# How long that server may be silent about a mail before its record is asked; a third of it for handing one over.
MAIL_GRACE_SECONDS = env.number("MAIL_GRACE_SECONDS", 360, least=1)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "kennisstad.accounts.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "kennisstad.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "kennisstad.accounts.forms.SignInForm",
    "reset_password": "kennisstad.accounts.forms.ResetPasswordForm",
}
# An address stands in one place: the user. allauth's own tokens would copy it.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - names a class
# How many web servers of ours stand between a visitor and this one.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0, most=9)
# Who may enter with a password or less. The demo's cast; elsewhere the start is refused.
WITHOUT_SECOND_FACTOR: list[str] = []
# An account is made by an administrator for an address that has shown to be read: there is no sign-up to abuse.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A code that changed while somebody typed it still counts.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The page that refuses says how long to wait: kennisstad.limits.views knows the longest of these.
ACCOUNT_RATE_LIMITS = {
    "login": "100/5m/ip",
    "login_failed": "30/5m/ip,5/5m/key",
    "reset_password": "20/5m/ip,5/1h/key",
    "reset_password_from_key": "30/5m/ip",
    "reauthenticate": "10/5m/user",
    "change_password": "10/5m/user",
    "manage_email": "10/5m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "30/5m/ip"}
MFA_FORMS = {"add_webauthn": "kennisstad.accounts.forms.PasskeyForm"}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [SITE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT_DIR / "build" / "collected"
STATICFILES_DIRS = [SITE_DIR / "static", ROOT_DIR / "build" / "static"]
# Renditions of pictures, for everybody; all else that is uploaded or made, behind views that ask who comes.
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "kennisstad.files.storage.PrivateFiles"},
    "renditions": {"BACKEND": "kennisstad.files.storage.PublicPictures"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LARGEST_UPLOAD = 20 * 1024 * 1024
# A municipality can bring its own look: the name of a stylesheet with theme tokens.
KENNISSTAD_THEME = env.stylesheet("KENNISSTAD_THEME", "css/theme-kennisstad.css", *STATICFILES_DIRS)

WAGTAIL_SITE_NAME = REGION.cms
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "kennisstad.search"}}
TAGGIT_CASE_INSENSITIVE = True
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "kennisstad.files.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "avif", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = LARGEST_UPLOAD
WAGTAILDOCS_DOCUMENT_FORM_BASE = "kennisstad.files.forms.DocumentForm"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
# As long as the browser is open, like the session's.
CSRF_COOKIE_AGE = None
SESSION_COOKIE_HTTPONLY = True
CHECKOUT_HOST = "https://checkout.stripe.com"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "frame-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, CHECKOUT_HOST],
    "frame-ancestors": [CSP.NONE],
}

STRIPE_SECRET_KEY = env.text(
    "STRIPE_SECRET_KEY", "", pattern=r"(sk|rk)_(test|live)_\w+", hint="It starts with sk_ or rk_."
)
STRIPE_WEBHOOK_SECRET = env.text(
    "STRIPE_WEBHOOK_SECRET", "", pattern=r"whsec_\w+", hint="It starts with whsec_."
)
STRIPE_API_BASE = env.base_url("STRIPE_API_BASE", "https://api.stripe.com")
SENTRY_DSN = env.text("SENTRY_DSN", "", pattern=r"https?://[^@/]+@[^/]+/\d+")
