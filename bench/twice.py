"""List the documents that change when they are cleaned again, each with what changes it.

    python bench/twice.py articles.jsonl.xz [--number N]

Articles are dressed as in `dress.py`. What a second cleaning changes is what the first one
missed: the rules that act then, and where, say what to mend.
"""

import argparse
import json
import lzma
from itertools import islice
from pathlib import Path

from dress import dressed

from cleantext.pipeline import Pipeline

AROUND = 40
"""How many code points are shown on each side of a change."""


def main() -> None:
    """Clean twice and list what changes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, help=".jsonl.xz")
    parser.add_argument("--number", type=int, default=1200, help="how many articles")
    options = parser.parse_args()
    pipeline = Pipeline.default("fr")
    with lzma.open(options.articles, "rt", encoding="utf-8") as read:
        records = [json.loads(line) for line in islice(read, options.number)]
    texts = [
        dressed(str(record["id"]), record["title"], record["heading"], record["article"])
        for record in records
    ]
    once = [document.text for document in pipeline.map(texts)]
    twice = list(pipeline.map(once))
    changed = 0
    for record, before, after in zip(records, once, twice, strict=True):
        if after.text == before:
            continue
        changed += 1
        print(f"{record['id']}: {len(after.changes)} changes")
        for change in list(after.changes)[:8]:
            at = before.find(change.before) if len(change.before) > AROUND else change.start
            shown = before[max(at - AROUND, 0) : at + len(change.before) + AROUND][:300]
            print(f"    {change.rule}: {change.before[:80]!r} -> {change.after!r} in {shown!r}")
    print(f"{changed} of {len(texts)} change when they are cleaned again")


if __name__ == "__main__":
    main()
