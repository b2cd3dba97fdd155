"""Does to clauses what Superset 6.1 does to them before the database sees them.

Reads lines of JSON, each a list of clauses, and answers each with a list of what they became. The steps are those of
get_sqla_row_level_filters, get_predicates_for_table, compile_sqla_query and _execute_sql_with_mutation_and_logging,
with the same libraries: Jinja (every other clause), SQLAlchemy's text(), the percent signs of the drivers, and sqlglot;
every third clause goes the longer way of a dataset's table under a virtual dataset.
"""

import json
import sys

import sqlglot
from jinja2 import DebugUndefined
from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import literal_column, select, text
from sqlalchemy.dialects.mysql.mysqldb import MySQLDialect_mysqldb
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect

DIALECTS = {
    "postgresql": (PGDialect_psycopg2(), "postgres"),
    "mysql": (MySQLDialect_mysqldb(), "mysql"),
    "sqlite": (SQLiteDialect_pysqlite(), "sqlite"),
    # duckdb-engine builds on the driver of PostgreSQL.
    "duckdb": (PGDialect_psycopg2(), "duckdb"),
    # The drivers of these are not installed. Theirs have pyformat or named parameters, as one of these two has.
    "bigquery": (DefaultDialect(paramstyle="pyformat"), "bigquery"),
    "spark": (DefaultDialect(paramstyle="named"), "spark"),
    "hive": (DefaultDialect(paramstyle="pyformat"), "hive"),
    "clickhousedb": (DefaultDialect(paramstyle="pyformat"), "clickhouse"),
}
alchemy, glot = DIALECTS[sys.argv[1]]
jinja = SandboxedEnvironment(undefined=DebugUndefined)


def compiled(element) -> str:
    return str(element.compile(dialect=alchemy, compile_kwargs={"literal_binds": True}))


def as_text(sql: str):
    return text(sql.replace(":", "\\:"))


def steps(clause: str, index: int) -> str:
    rendered = jinja.from_string(clause).render() if index % 2 else clause
    predicate = as_text(f"({rendered})")
    if index % 3 == 0:
        parsed = sqlglot.parse_one(compiled(predicate), dialect=glot)
        predicate = as_text(parsed.sql(dialect=glot, pretty=True))
    sql = compiled(select(literal_column("1")).where(predicate))
    if alchemy.identifier_preparer._double_percents:
        sql = sql.replace("%%", "%")
    (statement,) = sqlglot.parse(sql, dialect=glot)
    return statement.args["where"].this.sql(dialect=glot, pretty=True)


def steps_or_error(clause: str, index: int) -> str:
    try:
        return steps(clause, index)
    except Exception as error:
        # Superset refuses the query: a clause that no database reads is counted in the same place.
        return f"<{type(error).__name__}>"


for line in sys.stdin:
    became = [steps_or_error(clause, index) for index, clause in enumerate(json.loads(line))]
    print(json.dumps(became), flush=True)
