"""Language switchers: the names of a site's languages in a row, often with nothing between.

A switcher is cut into names that are known (`한어Русский языкEnglish` is three of them), so
what is asked is never what a line looks like, but whether names, codes and labels fill a
stretch of it without a gap.

Text may stand before or behind a switcher. Where the two meet, what could belong to the
text is left to the text: a sentence is worth more than a clean cut.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from cleantext.changes import Span
from cleantext.errors import PackError
from cleantext.languages.lists import read_list
from cleantext.languages.loading import load_once
from cleantext.languages.pack import FOLDER, Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.stages.boilerplate.language_names import (
    LABEL,
    OWN,
    SEPARATORS,
    LanguageNames,
    Token,
)
from cleantext.stages.boilerplate.switcher_evidence import (
    BETWEEN,
    ENDS,
    FEW,
    LONGER,
    PAIR,
    Surroundings,
    SwitcherLine,
    are_codes,
    are_labels,
    are_twins,
    count_languages,
    count_tongues,
    is_few,
    joint,
    script,
    stands_out,
    weight,
    without_bits,
    without_loose_codes,
)
from cleantext.text.folding import fold, folded

_SURE = 4
"""4 languages in a row are a switcher whatever they are written in."""
_MANY = 6
"""Beside the autonyms of as many languages, what is no text of the home language goes, too."""
_COVERED = 0.6
"""That part of the line, at least, is the switcher then."""
_GAP = 24
"""A switcher goes on behind at most 24 letters that are no name."""
_TRIES = 8
"""At most 8 tokens at an end are given back to the text."""
_TURNS = 3
"""A line has no more switchers than this."""
_WINDOW = 3000
"""Of a longer line, 3,000 code points at each end are read."""
_KNOWN, _KNOWN_LENGTH = 1024, 300
"""1,024 lines that may hold a switcher are remembered, of at most 300 code points: the
pages of a site have the same one."""
_NEAR_END = 400
"""Names that are in most switchers are looked for in 400 code points at each end of a line."""
_GLIMPSE = 48
"""48 code points at each end of a line are looked at first."""

_STRIP = "".join(SEPARATORS)
_WORD = re.compile(r"[^\W\d_]+['’]?")
# "Catalan" and "À la une" are not "catalana".
_CROSSING = compile_later(r"(?:(?!\p{Lu})\p{L}\p{Lu}|['’])\w?\Z")
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]*\Z")


class Switchers:
    """Finds switchers.

    Args:
        names: What languages are called.
        home: The language of the texts. Names that are written in it are words of
            its sentences too, so they prove less.
        words: The function words of that language, in lowercase.
        around: Tells what may stand beside a switcher and go with it.
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
        around: Surroundings | None = None,
        letters: Collection[str] = (),
    ) -> None:
        """Keep what is given."""
        self._names = names
        self._home = home
        self._words = words
        self._around = around or Surroundings(LanguageNames([]), words, ())
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
        bare = line.strip(BETWEEN)
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
        ends = line if len(line) <= 2 * _NEAR_END else f"{line[:_NEAR_END]}\n{line[-_NEAR_END:]}"
        if "nglish" in ends or "eutsch" in ends or "spañol" in ends or "中文" in ends:
            return True
        bare = line.strip(_STRIP)
        if self._names.begin(bare):
            text = folded(bare[:_GLIMPSE])
            for token in self._names.matches(text, 0):
                rest = text[token.end :].lstrip(_STRIP)
                others = self._names.matches(rest, 0)
                if not rest or any(token.label or not other.code for other in others):
                    return True
        closed = bare[-1:] in ENDS or not self._names.end(bare)
        if not closed and self._names.ends(folded(bare[-_GLIMPSE:])):
            return True
        words = _WORD.findall(bare) if len(bare) <= _GLIMPSE else []
        if not words or (len(words) > 1 and max(map(len, words)) > FEW):
            return False
        # Without a name these can but be codes, which then fill the line; in one word that is
        # written as words are they are none.
        coded = len(words) > 1 or not line.istitle()
        coded = coded and self._names.between_codes(folded("".join(words)))
        return coded or self._names.within(folded(line))

    def _without_one(self, text: str) -> Span:
        """Return what is left of a line without the longest switcher at one of its ends."""
        whole, nothing = Span(0, len(text)), Span(0, 0)
        line = SwitcherLine(text, fold(text), text != text.lower())
        run = self._longest(line)
        if not run:
            return whole
        if line.sides(run) == ("", ""):
            return nothing if self._fills(line, run) else whole
        if self._covers(line, run):
            return nothing
        run = self._trimmed(line, run)
        if not run or not self._proves(line, run):
            return whole
        left, right = line.sides(run)
        if left and right:
            if len(run) <= _SURE or not (is_few(left) or is_few(right)):
                return whole
            left, right = "" if is_few(left) else left, "" if is_few(right) else right
        elif len(left + right) <= FEW and len(run) > _SURE:
            return nothing
        return Span(0, len(left)) if left else Span(len(text) - len(right), len(text))

    def _longest(self, line: SwitcherLine) -> list[Token]:
        """Return the tokens of what may be a switcher, the longest if there are several."""
        best: list[Token] = []
        run: list[Token] = []
        for tokens in self._names.runs(line.folded.text):
            tight = without_loose_codes(line, tokens)
            if any(token.name for token in run) and all(token.code for token in tight):
                continue
            run = [*run, *tight] if run and self._goes_on(line, run, tight) else tight
            best = max(best, run, key=weight)
        return best

    def _goes_on(self, line: SwitcherLine, run: Sequence[Token], tokens: Sequence[Token]) -> bool:
        """Say whether a switcher goes on behind something that is no name."""
        gap = line.folded.text[run[-1].end : tokens[0].start].strip(_STRIP)
        if len(gap) > _GAP or len(gap.split()) > FEW:
            return False
        latin = any(script(letter) == "LATIN" for letter in gap)
        if latin and not joint(line.text, line.start(tokens[0])):
            return False
        least = FEW if latin and len(gap) > 1 else 1
        return all(
            sum(token.name and not self._prose(token) for token in part) >= least
            for part in (run, tokens)
        )

    def _prose(self, token: Token) -> bool:
        """Say whether a name is a word of the language of the texts."""
        return self._home in token.tongues

    def _fills(self, line: SwitcherLine, run: Sequence[Token]) -> bool:
        """Say whether tokens that fill a line make it a switcher."""
        names = [token for token in run if token.name]
        if not names:
            return are_labels(run) or are_codes(line.text, [token for token in run if token.code])
        # "Langues : breton, basque" may be said of a person, "Autres langues :" is of a page.
        asked = run[0].label and " " in run[0].text
        prose = all(map(self._prose, names)) and not asked
        return count_languages(line, run) > 1 and not (prose and "," in line.text)

    def _covers(self, line: SwitcherLine, run: Sequence[Token]) -> bool:
        """Say whether there is but furniture beside the tokens, as "Fermer" and "Se connecter"."""
        run = without_bits(line, run)
        sides = [side for side in line.sides(run) if side] if run else []
        own = [name for name in run if name.name and OWN in name.tongues and not self._prose(name)]
        if sides and all(map(self._around.is_menu, sides)):
            # One name goes only between two words of menus: "Accueil English Contact".
            return bool(own) and (self._fills(line, run) or len(sides) == PAIR)
        beside = sum(map(len, sides))
        return (
            count_languages(line, own) >= _MANY
            and beside <= (1 - _COVERED) * len(line.text)
            and all(map(self._around.is_strange, sides))
        )

    def _proves(self, line: SwitcherLine, run: Sequence[Token]) -> bool:
        """Say whether tokens beside other text are a switcher."""
        names = [token for token in run if token.name]
        if not names:
            return are_labels(run)
        said = line.text[line.start(run[0]) : line.end(run[-1])]
        own = sum(OWN in name.tongues and not self._prose(name) for name in names)
        languages = count_languages(line, run)
        if "," in said or (languages == PAIR and "/" in said):
            # "Dutch, German and Swiss tourists", "a dictionary English/Japanese"
            return languages > FEW and 2 * own > len(names)
        glued = any(
            one.end == other.start and not (one.code or other.code) for one, other in pairwise(run)
        )
        return languages > (1 if own or glued else FEW)

    def _trimmed(self, line: SwitcherLine, run: list[Token]) -> list[Token]:
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

    def _last(self, line: SwitcherLine, run: Sequence[Token]) -> Token | None:
        """Return the last token, or a shorter one in its place, if text may follow it."""
        others = run[:-1]
        forms = [
            form
            for form in self._names.matches(line.folded.text, run[-1].start)
            if self._closes(line, [*others, form])
        ]
        if not forms or not line.text[line.end(forms[0]) - 1 :][:PAIR].isalpha():
            return forms[0] if forms else None
        # "polskie" may be "Polski" and a word that begins with "e".
        counts = count_tongues(others)
        return max(forms[::-1], key=lambda form: max(counts[tongue] for tongue in form.tongues))

    def _ours(self, token: Token, run: Sequence[Token]) -> bool:
        """Say whether a name that touches a sentence is written as the switcher's others are."""
        if not self._prose(token):
            return True
        counts = count_tongues(other for other in run if other != token)
        most = max(counts.values(), default=0)
        return any(counts[tongue] == most for tongue in token.tongues)

    def _opens(self, line: SwitcherLine, run: Sequence[Token]) -> bool:
        """Say whether the first token belongs to the switcher, not to the text before it."""
        first, begin = run[0], line.start(run[0])
        before = line.text[:begin].rstrip(BETWEEN)
        apart, fresh = len(before) < begin, before[-1] in ENDS
        if first.code:
            capital = line.text[begin].isupper() if line.cased else fresh and not apart
            return are_twins(run[:PAIR]) and capital
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
            len(first.text) >= LONGER if first.label else stands_out(first, run[1:PAIR])
        )

    def _closes(self, line: SwitcherLine, run: Sequence[Token]) -> bool:
        """Say whether the last token belongs to the switcher, not to the text behind it."""
        last, end = run[-1], line.end(run[-1])
        said, behind = line.text[line.start(last) : end], line.text[end:].lstrip(BETWEEN)
        apart = len(behind) < len(line.text) - end
        word = _WORD.match(behind)
        if last.code:
            shouted = word is not None and (word[0].isupper() and len(word[0]) > 1)
            capital = said.isupper() and (apart or not line.text[end].isalpha()) and not shouted
            glued = run[-PAIR:][0].end == last.start and not (apart or line.text[end].isalpha())
            return are_twins(run[-PAIR:]) and (capital or glued)
        if self._prose(last) if last.label else not self._ours(last, run):
            return False
        if _CROSSING.search(said):
            return False
        if apart:
            known = weight(run)[0] >= _SURE and not self._prose(last)
            return known or not (line.cased and behind[0].islower())
        if line.text[end] in "'’-":
            return False
        if joint(line.text, end):
            return True
        whole = word is not None and (len(word[0]) > 1 or word[0] in self._letters)
        standing = len(last.text) >= LONGER or stands_out(last, run[-PAIR:-1])
        return not line.cased and whole and standing


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
    labels = [(name, LABEL, tongue) for name, code, tongue in rows if code == LABEL]
    menu = [(word, LABEL, LABEL) for word in read_list(FOLDER / "menu_words.txt", PackError)]
    around = Surroundings(
        LanguageNames([*labels, *menu]), language.open_words, language.words | language.names
    )
    letters = language.settings.sentences.letters
    return Switchers(LanguageNames(rows), language.code, language.open_words, around, letters)
