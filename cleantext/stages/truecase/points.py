"""What points, interpuncts and apostrophes say of the case of the words that they stand at.

Abbreviations and dotted acronyms follow the Lexique des règles typographiques en usage à
l'Imprimerie nationale: `p. ex.` in lowercase, `S.A.R.L.` in capitals, `M. le maire`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.languages.pack import Language
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, UPPER
from cleantext.stages.truecase.words import TextWords

# Points, hyphens or spaces between letters: i.e, p. ex
_COMPOUND = re.compile(r"[^\W_]\W+[^\W_]")
_INTERPUNCTS = frozenset("·⋅•‧")
_GLUES = frozenset(".-()")
_SIGNS = _INTERPUNCTS | _GLUES
_FEWEST_UNPOINTED = 3
"""A dotted acronym of 3 letters and more may lack its last point: r.a.t.p"""
_SHORTEST_NAME = 3
"""At least 3 letters of a name stand behind its apostrophe."""

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class Notation(NamedTuple):
    """What a language abbreviates and glues to words; all in lowercase.

    Attributes:
        short: Abbreviations that are written in lowercase, without their point.
        calendar: Months and days, shortened, without their point.
        compound: Abbreviations of several words, without the last point: `c.-à-d`.
        titles: Abbreviations that stand before a name.
        unpointed: Those of them that take no point, as they are written: `Mme`.
        suffixes: What inclusive writing glues to a word: `trice`.
        offices: What may follow a title in place of a name: `le maire`.
        prefixed: Finds a letter and an apostrophe with a letter behind them as in names: `n'g`.
        small: Words behind an abbreviation that are no names: `du`.
        words: Words that are no names.
        names: Words that mostly are.
    """

    short: Collection[str]
    calendar: Collection[str]
    compound: Collection[str]
    titles: Collection[str]
    unpointed: Sequence[str]
    suffixes: Collection[str]
    offices: Collection[str]
    prefixed: re.Pattern[str]
    small: Collection[str]
    words: Collection[str]
    names: Collection[str]

    def addresses(self) -> list[str]:
        """Return the offices behind the titles that have no point: Mme la maire."""
        return [f"{title} {office}" for title in self.unpointed for office in sorted(self.offices)]

    @classmethod
    def of(cls, language: Language) -> "Notation":
        """Read what a language pack says.

        Raises:
            PackError: A list is missing or damaged.
        """
        listed = language.written_abbreviations
        bare = [entry.removesuffix(".") for entry in listed]
        return cls(
            short=frozenset(entry for entry in bare if entry.isalpha() and entry.islower()),
            calendar=language.calendar.short,
            compound=tuple(
                entry for entry in listed if entry.islower() and _COMPOUND.search(entry)
            ),
            titles=frozenset(entry.lower() for entry in bare if not entry.islower()),
            unpointed=language.titles,
            suffixes=frozenset(entry[1:] for entry in listed if entry.startswith(".")),
            offices=language.offices,
            prefixed=_prefixed(language.name_prefixes),
            small=language.open_words | {opener.strip("(…)") for opener in language.openers},
            words=language.words,
            names=language.names,
        )


def _prefixed(prefixes: Iterable[str]) -> re.Pattern[str]:
    """Return what finds prefixes of names up to their apostrophe, which most words lack."""
    behinds: dict[str, str] = {}
    for prefix in prefixes:
        behinds[prefix[0]] = behinds.get(prefix[0], "") + prefix[-1]
    fitting = "|".join(
        rf"(?=[{re.escape(behind)}])(?<=(?<![^\W_]){re.escape(letter)}.)"
        for letter, behind in sorted(behinds.items())
    )
    return re.compile(rf"['’](?:{fitting})" if fitting else "(?!)")


def settle(found: TextWords, begins: Collection[int], forms: Bytes, notation: Notation) -> None:
    """Write the forms that points and apostrophes decide over what a model made of them.

    Args:
        found: The words of texts in lowercase.
        begins: The places of the words that begin sentences.
        forms: The form of each word; changed in place.
        notation: Of the language.
    """
    for match in notation.prefixed.finditer(found.text):
        place = int(np.searchsorted(found.begins, match.end()))
        if _is_name_behind_prefix(found, place, notation):
            forms[[place - 1, place]] = CAPITAL
    if "." in found.text:
        _settle_points(found, begins, forms, notation)
    for place in _suffixes(found, found.glued(_SIGNS), forms, begins, notation):
        forms[place] = LOWER


def _settle_points(
    found: TextWords, begins: Collection[int], forms: Bytes, notation: Notation
) -> None:
    """Write the forms that points behind words decide; see `settle`."""
    pointed, singles = found.pointed()
    for places in _acronyms(found, singles, notation) if singles else ():
        forms[places] = UPPER
        _lower_small(found, places[-1] + 1, forms, begins, notation)
    lowered = [
        *_short(found, pointed, forms, begins, notation),
        *_compounds(found, singles, notation),
    ]
    for place, last in lowered:
        forms[place] = CAPITAL if place in begins else LOWER
        forms[place + 1 : last + 1] = LOWER
        _lower_small(found, last + 1, forms, begins, notation)
    for first, form in _offices(found, pointed, forms, notation):
        forms[first : first + 2] = form


def _is_name_behind_prefix(found: TextWords, place: int, notation: Notation) -> bool:
    """Is a word a name together with the letter before: N'Golo?"""
    word = found.word(place)
    return len(word) >= _SHORTEST_NAME and word not in notation.words


