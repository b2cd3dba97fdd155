"""Spark SQL, in process, as an engine of scripts/fuzz."""

import datetime

from lines import serve
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "1")
    # A query runs once, so compiling it would cost more than it saves.
    .config("spark.sql.codegen.wholeStage", "false")
    .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
SCHEMA = "id INT, tenant INT, v STRING, n DOUBLE, big BIGINT, made_at TIMESTAMP, flag BOOLEAN"

# What decides how a text or a name is read, and how an instant is.
SETTINGS = [
    {"ansi.enabled": "false", "parser.escapedStringLiterals": "false", "session.timeZone": "UTC"},
    {"ansi.enabled": "true", "parser.escapedStringLiterals": "true", "session.timeZone": "Asia/Tokyo"},
    {
        "ansi.enabled": "true",
        "ansi.doubleQuotedIdentifiers": "true",
        "parser.escapedStringLiterals": "false",
        "session.timeZone": "America/New_York",
    },
]


def fill(new_rows):
    zone = datetime.timezone.utc
    values = [
        (
            row["id"],
            row["tenant"],
            row["v"],
            float(row["n"]),
            int(row["big"]),
            datetime.datetime.fromisoformat(row["made_at"]).replace(tzinfo=zone),
            row["flag"],
        )
        for row in new_rows
    ]
    spark.createDataFrame(values, SCHEMA).cache().createOrReplaceTempView("t")


def settings(wanted):
    for name, value in SETTINGS[wanted["turn"] % len(SETTINGS)].items():
        spark.conf.set(f"spark.sql.{name}", value)
    if wanted["database"] == "hive":
        # A timestamp of Hive has no zone, and neither has an instant in its clauses. Spark reads it in the session's zone.
        spark.conf.set("spark.sql.session.timeZone", "UTC")


serve(
    {
        "version": lambda _: spark.version,
        "fill": fill,
        "query": lambda sql: [list(row) for row in spark.sql(sql).collect()],
        "settings": settings,
    }
)
