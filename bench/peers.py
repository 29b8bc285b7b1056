"""Score sentence splitters and language detectors beside our own, on the evaluation sets.

    python bench/peers.py sentences
    python bench/peers.py languages [--close FOLDER]

`CLEANTEXT_EVALS` names the folder of the sets. Peers are what the dependency group `peers`
installs; one that is missing is left out. `--close` names a folder of texts in languages
that are close to French, one a file (`.txt` or `.html`, a paragraph a line or an element);
the table then says how many of their paragraphs are called French.
"""

import argparse
import html
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from cleantext.errors import ConfigError
from cleantext.pipeline import Pipeline
from cleantext.segment import sentences
from cleantext.stages.language import detectors

sys.path.append(str(Path(__file__).parent.parent / "tests" / "quality"))
from evalsets import quietly, records, scorer

Splitter = Callable[[str], list[str]]
LONGER_THAN = 30  # code points of a paragraph that is asked about
_ELEMENT = re.compile(r"<(p|h\d|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def ours() -> Splitter:
    """Our own splitter."""
    return lambda text: [text[start:end] for start, end in sentences(text)]


def sentencex() -> Splitter:
    """The splitter of Wikimedia."""
    segment: Any = import_module("sentencex").segment
    return lambda text: list(segment("fr", text))


def pysbd() -> Splitter:
    """A port of the Pragmatic Segmenter."""
    segmenter: Any = import_module("pysbd").Segmenter(language="fr", clean=False)
    return lambda text: list(segmenter.segment(text))


def syntok() -> Splitter:
    """A splitter that works on tokens."""
    process: Any = import_module("syntok.segmenter").process

    def split(text: str) -> list[str]:
        found = [sentence for paragraph in process(text) for sentence in paragraph]
        return ["".join(token.spacing + token.value for token in tokens) for tokens in found]

    return split


def nupunkt() -> Splitter:
    """Punkt, for the law."""
    tokenize: Any = import_module("nupunkt").sent_tokenize
    return lambda text: list(tokenize(text))


SPLITTERS: tuple[Callable[[], Splitter], ...] = (ours, sentencex, pysbd, syntok, nupunkt)


def table_of_sentences() -> Iterator[tuple[object, ...]]:
    """F1 on text with its capitals and without, recall of joints, and speed."""
    yield "splitter", "F1", "F1 lowercased", "joints lowercased", "MB/s"
    run = scorer("sentences").run
    for load in SPLITTERS:
        try:
            split = load()
        except ImportError:
            continue
        scores = run(split, verbose=False)
        joints = run(split, sets=["orange_glued"], verbose=False)
        yield (
            load.__name__,
            f"{scores['ALL'][2]:.3f}",
            f"{scores['ALL/low'][2]:.3f}",
            f"{joints['orange_glued/low'][1]:.3f}",
            f"{scores['partut/low'][3]:.1f}",
        )


def close_paragraphs(folder: Path) -> Iterator[str]:
    """Read the paragraphs of texts in languages that are close to French."""
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8")
        found = [inner for _, inner in _ELEMENT.findall(text)] or text.split("\n")
        for paragraph in found:
            bare = html.unescape(_TAG.sub("", paragraph)).strip()
            if len(bare) > LONGER_THAN:
                yield bare


def table_of_languages(close: Path | None) -> Iterator[tuple[object, ...]]:
    """What each detector reaches, by itself and inside our stage, on lowercased text."""
    head = ("detector", "in", "titles", "headings", "French P", "French R", "accuracy", "close")
    yield (*head, "texts/s")
    strangers = list(close_paragraphs(close)) if close else []
    for name in get_args(detectors.Name):
        try:
            detector = detectors.load(name)
        except ConfigError:
            continue
        stage = Pipeline.of("language", options={"language": {"detector": name}})
        for place, tell in (
            ("itself", lambda text, detect=detector: detect(text).code),
            ("stage", lambda text, stage=stage: stage(text).meta["language"]),
        ):
            yield (name, place, *figures_of(tell, strangers))


def figures_of(tell: Callable[[str], object], strangers: list[str]) -> Iterator[str]:
    """The figures of one way to tell languages."""
    run = scorer("langid").run
    names = ["orange_titles", "orange_headings", "lingua_sentences"]
    before = time.perf_counter()
    result = quietly(lambda: run("", tell, names, lowers=(True,)))
    seconds = time.perf_counter() - before
    texts = sum(1 for name in names for _ in records(f"langid/lid_{name}.jsonl"))
    yield f"{result['orange_titles/low']['acc']:.3f}"
    yield f"{result['orange_headings/low']['acc']:.4f}"
    sentences_of_all = result["lingua_sentences/low"]
    for figure in ("frP", "frR", "acc"):
        yield f"{sentences_of_all[figure]:.3f}"
    called = sum(tell(text.lower()) == "fr" for text in strangers)
    yield f"{called} of {len(strangers)}" if strangers else "–"
    yield f"{texts / seconds:,.0f}"


def main() -> None:
    """Print the table that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("table", choices=["sentences", "languages"])
    parser.add_argument("--close", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    rows = table_of_sentences() if given.table == "sentences" else table_of_languages(given.close)
    for place, row in enumerate(rows):
        print(f"| {' | '.join(map(str, row))} |", flush=True)
        if not place:
            print("|---" * len(row) + "|")


if __name__ == "__main__":
    main()
