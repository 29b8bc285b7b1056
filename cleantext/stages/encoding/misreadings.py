"""Text that was read in the wrong single-byte code page, once it is text already.

"dŽcidŽ" and "d‚cid‚" are "décidé", written in Mac OS Roman and in code page 850 and read as
windows-1252; "c½ur" is "cœur", written in ISO 8859-15 and read as ISO 8859-1. Two things have
to agree: the other reading has its letters where letters stand (see `code_pages`), and what
it makes of the damaged words are words of the language.
"""

import re
from collections import Counter
from collections.abc import Iterator

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.languages.pack import Language
from cleantext.text import code_pages

MISREAD = "encoding.code-page"
REASONS = {MISREAD: "a text was written in another single-byte encoding than it was read in"}

SIGNS = "Ž‚\x8e\x82½¼¤"
"""One of these stands in every text that was misread."""

_CODE_PAGES = ("mac_roman", "cp850")
_LEAST = 2
"""At least 2 damaged words: one sign in a word may be a slip."""

# The letter é of both, which no such text of some length goes without.
_SEEN = re.compile("[Ž\x8e](?=[^\\W\\d_])|(?<=[^\\W\\d_])[Ž\x8e‚\x82]|[‚\x82](?=[^\\W\\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"(?<!\S)\S*[^\x00-\x7f]\S*")

_LATIN_9 = {"½": "œ", "¼": "Œ", "¤": "€"}
_LIGATURE = re.compile("(?<![^\\W\\d_½])(?:[^\\W\\d_]*½[^\\W\\d_]+|¼[^\\W\\d_]+)")
_CURRENCY = re.compile("(?<=\\d)[ \u00a0\u202f]?¤(?!\\w)|(?<!\\w)¤(?= ?\\d)")


class Misreadings:
    """The rule for one language (see `cleantext.stage.Rule`)."""

    def __init__(self, language: Language) -> None:
        """Take the language, whose words are only asked on damage."""
        self._language = language

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Find what another code page reads better."""
        text = document.text
        if not any(map(text.__contains__, SIGNS)):
            return
        if any(sign in text for sign in "Ž‚\x8e\x82") and _SEEN.search(text):
            yield from self._reread(text)
        elif any(sign in text for sign in _LATIN_9):
            yield from self._latin_9(text)

    def _reread(self, text: str) -> Iterator[Edit]:
        lines = [(match.start(), match[0]) for match in re.finditer("[^\n]+", text)]
        seen = [code_pages.contexts(code_pages.bytes_of(line)) for _, line in lines]
        damaged = [index for index, counts in enumerate(seen) if _is_bad(counts)]
        if not damaged:
            return
        whole: Counter[bytes] = Counter()
        for index in damaged:
            whole.update(seen[index])
        code_page = max(_CODE_PAGES, key=lambda name: _points(whole, name))
        good, bad = code_pages.likelihood(whole, code_page)
        table = code_pages.rereading(code_page)
        words = "\n".join(lines[index][1] for index in damaged)
        if bad * 10 > good or not self._restores(words, table):
            return
        for (start, line), counts in zip(lines, seen, strict=True):
            if _points(counts, code_page) > _points(counts, "cp1252"):
                for match in _PIECE.finditer(line):
                    after = match[0].translate(table)
                    yield Edit(start + match.start(), start + match.end(), after, MISREAD)

    def _restores(self, text: str, table: dict[int, str]) -> bool:
        """Whether most of the words with other letters than before are known ones."""
        changed = [
            word
            for piece in _PIECE.findall(text)
            for word in _WORD.findall(piece.translate(table))
            if len(word) > 1 and word not in piece
        ]
        known_words = self._language.words
        known = sum(word.lower() in known_words for word in changed)
        return len(changed) >= _LEAST and 2 * known > len(changed)

    def _latin_9(self, text: str) -> Iterator[Edit]:
        words = self._language.words
        for match in _LIGATURE.finditer(text):
            word = match[0]
            after = word.replace("½", "œ").replace("¼", "Œ")
            if after.lower() in words or (word[0] not in _LATIN_9 and word.islower()):
                yield Edit(match.start(), match.end(), after, MISREAD)
        for match in _CURRENCY.finditer(text):
            yield Edit(match.end() - 1, match.end(), "€", MISREAD)


def _points(counts: Counter[bytes], code_page: str) -> int:
    good, bad = code_pages.likelihood(counts, code_page)
    return good - bad


def _is_bad(counts: Counter[bytes]) -> bool:
    """Whether a line read as windows-1252 has more against it than for it."""
    good, bad = code_pages.likelihood(counts, "cp1252")
    return bad > good
