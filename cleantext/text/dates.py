"""Dates as pages write them: `2024-10-04`, `vendredi 4 octobre 2024 à 08h12`, `04/10/2024`."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

LONGEST = 80
"""No date is written with more code points, time of day and time zone included."""

_TIME = (
    r"(?:[\s,;:|·•–—-]*(?:at?|t)?\s*\(?\d{1,2}\s*(?:h|:|heures?)\s*(?:\d{2}(?:\s*min)?)?"
    r"(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:gmt|utc|cest|cet|z|[ap]m))?(?:\s*[+-]\d{1,2}(?::?\d{2})?)?"
    r"(?:\s*\(?heure de [\w-]+\)?)?\)?)?"
)
_CENTURY = 2000
_DIGIT = re.compile(r"\d")


class Calendar:
    """Reads the dates of a language.

    Args:
        months: What each of the twelve months is called; the first form in full.
        weekdays: What each of the seven days is called; likewise.

    Attributes:
        short: The short forms of both, without their point.

    >>> calendar = Calendar([["janvier", "janv"]] + [["?"]] * 11, [["lundi"]] * 7)
    >>> calendar.read("Lundi 1er janv. 2024 à 8 h 05")
    datetime.date(2024, 1, 1)
    >>> calendar.read("le 1er janvier 2024, il neigeait") is None
    True
    """

    def __init__(self, months: Sequence[Sequence[str]], weekdays: Sequence[Sequence[str]]) -> None:
        self.short = frozenset(form for forms in (*months, *weekdays) for form in forms[1:])
        self._months = {
            _plain(form): number for number, forms in enumerate(months, 1) for form in forms
        }
        names = "|".join(map(re.escape, sorted(self._months, key=len, reverse=True)))
        days = "|".join(re.escape(_plain(form)) for forms in weekdays for form in forms)
        self._openings = frozenset(
            ["l", *"0123456789", *(_plain(form)[:1] for forms in weekdays for form in forms)]
        )
        self._pattern = re.compile(
            rf"(?:le\s+)?(?:(?:{days})\b\.?\s*,?\s*)?(?:le\s+)?"
            r"(?:(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
            r"|(?P<day2>\d{1,2})(?P<mark2>[-/.])(?P<month2>\d{1,2})(?P=mark2)(?P<year2>\d{4}|\d\d)"
            rf"|(?P<day3>\d{{1,2}})(?:er)?\s+(?P<name>{names})\b\.?,?\s+(?P<year3>\d{{4}}))"
            rf"{_TIME}\s*\.?"
        )

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


def _plain(text: str) -> str:
    """Return text in lowercase, without accents."""
    if text.isascii():
        return text.lower()
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
