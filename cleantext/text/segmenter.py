r"""Sentences as spans; nothing here ever looks at case.

In lowercased text no capital says where a sentence begins, so a boundary is decided by
the mark itself and by the words on both sides of it. One pass over the marks `.!?…` of a
line; every look to the left or the right is bounded, so that no text is slow.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import regex

from cleantext.changes import Span, new_tuple
from cleantext.text.lines import lines, trimmed
from cleantext.text.places import places

REACH = 40
"""How many code points a decision looks to either side of a mark."""

ADDRESS = 200
"""How many code points of a web address it looks back through."""

# A point inside one of these ends no sentence. Universal, unlike abbreviations.
_DOMAINS = frozenset(
    "com net org info edu gov gouv biz int mil mobi name pro tv fm io ai app dev blog shop online"
    " fr be ch ca eu uk us it es pt nl lu mc re pf nc gp mq gf yt pm wf ma dz tn sn ci cm cd ml"
    " bf ne tg bj ga cg mg mu ht lb il tr ru ua pl cz sk hu ro bg gr se no fi dk ie at cn jp kr in"
    " br ar mx cl co au nz za la me li ly to cc ws".split()
)
_FILES = frozenset(
    "html htm php asp aspx jsp js ts css xml json yml csv txt pdf doc docx xls xlsx ppt pptx odt"
    " jpg jpeg png gif svg bmp webp mp mp3 mp4 avi mov mkv wav zip rar gz tar exe dll apk iso py"
    " rs cpp hpp java sh bat sql md tex log bak cfg ini net".split()
)

_MARKS = ".!?…;:"
_ITEM = re.compile(r"\s+(?:[-–—•*]|\d{1,2}[.)])\s")
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W_]{1,3}[.-]{1,2}){1,8}[^\W_]\Z")
# What may stand before an inverted verb: « Viens ! » lui lance-t-il.
_SHORT_WORDS = r"(?:[^\W\d_]{1,5}['’]|[^\W\d_]{1,5} ){0,2}"
_LIST_MARKS = ";:"
_GOES_ON = ",;:.!?…)]»”"
_OPENING = '"«“('
_OPENING_APART = ("«", "“", "(")
_CLOSING = "»”'’\")]"
_BULLETS = "-–—•*"


class SentenceVocabulary:
    """What a language says of where its sentences end.

    Args:
        abbreviations: In lowercase: `m` for a word whose point never ends a sentence,
            `etc.` for one whose point may, `.trice` for what a point glues to a word.
        openers: Lowercase words that often begin a sentence; they decide where an
            abbreviation or a name and the end of a sentence look alike. `(en)` stands for a
            word that rather goes on behind a dotted acronym, an abbreviation or a quotation,
            `…et` for one that goes on behind an ellipsis.
        letters: Lowercase words of one letter, beside those that an apostrophe elides.
        speech: A pattern of what goes on with a sentence behind the quotation that it holds,
            in any case; empty where nothing tells.
    """

    __slots__ = ("abbreviations", "letters", "openers", "pointed", "speech", "speech_soon")

    def __init__(
        self,
        abbreviations: Collection[str] = frozenset(),
        openers: Collection[str] = frozenset(),
        letters: Collection[str] = frozenset(),
        speech: str = "",
    ) -> None:
        self.abbreviations = abbreviations
        self.pointed = frozenset(entry.removesuffix(".") for entry in abbreviations)
        self.openers = openers
        self.letters = letters
        speech = speech or "(?!)"
        self.speech = regex.compile(speech, regex.IGNORECASE)
        self.speech_soon = regex.compile(f"{_SHORT_WORDS}(?:{speech})", regex.IGNORECASE)


class _Place(NamedTuple):
    """What a decision looks at."""

    left: str  # the word that ends at the mark, in lowercase
    before: str  # the sign before that word; nothing where it begins the sentence
    mark: str
    closed: str  # the quotes and brackets that close right behind it
    right: str  # what follows, without the space
    dotted: str = ""  # c.-à-d, u.s.a: a last letter with what points and hyphens glue to it


def sentences(
    text: str, vocabulary: SentenceVocabulary, spans: Sequence[Span] | None = None
) -> list[Span]:
    """Return the sentences, without the white space around them.

    A line end always ends a sentence, so does a mark, unless what stands around it says
    otherwise: an abbreviation, an initial, a number, a domain, a quotation that goes on.
    A mark with no space behind it ends one where two words meet that make no domain or
    file name.

    Args:
        text: Any text, in any case.
        vocabulary: Of its language.
        spans: The lines of the text, where they are known.

    >>> text = "m. martin est là.il a 3.5 ans et va sur exemple.fr ! vraiment ?"
    >>> [text[start:end] for start, end in sentences(text, SentenceVocabulary({"m"}, {"il"}))]
    ['m. martin est là.', 'il a 3.5 ans et va sur exemple.fr !', 'vraiment ?']
    """
    found: list[Span] = []
    marks = _marks(text)
    first = 0
    for line_start, line_end in lines(text) if spans is None else spans:
        start = line_start
        behind = bisect_left(marks, (line_end,), first)
        cuts = _cuts(text, line_start, line_end, marks[first:behind], vocabulary)
        first = behind
        for cut in (*cuts, line_end):
            begin = start + (text[start : start + 1] == " ")
            if text[begin : begin + 1].isalnum() and not text[cut - 1].isspace():
                found.append(new_tuple(Span, (begin, cut)))  # as most are
            else:
                sentence = trimmed(text, start, cut)
                if sentence.start < sentence.end:
                    found.append(sentence)
            start = cut
    return found


def _marks(text: str) -> list[tuple[int, int]]:
    """Where each row of marks begins and ends that is not the point of a number."""
    found: list[tuple[int, int]] = []
    start = end = -1
    for at in (*places(text, _MARKS), len(text) + 1):
        if at > end:
            figures = text[end : end + 1].isdigit() and text[start - 1 : start].isdigit()
            if start < end and (not figures or text[start:end] != "."):
                found.append((start, end))
            start = at
        end = at + 1
    return found


def _cuts(
    text: str,
    line_start: int,
    line_end: int,
    marks: Sequence[tuple[int, int]],
    vocabulary: SentenceVocabulary,
) -> Iterator[int]:
    """Offsets in a line with some marks where one sentence ends and another may begin."""
    seen = last = line_start
    quotes = text.find('"', line_start, line_end) >= 0
    quoted = False
    for start, end in marks:
        mark = text[start:end]
        if start == line_start or end == line_end:
            continue
        if mark[0] in _LIST_MARKS:
            if _ITEM.match(text, end, line_end):
                last = end
                yield end
            continue
        if mark == "." and _plainly(text, last, start, vocabulary):
            last = end
            yield end
            continue
        if quotes:
            quoted = _quoted(text, seen, start, quoted=quoted)
            seen = start
        behind = end
        if not text[end].isalnum():
            behind = _closed(text, end, line_end, quoted=quoted)
            if behind == line_end:
                break
        if _ends(text, (last, start, end, behind), line_end, vocabulary):
            last = behind
            yield behind


def _plainly(text: str, last: int, start: int, vocabulary: SentenceVocabulary) -> bool:
    """Does a point stand between a plain word and another that a space parts from it?

    Most do, and `_ends` says the same of them, but takes three times as long. So it does of a
    point behind a mark that closes.
    """
    if text[start + 1] != " ":
        return False
    right = text[start + 2 : start + 3]
    quoted = right == '"' and text[start + 3 : start + 4].isalnum()
    if not (quoted or right.isalnum() or right in _OPENING_APART):
        return False
    if not text[start - 1].isalnum():
        return True
    reach = max(last, start - REACH)
    word = text[max(reach, text.rfind(" ", reach, start) + 1) : start].lower()
    if not word.isalpha():
        for sign in "'’-":
            word = word[word.rfind(sign) + 1 :]
    return len(word) > 1 and word.isalpha() and word not in vocabulary.pointed


def _ends(
    text: str, offsets: tuple[int, int, int, int], line_end: int, vocabulary: SentenceVocabulary
) -> bool:
    """Does a mark end a sentence?

    Args:
        text: The text.
        offsets: Where the sentence begins; where the mark begins and ends; where the
            quotes and brackets end that close right behind it.
        line_end: Nothing is looked at from there on.
        vocabulary: Of the language.
    """
    last, start, end, behind = offsets
    word = _word_before(text, max(last, start - REACH), start)
    right = text[behind : min(behind + REACH, line_end)]
    dotted = _DOTTED.search(text, max(last, start - REACH), start) if start - word == 1 else None
    place = _Place(
        text[word:start].lower(),
        text[word - 1] if word > last + 3 or text[last:word].strip() else "",
        text[start:end],
        text[end:behind],
        right.lstrip(),
        dotted[0].lower() if dotted else "",
    )
    if right[0].isspace():
        return _at_space(place, vocabulary)
    return _at_joint(place, vocabulary) and not _in_address(text, last, start)


def _word_before(text: str, start: int, end: int) -> int:
    """The offset, from `start` on, where the word that ends at `end` begins."""
    token = text[start:end]
    token = token[token.rfind(" ") + 1 :]
    if token.isalnum():
        return end - len(token)
    while end > start and text[end - 1].isalnum():
        end -= 1
    return end


def _quoted(text: str, start: int, end: int, *, quoted: bool) -> bool:
    """Whether `end` lies inside straight quotes, when `start` was `quoted` or not.

    A straight quote tells by its neighbours whether it opens or closes; only one that is
    glued on both sides, or free on both, is taken for the other kind of the last.
    """
    at = text.find('"', start, end)
    while at >= 0:
        before, behind = text[at - 1 : at], text[at + 1 : at + 2]
        free_before = not before or before.isspace() or before in "(['’-–—"
        free_behind = not behind or behind.isspace() or behind in ",;:.!?…)]"
        quoted = not quoted if free_before == free_behind else free_before
        at = text.find('"', at + 1, end)
    return quoted


def _closed(text: str, at: int, line_end: int, *, quoted: bool) -> int:
    """The offset behind the quotes and brackets that close right after a mark."""
    end = at
    while end < min(line_end, at + REACH):
        char, following = text[end], text[end + 1 : end + 2]
        if char == '"':
            if not quoted and following.isalnum():
                break
            quoted = False
        elif char in "'’":
            if following.isalnum():
                break
        elif char.isspace():
            behind = text[end + 2 : end + 3]
            if following != "»" and not (following == '"' and quoted and not behind.isalnum()):
                break
        elif char not in ")]»”":
            break
        end += 1
    return end


def _in_address(text: str, start: int, end: int) -> bool:
    """Does a web or mail address reach from before `end` to behind it?"""
    token = text[max(start, end - ADDRESS) : end].rsplit(maxsplit=1)[-1:]
    return any("://" in part or part[:4].lower() == "www." or "@" in part for part in token)


def _at_space(place: _Place, vocabulary: SentenceVocabulary) -> bool:
    """Does a mark that a space follows end a sentence?"""
    if not place.right:
        return True
    if place.right[0] in _GOES_ON:
        return False
    if ")" in place.closed:
        return _opens(place.right, vocabulary)
    if place.closed and place.mark == ".":
        return not vocabulary.speech.match(place.right)
    if place.closed:
        # « Vraiment ? » demande le maire: the quotation ends, the sentence mostly goes on.
        goes_on = place.right[0].isalpha() and not _surely_opens(place.right, vocabulary)
        return not goes_on and not vocabulary.speech_soon.match(place.right)
    if place.mark != ".":
        return not (place.mark[-1] in ".…" and _goes_on(place.right, vocabulary))
    return not place.left or _at_point(place, vocabulary)


def _at_point(place: _Place, vocabulary: SentenceVocabulary) -> bool:
    """Does a point between a word and a space end a sentence?"""
    if place.left.isdigit():
        return bool(place.before)  # else the number of a list: 1.
    if place.left in vocabulary.abbreviations or place.dotted in vocabulary.abbreviations:
        return False
    if place.dotted or place.left + "." in vocabulary.abbreviations:
        return _surely_opens(place.right, vocabulary)
    initial = len(place.left) == 1 and place.before not in {"/", "°"}
    return not initial or _opens(place.right, vocabulary)


def _at_joint(place: _Place, vocabulary: SentenceVocabulary) -> bool:
    """Does a mark with a sign right behind it end a sentence?"""
    right = place.right
    bullet = right[0] in _BULLETS and (right[1:2].isspace() or right[0] == "*")
    if right[0] in _OPENING or bullet:
        return right[1:2] not in _GOES_ON
    match = _WORD.match(right)
    if not match or (not place.left and place.before.isspace() and place.mark[0] in ".…"):
        return False
    word, behind = match[0].lower(), right[match.end() : match.end() + 2]
    if behind[:1] == "@" or (behind[:1] == "=" and place.mark == "?"):
        return False
    if place.mark != "." and not place.closed:
        # A mark beside a single letter or before a figure is a misprint: r?ussi, sr?71.
        alone = len(word) == 1 and behind[:1] not in {"'", "’"} and word not in vocabulary.letters
        return not (alone or len(place.left) == 1 or word[0].isdigit())
    if place.mark != "." or place.closed:
        return True
    if not place.left:
        return place.before in _CLOSING
    return _words_meet(place.left, word, behind, vocabulary)


def _words_meet(left: str, right: str, behind: str, vocabulary: SentenceVocabulary) -> bool:
    """Are the words on both sides of a point of two sentences?

    Args:
        left: The word before the point, in lowercase.
        right: The word behind it.
        behind: The two signs behind that word.
        vocabulary: Of the language.
    """
    opens = _opens(right + behind, vocabulary) and behind[:1] not in {".", "_", "/"}
    if left in vocabulary.abbreviations:
        return False
    if len(left) == 1:
        return opens
    if right in vocabulary.abbreviations and behind[:1] == "." and behind[1:].isspace():
        return True
    if len(right) == 1:
        return behind[:1] in {"'", "’"} or (behind[:1].isspace() and right in vocabulary.letters)
    if left + "." in vocabulary.abbreviations or "." + right in vocabulary.abbreviations:
        return opens
    if right in _FILES or right in _DOMAINS:
        return opens
    if right.isdigit():
        return left.isalpha() and behind[:1].isspace()
    return True


def _opens(right: str, vocabulary: SentenceVocabulary) -> bool:
    """Does text begin with a word that often begins a sentence?"""
    word = _first_word(right)
    return word in vocabulary.openers or f"({word})" in vocabulary.openers


def _surely_opens(right: str, vocabulary: SentenceVocabulary) -> bool:
    """Does text begin with a word that begins a sentence more often than it goes on with one?"""
    return _first_word(right) in vocabulary.openers


def _goes_on(right: str, vocabulary: SentenceVocabulary) -> bool:
    """Does text begin with a word that goes on with the sentence behind an ellipsis?"""
    return "…" + _first_word(right) in vocabulary.openers


def _first_word(right: str) -> str:
    """The word in lowercase that text begins with, if it can decide anything."""
    match = _WORD.match(right)
    # A single letter is a word only where it is elided: l'art, but l. 123.
    if not match or (len(match[0]) == 1 and right[1:2] not in {"'", "’"}):
        return ""
    return match[0].lower()
