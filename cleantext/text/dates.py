"""Dates as pages write them: `2024-10-04`, `vendredi 4 octobre 2024 à 08h12`, `04/10/2024`."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

LONGEST = 80
"""No date is written with more code points, time of day and time zone included."""

_CENTURY = 2000
_DIGIT = re.compile(r"\d")


class DateWords(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """The words of dates beside the names of months and days, and those of the time of day.

    Attributes:
        before: What may stand before a date: French `le`.
        ordinals: What may follow the number of a day: `er` of 1er.
        joining: What may stand before the month and the year: Spanish `de`.
        at: What may stand before the time of day: `à`.
        hours: What follows the hours: `h`; the colon needs no mention.
        minutes: What may follow the minutes: `min`.
        zones: What may stand before the place whose time it is: `heure de`.
    """

    before: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


class Calendar:
    """Reads the dates of a language.

    Args:
        months: What each of the twelve months is called; the first form in full.
        weekdays: What each of the seven days is called; likewise.
        words: What else stands in dates.

    Attributes:
        short: The short forms of both, without their point.
        mention: Finds what looks like a day, a month and a year in the middle of a text.
        ending: Finds what looks like a day and a month, with a year or not, that end a lowercase
            text.
        clock: Matches a time of day in lowercase, and no more.

    >>> words = DateWords(ordinals=("er",), at=("à",), hours=("h",))
    >>> calendar = Calendar([["janvier", "janv"]] + [["?"]] * 11, [["lundi"]] * 7, words)
    >>> calendar.read("Lundi 1er janv. 2024 à 8 h 05")
    datetime.date(2024, 1, 1)
    >>> calendar.read("le 1er janvier 2024, il neigeait") is None
    True
    """

    def __init__(
        self,
        months: Sequence[Sequence[str]],
        weekdays: Sequence[Sequence[str]],
        words: DateWords,
    ) -> None:
        self.short = frozenset(form for forms in (*months, *weekdays) for form in forms[1:])
        self._months = {
            _plain(form): number for number, forms in enumerate(months, 1) for form in forms
        }
        days = [form for forms in weekdays for form in forms]
        self._openings = frozenset(
            [*"0123456789", *(_plain(form)[:1] for form in (*words.before, *days))]
        )
        before = _maybe(words.before, r"\s+")
        ordinal, joining = _maybe(words.ordinals), _maybe(words.joining, r"\s+")
        self._pattern = re.compile(
            rf"{before}(?:{_any(days)}\b\.?\s*,?\s*)?{before}"
            r"(?:(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
            r"|(?P<day2>\d{1,2})(?P<mark2>[-/.])(?P<month2>\d{1,2})(?P=mark2)(?P<year2>\d{4}|\d\d)"
            rf"|(?P<day3>\d{{1,2}}){ordinal}\s+{joining}(?P<name>{_any(self._months)})\b\.?,?\s+"
            rf"{joining}(?P<year3>\d{{4}})){_time(words)}\s*\.?"
        )
        joined = _maybe(words.joining, " ", fold=False)
        self.mention = re.compile(
            rf"\b\d{{1,2}}{_maybe(words.ordinals, fold=False)} {joined}\w+ {joined}(?:19|20)\d\d\b"
        )
        self.ending = re.compile(
            rf",? {_maybe(words.before, ' ', fold=False)}"
            rf"\d{{1,2}}{_maybe(words.ordinals, fold=False)} "
            rf"{joined}[^\W\d_]{{3,9}}\.?(?: {joined}\d{{4}})?\Z"
        )
        hours = _any((*words.hours, ":"), fold=False)
        self.clock = re.compile(rf"\d{{1,2}} ?{hours} ?\d{{2}}\Z")

    def read(self, text: str) -> date | None:
        """Return the date that a text is, or None where it is anything else or more.

        A day of the week before it, a time of day and a time zone behind it are
        allowed; a year must be there. Day before month, as in most of the world.
        """
        if len(text) > LONGEST or not _DIGIT.search(text):
            return None
        text = text.strip()
        if text[0].isascii() and text[0].lower() not in self._openings:
            return None
        found = self._pattern.fullmatch(_plain(text))
        if not found:
            return None
        year = int(found["year"] or found["year2"] or found["year3"])
        month = self._months[found["name"]] if found["name"] else None
        try:
            return date(
                year if year > 99 else _CENTURY + year,  # noqa: PLR2004
                month or int(found["month"] or found["month2"]),
                int(found["day"] or found["day2"] or found["day3"]),
            )
        except ValueError:
            return None


def _time(words: DateWords) -> str:
    """Return the pattern of a time of day behind a date, in text that is plain."""
    at, hours = _maybe((*words.at, "t")), _any((*words.hours, ":"))
    minutes = _maybe(words.minutes, before=r"\s*")
    return (
        rf"(?:[\s,;:|·•–—-]*{at}\s*\(?\d{{1,2}}\s*{hours}\s*(?:\d{{2}}{minutes})?"
        r"(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:gmt|utc|cest|cet|z|[ap]m))?"
        rf"(?:\s*[+-]\d{{1,2}}(?::?\d{{2}})?)?(?:\s*\(?{_any(words.zones)} [\w-]+\)?)?\)?)?"
    )


def _any(words: Iterable[str], *, fold: bool = True) -> str:
    """Return a pattern of one of the words; one that matches nothing where there is none."""
    forms = sorted({_plain(word) if fold else word for word in words}, reverse=True)
    return f"(?:{'|'.join(map(re.escape, forms))})" if forms else "(?!)"


def _maybe(words: Sequence[str], behind: str = "", *, before: str = "", fold: bool = True) -> str:
    """Return a pattern of one of the words, or none, with what else has to stand about it."""
    return f"(?:{before}{_any(words, fold=fold)}{behind})?" if words else ""


def _plain(text: str) -> str:
    """Return text in lowercase, without accents."""
    if text.isascii():
        return text.lower()
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
