"""Score near-duplicates on a set with a known truth, beside other tools, in one run.

    python bench/duplicates.py [ARTICLES...] [--documents N] [--peers PYTHON] [--cost N]

The set is made of articles (text or JSONL; without them of words by chance) and of a copy of each
that is edited, cut, under another head, or glued to another article. The truth is the exact share
of five-word shingles: of those that two have (Jaccard), and of the copy's own (contained). What
lies within 0.05 of the named similarity does not count. `--peers` names the interpreter of an
environment with `datatrove` (and `spacy`) and `text-dedup`; `--cost N` runs the whole pipeline N
times with and without exact duplicates, and compares the time of a core.
"""

import argparse
import io
import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from runs import WORDS
from texts import documents

from cleantext.config import Duplicates, read
from cleantext.document import Document
from cleantext.passes.duplicates import folding
from cleantext.passes.duplicates.judge import Judge
from cleantext.passes.duplicates.marks import Marker, read_marks
from cleantext.run.dump import run
from cleantext.run.job import Job

SIMILARITY, SHARE, MARGIN = 0.8, 0.9, 0.05
PEERS = "datatrove", "text-dedup"
COMMON = 100
"""A shingle of more documents is compared with the first hundred of them."""


class Item(NamedTuple):
    """A document of the set: an article, or a copy of a kind."""

    id: str
    kind: str
    text: str


class Truth(NamedTuple):
    """The most that a document shares with one before it."""

    jaccard: float
    contained: float


def articles(paths: Iterable[Path]) -> Iterator[str]:
    """Yield articles of some length, from files or by chance."""
    found = (text for path in paths for text in documents(path))
    yield from (text for text in found if len(text.split()) >= 50)
    chance = random.Random(1)
    words = [*WORDS, *("".join(chance.choices("aeioulnrst", k=7)) for _ in range(5000))]
    while True:
        yield " ".join(chance.choices(words, k=chance.randint(60, 900)))


def edited(words: list[str], chance: random.Random) -> list[str]:
    """Change, drop and add words here and there."""
    often = chance.choice((0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08))
    left = []
    for word in words:
        die = chance.random() / often
        if die > 1:
            left.append(word)
        elif die < 1 / 3:
            left += [word, chance.choice(words)]
        elif die < 2 / 3:
            left.append(chance.choice(words))
    return left


def copy_of(text: str, other: str, chance: random.Random) -> tuple[str, str]:
    """Return a kind and a copy of that kind."""
    words, others = text.split(), other.split()
    kind = chance.choice(("edited", "edited", "cut", "re-headed", "glued"))
    if kind == "edited":
        copy = edited(words, chance)
    elif kind == "cut":
        copy = words[: int(len(words) * chance.uniform(0.3, 1))]
    elif kind == "re-headed":
        head = others[: int(len(words) * chance.uniform(0.01, 0.3))]
        copy = head + words[int(len(words) * chance.uniform(0, 0.1)) :]
    else:
        copy = words + others
    return kind, " ".join(copy)


