"""What a page may ask, read at the door: cheapest check first."""

import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from refusal import Refusal

MAX_BODY_BYTES = 16_384
FRESH_PER_MINUTE = 10


@dataclass(frozen=True)
class TokenRequest:
    dashboards: list[str]
    viewer: str | None
    fresh: bool


def read_token_request(request: Request) -> TokenRequest:
    if is_cross_site(request):
        raise Refusal(403, "cross-site-refused", "This origin may not ask.")
    # A page of another site cannot send this type without a preflight, which nobody answers.
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


def is_cross_site(request: Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "cross-site"
    # An old browser says no more than the origin; a native client not even that.
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).hostname != urlsplit(request.host_url).hostname


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
            raise Refusal(429, "rate-limited", "Too many new tokens were asked for.", headers)
