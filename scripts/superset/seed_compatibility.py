"""Seeds dashboards that are the same on every version of Superset, with data of their own.

The wheel's samples differ from version to version, and older ones need a download. These
hold what a compatibility run looks at: two tabs of different height, native filters of
every kind, a table longer than its limit, a dashboard without tabs, one without charts,
one with a default that filters rows, one with links.
"""

import json
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

REVENUE = {"USA": 3000, "France": 2000, "Spain": 1000, "Japan": 500}
"""Of each order, by country: every filter and every rule then has another sum."""

ORDERS = 360

TABLE = "compatibility_orders"


def seed_compatibility() -> dict[str, str]:
    """Returns the titles of what it made, by slug."""
    create_table()
    dataset = create_dataset()
    charts = create_charts(dataset)
    dashboards = {
        "compatibility": ("Compatibility", two_tabs(charts), native_filters(dataset)),
        "untabbed": ("Without tabs", rows_only(charts), []),
        "empty": ("Without charts", text_only(), []),
        "guided": ("Guided", two_groups_of_tabs(charts), guided_filters(dataset)),
        "defaults": ("Defaults", total_and_table(charts), filters_with_default(dataset)),
        "links": ("Links", tabs_with_links(charts), []),
    }
    for slug, (title, layout, filters) in dashboards.items():
        create_dashboard(title, slug, layout, filters)
    return {slug: title for slug, (title, _, _) in dashboards.items()}


def create_table() -> None:
    channels = ("Online", "Store", "Partner")
    products = ("Bicycle", "Helmet", "Lamp", "Lock", "Pump")
    countries = tuple(REVENUE)
    rows = [
        (
            # SQLite compares text, and this is how Superset writes the other side.
            f"{datetime(2024, 1, 1) + timedelta(days=number)}.000000",
            countries[number % len(countries)],
            channels[number % len(channels)],
            products[number % len(products)],
            1 + number % 12,
            REVENUE[countries[number % len(countries)]],
        )
        for number in range(ORDERS)
    ]
    examples = sqlite3.connect(Path(os.environ["SUPERSET_HOME"]) / "examples.db")
    with examples:
        examples.execute(
            f"CREATE TABLE {TABLE} (ordered_on DATETIME, country TEXT, channel TEXT,"
            " product TEXT, quantity INTEGER, revenue INTEGER)"
        )
        examples.executemany(f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?)", rows)
    examples.close()


def create_dataset():
    from superset import db
    from superset.connectors.sqla.models import SqlaTable, SqlMetric
    from superset.utils.database import get_example_database

    dataset = SqlaTable(
        table_name=TABLE,
        database=get_example_database(),
        main_dttm_col="ordered_on",
        metrics=[
            SqlMetric(metric_name="revenue_sum", expression="SUM(revenue)", verbose_name="Revenue"),
            SqlMetric(metric_name="orders", expression="COUNT(*)", verbose_name="Orders"),
        ],
    )
    db.session.add(dataset)
    dataset.fetch_metadata()
    db.session.commit()
    return dataset


def create_charts(dataset) -> dict[str, object]:
    any_time = {
        "clause": "WHERE",
        "subject": "ordered_on",
        "operator": "TEMPORAL_RANGE",
        "comparator": "No filter",
        "expressionType": "SIMPLE",
    }
    columns = ["ordered_on", "country", "channel", "product", "quantity", "revenue"]
    # What the viewer's page will ask for: guests get nothing that is not written here.
    country_axis = {
        "columnType": "BASE_AXIS",
        "sqlExpression": "country",
        "label": "country",
        "expressionType": "SQL",
    }
    sheet = {"query_mode": "raw", "all_columns": columns, "row_limit": 10}
    sheet_query = {"columns": columns, "metrics": [], "orderby": []}
    charts = {
        "total": (
            "Total Revenue",
            "big_number_total",
            {"metric": "revenue_sum", "y_axis_format": "$,.0f", "header_font_size": 0.4},
            {"metrics": ["revenue_sum"]},
        ),
        "bar": (
            "Revenue by Country",
            "echarts_timeseries_bar",
            {"x_axis": "country", "metrics": ["revenue_sum"], "groupby": [], "row_limit": 100},
            {"columns": [country_axis], "metrics": ["revenue_sum"]},
        ),
        "pie": (
            "Revenue by Channel",
            "pie",
            {"groupby": ["channel"], "metric": "revenue_sum", "row_limit": 100},
            {"columns": ["channel"], "metrics": ["revenue_sum"]},
        ),
        "table": ("Orders", "table", sheet, sheet_query),
    }
    if has_interactive_table():
        charts["sheet"] = ("Order Sheet", "ag-grid-table", sheet, sheet_query)
    return {
        key: create_chart(dataset, name, viz_type, {**params, "adhoc_filters": [any_time]}, query)
        for key, (name, viz_type, params, query) in charts.items()
    }


