"""Names with a spelling of their own: of the language pack, and of the user."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import HYPHEN, HYPHEN_GAP, TOKEN
from cleantext.stages.truecase.words import AT_ONCE, TextWords, lower

Spelling = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]
"""The words of a name, in lowercase and as they are spelt, and those that a hyphen precedes."""

Cells = npt.NDArray[np.uint32]
_CELLS = 1 << 16


class KnownNames:
    """Names that are looked for among the words of texts.

    >>> found = TextWords.of("chez openai, elon musk")
    >>> KnownNames(["OpenAI", "Elon Musk"]).find(found)
    {1: 'OpenAI', 2: 'Elon', 3: 'Musk'}
    """

    def __init__(self, names: Sequence[str]) -> None:
        """Take names as they are spelt; of two spellings of one name the later counts."""
        self._by_head: dict[str, list[Spelling]] = {}
        for name in reversed(names):
            pieces = TOKEN.split(name)
            forms = tuple(pieces[1::2])
            words = tuple(map(lower, forms))
            hyphens = tuple(place for place, gap in enumerate(pieces[::2]) if gap == HYPHEN)
            if words:
                self._by_head.setdefault(words[0], []).append((words, forms, hyphens))
        for spellings in self._by_head.values():
            spellings.sort(key=lambda spelling: -len(spelling[0]))
        self._heads = frozenset(self._by_head)
        self._seconds = {
            head: frozenset("".join(words[1:2]) for words, *_ in spellings)
            for head, spellings in self._by_head.items()
        }
        # Most words begin no name, and a few letters of them and of the next word say so.
        known = [words for spellings in self._by_head.values() for words, *_ in spellings]
        longer = [words for words in known if len(words) > 1]
        self._alone, self._pairs = np.zeros(_CELLS, np.bool_), np.zeros(_CELLS, np.bool_)
        self._alone[_cells(TextWords.of(*(words[0] for words in known if len(words) == 1)))] = True
        first, second = (TextWords.of(*(words[place] for words in longer)) for place in (0, 1))
        self._pairs[_pairs(_cells(first), _cells(second))] = True

    def find(self, found: TextWords) -> dict[int, str]:
        """Return the spelling of each word that is part of a name, by its place."""
        spelt: dict[int, str] = {}
        for place in self._places(found):
            if place in spelt:
                continue
            for sequence, forms, hyphens in self._by_head.get(found.word(place), ()):
                end = place + len(sequence)
                if len(sequence) > 1 and not _in_a_row(found, place, sequence):
                    continue
                # Kim Jong-un, but Kim Jong Un.
                if any(found.gaps[place + part] != HYPHEN_GAP for part in hyphens):
                    continue
                spelt.update(zip(range(place, end), forms, strict=True))
                break
        return spelt

    def _places(self, found: TextWords) -> list[int]:
        """Return the places of all words that may begin a name."""
        if found.words:
            if found.lacks(self._heads):
                return []
            followed = zip(found.words, [*found.words[1:], ""], strict=True)
            return [
                place
                for place, (word, following) in enumerate(followed)
                if word in self._heads and not self._seconds[word].isdisjoint((following, ""))
            ]
        cells = _cells(found)
        begun = self._alone[cells]
        begun[:-1] |= self._pairs[_pairs(cells[:-1], cells[1:])]
        return np.flatnonzero(begun).tolist()


def _in_a_row(found: TextWords, place: int, sequence: tuple[str, ...]) -> bool:
    """Whether these words stand at a place, with one sign between them and no more."""
    at = int(found.begins[place])
    for word in sequence:
        if not found.text.startswith(word, at):
            return False
        at += len(word) + 1
    last = place + len(sequence) - 1
    return last < len(found.ends) and int(found.ends[last]) == at - 1


def _pairs(first: Cells, second: Cells) -> Cells:
    """Return a number for each word and the next one, made of their numbers."""
    return (first + 31 * second) % _CELLS


def _cells(found: TextWords) -> Cells:
    """Return a number for each word, made of its length and of three of its letters."""
    cells = np.zeros(len(found.begins), np.uint32)
    for start in range(0, len(cells), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        begins, ends = found.begins[part], found.ends[part]
        sizes = (ends - begins).astype(np.uint32)
        first, middle, last = (found.codes[at] for at in (begins, (begins + ends) // 2, ends - 1))
        cells[part] = (first + 37 * last + 1021 * sizes + 4093 * middle) % _CELLS
    return cells
