"""Checks a token request: the cheapest check first."""

import re
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from refusal import Refusal

MAX_BODY_BYTES = 16_384
FRESH_PER_MINUTE = 10

# What browsers write as an origin: a scheme, a host, perhaps a port, and nothing else.
ORIGIN = re.compile(r"(https?)://([^\s/?#\\@,]+)", re.IGNORECASE)
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class TokenRequest:
    dashboards: list[str]
    viewer: str | None
    fresh: bool


def read_token_request(request: Request) -> TokenRequest:
    if not is_allowed_origin(request):
        raise Refusal(403, "cross-site-refused", "The page's origin is not the app's host and port.")
    # A page of another site cannot send this type without a preflight, which this route does not answer.
    if request.mimetype != "application/json":
        raise Refusal(415, "unsupported-media-type", "Ask with content-type application/json.")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise invalid()
    dashboards, viewer, fresh = body.get("dashboards"), body.get("viewer"), body.get("fresh", False)
    are_ids = isinstance(dashboards, list) and all(isinstance(one, str) and one for one in dashboards)
    if not (are_ids and dashboards and isinstance(viewer, str | None) and isinstance(fresh, bool)):
        raise invalid()
    return TokenRequest(sorted(set(dashboards)), viewer, fresh)


def is_allowed_origin(request: Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        # A request without both headers comes from a server or a native app, not from a page.
        return site is None
    return site in (None, "same-site") and is_own_origin(request, origin)


def is_own_origin(request: Request, origin: str) -> bool:
    match = ORIGIN.fullmatch(origin)
    if match is None:
        return False
    scheme = match[1].lower()
    if request.is_secure and scheme != "https":
        return False
    try:
        return address(scheme, match[2]) == address(scheme, request.headers.get("Host", ""))
    except ValueError:
        return False


def address(scheme: str, host: str) -> tuple[str | None, int]:
    parts = urlsplit(f"{scheme}://{host}")
    return parts.hostname, parts.port or DEFAULT_PORTS[scheme]


def invalid() -> Refusal:
    return Refusal(400, "request-invalid", "Ask with { dashboards: [embed id, …], viewer?, fresh? }.")


class FreshLimit:
    """How often a viewer may ask past every cache. In one process; several share a store of yours."""

    def __init__(self) -> None:
        self.minute, self.counts = 0, Counter()

    def __call__(self, viewer: str) -> None:
        minute, seconds = divmod(int(time.time()), 60)
        if minute != self.minute:
            self.minute, self.counts = minute, Counter()
        self.counts[viewer] += 1
        if self.counts[viewer] > FRESH_PER_MINUTE:
            headers = {"Retry-After": str(60 - seconds)}
            raise Refusal(429, "rate-limited", "The page requested too many new tokens.", headers)
