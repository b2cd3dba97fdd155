"""Superset's configuration for demos and end-to-end tests. Not for production.

Secrets are generated at install time into $SUPERSET_HOME/secrets.json; what tests vary
comes from SUPERSET_* environment variables, all set by serve.ts.
"""

import json
import logging
import os
from copy import deepcopy
from pathlib import Path

from superset import config as defaults
from superset.utils.log import AbstractEventLogger

_home = Path(os.environ["SUPERSET_HOME"])
_secrets = json.loads((_home / "secrets.json").read_text())


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true"}


# Two workers write to one SQLite file: wait for the other's lock instead of failing.
_sqlite_options = "check_same_thread=false&timeout=30"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_home / 'superset.db'}?{_sqlite_options}"
SQLALCHEMY_EXAMPLES_URI = f"sqlite:///{_home / 'examples.db'}?{_sqlite_options}"
PREVENT_UNSAFE_DB_CONNECTIONS = False  # allows the SQLite database of the examples

SECRET_KEY = _secrets["secretKey"]
GUEST_TOKEN_JWT_SECRET = _secrets["guestTokenSecret"]
GUEST_TOKEN_JWT_AUDIENCE = _secrets["guestTokenAudience"]
GUEST_TOKEN_JWT_EXP_SECONDS = int(os.environ.get("SUPERSET_GUEST_TOKEN_SECONDS", "300"))

# A separate role, with Public left empty: Superset then answers a refused token with 401, and
# does not let the guest look around as an anonymous visitor.
GUEST_ROLE_NAME = "Guest"

FEATURE_FLAGS = {
    "EMBEDDED_SUPERSET": True,
    # The table whose state a host can read; without it the plain table is all there is.
    "AG_GRID_TABLE_ENABLED": True,
    "ENABLE_TEMPLATE_PROCESSING": _is_on("SUPERSET_TEMPLATE_PROCESSING"),
}


def _framed(talisman: dict) -> dict:
    """Lets other origins frame Superset, over plain HTTP."""
    framed = deepcopy(talisman)
    ancestors = os.environ.get("SUPERSET_FRAME_ANCESTORS", "*").split()
    framed["content_security_policy"]["frame-ancestors"] = ancestors
    framed["frame_options"] = None
    framed["force_https"] = False
    framed["session_cookie_secure"] = False
    return framed


TALISMAN_CONFIG = _framed(defaults.TALISMAN_CONFIG)
TALISMAN_DEV_CONFIG = _framed(defaults.TALISMAN_DEV_CONFIG)

# Empty by default. Superset then translates nothing.
LANGUAGES = {
    "en": {"flag": "us", "name": "English"},
    "fr": {"flag": "fr", "name": "French"},
}

RATELIMIT_ENABLED = False
WTF_CSRF_ENABLED = True  # as in production: minting over HTTP has to do the CSRF dance

# Caches keep their defaults: no data cache, filter state in the metadata database, which
# every worker sees.


class _SilentEventLogger(AbstractEventLogger):
    """Drops usage events: the default writes a row per request, and SQLite has one writer."""

    def log(self, *_args: object, **_kwargs: object) -> None:
        pass


EVENT_LOGGER = _SilentEventLogger()
LOG_LEVEL = logging.ERROR  # at WARNING, every request of a guest writes a line
