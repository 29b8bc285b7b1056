"""How long a run took, and over what: told apart from all that the same run gives again."""

from collections.abc import Sequence
from heapq import nlargest
from itertools import pairwise
from time import perf_counter

import msgspec

from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.stage import ManyRule, Stage

SLOWEST = 50


class SlowDocument(msgspec.Struct, array_like=True, frozen=True, order=True):
    """A document that took long.

    Attributes:
        seconds: How long. What stages do with many documents at once is shared by their length.
        characters: Code points that it had.
        source: Where it was read.
        id: Its id.
    """

    seconds: float
    characters: int
    source: str
    id: str


class Timings(msgspec.Struct):
    """How long workers took; timings add up.

    Attributes:
        seconds: Of all workers, from the first byte that is read to the last that is written.
        documents: Documents that were cleaned.
        characters: Code points that these had.
        stages: Seconds of each stage.
        slowest: The documents that took longest.
    """

    seconds: float = 0.0
    documents: int = 0
    characters: int = 0
    stages: dict[str, float] = msgspec.field(default_factory=dict)
    slowest: list[SlowDocument] = msgspec.field(default_factory=list)

    def add(self, other: "Timings") -> None:
        """Add other timings."""
        self.seconds += other.seconds
        self.documents += other.documents
        self.characters += other.characters
        for name, seconds in other.stages.items():
            self.stages[name] = self.stages.get(name, 0.0) + seconds
        self.slowest = nlargest(SLOWEST, [*self.slowest, *other.slowest])

    def pass_through(
        self, pipeline: Pipeline, sources: Sequence[Document], name: str
    ) -> list[Document]:
        """Return documents as a pipeline cleans them, and note how long that took, if it succeeds.

        Args:
            pipeline: What cleans.
            sources: The documents.
            name: Where they were read.
        """
        characters = [len(source.text) for source in sources]
        spent = [0.0] * len(sources)
        stages: dict[str, float] = {}
        done = list(sources)
        for stage in pipeline.stages:
            done, took = _timed(stage, done, characters)
            stages[stage.name] = stages.get(stage.name, 0.0) + sum(took)
            spent = [before + now for before, now in zip(spent, took, strict=True)]
        found = zip(spent, characters, (source.id for source in sources), strict=True)
        slow = [SlowDocument(seconds, size, name, one) for seconds, size, one in found]
        self.add(Timings(0.0, len(sources), sum(characters), stages, slow))
        return done


def _timed(
    stage: Stage, documents: Sequence[Document], characters: Sequence[int]
) -> tuple[list[Document], list[float]]:
    """Return documents behind a stage, and the seconds that each took."""
    began = perf_counter()
    if any(isinstance(rule, ManyRule) for rule in stage.rules):
        done = stage.map(documents)
        each = (perf_counter() - began) / (sum(characters) or 1)
        return done, [each * size for size in characters]
    done, marks = [], [began]
    for document in documents:
        done.append(stage(document))
        marks.append(perf_counter())
    return done, [end - start for start, end in pairwise(marks)]
