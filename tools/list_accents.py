"""Make the list of accented words of a language pack, `accents.txt`.

    python tools/list_accents.py --lexicon CORPORA/lexicons/fr.txt.xz \
        --names CORPORA/names/*.txt --texts CORPORA/train/*.txt.xz --pack cleantext/languages/fr

From a lexicon, lists of names and text that kept its accents it makes the file that
`cleantext.accents` reads. A spelling that one form alone has is listed if the texts have it
or a text of another shape could: it is seen at least once. Where the lexicon has several
forms, each is listed with the neighbours that at least `SEEN` times, and in at least `PURE`
of all cases, stood beside it; beside the spelling without accents, in at least `LEANING`. The
same input always gives the same file.
"""

import argparse
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cleantext.stages.accents.restoration import neighbours, unaccented

WORD = re.compile(r"[^\W\d_]+")
SEEN = 6
"""How often a neighbour has to stand beside a form."""
PURE = 0.98
"""In how many of its cases a neighbour has to stand beside one form."""
LEANING = 0.5
"""In how many for the spelling without accents: it is enough to be in doubt."""
PLAIN = 0.93
"""The share of a form among all of its spelling from which it is taken without a neighbour."""
RARE = 12
"""A spelling with several forms that is seen less often is left out."""
HEADER = """\
# Words with accents, in lowercase. Where several words lose their accents to the same spelling:
# the one to take without a reason (the bare spelling: none), then the others, parted by tabs,
# each with the neighbours that ask for it; an underscore stands where the word itself does.
# Made by tools/list_accents.py; sources and licences are in README.md.
"""

Forms = dict[str, set[str]]


def _opened(path: Path) -> Iterator[str]:
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from lines


def read_forms(paths: Iterable[Path]) -> set[str]:
    """Return the words of lists, in lowercase."""
    return {word.lower() for path in paths for line in _opened(path) for word in WORD.findall(line)}


def by_spelling(words: set[str], names: set[str]) -> Forms:
    """Group words by what is left without accents, where one of them has an accent.

    A name counts where no word has its spelling; one that differs by its first letter alone
    does not count, for both live (Eric, Edouard).
    """
    found: Forms = defaultdict(set)
    for word in words:
        found[unaccented(word)].add(word)
    listed = set(found)
    for name in names:
        bare = unaccented(name)
        if bare not in listed:
            found[bare].add(name)
    return {
        bare: forms
        for bare, forms in found.items()
        if forms != {bare} and (bare in listed or all(f[1:] != bare[1:] for f in forms - {bare}))
    }


def count(paths: Iterable[Path], spellings: Forms) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count forms, and the neighbours of forms that share a spelling."""
    often: Counter[str] = Counter()
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    told: dict[str, set[str] | None] = {}
    for path in paths:
        for line in _opened(path):
            if line.isupper():
                continue
            found = list(WORD.finditer(line))
            low = [match[0].lower() for match in found]
            for place, match in enumerate(found):
                word = match[0]
                if word not in told:
                    forms = spellings.get(unaccented(word.lower()))
                    told[word] = None if forms and _lost_first(word, forms) else forms
                forms = told[word]
                if forms is None:
                    continue
                often[low[place]] += 1
                if len(forms) > 1:
                    spans = [near.span() for near in found[max(place - 1, 0) : place + 2]]
                    beside[low[place]].update(neighbours(line, low, place, spans))
    return often, beside


def _lost_first(word: str, forms: set[str]) -> bool:
    """Whether a word may be one that has lost the accent of its capital: Etat."""
    first, rest = word[0].lower(), word[1:]
    return word[0].isupper() and any(
        form[1:] == rest and form[0] != first and unaccented(form[0]) == first for form in forms
    )


def row(bare: str, forms: set[str], often: Counter[str], beside: dict[str, Counter[str]]) -> str:
    """Return the line of a spelling; empty: there is nothing to say of it."""
    seen = Counter({form: often[form] for form in {*forms, bare} if often[form]})
    total = seen.total()
    if not total:
        return ""
    best, most = min(seen.items(), key=lambda item: (-item[1], item[0]))
    if bare not in forms and most >= PLAIN * total:
        return best if best != bare else ""
    if total < RARE or len(seen) == 1:
        return ""
    sums: Counter[str] = Counter()
    for form in seen:
        sums.update(beside[form])
    asking = {
        form: sorted(
            name
            for name, number in beside[form].items()
            if number >= SEEN and number >= (LEANING if form == bare else PURE) * sums[name]
        )
        for form in seen
    }
    order = [bare, *sorted(form for form in seen if form != bare and asking[form])]
    if len(order) == 1:
        return ""
    return "\t".join(" ".join([form, *asking.get(form, [])]) for form in order)


def main() -> None:
    """Read what the command line names, and write the list."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--names", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--pack", type=Path, required=True)
    arguments = parser.parse_args()
    spellings = by_spelling(read_forms([arguments.lexicon]), read_forms(arguments.names))
    often, beside = count(sorted(arguments.texts), spellings)
    rows = (row(bare, forms, often, beside) for bare, forms in sorted(spellings.items()))
    text = HEADER + "".join(f"{line}\n" for line in rows if line)
    (arguments.pack / "accents.txt").write_text(text, encoding="utf-8")
    print("accents.txt", text.count("\n"), "rows", len(text.encode()), "bytes")


if __name__ == "__main__":
    main()
