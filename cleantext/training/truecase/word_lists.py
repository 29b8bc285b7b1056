"""What lists of names and lexicons tell of words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cleantext.stages.truecase.features import LEXICON_BITS, NAME_BITS, TOKEN, pack_vote
from cleantext.stages.truecase.spelling import MIXED
from cleantext.training.text_files import read_lines
from cleantext.training.truecase.cased_text import classify_form

LISTED = 2
"""A spelling of lists counts as much as two places of a text."""

Forms = dict[str, Counter[str]]


class WordLists(NamedTuple):
    """What lists tell.

    Attributes:
        bits: For each word the lists that it is in: two bits a lexicon, in lowercase and with
            a capital; two a kind of names, alone and as a part; and their vote on its form, see
            `features.pack_vote`.
        spellings: Words with capitals inside, as most lists spell them.
    """

    bits: dict[str, int]
    spellings: list[str]


def read_word_lists(
    names: Mapping[str, Sequence[Path]], lexicons: Sequence[Path], spelling: Collection[str]
) -> WordLists:
    """Read lists.

    Args:
        names: Lists of names, by kind.
        lexicons: The words of a language, in lowercase and with a capital.
        spelling: The kinds of names whose spellings with capitals inside are relied on.
    """
    bits: dict[str, int] = {}
    for index, path in enumerate(lexicons):
        for line in read_lines(path):
            for word in TOKEN.findall(line):
                _add(bits, word, 2 * index + (word != word.lower()))
    votes: Forms = {}
    reliable: set[str] = set()
    for index, (kind, paths) in enumerate(names.items()):
        for path in paths:
            best = _read_names(path, bits, LEXICON_BITS + 2 * index)
            for word in best:
                votes.setdefault(word.lower(), Counter())[word] += 1
            if kind in spelling:
                reliable.update(best)
    spellings = []
    for word, counts in votes.items():
        spelt = _commonest(counts)
        form = classify_form(spelt, word)
        bits[word] = bits.get(word, 0) | pack_vote(form, counts[spelt]) << LEXICON_BITS + NAME_BITS
        agreed = 2 * counts[spelt] > counts.total() and spelt in reliable
        if form == MIXED and agreed and spelt.isalpha():
            spellings.append(spelt)
    return WordLists(bits, sorted(spellings))


def _add(bits: dict[str, int], word: str, bit: int) -> None:
    bits[word.lower()] = bits.get(word.lower(), 0) | 1 << bit


def _commonest(counts: Counter[str]) -> str:
    return max(sorted(counts), key=counts.__getitem__)


def _read_names(path: Path, bits: dict[str, int], bit: int) -> list[str]:
    """Add the words of a list of names to `bits`; return the commonest spelling of each."""
    forms: Forms = {}
    for line in read_lines(path):
        found = [word for word in TOKEN.findall(line) if len(word) > 1]
        parts = [word for word in found if word != word.lower()]
        for word in parts:
            _add(bits, word, bit + (len(parts) > 1))
        for word in found:
            forms.setdefault(word.lower(), Counter())[word] += 1
    return list(map(_commonest, forms.values()))
