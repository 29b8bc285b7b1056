"""DuckDB: a function for SQL, `SELECT clean(text) FROM news`.

from cleantext.integrations.duckdb import register

register(connection)
"""

import duckdb
import pyarrow as pa

from cleantext.integrations.columns import clean_column
from cleantext.pipeline import Pipeline


def register(
    connection: duckdb.DuckDBPyConnection,
    name: str = "clean",
    *,
    language: str = "fr",
    pipeline: Pipeline | None = None,
) -> None:
    """Give a connection a function that cleans a text; what is NULL stays NULL.

    Args:
        connection: Of DuckDB.
        name: What the function is called in SQL.
        language: The code of the language pack.
        pipeline: One of your own, in place of the default of the language.
    """
    cleaner = pipeline or Pipeline.default(language)

    def cleaned(column: pa.lib.ChunkedArray) -> pa.lib.Array:
        return pa.array(clean_column(column.to_pylist(), cleaner), pa.string())

    connection.create_function(
        name, cleaned, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special"
    )
