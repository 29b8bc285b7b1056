"""Language switchers: the names of a site's languages in a row, often with nothing between.

A switcher is cut into names that are known (`한어Русский языкEnglish` is three of them), so
what is asked is never what a line looks like, but whether names, codes and labels fill a
stretch of it without a gap.

Text may stand before or behind a switcher. Where the two meet, what could belong to the
text is left to the text: a sentence is worth more than a clean cut.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from cleantext.changes import Span
from cleantext.errors import PackError
from cleantext.languages.lists import read_list
from cleantext.languages.loading import load_once
from cleantext.languages.pack import FOLDER, Language
from cleantext.stages.boilerplate.language_names import OWN, SEPARATORS, LanguageNames, Token
from cleantext.text.folding import Folded, fold, folded

_PAIR = 2
_SURE = 4
"""So many languages in a row are a switcher whatever they are written in."""
_FEW = 3
"""So many words beside a long switcher are as little text as the switcher."""
_GAP = 24
"""A switcher goes on behind at most so many letters that are no name."""
_LONG, _LONGER = 5, 7
"""Without capitals, an autonym, or another name, that is glued to a word is as long."""
_TRIES = 8
"""So many tokens at an end are given back to the text, no more."""
_TURNS = 3
"""A line has no more switchers than this."""
_WINDOW = 3000
"""Of a longer line, so many code points at each end are read."""
_KNOWN, _KNOWN_LENGTH = 1024, 300
"""So many lines that may hold a switcher are remembered, if they are as short as that: the
pages of a site have the same one."""
_GLIMPSE = 48
"""So many code points at each end of a line are looked at first."""

_MAJOR = frozenset("en fr de es it pt nl ru pl zh ja ar".split())
# Codes that are words of some language, and so prove little in lowercase.
_WORDS = frozenset(
    "am as br de dan en es est et fin gr in is it la lit no per por so to us".split()
)
_STRIP = "".join(SEPARATORS)
_BETWEEN = " \t\u00a0\u202f|/·•"
_ENDS = frozenset('.!?…»”"')
_WORD = re.compile(r"[^\W\d_]+['’]?")
# "Catalan" and "À la une" are not "catalana".
_CROSSING = regex.compile(r"(?:(?!\p{Lu})\p{L}\p{Lu}|['’])\w?\Z")
_LAST_WORD = re.compile(r"[^\W\d_]*\Z")


class _Line(NamedTuple):
    """A line, folded, and whether it has capitals."""

    text: str
    folded: Folded
    cased: bool

    def start(self, token: Token) -> int:
        """Return where a token begins in the line."""
        return self.folded.at[token.start]

    def end(self, token: Token) -> int:
        """Return where a token ends in the line."""
        return self.folded.at[token.end]

    def sides(self, run: Sequence[Token]) -> tuple[str, str]:
        """Return the text before and behind tokens; none where it has no letter or digit."""
        left = self.text[: self.start(run[0])].rstrip(_BETWEEN)
        right = self.text[self.end(run[-1]) :].lstrip(_BETWEEN)
        return (
            left if any(map(str.isalnum, left)) else "",
            right if any(map(str.isalnum, right)) else "",
        )


class Switchers:
    """Finds switchers.

    Args:
        names: What languages are called.
        home: The language of the texts. Names that are written in it are words of
            its sentences too, so they prove less.
        words: The function words of that language, in lowercase.
        letters: Its words of one letter.

    >>> names = LanguageNames([("Deutsch", "de", "de"), ("English", "en", "en")])
    >>> switchers = Switchers(names, "fr", {"en"})
    >>> switchers.keep("DeutschEnglish")
    Span(start=0, end=0)
    >>> switchers.keep("DeutschEnglishLe train part.")
    Span(start=14, end=28)
    """

    def __init__(
        self,
        names: LanguageNames,
        home: str,
        words: Collection[str],
        letters: Collection[str] = (),
    ) -> None:
        """Keep what is given."""
        self._names = names
        self._home = home
        self._words = words
        self._letters = letters
        self._known: dict[str, Span] = {}

    def keep(self, line: str) -> Span:
        """Return what is left of a line without the switchers at its ends.

        Returns:
            The whole line where there is no switcher; an empty span where it is
            nothing else, or next to nothing.
        """
        if len(line) <= 2 * _WINDOW:
            return self._keep(line)
        head, tail = self._keep(line[:_WINDOW]), self._keep(line[-_WINDOW:])
        return Span(head.start, len(line) - _WINDOW + (tail.end or _WINDOW))

    def name(self, line: str) -> bool:
        """Return whether a line is one name of a language, or one label, and no more."""
        bare = line.strip(_BETWEEN)
        return self._names.begin(bare) and folded(bare) in self._names

    def _keep(self, line: str) -> Span:
        start, end = 0, len(line)
        for _ in range(_TURNS):
            part = line[start:end]
            left = self._known.get(part) or self._look(part)
            start, end = start + left.start, start + left.end
            if end - start == len(part):
                break
        return Span(start, end)

    def _look(self, line: str) -> Span:
        """Return what is left of a line without the longest switcher at one of its ends."""
        if not self._glimpse(line):
            return Span(0, len(line))
        left = self._without_one(line)
        if len(line) <= _KNOWN_LENGTH:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[line] = left
        return left

    def _glimpse(self, line: str) -> bool:
        """Say cheaply whether a line can begin or end with a switcher, or be one."""
        if "nglish" in line or "eutsch" in line or "spañol" in line or "中文" in line:
            return True
        bare = line.strip(_STRIP)
        if self._names.begin(bare):
            text = folded(bare[:_GLIMPSE])
            for token in self._names.matches(text, 0):
                rest = text[token.end :].lstrip(_STRIP)
                if not rest or any(not other.code for other in self._names.matches(rest, 0)):
                    return True
        closed = bare[-1:] in _ENDS or not self._names.end(bare)
        if not closed and self._names.ends(folded(bare[-_GLIMPSE:])):
            return True
        words = _WORD.findall(bare) if len(bare) <= _GLIMPSE else []
        return len(words) == 1 or (bool(words) and max(map(len, words)) <= _FEW)

    def _without_one(self, text: str) -> Span:
        """Return what is left of a line without the longest switcher at one of its ends."""
        whole, nothing = Span(0, len(text)), Span(0, 0)
        line = _Line(text, fold(text), text != text.lower())
        run = self._longest(line)
        if not run:
            return whole
        if line.sides(run) == ("", ""):
            return nothing if self._fills(line, run) else whole
        run = self._trimmed(line, run)
        if not run or not self._proves(line, run):
            return whole
        left, right = line.sides(run)
        if left and right:
            if len(run) <= _SURE or not (_few(left) or _few(right)):
                return whole
            left, right = "" if _few(left) else left, "" if _few(right) else right
        elif len(left + right) <= _FEW and len(run) > _SURE:
            return nothing
        return Span(0, len(left)) if left else Span(len(text) - len(right), len(text))

    def _longest(self, line: _Line) -> list[Token]:
        """Return the tokens of what may be a switcher, the longest if there are several."""
        best: list[Token] = []
        run: list[Token] = []
        for tokens in self._names.runs(line.folded.text):
            tight = _without_loose_codes(line, tokens)
            if any(token.name for token in run) and all(token.code for token in tight):
                continue
            run = [*run, *tight] if run and self._goes_on(line, run, tight) else tight
            best = max(best, run, key=_weight)
        return best

    def _goes_on(self, line: _Line, run: Sequence[Token], tokens: Sequence[Token]) -> bool:
        """Say whether a switcher goes on behind something that is no name."""
        gap = line.folded.text[run[-1].end : tokens[0].start].strip(_STRIP)
        if len(gap) > _GAP or len(gap.split()) > _FEW:
            return False
        latin = any(script(letter) == "LATIN" for letter in gap)
        if latin and not joint(line.text, line.start(tokens[0])):
            return False
        least = _FEW if latin and len(gap) > 1 else 1
        return all(
            sum(token.name and not self._prose(token) for token in part) >= least
            for part in (run, tokens)
        )

    def _prose(self, token: Token) -> bool:
        """Say whether a name is a word of the language of the texts."""
        return self._home in token.tongues

    def _fills(self, line: _Line, run: Sequence[Token]) -> bool:
        """Say whether tokens that fill a line make it a switcher."""
        names = [token for token in run if token.name]
        if not names:
            return _labels(run) or _codes_alone(line.text, [token for token in run if token.code])
        prose = all(map(self._prose, names))
        return _languages(line, run) > 1 and not (prose and "," in line.text)

    def _proves(self, line: _Line, run: Sequence[Token]) -> bool:
        """Say whether tokens beside other text are a switcher."""
        names = [token for token in run if token.name]
        if not names:
            return _labels(run)
        said = line.text[line.start(run[0]) : line.end(run[-1])]
        own = sum(OWN in name.tongues and not self._prose(name) for name in names)
        languages = _languages(line, run)
        if "," in said or (languages == _PAIR and "/" in said):
            # "Dutch, German and Swiss tourists", "a dictionary English/Japanese"
            return languages > _FEW and 2 * own > len(names)
        glued = any(
            one.end == other.start and not (one.code or other.code) for one, other in pairwise(run)
        )
        return languages > (1 if own or glued else _FEW)

    def _trimmed(self, line: _Line, run: list[Token]) -> list[Token]:
        """Return the tokens without those that may belong to the text at either end."""
        left, right = line.sides(run)
        if left:
            starts = range(min(len(run), _TRIES))
            start = next((at for at in starts if self._opens(line, run[at:])), len(run))
            run = run[start:]
        if not right:
            return run
        for end in range(len(run), max(0, len(run) - _TRIES), -1):
            last = self._last(line, run[:end])
            if last:
                return [*run[: end - 1], last]
        return []

    def _last(self, line: _Line, run: Sequence[Token]) -> Token | None:
        """Return the last token, or a shorter one in its place, if text may follow it."""
        others = run[:-1]
        forms = [
            form
            for form in self._names.matches(line.folded.text, run[-1].start)
            if self._closes(line, [*others, form])
        ]
        if not forms or not line.text[line.end(forms[0]) - 1 :][:_PAIR].isalpha():
            return forms[0] if forms else None
        # "polskie" may be "Polski" and a word that begins with "e".
        counts = _tongues(others)
        return max(forms[::-1], key=lambda form: max(counts[tongue] for tongue in form.tongues))

    def _ours(self, token: Token, run: Sequence[Token]) -> bool:
        """Say whether a name that touches a sentence is written as the switcher's others are."""
        if not self._prose(token):
            return True
        counts = _tongues(other for other in run if other != token)
        most = max(counts.values(), default=0)
        return any(counts[tongue] == most for tongue in token.tongues)

    def _opens(self, line: _Line, run: Sequence[Token]) -> bool:
        """Say whether the first token belongs to the switcher, not to the text before it."""
        first, begin = run[0], line.start(run[0])
        before = line.text[:begin].rstrip(_BETWEEN)
        apart, fresh = len(before) < begin, before[-1] in _ENDS
        if first.code:
            capital = line.text[begin].isupper() if line.cased else fresh and not apart
            return _twins(run[:_PAIR]) and capital
        if self._prose(first) and not fresh:
            # "en français" ends a sentence; "Français" does not, nor what is glued to a word.
            if line.text[begin].islower() if line.cased else apart or first.label:
                return False
            word = _LAST_WORD.search(before)
            if apart and word and word[0].casefold() in self._words:
                return False
        if first.name and not self._ours(first, run):
            return False
        if apart or fresh or joint(line.text, begin):
            return True
        return not line.cased and (
            len(first.text) >= _LONGER if first.label else _stands_out(first, run[1:_PAIR])
        )

    def _closes(self, line: _Line, run: Sequence[Token]) -> bool:
        """Say whether the last token belongs to the switcher, not to the text behind it."""
        last, end = run[-1], line.end(run[-1])
        said, behind = line.text[line.start(last) : end], line.text[end:].lstrip(_BETWEEN)
        apart = len(behind) < len(line.text) - end
        word = _WORD.match(behind)
        if last.code:
            shouted = word is not None and (word[0].isupper() and len(word[0]) > 1)
            capital = said.isupper() and (apart or not line.text[end].isalpha()) and not shouted
            glued = run[-_PAIR:][0].end == last.start and not (apart or line.text[end].isalpha())
            return _twins(run[-_PAIR:]) and (capital or glued)
        if self._prose(last) if last.label else not self._ours(last, run):
            return False
        if _CROSSING.search(said):
            return False
        if apart:
            known = _weight(run)[0] >= _SURE and not self._prose(last)
            return known or not (line.cased and behind[0].islower())
        if line.text[end] in "'’-":
            return False
        if joint(line.text, end):
            return True
        whole = word is not None and (len(word[0]) > 1 or word[0] in self._letters)
        standing = len(last.text) >= _LONGER or _stands_out(last, run[-_PAIR:-1])
        return not line.cased and whole and standing


