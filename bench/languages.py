"""Measure the stage `language` on documents in other languages than the pack's.

    python bench/languages.py SENTENCES.jsonl [--detector NAME] [--documents N]

The sentences have a record a line with `text` and `lang`. Fifteen by chance make a document of
five lines, in lowercase; Occitan is made of the sentences below. For each language stands how fast
the stage is, also in times of `ftfy.fix_text` on the same documents, how many of them are told
right, and how often the detector was asked. `langdetect` is the package itself here, not its twin
in Rust: that is what is installed without an extra.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path

import ftfy
from texts import opened

from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.stages.language import detectors
from cleantext.stages.language import stage as language

LINES, SENTENCES = 5, 3
OCCITAN = (
    "Lo conselh municipal de Tolosa a votat diluns lo budgèt per l'annada que ven.",
    "La granda majoritat dels estatjants son d'acòrd amb lo projècte, mas d'unes ne demandan mai.",
    "Dempuèi la debuta del mes, las escòlas calandretas aculhisson mai de mila escolans.",
    "Lo president de l'associacion a dich que la lenga occitana èra viva e que caliá la far ausir.",
    "Los agricultors an manifestat davant la prefectura per demandar una ajuda aprèp la secada.",
    "Aquesta novèla linha de tren permetrà d'anar de Montalban a Bordèu en mens de doas oras.",
    "Las joves que s'installan al país trapan pas totjorn un ostal, e lo prètz a plan aumentat.",
)


def documents(sentences: list[str], count: int) -> list[Document]:
    """Make documents of sentences by chance, the same each time."""
    chance = random.Random(1)
    return [
        Document(
            "\n".join(" ".join(chance.sample(sentences, SENTENCES)) for _ in range(LINES)).lower()
        )
        for _ in range(count)
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sentences", type=Path, help=".jsonl, also .gz or .xz")
    parser.add_argument("--detector", default="langdetect", choices=["langdetect", "langdetect-rs"])
    parser.add_argument("--documents", type=int, default=200)
    given = parser.parse_args()
    of = defaultdict[str, list[str]](list, oc=list(OCCITAN))
    with opened(given.sentences) as stream:
        for line in stream:
            record = json.loads(line)
            of[record["lang"]].append(record["text"])
    detect = detectors._langdetect(given.detector.replace("-", "_"))  # noqa: SLF001 - without its twin
    asked: list[str] = []

    def told(text: str) -> detectors.Detected:
        asked.append(text)
        return detect(text)

    detectors.load = lambda _name: told  # type: ignore[assignment]
    stage = language.build(load("fr"), language.Options())
    print("| language | MB/s | times ftfy | right | asked |\n|---|---:|---:|---:|---:|")
    for code, sentences in sorted(of.items()):
        some = documents(sentences, given.documents)
        stage.map(some[:3])
        asked.clear()
        before = time.process_time()
        done = stage.map(some[3:])
        took = time.process_time() - before
        for document in some[3:]:
            ftfy.fix_text(document.text)
        times = (time.process_time() - before - took) / took
        size = sum(len(document.text.encode()) for document in some[3:]) / 1e6
        right = sum(document.meta["language"] == code for document in done)
        told_right = f"{right} of {len(done)}"
        print(f"| {code} | {size / took:.1f} | {times:.1f} | {told_right} | {len(asked)} |")


if __name__ == "__main__":
    main()
