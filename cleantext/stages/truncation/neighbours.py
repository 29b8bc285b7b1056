"""What the lines around a line say of it: whether it is cut, a heading, verse, or goes on below."""

from collections.abc import Callable, Sequence
from itertools import groupby

from cleantext.changes import Span

HEADING_LENGTH = 120
"""How many code points a heading has at most."""

AS_TITLE, AS_HEADING, AS_TEXT = -2.0, -1.3, 1.0
"""What its neighbours say of a line's being cut, in log odds: a short line at the top, one
before a longer line, and one that is long or the last. Measured on articles in which a
sentence was cut at random."""

LINK = 40
"""How many code points a link in a sentence has at most."""

VERSES, VERSE = 3, 60
"""3 lines in a row of at most 60 code points are verse, a list or an address: they
may end anywhere."""

WRAPPED = 3
"""3 lines that end nowhere, all about as long, were broken at a width."""

_GOING_ON = frozenset(",;)]»”%")

_ENDED = frozenset(".!?:")


def find_verse(spans: Sequence[Span]) -> list[bool]:
    """Say of each line whether it is short, as its neighbours are."""
    verse: list[bool] = []
    for short, run in groupby(spans, lambda span: span.end - span.start <= VERSE):
        count = len(list(run))
        verse += [short and count >= VERSES] * count
    return verse


def find_going_on(text: str, spans: Sequence[Span], *, cased: bool) -> list[bool]:
    """Say of each line whether the next one surely goes on with its sentence.

    It does where the next begins with a sign that begins none, where it begins in lowercase
    though sentences begin with capitals, and where the text was broken at a width.
    """
    goes_on = [False] * len(spans)
    for place in range(len(spans) - 2, -1, -1):
        end, following = text[spans[place].end - 1], spans[place + 1]
        sign = text[following.start]
        goes_on[place] = end not in _ENDED and (
            sign in _GOING_ON
            or (cased and sign.islower() and end != ";")
            # a link, behind which the sentence goes on
            or (goes_on[place + 1] and following.end - following.start <= LINK)
        )
    width = max((stop - start for start, stop in spans), default=0)
    broken = [place for place, (start, stop) in enumerate(spans[:-1]) if text[stop - 1].isalnum()]
    long = [place for place in broken if spans[place].end - spans[place].start > width * 3 // 4]
    if len(long) >= max(WRAPPED, 4 * len(broken) // 5) and width <= HEADING_LENGTH:
        for place in long:
            goes_on[place] = True
    return goes_on


def is_cased(text: str, spans: Sequence[Span]) -> bool:
    """Do most lines that begin a sentence begin with capitals?

    One alone may be the middle of any text. Behind a line that ends no sentence another may
    go on in lowercase.
    """
    if text.islower():
        return False
    high = low = 0
    before = "."
    for start, end in spans:
        if text[start].isupper():
            high += 1
        elif text[start].islower():
            low += before in _ENDED
        before = text[end - 1]
    return len(spans) == 1 or high >= max(low, 1)


def stands_before_longer(spans: Sequence[Span], place: int) -> bool:
    """Is a line short, and the next one longer?"""
    length = spans[place].end - spans[place].start
    if length > HEADING_LENGTH or place + 1 == len(spans):
        return False
    return spans[place + 1].end - spans[place + 1].start > length


def weigh_neighbours(
    spans: Sequence[Span], place: int, pieces: Callable[[], Sequence[Span]]
) -> float:
    """What its neighbours say of a line's being cut; nothing where it has none.

    Args:
        spans: The lines.
        place: Which one.
        pieces: Finds its sentences; a heading has no more than one.
    """
    if len(spans) == 1:
        return 0.0
    last = place + 1 == len(spans)
    if last or spans[place].end - spans[place].start > HEADING_LENGTH or len(pieces()) > 1:
        return AS_TEXT
    if place == 0:
        return AS_TITLE
    return AS_HEADING if stands_before_longer(spans, place) else 0.0