def _weight(run: Sequence[Token]) -> tuple[int, int, int]:
    """Return by what the longest of several runs is chosen; names come first."""
    return sum(token.name for token in run), sum(token.label for token in run), len(run)


def _languages(line: _Line, run: Sequence[Token]) -> int:
    """Count the languages that names, and codes that cannot be words, stand for."""
    twins = any(map(_twins, pairwise(run)))
    return len(
        {
            min(token.languages)
            for token in run
            if token.name
            or (token.code and (twins or line.text[line.start(token) : line.end(token)].isupper()))
        }
    )


def _tongues(run: Iterable[Token]) -> Counter[str]:
    """Count the languages that names are written in."""
    return Counter(tongue for token in run if token.name for tongue in token.tongues)


def _labels(run: Sequence[Token]) -> bool:
    """Say whether one label stands there in two languages, as "Langues • اللغات"."""
    return all(token.label for token in run) and any(
        not one.tongues & other.tongues for one, other in pairwise(run)
    )


def _twins(pair: Sequence[Token]) -> bool:
    """Say whether a name and a code stand for one language, as in "DE Deutsch"."""
    return sum(token.name for token in pair) == len(pair) - 1 == 1 and bool(
        pair[0].languages & pair[1].languages
    )


def _without_loose_codes(line: _Line, tokens: list[Token]) -> list[Token]:
    """Return the longest part that holds no code which is but the end of a word."""
    if not any(token.name for token in tokens):
        return tokens
    cuts = [
        at
        for at, (before, token) in enumerate(pairwise(tokens), 1)
        if token.code
        and before.end == token.start
        and not line.text[line.start(token)].isupper()
        and not any(map(_twins, pairwise(tokens[at - 1 : at + 2])))
    ]
    parts = pairwise([-1, *cuts, len(tokens)])
    return max((tokens[start + 1 : end] for start, end in parts), key=_weight)


