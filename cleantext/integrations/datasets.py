"""Hugging Face datasets: a function for `Dataset.map(…, batched=True)`.

    from cleantext.integrations.datasets import CleanColumn

    dataset.map(CleanColumn("text"), batched=True, num_proc=4)

The function pickles as its configuration, some hundred bytes, so the cache of the library finds
what was cleaned before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cleantext.integrations.columns import clean_column
from cleantext.pipeline import Pipeline


@dataclass(frozen=True)
class CleanColumn:
    """Clean a column of a batch.

    Attributes:
        column: The name of the column.
        pipeline: What cleans.

    >>> CleanColumn("title", Pipeline.of("typography"))({"title": ["Oui!", None], "id": [1, 2]})
    {'title': ['Oui\u202f!', None]}
    """

    column: str = "text"
    pipeline: Pipeline = field(default_factory=Pipeline.default)

    def __call__(self, batch: Mapping[str, list[Any]]) -> dict[str, list[str | None]]:
        """Return the column with its texts clean.

        Raises:
            TypeError: A value is neither a text nor missing.
        """
        return {self.column: clean_column(batch[self.column], self.pipeline)}