def has_interactive_table() -> bool:
    from superset.config import DEFAULT_FEATURE_FLAGS

    return "AG_GRID_TABLE_ENABLED" in DEFAULT_FEATURE_FLAGS


def create_chart(dataset, name: str, viz_type: str, params: dict, query: dict):
    from superset import db
    from superset.models.slice import Slice

    datasource = {"id": dataset.id, "type": "table"}
    params = {"viz_type": viz_type, "datasource": f"{dataset.id}__table", **params}
    chart = Slice(
        slice_name=name,
        viz_type=viz_type,
        datasource_id=dataset.id,
        datasource_type="table",
        params=json.dumps(params),
    )
    db.session.add(chart)
    db.session.flush()
    context = {"datasource": datasource, "queries": [query], "form_data": params}
    chart.query_context = json.dumps(context)
    db.session.commit()
    return chart


def native_filter(dataset, kind: str, key: str, name: str, column: str | None = None, **more) -> dict:
    target = {"datasetId": dataset.id, "column": {"name": column}} if column else {}
    return {
        "id": f"NATIVE_FILTER-{key}",
        "name": name,
        "type": "NATIVE_FILTER",
        "filterType": kind,
        "targets": [target],
        "controlValues": {"multiSelect": True, "enableEmptyFilter": False},
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "description": "",
        **more,
    }


def product_filter(dataset, values: list[str]) -> dict:
    """A filter whose default is these values."""
    selected = {"op": "IN", "col": "product", "val": values}
    default = {
        "extraFormData": {"filters": [selected]},
        "filterState": {"value": values, "label": ", ".join(values)},
        "ownState": {},
    }
    return native_filter(
        dataset, "filter_select", "product", "Product", "product", defaultDataMask=default
    )


def native_filters(dataset) -> list[dict]:
    return [
        native_filter(dataset, "filter_select", "country", "Country", "country"),
        native_filter(dataset, "filter_time", "ordered", "Ordered"),
        native_filter(dataset, "filter_range", "quantity", "Quantity", "quantity"),
        # Its default selects everything there is, so that it changes no sum.
        product_filter(dataset, ["Bicycle", "Helmet", "Lamp", "Lock", "Pump"]),
    ]


def filters_with_default(dataset) -> list[dict]:
    """The default of one filter leaves two of five products: $234,000 of $585,000."""
    return [
        product_filter(dataset, ["Lamp", "Lock"]),
        native_filter(dataset, "filter_range", "quantity", "Quantity", "quantity"),
    ]


def guided_filters(dataset) -> list[dict]:
    """A filter that needs a value, and a filter that begins with the first value of its column."""
    needed = {"multiSelect": True, "enableEmptyFilter": True}
    first = {"multiSelect": False, "enableEmptyFilter": True, "defaultToFirstItem": True}
    return [
        native_filter(dataset, "filter_select", "needed", "Country", "country", controlValues=needed),
        native_filter(
            dataset,
            "filter_select",
            "first",
            "Product",
            "product",
            controlValues=first,
            requiredFirst=True,
        ),
    ]


def two_tabs(charts: dict[str, object]) -> dict:
    overview = [[(charts["total"], 4, 30), (charts["bar"], 8, 30)]]
    details = [[(charts["table"], 12, 80)], [(charts["pie"], 12, 60)]]
    if "sheet" in charts:
        details.append([(charts["sheet"], 12, 60)])
    tabs = group_of_tabs("all", {"overview": overview, "details": details}, ["ROOT_ID"])
    return {**frame("TABS-all"), **tabs}


def two_groups_of_tabs(charts: dict[str, object]) -> dict:
    """Charts of the left group are above charts of the right group."""
    parents = ["ROOT_ID", "GRID_ID"]
    left = {"left1": [[(charts["total"], 6, 30)]], "left2": [[(charts["bar"], 6, 30)]]}
    right = {"right1": [[(charts["pie"], 6, 30)]], "right2": [[(charts["table"], 6, 30)]]}
    return {
        **frame("GRID_ID"),
        "GRID_ID": grid(["TABS-left", "TABS-right"]),
        **group_of_tabs("left", left, parents),
        **group_of_tabs("right", right, parents),
    }


