"""Prints what Superset's own classes make of rules on engines that cannot run here, as JSON.

- `sent`: for each SQL of a virtual dataset and each engine, whether the SQL that Superset
  sends contains the rule of its table. Engines for which Superset refuses the SQL are absent.
- `labels`: the label that a chart's column `country` gets, for each driver of ClickHouse.

Runs in the environment of one release.
"""

import json
import logging
from contextlib import nullcontext
from unittest.mock import PropertyMock, patch

RULE = "(country = 'USA')"

QUERIES = {
    "`FROM returns`": "SELECT country FROM sales.returns",
    "`FROM returns r`": "SELECT r.country FROM sales.returns r",
    "`JOIN returns r`": "SELECT r.country FROM sales.places p JOIN sales.returns r ON r.id = p.id",
    "`FROM returns r` in a CTE": "WITH c AS (SELECT * FROM sales.returns r) SELECT * FROM c",
    "`FROM returns r` in a sub-query": "SELECT * FROM (SELECT r.country FROM sales.returns r) z",
}

NOT_SQL = {"kustokql"}


def main() -> None:
    from superset.app import create_app

    logging.disable(logging.CRITICAL)
    app = create_app()
    with app.app_context(), app.test_request_context():
        specs = specs_by_engine()
        sent = {name: rules_sent(specs, sql) for name, sql in QUERIES.items()}
        print(json.dumps({"sent": sent, "labels": clickhouse_labels()}))


def specs_by_engine() -> dict[str, type]:
    from superset.db_engine_specs import load_engine_specs

    specs = {spec.engine: spec for spec in load_engine_specs()}
    return {engine: spec for engine, spec in specs.items() if engine and engine not in NOT_SQL}


def rules_sent(specs: dict[str, type], sql: str) -> dict[str, bool]:
    sent = {engine: has_rule(spec, sql) for engine, spec in sorted(specs.items())}
    return {engine: has for engine, has in sent.items() if has is not None}


def has_rule(spec, sql: str) -> bool | None:
    from sqlalchemy.dialects import sqlite
    from superset.connectors.sqla.models import SqlaTable
    from superset.exceptions import QueryObjectValidationError
    from superset.models.core import Database

    database = Database(id=1, database_name="sales", sqlalchemy_uri="sqlite://")
    virtual = SqlaTable(table_name="v", schema="sales", sql=sql, database=database)
    with (
        patch.object(Database, "db_engine_spec", PropertyMock(return_value=spec)),
        # SQLAlchemy's dialects of most engines are not installed; sqlglot has its own.
        patch.object(Database, "get_dialect", lambda _: sqlite.dialect()),
        patch.object(Database, "get_default_schema", lambda *_: "sales"),
        patch.object(Database, "get_default_catalog", lambda _: None),
        rule_of_returns(),
    ):
        try:
            from_clause, cte = virtual.get_from_clause()
        except QueryObjectValidationError:
            return None
    return "country = 'USA'" in f"{getattr(from_clause, 'element', '')} {cte}"


def rule_of_returns():
    """Gives the table its rule, which Superset reads from its database by the table's name."""
    try:
        from superset.utils import rls
    except ImportError:
        # Before 6.0 nothing reads rules for the SQL of a virtual dataset.
        return nullcontext()
    return patch.object(
        rls,
        "get_predicates_for_table",
        lambda table, *_: [RULE] if table.table.lower() == "returns" else [],
    )


def clickhouse_labels() -> dict[str, str]:
    from superset.db_engine_specs import clickhouse

    specs = (clickhouse.ClickHouseConnectEngineSpec, clickhouse.ClickHouseEngineSpec)
    return {spec.engine: str(spec.make_label_compatible("country")) for spec in specs}


if __name__ == "__main__":
    main()