def make_set(paths: Iterable[Path], size: int) -> list[Item]:
    """Return articles, and behind them a copy of each."""
    chance = random.Random(7)
    texts = list(islice(articles(paths), size // 2))
    items = [Item(f"{number}", "article", text) for number, text in enumerate(texts)]
    for number, text in enumerate(texts):
        kind, copy = copy_of(text, chance.choice(texts), chance)
        items.append(Item(f"{number}-copy", kind, copy))
    return items


def truths(items: list[Item]) -> dict[str, Truth]:
    """Compare each document with all before it that share a shingle."""
    holders = defaultdict[bytes, list[int]](list)
    sizes: list[int] = []
    found: dict[str, Truth] = {}
    for number, item in enumerate(items):
        words = folding.spaced(item.text).split()
        own = {b" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
        shared = Counter(other for each in own for other in holders[each][:COMMON])
        pairs = [
            (both / (len(own) + sizes[other] - both), both / len(own))
            for other, both in shared.items()
        ]
        found[item.id] = Truth(
            max((jaccard for jaccard, _ in pairs), default=0),
            max((contained for _, contained in pairs), default=0),
        )
        for each in own:
            holders[each].append(number)
        sizes.append(len(own))
    return found


def rates(hits: set[str], values: dict[str, float], named: float) -> str:
    """Say recall and precision of what was found, by the true share of each document."""
    right = {name for name, value in values.items() if value >= named + MARGIN}
    wrong = {name for name, value in values.items() if value < named - MARGIN}
    recall = len(hits & right) / (len(right) or 1)
    precision = len(hits & right) / (len(hits & (right | wrong)) or 1)
    return f"{recall:.4f} | {precision:.4f} | {len(right)} | {len(wrong)}"


class Found(NamedTuple):
    """What a tool found: the documents by reason, and the seconds of a core that it took."""

    twins: dict[str, str]
    seconds: float


def ours(items: list[Item], options: Duplicates) -> Found:
    """Mark all documents and judge them."""
    before = time.process_time()
    marked = io.BytesIO()
    marker = Marker(options, marked)
    for item in items:
        marker.add(Document(item.text, item.id), 0)
    marker.flush()
    marked.seek(0)
    twins: dict[str, str] = {}
    with TemporaryDirectory() as folder, Judge(options, Path(folder)) as judge:
        first = 0
        for marks in read_marks(marked):
            for place, twin in judge.judge(marks).items():
                twins[items[first + place].id] = twin.reason
            first += len(marks.documents)
    return Found(twins, time.process_time() - before)


def peer(python: str, name: str, items: list[Item]) -> Found | None:
    """Run another tool, in an environment of its own; None if it is not there."""
    script = Path(__file__).with_name("duplicate_peers.py")
    with TemporaryDirectory() as folder:
        dump = Path(folder) / "dump.jsonl"
        with dump.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{json.dumps({'id': i.id, 'text': i.text})}\n" for i in items)
        command = [python, str(script), name, str(dump), folder, str(SIMILARITY)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: {done.stderr.splitlines()[-1]}")
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    # Whichever document of a cluster a tool keeps, here it is the first.
    known: set[int] = set()
    twins: dict[str, str] = {}
    for number, cluster in sorted((int(at), cluster) for at, cluster in told["clusters"].items()):
        if cluster in known:
            twins[items[number].id] = name
        known.add(cluster)
    return Found(twins, told["seconds"])


def quality(items: list[Item], python: str | None) -> None:
    """Print recall, precision and speed of all tools."""
    size = sum(len(item.text.encode()) for item in items) / 1e6
    known = truths(items)
    jaccard = {name: truth.jaccard for name, truth in known.items()}
    print(f"{len(items)} documents, {size:.1f} MB, similarity {SIMILARITY}")
    print("| tool | recall | precision | positives | negatives | MB/s |\n|---|--:|--:|--:|--:|--:|")
    near = ours(items, Duplicates(similarity=SIMILARITY))
    print(
        f"| cleantext | {rates(set(near.twins), jaccard, SIMILARITY)} | {size / near.seconds:.1f} |"
    )
    for name in PEERS if python else ():
        found = peer(python or "", name, items)
        if found:
            hits = set(found.twins)
            print(f"| {name} | {rates(hits, jaccard, SIMILARITY)} | {size / found.seconds:.1f} |")
    inside = ours(items, Duplicates(contained=SHARE))
    hits = set(inside.twins)
    shares = {name: truth.contained for name, truth in known.items()}
    print(f"\ncontained, {SHARE} of a copy in one document, {size / inside.seconds:.1f} MB/s")
    print("| kind | recall | precision | positives | negatives |\n|---|--:|--:|--:|--:|")
    for kind in ("edited", "cut", "re-headed", "glued", ""):
        some = {i.id for i in items if i.kind.startswith(kind)}
        values = {name: share for name, share in shares.items() if name in some}
        print(f"| {kind or 'all'} | {rates(hits & some, values, SHARE)} |")


def cost(items: list[Item], rounds: int) -> None:
    """Print what exact duplicates add to the whole pipeline."""
    settings = read({}), read({"duplicates": {"exact": True}})
    ratios = []
    with TemporaryDirectory() as folder:
        dump = Path(folder) / "dump.jsonl"
        with dump.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{json.dumps({'id': i.id, 'text': i.text})}\n" for i in items)
        for number in range(-1, rounds):  # the first round loads tables and models
            taken = []
            for which in (0, 1) if number % 2 else (1, 0):
                before = time.process_time()
                run(Job(settings[which], Path(folder) / f"{number}.{which}"), [str(dump)])
                taken.append((which, time.process_time() - before))
            without, with_them = (seconds for _, seconds in sorted(taken))
            if number >= 0:
                ratios.append(with_them / without)
    print(f"whole pipeline with exact duplicates: {median(ratios):.4f} of the time without")
    print("  rounds:", " ".join(f"{ratio:.3f}" for ratio in ratios))


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--cost", type=int, default=0, metavar="N")
    options = parser.parse_args()
    items = make_set(options.articles, options.documents)
    if options.cost:
        cost(items[: len(items) // 2], options.cost)
    else:
        quality(items, options.peers)


if __name__ == "__main__":
    sys.exit(main())
