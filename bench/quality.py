"""What the thresholds of the stage quality reject, of articles and of what is none.

    python bench/quality.py ARTICLES... [--pages PAGES.jsonl.gz ...] [--documents 1000]

Articles are `.jsonl` records or `.txt` with a blank line between two; all are cleaned first. Pages
are records with `insc.lines` and `insc.labels` (1: a line of the article): their articles and, as
menus, what is left of them. The other kinds are made from the articles, the same at each run.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from texts import documents, opened

from cleantext import Pipeline
from cleantext.changes import Changes
from cleantext.config import read
from cleantext.document import QUALITY, Document

SEED = 7
_OF_NEWS = ("news", "article")
_LEAST = 100
"""Words of what is left of a page: less is no document."""


def articles(path: Path) -> Iterator[str]:
    """Yield the articles of a file."""
    if ".jsonl" in path.suffixes:
        yield from documents(path)
        return
    with opened(path) as stream:
        yield from (text for text in stream.read().split("\n\n") if text.strip())


def parts(path: Path, label: int) -> Iterator[str]:
    """Yield the lines of each page of a newspaper that have a label."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            if record.get("kind", "news") not in _OF_NEWS:
                continue
            page = record["insc"]
            lines = (
                text
                for text, given in zip(page["lines"], page["labels"], strict=True)
                if given == label
            )
            yield "\n".join(lines)


def titles(texts: list[str], chance: random.Random) -> str:
    """A list of titles, as a page of a rubric has them."""
    heads = (chance.choice(texts).split("\n")[0] for _ in range(40))
    return "\n".join(head[: chance.randint(30, 90)].rstrip(" .") for head in heads)


def table(texts: list[str], chance: random.Random) -> str:
    """Results or prices in rows."""
    words = chance.choice(texts).split()
    rows = (
        f"{chance.randint(1, 40)}. {chance.choice(words)} {chance.randint(0, 99)} "
        f"{chance.randint(0, 99)} {chance.uniform(0, 20):.2f} %"
        for _ in range(40)
    )
    return "\n".join(rows)


def program(_texts: list[str], chance: random.Random) -> str:
    """A script that was left in a page."""
    rows = (
        f'window.dataLayer.push({{"id": {chance.randint(1, 10**6)}, "event": "view"}});'
        for _ in range(40)
    )
    return "\n".join(rows)


def loop(texts: list[str], chance: random.Random) -> str:
    """What a model writes that does not come out of a sentence."""
    words = chance.choice(texts).split()[:200]
    start = chance.randrange(max(len(words) - 20, 1))
    return " ".join([*words, *(words[start : start + chance.randint(8, 20)] * 15)])


def template(texts: list[str], chance: random.Random) -> str:
    """A text for search engines: one sentence for many places."""
    words = [word for word in chance.choice(texts).split() if word[:1].isupper()] or ["Ici"]
    act = " ".join(chance.choice(texts).split()[:9])
    return " ".join(f"{act} à {chance.choice(words)}." for _ in range(30))


def spun(texts: list[str], chance: random.Random) -> str:
    """A text of which every second long word is one of other articles."""
    pool = chance.choice(texts).split() + chance.choice(texts).split()
    others = sorted({word for word in pool if word.isalpha() and word.islower() and len(word) > 6})
    changed = [
        chance.choice(others) if others and len(word) > 4 and chance.random() < 0.5 else word
        for word in chance.choice(texts).split(" ")
    ]
    return " ".join(changed)


def mixed(texts: list[str], chance: random.Random) -> str:
    """A text with the letters of every fourth long word mixed, as bad recognition gives it."""
    changed = [
        "".join(chance.sample(word, len(word)))
        if len(word) > 4 and chance.random() < 0.25
        else word
        for word in chance.choice(texts).split(" ")
    ]
    return " ".join(changed)


MADE: dict[str, Callable[[list[str], random.Random], str]] = {
    "lists of titles": titles,
    "tables": table,
    "scripts": program,
    "loops of a model": loop,
    "one sentence for many places": template,
    "spun: one long word in two": spun,
    "mixed letters: one long word in four": mixed,
}


def rejected(judge: Pipeline, texts: Sequence[str | Document]) -> tuple[float, Counter[str]]:
    """Return the share of texts that are rejected, and of each measure how many for it."""
    reasons: Counter[str] = Counter()
    count = 0
    for document in judge.map(texts):
        found = {label.value for label in document.labels if label.name == QUALITY}
        count += bool(found)
        reasons.update(found)
    return count / max(len(texts), 1), reasons


def cleaned(texts: list[str]) -> list[Document]:
    """Return what the default pipeline leaves of texts in French, with its labels."""
    stages = [name for name in read({}).stages if name != "truecase"]
    pipeline = Pipeline.from_config({"stages": stages})
    found = (
        replace(document, changes=Changes(), id="")
        for document in pipeline.map(map(Document, texts))
    )
    return [document for document in found if document.meta["language"] in {"fr", "und"}]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--pages", nargs="*", type=Path, default=[])
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    judge = Pipeline.of("quality")
    sets: dict[str, Sequence[Document]] = {}
    for path in given.articles:
        some = list(articles(path))
        step = max(1, len(some) // given.documents)
        sets[path.name] = cleaned(list(islice(some, 0, None, step))[: given.documents])
    good = [document.text for documents in sets.values() for document in documents]
    for path in given.pages:
        held = cleaned([text for text in parts(path, 1) if text.strip()])
        sets[f"articles of {path.name}"] = held
        rests = [text for text in parts(path, 0) if len(text.split()) >= _LEAST]
        sets[f"menus of {path.name}"] = [Document(text) for text in rests]
    chance = random.Random(SEED)
    for name, make in MADE.items():
        sets[name] = [Document(make(good, chance)) for _ in range(200)]
    print("| texts | | rejected | most for |\n|---|--:|--:|---|")
    began = time.process_time()
    for name, texts in sets.items():
        share, reasons = rejected(judge, texts)
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(4))
        print(f"| {name} | {len(texts)} | {100 * share:.1f} % | {told} |", flush=True)
    size = sum(len(each.text.encode()) for some in sets.values() for each in some)
    print(f"\n{(time.process_time() - began) / size * 1e9:.0f} ms/MB")


if __name__ == "__main__":
    main()
