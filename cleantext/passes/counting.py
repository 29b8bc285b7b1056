"""Count the lines of each site of a dump, and tell which of them are furniture.

Not every line that repeats is furniture: a sentence of an agency stands in many articles, and the
title of one article stands beside others. So a line that reads as a sentence has to stand in a
good part of a site's documents, and not among other sentences.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

from cleantext.errors import DataError
from cleantext.stages.boilerplate.site_memory import AUTO, BY_FOLDER, FORMAT, VERSION, key

LEAST = 3
"""A line has to stand in at least 3 documents of a site."""

LEAST_SHARE = 0.02
"""And in at least 2 % of them."""

LEAST_SHARE_OF_SENTENCES = 0.2
"""Where it reads as a sentence, it has to stand in at least 20 %."""

LONGEST = 300
"""A longer line, in code points, is not remembered."""

SENTENCE_WORDS = 4
"""A line of 4 words or more that ends in a final mark reads as a sentence."""

HELD = 1_000_000
"""A million lines are counted in memory; then they go to a file."""

OPEN_FILES = 64
"""64 of these files are read at a time."""

_FINAL = (".", "!", "?", "…", "»", '"', "”")


class Key(NamedTuple):
    """A line of a site; with an empty line, its documents."""

    site: str
    line: str


class Count(NamedTuple):
    """In how many documents a line stands, and in how many of them among sentences."""

    documents: int
    inside: int

    def plus(self, other: "Count") -> "Count":
        """Return both together."""
        return Count(self.documents + other.documents, self.inside + other.inside)


Row = tuple[Key, Count]

_NONE = Count(0, 0)


def counted(texts: Iterable[tuple[str, str]]) -> dict[Key, Count]:
    """Count the lines of documents, each but once a document.

    Args:
        texts: For each document its site and its text.
    """
    counts: dict[Key, Count] = {}
    for site, text in texts:
        lines = [line for line in map(str.strip, text.splitlines()) if line]
        sentences = [False, *map(_sentence, lines), False]
        found: dict[str, bool] = {"": False}
        for at, line in enumerate(lines):
            if len(line) <= LONGEST:
                inside = sentences[at + 1] and (sentences[at] or sentences[at + 2])
                name = key(line)
                found[name] = found.get(name, False) or inside
        for name, inside in found.items():
            place = Key(site, name)
            counts[place] = counts.get(place, _NONE).plus(Count(1, inside))
    return counts


class Learner:
    r"""Adds up counts in bounded memory, exactly: what does not fit is sorted into files.

    >>> with Learner() as learner:
    ...     for _ in range(3):
    ...         learner.add(counted([("phare", "Une\nSport")]).items())
    ...     [key.line for key, _ in furniture(learner.rows())]
    ['', 'sport', 'une']
    """

    def __init__(self, held: int = HELD) -> None:
        """Say how many lines may be counted in memory."""
        self._held = held
        self._counts: dict[Key, Count] = {}
        self._stack = ExitStack()
        self._runs: list[Path] = []
        self._made = 0

    def __enter__(self) -> Self:
        self._folder = Path(self._stack.enter_context(TemporaryDirectory()))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add the counts of some documents."""
        for place, count in rows:
            self._counts[place] = self._counts.get(place, _NONE).plus(count)
            if len(self._counts) > self._held:
                self._spill(sorted(self._counts.items()))
                self._counts = {}
                if len(self._runs) >= OPEN_FILES:
                    old = self._runs.copy()
                    self._spill(self.rows())
                    self._runs = self._runs[len(old) :]
                    for path in old:
                        path.unlink()

    def rows(self) -> Iterator[Row]:
        """Yield each line with its count, in order."""
        runs = [stored(path) for path in self._runs]
        rows = merge(*runs, sorted(self._counts.items()), key=itemgetter(0))
        for place, same in groupby(rows, key=itemgetter(0)):
            total = _NONE
            for _, count in same:
                total = total.plus(count)
            yield place, total

    def _spill(self, rows: Iterable[Row]) -> None:
        self._made += 1
        path = self._folder / str(self._made)
        store(path, rows)
        self._runs.append(path)


def furniture(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield each site's documents, and its furniture.

    Args:
        rows: In order, so that of a site the documents come first.
    """
    documents = 0
    for place, count in rows:
        if not place.line:
            documents = count.documents
            yield place, count
        elif _is_furniture(place.line, count, documents):
            yield place, count


def store(path: Path, rows: Iterable[Row], head: str = "") -> None:
    """Write counts to a file that `stored` reads, behind a line of its own if there is a head."""
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as sink:
        if head:
            sink.write(f"{head}\n")
        for (site, line), (documents, inside) in rows:
            sink.write(f"{site}\t{documents}\t{inside}\t{line}\n")


def stored(path: Path, *, headed: bool = False) -> Iterator[Row]:
    """Read counts, behind a head if there is one."""
    with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
        if headed:
            stream.readline()
        for row in stream:
            site, documents, inside, line = row.rstrip("\n").split("\t")
            yield Key(site, line), Count(int(documents), int(inside))


def write(path: Path, by: str, rows: Iterable[Row]) -> int:
    """Write what was learnt, and return how many lines are furniture.

    Raises:
        DataError: No document has the field that makes a site; a file that is there stays.
    """
    counts: Counter[bool] = Counter()
    sites = 0
    aside = path.with_name(f"{path.name}.aside")
    with aside.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as sink:
        sink.write(f"{FORMAT}\t{VERSION}\t{by}\n")
        for (site, line), (documents, _) in rows:
            sink.write(f"{site}\t{documents}\t{line}\n")
            counts[bool(line)] += 1
            sites += bool(site)
    if counts and not sites and by not in {AUTO, BY_FOLDER}:
        aside.unlink()
        raise DataError(f"no record has the field {by!r}; name one that has the site with --by")
    aside.replace(path)
    return counts[True]


def _sentence(line: str) -> bool:
    return line.endswith(_FINAL) and len(line.split()) >= SENTENCE_WORDS


def _is_furniture(line: str, count: Count, documents: int) -> bool:
    share = LEAST_SHARE_OF_SENTENCES if _sentence(line) else LEAST_SHARE
    if count.documents < max(LEAST, share * documents):
        return False
    return 2 * count.inside < count.documents
