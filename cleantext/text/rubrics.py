"""Rubrics in capitals: the name of a section, set as a line of its own in an article."""

import re

_SIGN = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"{_SIGN}{{2,20}}"
_RUBRIC = re.compile(rf"\s*{_WORD}(?: ?[-–—/|•·] ?{_WORD}){{1,2}}\s*\Z")
_SPACED = re.compile(r" [-–—•·] |[/|]")


def is_rubric(line: str) -> bool:
    """Return whether a line is two or three words in capitals, parted by dashes or slashes.

    A dash has a space on both sides, or it belongs to a name.

    >>> is_rubric("SPORT - CYCLISME"), is_rubric("ARTS/SPECTACLES")
    (True, True)
    >>> is_rubric("SAINT-AUBIN"), is_rubric("LE MAIRE - UN AN APRÈS")
    (False, False)
    """
    return bool(_RUBRIC.match(line) and _SPACED.search(line) and line.isupper())