def _stands_out(token: Token, neighbour: Sequence[Token]) -> bool:
    """Say whether a name that is glued to a word, without a capital, is no part of it."""
    glued = any(token.end == other.start or token.start == other.end for other in neighbour)
    long = _LONG if OWN in token.tongues else _LONGER
    return (glued or long == _LONG) and len(token.text) >= long and " " not in token.text


def _few(text: str) -> bool:
    """Say whether text is a word or three, and no sentence."""
    return len(text.split()) <= _FEW and text[-1] not in _ENDS


def _codes_alone(line: str, codes: Sequence[Token]) -> bool:
    """Say whether codes that fill a line are a switcher, and not a word or two."""
    languages = {min(code.languages) for code in codes}
    if len(languages) < _PAIR or not languages & _MAJOR:
        return False
    if any(before.end == code.start for before, code in pairwise(codes)):
        # "Ende" is a word and "PLUS" another: glued codes need more than to fit.
        strict = {
            language
            for code in codes
            for language in code.languages & _MAJOR
            if code.text == language or len(code.text) > _PAIR
        }
        least = _PAIR if "en" in languages else _FEW
        return not line.istitle() and (
            len(strict) >= least if strict == languages else len(strict) >= _FEW < len(languages)
        )
    proofs = sum(code.text not in _WORDS for code in codes)
    return proofs > 0 or len(languages & _MAJOR) > _PAIR or line == line.upper()


