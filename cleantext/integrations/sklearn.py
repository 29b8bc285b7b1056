"""scikit-learn: a transformer for the head of a pipeline.

make_pipeline(TextCleaner(), TfidfVectorizer(), LogisticRegression())
"""

from collections.abc import Iterable
from typing import Self

from sklearn.base import BaseEstimator, TransformerMixin

from cleantext.pipeline import Pipeline


class TextCleaner(TransformerMixin, BaseEstimator):
    """Clean texts; there is nothing to fit.

    Args:
        language: The code of the language pack.
        pipeline: One of your own, in place of the default of the language.
        workers: Processes that share the work.
    """

    def __init__(
        self, language: str = "fr", *, pipeline: Pipeline | None = None, workers: int = 1
    ) -> None:
        self.language = language
        self.pipeline = pipeline
        self.workers = workers

    def fit(self, texts: object = None, target: object = None) -> Self:  # noqa: ARG002 - the contract
        """Do nothing."""
        return self

    def transform(self, texts: Iterable[str]) -> list[str]:
        """Return the texts, clean.

        Raises:
            TypeError: One is no text, or `texts` is one text.
        """
        cleaner = self.pipeline or Pipeline.default(self.language)
        return [document.text for document in cleaner.map(texts, workers=self.workers)]

    def __sklearn_is_fitted__(self) -> bool:
        return True
