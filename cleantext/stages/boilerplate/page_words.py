"""Words by which sites label the parts of their pages: comments, accounts, rights, shares.

A list by hand (`cleantext/languages/page_words.txt`), so that a model can count what a line
speaks of without knowing any page by heart.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from cleantext.languages.lists import read_list
from cleantext.languages.pack import FOLDER

KINDS = (
    *("account", "legal", "share", "comment", "related", "byline", "date", "menu", "media"),
    *("offer", "you", "me", "said", "source"),
)
"""What the words of a part are of, in the order in which they are counted."""

ALL = "mul"
"""The code of words that pages in any language have."""

PartLists = Mapping[str, Mapping[str, Sequence[str]]]
"""Words by kind and code of language."""


class PageWords:
    """The words of the parts of pages, for each language.

    >>> words = PageWords({"share": {"mul": ["tweet"], "fr": ["partager"]}})
    >>> KINDS[words.of("fr")["partager"][0]], words.of("de").keys()
    ('share', dict_keys(['tweet']))
    """

    def __init__(self, lists: PartLists) -> None:
        """Take the words of each kind and language, in lowercase.

        Raises:
            ValueError: There is no such kind.
        """
        self.lists = {
            kind: {code: tuple(sorted(set(words))) for code, words in sorted(by_code.items())}
            for kind, by_code in sorted(lists.items())
        }
        self._of: dict[str, dict[str, tuple[int, ...]]] = {}
        for kind, by_code in self.lists.items():
            if kind not in KINDS:
                raise ValueError(f"{kind} is no kind of words of pages")
            number = KINDS.index(kind)
            for code, words in by_code.items():
                known = self._of.setdefault(code, {})
                for word in words:
                    known[word] = (*known.get(word, ()), number)
        for code, known in self._of.items():
            if code != ALL:
                for word, numbers in self._of.get(ALL, {}).items():
                    known[word] = tuple(sorted({*known.get(word, ()), *numbers}))

    def of(self, code: str) -> Mapping[str, tuple[int, ...]]:
        """Return the numbers of the kinds of each word of a language."""
        return self._of.get(code) or self._of.get(ALL, {})


def part_lists(lines: Iterable[str]) -> PartLists:
    r"""Return the words of lines `kind`, tab, `code`, tab, `words`.

    >>> part_lists(["me\tde\tich mein"])
    {'me': {'de': ['ich', 'mein']}}
    """
    lists: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        kind, code, words = line.split("\t")
        lists.setdefault(kind, {})[code] = words.split()
    return lists


@cache
def listed_page_words() -> PageWords:
    """Return the words that come with cleantext."""
    return PageWords(part_lists(read_list(FOLDER / "page_words.txt")))
