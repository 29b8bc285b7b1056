"""Count the edits of spacing and typography by rule, on texts that professionals have set.

    python bench/edits.py TEXT... [--lower] [--show RULE]
    python bench/edits.py TEXT... --pin > bench/edits.toml
    python bench/edits.py TEXT... --check

A rule that begins to change far more than it did has likely gone wrong: it is how tools come
to delete a word or to capitalise one everywhere. `--pin` prints the counts for a megabyte of
each text, lowercased too; `--check` fails where a rule makes half as many edits again as are
pinned in `edits.toml`, and ten more. `--show` prints fifty edits of a rule in their
surroundings, to be read.
"""

import argparse
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from texts import documents

from cleantext.changes import Change
from cleantext.document import Document
from cleantext.pipeline import Pipeline

PINNED = Path(__file__).with_name("edits.toml")
SAMPLE = 50
AROUND = 40
GROWTH, SLACK = 1.5, 10


def passages(path: Path, *, lower: bool) -> Iterator[Document]:
    """Yield what the two stages make of the documents of a file or folder."""
    pipeline = Pipeline.of("spacing", "typography")
    for text in documents(path):
        yield pipeline(text.lower() if lower else text)


def counts(path: Path, *, lower: bool) -> tuple[Counter[str], float]:
    """Return the edits by rule, and the size of the text in MB."""
    found: Counter[str] = Counter()
    size = 0
    for document in passages(path, lower=lower):
        found.update(change.rule for change in document.changes)
        size += len(document.text.encode())
    return found, size / 1e6


def table(paths: Sequence[Path]) -> dict[str, dict[str, int]]:
    """Return the edits for a megabyte by rule, for each text as it is and lowercased."""
    result: dict[str, dict[str, int]] = {}
    for path in paths:
        name = path.name.partition(".")[0]
        for lower, suffix in ((False, ""), (True, " lowercased")):
            found, size = counts(path, lower=lower)
            result[name + suffix] = {
                rule: round(found[rule] / size) for rule in sorted(found) if found[rule] >= size
            }
    return result


def grown(now: dict[str, dict[str, int]], pinned: dict[str, dict[str, int]]) -> Iterator[str]:
    """Name the rules that make far more edits than they did."""
    for text, rules in now.items():
        for rule, count in rules.items():
            before = pinned.get(text, {}).get(rule, 0)
            if count > GROWTH * before + SLACK:
                yield f"{text}: {rule} makes {count} edits a megabyte; it made {before}"


def around(document: Document, at: int) -> str:
    """Return the original text about an offset of it, on one line."""
    text = document.original[max(0, at - AROUND) : at + AROUND]
    return text.replace("\n", "⏎")


def show(paths: Sequence[Path], rule: str, *, lower: bool) -> Iterator[str]:
    """Yield some edits of a rule, with the text around each."""
    found: list[tuple[str, Change]] = []
    for path in paths:
        for document in passages(path, lower=lower):
            if any(change.rule == rule for change in document.changes):
                found += (
                    (around(document, place), change)
                    for place, change in zip(document.origins(), document.changes, strict=True)
                    if change.rule == rule
                )
    for text, change in random.Random(0).sample(found, min(SAMPLE, len(found))):
        yield f"{change.before!r} → {change.after!r}\t{text}"


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    parser.add_argument("--lower", action="store_true", help="lowercase the texts, for --show")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--pin", action="store_true")
    group.add_argument("--check", action="store_true")
    group.add_argument("--show", metavar="RULE")
    given = parser.parse_args()
    if given.show:
        print("\n".join(show(given.texts, given.show, lower=given.lower)))
        return
    now = table(given.texts)
    if given.check:
        problems = list(grown(now, tomllib.loads(PINNED.read_text(encoding="utf-8"))))
        sys.exit("\n".join(problems) if problems else 0)
    for text, rules in now.items():
        print(f'["{text}"]')
        print("".join(f'"{rule}" = {count}\n' for rule, count in rules.items()))


if __name__ == "__main__":
    main()
