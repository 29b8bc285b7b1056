"""What has to confirm that figures are a number of some kind: check digits, lengths, plans.

The check digits of IBAN, cards, NIR, SIREN and SIRET are those of
[python-stdnum](https://arthurdejong.org/python-stdnum/); telephone numbers are looked up in the
numbering plans of [phonenumbers](https://github.com/daviddrysdale/python-phonenumbers), which are
Google's. Both come with the extra `personal-data` and are imported when the stage is built.
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any
from unicodedata import decimal

from cleantext.corpus.extras import load_extra

CHECKS = ("card", "iban", "ip", "nir", "phone", "siren", "siret")
"""What a table may name."""

_WORD_END = re.compile(r"(?<=\w)(?!\w)")
_FIGURE = re.compile(r"\w")
_OTHER_FIGURE = re.compile(r"[^\D0-9]")
_PHONE = "phone"


def in_ascii(text: str) -> str:
    """Return a text with its figures, of whatever script, as those of ASCII, each in its place.

    >>> in_ascii("au ０６ ١٢, 3²")
    'au 06 12, 3²'
    """
    if text.isascii():
        return text
    others = set(_OTHER_FIGURE.findall(text))
    return text.translate({ord(each): str(decimal(each)) for each in others}) if others else text


class Checks:
    """The checks, with the libraries that they need.

    Raises:
        ConfigError: A library is not installed.

    >>> Checks().confirmed("iban", "FR76 3004 7142 9300 0201 8640 116 du club")
    'FR76 3004 7142 9300 0201 8640 116'
    """

    def __init__(self) -> None:
        def load(module: str, library: str) -> Any:  # noqa: ANN401 - a module without types
            return load_extra(module, "personal data", library, "personal-data")

        self._phones = load("phonenumbers", "phonenumbers")
        self._valid = {
            name: load(module, "python-stdnum").is_valid
            for name, module in (
                ("card", "stdnum.luhn"),
                ("iban", "stdnum.iban"),
                ("nir", "stdnum.fr.nir"),
                ("siren", "stdnum.fr.siren"),
                ("siret", "stdnum.fr.siret"),
            )
        }

    def confirmed(self, check: str, found: str, regions: Sequence[str] = ()) -> str:
        """Return the longest beginning of what was found that a check confirms, or nothing.

        Args:
            check: One of `CHECKS`.
            found: What a pattern matched, at most a line.
            regions: Where a telephone number without a prefix may be from (ISO 3166).
        """
        return next((part for part in _beginnings(found) if self._is(check, part, regions)), "")

    def canonical(self, data: str, value: str, regions: Sequence[str] = ()) -> str:
        """Return the one form of all ways to write the same data.

        Args:
            data: The kind.
            value: How it is written.
            regions: As in `confirmed`.

        >>> checks = Checks()
        >>> checks.canonical("phone", "+33 (0)6 12.34.56.78")
        '+33612345678'
        >>> checks.canonical("phone", "06 12 34 56 78", ["FR"])
        '+33612345678'
        >>> checks.canonical("ip", "2001:0DB8:0:0:41::25")
        '2001:db8::41:0:0:25'
        >>> checks.canonical("siret", "٨٠٥ ６３１ 496")
        '805631496'
        """
        value = in_ascii(value)
        if data == _PHONE:
            numbers = list(self._numbers(value, regions))
            valid = [each for each in numbers if self._phones.is_valid_number(each)]
            for number in (valid or numbers)[:1]:
                form = self._phones.PhoneNumberFormat.E164
                return str(self._phones.format_number(number, form))
        if data == "ip" and _is_ip(value):
            return ip_address(value).compressed
        if data in {"email", "ip"}:
            return value.casefold()
        return "".join(_FIGURE.findall(value)).casefold()

    def _is(self, check: str, value: str, regions: Sequence[str]) -> bool:
        if check == _PHONE:
            return any(map(self._phones.is_valid_number, self._numbers(value, regions)))
        if check == "ip":
            return _is_ip(value)
        return bool(self._valid[check]("".join(_FIGURE.findall(value)).upper()))

    def _numbers(self, value: str, regions: Sequence[str]) -> Iterator[object]:
        """Yield the telephone numbers that a text may be, one for each region."""
        if value.startswith("00"):
            value = f"+{value[2:]}"
        for region in regions or (None,):
            try:
                yield self._phones.parse(value, region)
            except self._phones.NumberParseException:
                continue


def _beginnings(found: str) -> Iterator[str]:
    """Yield a text, and what is left of it without its last word, and so on."""
    for end in reversed([match.end() for match in _WORD_END.finditer(found)]):
        yield found[:end]


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
