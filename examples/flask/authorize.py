"""The only place that decides what somebody may see. Yours asks a database."""

import os
from collections.abc import Mapping

DASHBOARDS = os.environ["DASHBOARDS"].split(",")

# No rules at all would be every row: say it on purpose, as here for Ana.
ALL_ROWS: list[dict] = []
RULES = {
    "ana": ALL_ROWS,
    # SQL, which Superset pastes into its queries: no value that somebody can choose belongs into it.
    "bob": [{"clause": "country = 'USA'"}],
}


def authorize(session: Mapping) -> dict | None:
    """What the signed-in viewer may see, or None when nobody is signed in."""
    name = session.get("name")
    if name is None:
        return None
    # A signed-in person without rules is a mistake, and must not see every row.
    return {"viewer": name, "dashboards": DASHBOARDS, "rls": RULES[name]}
