"""The truecaser on the development sets: its figures, and the mistakes that cost most.

    CLEANTEXT_EVALS=FOLDER python bench/casing.py [SET...] [--mistakes 200]

`agreed` is F1 where press and encyclopedia write a word behind the one before it in one form,
`cover` the share of the capitals that are such words, `against` the share of the mistakes on them
where the set itself writes another form than both. A mistake costs one for each place.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "quality"))

import casing
from evalsets import f1, scorer

from cleantext.languages.pack import load

SETS = ("orangesum_2020-07 wikinews_winer leipzig_news_2023 ud_sequoia_dev ntrex_news_2018").split()

Mistakes = Counter[tuple[str, str, str]]


def kind_of(word: casing.Judged) -> str:
    """Name the kind of a mistake."""
    gold, found = word.gold, word.found
    french = load("fr")
    if found is None:
        return "another word"
    if any(map(str.isdigit, gold)):
        return "figures in it"
    if not set(gold.lower().split("-")) <= casing.training_words():
        return "never seen"
    if len(gold) == 1:
        return "one letter"
    if gold.lower() != gold and found.lower() != found:
        return "spelling"
    if gold.lower() in french.nationalities:
        return "nationality"
    if gold.lower() in french.open_words or gold.lower() in french.openers:
        return "small word"
    missed = "missed" if found == found.lower() else "made a name"
    return f"{'common' if gold.lower() in french.words else 'rare'} word {missed}"


def measure(name: str, most: int) -> None:
    """Print the figures and the mistakes of a set."""
    pairs = list(casing.recased(f"corpora/dev/{name}.txt.xz"))
    every, inner = scorer("casing").score(pairs)
    words = list(casing.inner_words(pairs))
    agreed, against, wrong = scorer("casing").Score(), 0, 0
    for word in words:
        form = casing.agreed_form(word)
        if form:
            agreed.add(word.gold, word.found)
            wrong += word.gold != word.found
            against += word.gold not in {word.found, form}
    print(
        f"{name}: all {f1(every):.2f}, inner {f1(inner):.2f}, agreed {f1(agreed):.2f},"
        f" cover {100 * casing.coverage(words):.1f} %,"
        f" against {100 * against / max(1, wrong):.0f} %,"
        f" unseen {100 * casing.right_of_unseen(words):.2f} %"
    )
    mistakes: Mistakes = Counter(
        (kind_of(word), word.gold, word.found or "") for word in words if word.gold != word.found
    )
    costliest = mistakes.most_common(most)
    kinds: Counter[str] = Counter()
    for (kind, _, _), count in costliest:
        kinds[kind] += count
    total = mistakes.total()
    print(f"  the {len(costliest)} costliest are {kinds.total()} of {total} mistakes")
    for kind, count in kinds.most_common():
        shown = [
            f"{gold} ← {found} {often}" for (of, gold, found), often in costliest if of == kind
        ]
        print(f"  {kind} {count}: {', '.join(shown[:12])}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--mistakes", type=int, default=200)
    given = parser.parse_args()
    for name in given.sets:
        measure(name, given.mistakes)


if __name__ == "__main__":
    main()
