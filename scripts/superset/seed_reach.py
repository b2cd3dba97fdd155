"""Seeds a dashboard whose rows show which row-level security rules reach which queries.

It has a table and a virtual dataset over the table, each with one chart. Tests replace the
virtual dataset's SQL.
"""

import os
import sqlite3
from pathlib import Path

from seed_compatibility import create_chart, create_dashboard, frame, grid, rows_of

RETURNS = [("USA", 1), ("USA", 2), ("France", 7), ("Spain", 4), ("Spain", 5)]
"""The sum of the USA is 3, and the sum of everybody is 19."""

TARGETS = [("USA", 10), ("France", 20), ("Spain", 30)]


def seed_reach() -> dict[str, str]:
    """Returns the title of the dashboard by its slug."""
    create_tables()
    table = create_dataset("reach_returns")
    virtual = create_dataset("reach_virtual", sql="SELECT country, amount FROM reach_returns")
    charts = [create_rows_chart(dataset) for dataset in (table, virtual)]
    rows = [[(chart, 6, 30) for chart in charts]]
    layout = {**frame("GRID_ID"), **rows_of("grid", rows, ["ROOT_ID", "GRID_ID"])}
    layout["GRID_ID"] = grid(["ROW-grid-0"])
    create_dashboard("Reach", "reach", layout, [])
    return {"reach": "Reach"}


def create_tables() -> None:
    examples = sqlite3.connect(Path(os.environ["SUPERSET_HOME"]) / "examples.db")
    with examples:
        examples.execute("CREATE TABLE reach_returns (country TEXT, amount INTEGER)")
        examples.executemany("INSERT INTO reach_returns VALUES (?, ?)", RETURNS)
        # A table that a rule on `country` does not fit.
        examples.execute("CREATE TABLE reach_targets (place TEXT, target INTEGER)")
        examples.executemany("INSERT INTO reach_targets VALUES (?, ?)", TARGETS)
        examples.execute("CREATE VIEW reach_view AS SELECT country, amount FROM reach_returns")
    examples.close()


def create_dataset(name: str, sql: str | None = None):
    from superset import db
    from superset.connectors.sqla.models import SqlaTable, TableColumn
    from superset.utils.database import get_example_database

    dataset = SqlaTable(
        table_name=name,
        schema="main",
        sql=sql,
        database=get_example_database(),
        columns=[
            TableColumn(column_name="country", type="TEXT"),
            TableColumn(column_name="amount", type="INTEGER"),
        ],
    )
    db.session.add(dataset)
    db.session.commit()
    return dataset


def create_rows_chart(dataset):
    columns = ["country", "amount"]
    return create_chart(
        dataset,
        f"Rows of {dataset.table_name}",
        "table",
        {"query_mode": "raw", "all_columns": columns, "row_limit": 10},
        {"columns": columns, "metrics": [], "orderby": []},
    )
