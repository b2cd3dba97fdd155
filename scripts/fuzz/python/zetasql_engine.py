"""GoogleSQL, by the analyzer and the reference evaluator of ZetaSQL, as an engine of scripts/fuzz."""

import datetime
import importlib.metadata
import os

from google.protobuf.timestamp_pb2 import Timestamp
from lines import serve
from wasmtime import Module

compile_module = Module.from_file


def compiled_once(engine, path):
    """Compiling takes minutes on a busy machine, so the result stays beside the package."""
    compiled = f"{path}.compiled"
    if os.path.exists(compiled):
        return Module.deserialize_file(engine, compiled)
    module = compile_module(engine, path)
    with open(f"{compiled}.part", "wb") as file:
        file.write(module.serialize())
    os.rename(f"{compiled}.part", compiled)
    return module


Module.from_file = compiled_once

from zetasql.api import CatalogBuilder, PreparedQuery, TableBuilder  # noqa: E402
from zetasql.types import (  # noqa: E402
    AnalyzerOptions,
    LanguageOptions,
    TableContent,
    TableData,
    TypeKind,
    Value,
    ZetaSQLBuiltinFunctionOptions,
)


def timestamp_of(moment):
    timestamp = Timestamp()
    # A moment without a zone is in UTC here.
    timestamp.FromDatetime(moment)
    return timestamp


COLUMNS = {
    "id": (TypeKind.TYPE_INT64, "int64_value", int),
    "tenant": (TypeKind.TYPE_INT64, "int64_value", int),
    "v": (TypeKind.TYPE_STRING, "string_value", str),
    "n": (TypeKind.TYPE_DOUBLE, "double_value", float),
    "big": (TypeKind.TYPE_INT64, "int64_value", int),
    "made_at": (
        TypeKind.TYPE_TIMESTAMP,
        "timestamp_value",
        lambda text: timestamp_of(datetime.datetime.fromisoformat(text)),
    ),
    "flag": (TypeKind.TYPE_BOOL, "bool_value", bool),
}

language = LanguageOptions.maximum_features()
options = AnalyzerOptions(language_options=language)
table = TableBuilder("t")
for name, (kind, _, _) in COLUMNS.items():
    table.add_column(name, kind)
catalog = (
    CatalogBuilder("fuzz")
    .add_table(table.build())
    .with_builtin_functions(ZetaSQLBuiltinFunctionOptions(language_options=language))
    .build()
)
content = {}


def cell(name, value):
    _, field, convert = COLUMNS[name]
    return Value() if value is None else Value(**{field: convert(value)})


def fill(new_rows):
    rows = [TableData.Row(cell=[cell(name, row[name]) for name in COLUMNS]) for row in new_rows]
    content["t"] = TableContent(table_data=TableData(row=rows))


def query(sql):
    builder = PreparedQuery.builder().set_sql(sql).set_analyzer_options(options).set_catalog(catalog)
    with builder.set_table_content(content).prepare() as prepared:
        data = prepared.execute().content.table_data
        # A value whose field is not set is null, and a table without rows has no data.
        return [[plain(value) for value in row.cell] for row in data.row] if data else []


def plain(value):
    for field in ("int64_value", "bool_value", "string_value", "double_value"):
        held = getattr(value, field)
        if held is not None:
            return held
    return None


serve(
    {
        "version": lambda _: importlib.metadata.version("zetasql"),
        "fill": fill,
        "query": query,
        "settings": lambda _: None,
    }
)
