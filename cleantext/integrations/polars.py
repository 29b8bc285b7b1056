"""Polars: `pl.col("text").cleantext.clean()`, and the same of a series.

import cleantext.integrations.polars

frame.with_columns(pl.col("text").cleantext.clean())
"""

import polars as pl

from cleantext.integrations.columns import clean_column
from cleantext.pipeline import Pipeline


@pl.api.register_expr_namespace("cleantext")
class CleantextExpression:
    """What `expression.cleantext` gives.

    Args:
        expression: A column of texts.
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def clean(self, language: str = "fr", *, pipeline: Pipeline | None = None) -> pl.Expr:
        """Return the expression of the column with its texts clean.

        Args:
            language: The code of the language pack.
            pipeline: One of your own, in place of the default of the language.
        """
        cleaner = pipeline or Pipeline.default(language)

        def cleaned(column: pl.Series) -> pl.Series:
            return pl.Series(column.name, clean_column(column, cleaner), dtype=pl.String)

        return self._expression.map_batches(cleaned, return_dtype=pl.String, is_elementwise=True)


@pl.api.register_series_namespace("cleantext")
class CleantextSeries:
    """What `series.cleantext` gives.

    Args:
        series: A column of texts.
    """

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def clean(self, language: str = "fr", *, pipeline: Pipeline | None = None) -> pl.Series:
        """Return the column with its texts clean; the arguments as of the expression."""
        expression = CleantextExpression(pl.col(self._series.name))
        frame = self._series.to_frame()
        return frame.select(expression.clean(language, pipeline=pipeline)).to_series()
