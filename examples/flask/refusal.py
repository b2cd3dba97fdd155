"""The answer to a request that gets no token: a code, and a sentence for the viewer."""

from collections.abc import Mapping

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

# What Flask refuses by itself, in the route's own words.
CODES = {405: "method-not-allowed", 413: "payload-too-large"}


class Refusal(Exception):
    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


def respond_with_refusals(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refused(error: Refusal) -> tuple[Response, int, Mapping[str, str]]:
        return jsonify(code=error.code, message=error.message), error.status, error.headers

    @app.errorhandler(HTTPException)
    def refused_by_flask(error: HTTPException) -> Response:
        response = error.get_response()
        body = jsonify(code=CODES.get(error.code, "request-invalid"), message=error.name)
        response.data, response.mimetype = body.data, "application/json"
        return response

    @app.after_request
    def never_stored(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
