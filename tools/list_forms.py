"""Make the lexicon of a language from a Hunspell dictionary: all forms of its words.

    npm pack dictionary-fr@3.0.0 && tar xzf dictionary-fr-3.0.0.tgz
    python tools/list_forms.py package/index CORPORA/lexicons/fr.txt.xz

Reads `index.aff` and `index.dic`, and writes what its suffixes make of each word, a form a
line, sorted; forms with a hyphen or an apostrophe are left out. Truecasers are trained with
it: a word that no text has shown may still be a word of the language, and no name. The
same dictionary always gives the same file.
"""

import argparse
import lzma
import re
from collections.abc import Callable
from pathlib import Path

from cleantext.stages.truecase.features import TOKEN

Suffixes = dict[str, list[tuple[str, str, re.Pattern[str]]]]
_FIELDS = 5


def suffixes(lines: list[str]) -> tuple[Suffixes, Callable[[str], list[str]]]:
    """Read the suffixes of a dictionary, and how the flags of a word are parted."""
    found: Suffixes = {}
    split: Callable[[str], list[str]] = list
    for fields in map(str.split, lines):
        if fields[:2] == ["FLAG", "long"]:
            split = re.compile("..").findall
        elif fields[:2] == ["FLAG", "num"]:
            split = re.compile(r"\d+").findall
        elif fields[:1] == ["SFX"] and len(fields) >= _FIELDS:
            _, flag, cut, added, condition = fields[:_FIELDS]
            added = added.partition("/")[0]
            ending = re.compile(f"(?:{condition})$")
            found.setdefault(flag, []).append(
                ("" if cut == "0" else cut, "" if added == "0" else added, ending)
            )
    return found, split


def forms(stem: Path) -> set[str]:
    """Return all forms of all words of a dictionary, as they are spelt."""
    known, split = suffixes(stem.with_suffix(".aff").read_text(encoding="utf-8").split("\n"))
    found: set[str] = set()
    # The first line is the number of words.
    for line in stem.with_suffix(".dic").read_text(encoding="utf-8").split("\n")[1:]:
        word, _, flags = re.split(r"\s", line, maxsplit=1)[0].partition("/")
        found.add(word)
        for flag in split(flags):
            for cut, added, ending in known.get(flag, ()):
                if word.endswith(cut) and ending.search(word):
                    found.add(word.removesuffix(cut) + added)
    return {form for form in found if TOKEN.fullmatch(form)}


def main() -> None:
    """Read the dictionary that the command line names, and write its lexicon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path, help="without .aff and .dic")
    parser.add_argument("lexicon", type=Path)
    arguments = parser.parse_args()
    text = "".join(f"{form}\n" for form in sorted(forms(arguments.dictionary)))
    arguments.lexicon.parent.mkdir(exist_ok=True)
    arguments.lexicon.write_bytes(lzma.compress(text.encode(), preset=9))


if __name__ == "__main__":
    main()
