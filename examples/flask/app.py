"""The token route in Flask: docs/other-back-ends.md, in Python.

    SUPERSET_URL=… GUEST_SECRET=… GUEST_AUDIENCE=… SESSION_SECRET=… DASHBOARDS=id,id flask run
"""

import os

from flask import Flask, Response, jsonify, request, session

from authorize import authorize
from guest_token import LIFETIME_SECONDS, sign
from refusal import Refusal, respond_with_refusals
from token_request import MAX_BODY_BYTES, FreshLimit, read_token_request

# A token travels in a header, whose limit is often 8 KB: about 85 bytes a dashboard.
DASHBOARDS_PER_TOKEN = 40

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SESSION_SECRET"],
    # Flask's default is "session". So is Superset's, whose cookie would replace this one on the same host.
    SESSION_COOKIE_NAME="app_session",
    SESSION_COOKIE_SAMESITE="Lax",
    # True behind HTTPS, where every app belongs.
    SESSION_COOKIE_SECURE=os.environ.get("COOKIE_SECURE") == "1",
    MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
)
respond_with_refusals(app)
limit_fresh = FreshLimit()


# Flask would answer OPTIONS by itself, but this route must not answer a preflight.
@app.route("/guest-token", methods=["POST"], provide_automatic_options=False)
def guest_token() -> Response:
    asked = read_token_request(request)
    grant = granted()
    if asked.viewer is not None and asked.viewer != grant["viewer"]:
        raise Refusal(409, "viewer-mismatch", "Somebody else is signed in now: reload the page.")
    if asked.fresh:
        limit_fresh(grant["viewer"])
    # What the page asks for only narrows what is granted.
    mine = [one for one in asked.dashboards if one in grant["dashboards"]]
    tokens = [
        token_for(grant, mine[start : start + DASHBOARDS_PER_TOKEN])
        for start in range(0, len(mine), DASHBOARDS_PER_TOKEN)
    ]
    return jsonify(tokens=tokens, denied=[one for one in asked.dashboards if one not in mine])


def granted() -> dict:
    try:
        grant = authorize(session)
    except Exception as error:
        app.logger.exception("authorize failed")
        raise Refusal(500, "authorize-failed", "The app could not tell what you may see.") from error
    if grant is None:
        raise Refusal(401, "session-ended", "Nobody is signed in.")
    return grant


def token_for(grant: dict, dashboards: list[str]) -> dict:
    return {
        "token": sign(grant, dashboards),
        "expiresIn": LIFETIME_SECONDS,
        "platform": "superset",
        "domain": os.environ["SUPERSET_URL"],
        "dashboards": dashboards,
    }


# Stand-in for your app's own sign-in.
@app.post("/sign-in/<name>")
def sign_in(name: str) -> tuple[str, int]:
    session["name"] = name
    return "", 204
