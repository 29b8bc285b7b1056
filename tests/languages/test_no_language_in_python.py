"""What one language alone says stands in its pack, and not in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleantext

ROOT = Path(cleantext.__file__).parent

ACCENTED = re.compile(r"[À-ÖØ-öø-ž]")
WORDS = re.compile(
    r"(?<![\w'’:-])(?:le|les|des|du|une|dans|pour|avec|sur|aux|est|sont|était|ont|qui|que|nous|vous"
    r"|ils|elles?|lire|heures?|imprimerie|après|contre|sans)(?![\w'’:-])"
)
"""Words that are common in French and are no English ones."""
RANGE = re.compile(r"[À-ÖØ-öø-ſ]-[À-ÖØ-öø-ſ]")
"""A range of letters: those of Latin scripts, whatever the language."""

EXEMPT = {
    # How the bytes of any letter look when they are read wrong.
    "stages/encoding/guard.py": None,
    "stages/encoding/stage.py": None,
    "stages/encoding/misreadings.py": None,
    "passes/duplicates/folding.py": {"œ"},  # of any language that has it
    "text/code_pages.py": {"ƒªºµıØøÐðÞþ"},
    "stages/boilerplate/switchers.py": {
        "spañol",  # the name of a language, by which most switchers are told
    },
    "stages/boilerplate/switcher_evidence.py": {
        # Codes of languages that are words, too.
        "am as br de dan en es est et fin gr in is it la lit no per por so to us",
    },
    # Where the trainer cuts news to learn from; another cut would be another model.
    "training/truncation/examples.py": {
        r"(?<=[.!?…])[\"»]?\s+(?=[\"«A-ZÉÈÀÇÊÎÔ])",
        r"(?:\b[A-ZÉÈÀÇÊÎÔ][\w'’-]*(?: (?:de|du|la|le|des|van|von|d'|and|of) | )?){1,5}",
        r" : actualité automobile, infos, scoop$",
    },
}
"""Strings that may hold such words, by file; None: all of them."""


def strings(path: Path) -> Iterator[str]:
    """The string constants of a module, docstrings (of attributes, too) apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documented:
            yield from [node.value] if isinstance(node.value, str) else []


def is_of_a_language(text: str) -> bool:
    return bool(ACCENTED.search(RANGE.sub("", text)) or WORDS.search(text))


@pytest.mark.parametrize(
    "path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_string_of_the_code_is_in_one_language(path: Path) -> None:
    exempt = EXEMPT.get(path.relative_to(ROOT).as_posix(), set())
    if exempt is not None:
        found = {text for text in strings(path) if is_of_a_language(text)}
        assert found == exempt


def test_the_words_are_found() -> None:
    assert WORDS.search("lire la suite")
    assert ACCENTED.search("Œuvre")
    assert not WORDS.search("a list of lines, one a sentence")