def _acronyms(found: TextWords, singles: list[int], notation: Notation) -> Iterator[list[int]]:
    """Yield the letters of each dotted acronym: s.a.r.l., but not i.e."""
    run: list[int] = []
    for place in [*singles, -1]:
        if run and place == run[-1] + 1 and found.begins[place] == found.ends[run[-1]] + 1:
            run.append(place)
            continue
        if run:
            run = _whole(found, run)
        if run and found.text[found.begins[run[0]] : found.ends[run[-1]]] not in notation.compound:
            yield run
        run = [place]


def _whole(found: TextWords, run: list[int]) -> list[int]:
    """Return the letters of a run if they are an acronym, with a last one that lacks its point."""
    first, last = run[0], run[-1]
    begin, end = int(found.begins[first]), int(found.ends[last])
    if begin and found.text[begin - 1] in ".@/_-·⋅•‧":
        return []
    if last + 1 < len(found.begins) and found.begins[last + 1] == end + 1:
        size = int(found.ends[last + 1]) - end - 1
        if size > 1:
            return []
        run = [*run, last + 1]
        if len(run) < _FEWEST_UNPOINTED:
            return []
    letters = found.text[begin : found.ends[run[-1]]].replace(".", "")
    return run if len(run) > 1 and letters.isalpha() else []


def _short(
    found: TextWords, pointed: list[int], forms: Bytes, begins: Collection[int], notation: Notation
) -> Iterator[tuple[int, int]]:
    """Yield the abbreviations of one word, first and last word."""
    for place in pointed:
        word = found.word(place)
        known = word in notation.short
        if not known and word not in notation.calendar:
            continue
        end = int(found.ends[place])
        numbered = found.text[end + 1 : end + 3].lstrip()[:1].isdigit()
        if len(word) == 1 or not known:
            # P. 12, but the plan P.; Sam. 3 mars, but with Sam.
            fits = numbered
        else:
            # Max. is a name, too, where a sentence ends behind it, but tél. is none.
            ends = place + 1 in begins or place + 1 == len(forms)
            fits = not ends or forms[place] == UPPER or word not in notation.names
        if fits:
            yield place, place


def _compounds(
    found: TextWords, singles: list[int], notation: Notation
) -> Iterator[tuple[int, int]]:
    """Yield the abbreviations of several words, first and last word.

    Args:
        found: The words.
        singles: The places of the letters with a point, where most of them begin.
        notation: Of the language.
    """
    text = found.text
    begins = found.begins[singles].tolist() if singles else ()
    for compound in notation.compound:
        if compound[1] == ".":
            starts = [at for at in begins if text.startswith(compound + ".", at)]
        elif compound in text:
            starts = [match.start() for match in re.finditer(re.escape(compound + "."), text)]
        else:
            continue
        for at in starts:
            if not at or not (text[at - 1].isalnum() or text[at - 1] in ".-"):
                words = np.searchsorted(found.begins, (at, at + len(compound)))
                first, behind = words.tolist()
                yield first, behind - 1


def _lower_small(
    found: TextWords, place: int, forms: Bytes, begins: Collection[int], notation: Notation
) -> None:
    """Take its capital from a function word behind an abbreviation: no sentence begins there.

    And from a plain word behind that: cf. la danse.
    """
    for word_place in (place, place + 1):
        if word_place >= len(forms) or word_place in begins:
            return
        word = found.word(word_place)
        plain = notation.small if word_place == place else notation.words
        if word not in plain or word in notation.names or not _is_word(found, word_place):
            return
        forms[word_place] = LOWER


def _is_word(found: TextWords, place: int) -> bool:
    """Is a word no letter with a point: l'art and a lu, but l. 123?"""
    start, end = int(found.begins[place]), int(found.ends[place])
    return end - start > 1 or found.text[end : end + 1] in {"'", "’", " "}


def _offices(
    found: TextWords, pointed: list[int], forms: Bytes, notation: Notation
) -> Iterator[tuple[int, int]]:
    """Yield the first of the two words of an office behind a title, and their form: M. le maire."""
    text, count = found.text, len(forms)
    titles = [place for place in pointed if found.word(place) in notation.titles]
    for title in titles:
        first = title + 1
        if first + 1 >= count:
            continue
        start, end = int(found.begins[first]), int(found.ends[first + 1])
        office = text[start:end].replace("’", "'")
        if office in notation.offices:
            yield first, CAPITAL if _is_name(found, first, office, forms) else LOWER


def _is_name(found: TextWords, place: int, words: str, forms: Bytes) -> bool:
    """Does a first name stand before the same words elsewhere in the text: Bruno Le Maire?"""
    text = found.in_text[place]
    origin = int(found.origins[text])
    last = int(found.firsts[text + 1]) - 1
    end = int(found.ends[last])
    at = found.text.find(f" {words}", origin, end)
    while at >= 0:
        before = int(np.searchsorted(found.ends, at))
        if found.ends[before] == at and forms[before] == CAPITAL:
            return True
        at = found.text.find(f" {words}", at + 1, end)
    return False


def _suffixes(
    found: TextWords,
    glued: list[int],
    forms: Bytes,
    begins: Collection[int],
    notation: Notation,
) -> Iterator[int]:
    """Yield what inclusive writing glues to a word: élu·es, auteur.rice.s, candidat-e-s."""
    part = -1
    for place in glued:
        sign = found.text[found.ends[place - 1]]
        chained = part == place - 1
        pointed = False
        if sign in _INTERPUNCTS:
            fits = True
        else:
            # A point makes a plain word look like the end of a sentence: invité.e
            pointed = sign == "." and found.word(place - 1) in notation.words
            plain = forms[place - 1] == LOWER or place - 1 in begins or pointed
            long = found.ends[place - 1] - found.begins[place - 1] > 1
            fits = (chained or (plain and long)) and found.word(place) in notation.suffixes
        if fits:
            if sign == "." and not chained and place - 1 not in begins and pointed:
                yield place - 1
            part = place
            yield place
