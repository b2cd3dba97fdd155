"""Sends clauses through the code with which one release of Superset reads and rewrites the queries of charts.

It runs with the Python of that release, and reads JSON from stdin, {engine: [clause]}. It prints JSON: for each engine a
description of each clause that Superset changes or refuses. It needs no database.

Superset 6 parses a chart's query with sqlglot and writes it again, and adds rules to the tables under a virtual dataset.
Superset 4.1 and 5.0 split it into statements with sqlparse, and write each again.
"""

import json
import logging
import re
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\[[^\[\]']*\]|[\w.]+|\S")


def tokens(sql):
    """Literals and names exactly, words without case, and parentheses aside."""
    found = [token if token[0] in "'\"`[" else token.upper() for token in TOKEN.findall(sql)]
    return [token for token in found if token not in "()"]


def query_of(clause):
    return f"SELECT org, SUM(n) AS n FROM t WHERE (({clause})) GROUP BY org"


def where_of(sql):
    match = re.search(r"\bWHERE\b([\s\S]*)\bGROUP BY\s+org\s*$", sql)
    return tokens(match[1]) if match else None


try:
    from superset.sql.parse import (
        RLSMethod,
        SQLGLOT_DIALECTS,
        SQLScript,
        SQLStatement,
        Table,
        sanitize_clause,
    )

    has_transformers = hasattr(SQLStatement, "apply_rls")
except ImportError:
    has_transformers = False


def rewrite(sql, engine):
    """What Superset makes of a chart's query, as statements."""
    if has_transformers:
        script = SQLScript(sql, engine)
        return [script.format()] if len(script.statements) == 1 else script.statements
    from superset.db_engine_specs.base import BaseEngineSpec

    return BaseEngineSpec.parse_sql(sql)


def anomaly(clause, engine, index):
    """The name of the first step that changes the clause, or None."""
    wanted = tokens(clause)
    once = rewrite(query_of(clause), engine)
    if len(once) != 1:
        return "is read as several statements"
    if where_of(once[0]) != wanted:
        return "is written differently"
    if rewrite(once[0], engine) != once:
        return "is written differently the second time"
    return transformed(clause, engine, wanted) if has_transformers and index % 3 == 0 else None


def transformed(clause, engine, wanted):
    """The two ways in which Superset 6 adds a rule to a table, and the check of a clause."""
    for method in RLSMethod:
        statement = SQLStatement("SELECT a.x FROM sch.t JOIN u AS a ON t.i = a.i WHERE a.x > 1", engine)
        predicate = statement.parse_predicate(clause)
        statement.apply_rls(None, "sch", {Table("t", "sch", None): [predicate]}, method)
        literals = [token for token in tokens(statement.format()) if token[0] == "'"]
        if literals != [token for token in wanted if token[0] == "'"]:
            return f"is lost by {method.name}"
        if method is RLSMethod.AS_SUBQUERY and " ".join(wanted) not in " ".join(tokens(statement.format())):
            return "is changed by AS_SUBQUERY"
    if tokens(sanitize_clause(clause, engine)) != wanted:
        return "is changed by sanitize_clause"
    if SQLStatement(clause, engine).has_subquery():
        return "is taken for a subquery"
    return None


def check(engine, clauses):
    anomalies = []
    for index, clause in enumerate(clauses):
        try:
            problem = anomaly(clause, engine, index)
        except Exception as error:
            problem = f"raises {type(error).__name__}: {error}"
        if problem:
            anomalies.append(f"{problem[:200]}: {clause[:200]}")
    return anomalies


print(json.dumps({engine: check(engine, clauses) for engine, clauses in json.load(sys.stdin).items()}))
