"""ClickHouse, in process, as an engine of scripts/fuzz."""

import json

from chdb.session import Session
from lines import serve

session = Session()
session.query(
    "CREATE TABLE t (id UInt32, tenant UInt8, v Nullable(String), n Float64, big Int64,"
    " made_at DateTime64(3, 'Asia/Tokyo'), flag Nullable(Bool)) ENGINE = Memory"
)

SETTINGS = [
    "SET session_timezone = '', prefer_column_name_to_alias = 0",
    "SET session_timezone = 'America/New_York', prefer_column_name_to_alias = 1",
]


def version(_):
    return rows("SELECT version()")[0][0]


def fill(new_rows):
    session.query("TRUNCATE TABLE t")
    # Values travel as JSON, which ClickHouse's own parser reads.
    lines = "\n".join(json.dumps({**row, "made_at": row["made_at"] + "Z"}) for row in new_rows)
    session.query("INSERT INTO t SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n" + lines)


def settings(wanted):
    session.query(SETTINGS[wanted["turn"] % len(SETTINGS)])


def rows(sql):
    text = str(session.query(sql, "JSONCompactEachRow"))
    return [json.loads(line) for line in text.splitlines()]


serve(
    {
        "version": version,
        "fill": fill,
        "query": rows,
        "settings": settings,
    }
)