def joint(line: str, at: int) -> bool:
    """Say whether a word can end, and another begin, at a place without a space.

    >>> joint("DeutschEnglish", 7), joint("Deutsche", 7)
    (True, False)
    """
    before, behind = line[at - 1], line[at]
    capital = behind.isupper() and (not before.isupper() or line[at + 1 : at + 2].islower())
    letters = before.isalpha() and behind.isalpha()
    return capital or not letters or script(before) != script(behind)


def script(letter: str) -> str:
    """Return the script of a letter, as the Unicode names it.

    >>> script("д")
    'CYRILLIC'
    """
    return unicodedata.name(letter, "").partition(" ")[0]


@load_once
def switchers_of(language: Language) -> Switchers:
    """Return what finds switchers on the pages of a language.

    Raises:
        PackError: A list is missing or damaged.
    """
    rows: list[tuple[str, str, str]] = []
    for name in ("autonyms.txt", "variants.txt"):
        for line in read_list(FOLDER / name, PackError):
            columns = line.split("\t")
            if len(columns) != 3:  # noqa: PLR2004
                raise PackError(f"{FOLDER / name}: {line!r} needs three columns, split by tabs")
            rows.append((columns[0], columns[1], columns[2]))
    letters = language.settings.sentences.letters
    return Switchers(LanguageNames(rows), language.code, language.open_words, letters)
