"""pandas: `series.cleantext.clean()`.

import cleantext.integrations.pandas

frame["text"] = frame["text"].cleantext.clean()
"""

import pandas as pd

from cleantext.integrations.columns import clean_column, clean_documents
from cleantext.pipeline import Pipeline


@pd.api.extensions.register_series_accessor("cleantext")
class CleantextAccessor:
    """What `series.cleantext` gives.

    Args:
        series: A column of texts.
    """

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def clean(
        self, language: str = "fr", *, pipeline: Pipeline | None = None, workers: int = 1
    ) -> pd.Series:
        """Return the column with its texts clean, under the same index and name.

        A column of categories becomes one of texts.

        Args:
            language: The code of the language pack.
            pipeline: One of your own, in place of the default of the language.
            workers: Processes that share the work.

        Raises:
            TypeError: A value is neither a text nor missing.
        """
        texts = clean_column(self._series, pipeline or Pipeline.default(language), workers)
        dtype = self._series.dtype
        if isinstance(dtype, pd.CategoricalDtype):  # a clean text is none of the categories
            dtype = dtype.categories.dtype
        return pd.Series(texts, index=self._series.index, name=self._series.name, dtype=dtype)

    def documents(
        self, language: str = "fr", *, pipeline: Pipeline | None = None, workers: int = 1
    ) -> pd.Series:
        """Return a column of `Document`, with labels and changes; the arguments as in `clean`."""
        found = list(clean_documents(self._series, pipeline or Pipeline.default(language), workers))
        return pd.Series(found, index=self._series.index, name=self._series.name, dtype=object)