def group_of_tabs(key: str, tabs: dict[str, list], parents: list[str]) -> dict:
    """Returns the part of a layout with these tabs, each by its name and with its rows."""
    group = f"TABS-{key}"
    children = [f"TAB-{name}" for name in tabs]
    layout = {group: {"type": "TABS", "id": group, "children": children, "parents": parents, "meta": {}}}
    for name, rows in tabs.items():
        tab = f"TAB-{name}"
        layout[tab] = {
            "type": "TAB",
            "id": tab,
            "children": [f"ROW-{name}-{number}" for number in range(len(rows))],
            "parents": [*parents, group],
            "meta": {"text": name.capitalize()},
        }
        layout.update(rows_of(name, rows, [*parents, group, tab]))
    return layout


def rows_only(charts: dict[str, object]) -> dict:
    rows = [[(charts["total"], 4, 30), (charts["bar"], 8, 30)]]
    layout = {**frame("GRID_ID"), **rows_of("grid", rows, ["ROOT_ID", "GRID_ID"])}
    layout["GRID_ID"] = grid(["ROW-grid-0"])
    return layout


def total_and_table(charts: dict[str, object]) -> dict:
    rows = [[(charts["total"], 4, 30)], [(charts["table"], 12, 60)], [(charts["pie"], 12, 60)]]
    layout = {**frame("GRID_ID"), **rows_of("grid", rows, ["ROOT_ID", "GRID_ID"])}
    layout["GRID_ID"] = grid([key for key in layout if key.startswith("ROW-")])
    return layout


def text_only() -> dict:
    return {
        **frame("GRID_ID"),
        "GRID_ID": grid(["ROW-text"]),
        **row_of_text("Nothing but text", ["ROOT_ID", "GRID_ID"]),
    }


LINKS = """
[Mail](mailto:nobody@app.example)

[Script](javascript:alert(1))

[Second tab](#TAB-second)

[Download](http://app.example/report.csv)

<a href="http://app.example/page" target="_blank">New window</a>
"""
"""A link of each kind, at a host that a test answers for."""


def tabs_with_links(charts: dict[str, object]) -> dict:
    tabs = {"first": [[(charts["total"], 6, 30)]], "second": [[(charts["pie"], 6, 30)]]}
    layout = {**frame("TABS-links"), **group_of_tabs("links", tabs, ["ROOT_ID"])}
    layout["TAB-first"]["children"].append("ROW-text")
    return {**layout, **row_of_text(LINKS, ["ROOT_ID", "TABS-links", "TAB-first"])}


def row_of_text(markdown: str, parents: list[str]) -> dict:
    return {
        "ROW-text": row("ROW-text", ["MARKDOWN-text"], parents),
        "MARKDOWN-text": {
            "type": "MARKDOWN",
            "id": "MARKDOWN-text",
            "children": [],
            "parents": [*parents, "ROW-text"],
            "meta": {"width": 6, "height": 30, "code": markdown},
        },
    }


def frame(child: str) -> dict:
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": [child]},
        "GRID_ID": grid([]),
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": ""}},
    }


def grid(children: list[str]) -> dict:
    return {"type": "GRID", "id": "GRID_ID", "children": children, "parents": ["ROOT_ID"]}


def row(key: str, children: list[str], parents: list[str]) -> dict:
    meta = {"background": "BACKGROUND_TRANSPARENT"}
    return {"type": "ROW", "id": key, "children": children, "parents": parents, "meta": meta}


def rows_of(key: str, rows: list, parents: list[str]) -> dict:
    layout = {}
    for number, cells in enumerate(rows):
        row_id = f"ROW-{key}-{number}"
        layout[row_id] = row(row_id, [f"CHART-{chart.id}" for chart, _, _ in cells], parents)
        for chart, width, height in cells:
            layout[f"CHART-{chart.id}"] = {
                "type": "CHART",
                "id": f"CHART-{chart.id}",
                "children": [],
                "parents": [*parents, row_id],
                "meta": {
                    "chartId": chart.id,
                    "sliceName": chart.slice_name,
                    "width": width,
                    "height": height,
                },
            }
    return layout


def create_dashboard(title: str, slug: str, layout: dict, filters: list[dict]) -> None:
    from superset import db
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice

    ids = [item["meta"]["chartId"] for item in layout.values() if item_type(item) == "CHART"]
    layout["HEADER_ID"]["meta"]["text"] = title
    metadata = {
        "native_filter_configuration": filters,
        "chart_configuration": {},
        "cross_filters_enabled": True,
        "color_scheme": "supersetColors",
        "refresh_frequency": 0,
    }
    dashboard = Dashboard(
        dashboard_title=title,
        slug=slug,
        published=True,
        position_json=json.dumps(layout),
        json_metadata=json.dumps(metadata),
        slices=db.session.query(Slice).filter(Slice.id.in_(ids)).all() if ids else [],
    )
    db.session.add(dashboard)
    db.session.commit()


def item_type(item) -> str | None:
    return item.get("type") if isinstance(item, dict) else None
