"""Which lines may be damaged: a cheap look that passes over plain ones.

Most lines are made of plain characters alone; those that are not are told by odd signs, or by pairs
of others that no language writes.
"""

import re
from functools import lru_cache

from cleantext.changes import Span

LOWER = "àâäçéèêëîïñôöùûüÿœæ"
OTHER = "ÀÇÉÈÊËÎÏÔÛÜŒ«»“”‘•·€£°©"
QUIET = "’–—…\u00a0\u202f\u2009"  # part of mojibake only beside a letter that is not plain
ODD = re.compile(f"[^\t\n -%'-~{LOWER}{OTHER}{QUIET}]")
PAIR = re.compile(
    f"[{LOWER}{OTHER}](?:[{OTHER}]|(?<=[{OTHER}])[{LOWER}]|(?<=Î)[{QUIET}]|(?<=[Œœ])[^A-Za-z])"
)

_LIGATURE_END = re.compile("[Œœ][\x00-@\\[-`{-\x7f]")
"""What `PAIR` finds of a ligature and a sign of ASCII."""

_ASCII = 0x80
_RUNS = bytes(
    byte if byte >= _ASCII else 1 if ODD.match(chr(byte)) else ord(" ") for byte in range(256)
)
"""Leaves of UTF-8 the signs beyond ASCII, a 1 for each odd one, and a space for each plain one."""

_ODD_ASCII = [chr(byte) for byte in range(_ASCII) if ODD.match(chr(byte))]

_FEW = 16
"""More than 16 different strings take longer to look for than patterns do."""

_REMEMBERED = 4096
"""So many different runs of signs beyond ASCII are remembered: French has some dozens."""

_LONGEST_RUN = 64
"""Bytes of a run that is remembered; a text of other letters is one run from blank to blank."""


@lru_cache(_REMEMBERED)
def _is_plain(run: bytes) -> bool:
    """Whether a run of signs beyond ASCII, as UTF-8, holds nothing that asks for a look."""
    seen = run.decode("utf-8", "surrogatepass")
    return not (ODD.search(seen) or PAIR.search(f"{seen}a"))


def suspects(text: str) -> list[Span]:
    """Find the lines that `suspect` would name, without a look at each of the others."""
    odd = _odd_runs(text)
    places = odd if len(odd) <= _FEW else [ODD, PAIR]
    if "œ" in text or "Œ" in text:
        places.append(_LIGATURE_END)
    lines: dict[int, int] = {}
    for pattern in places:
        end = 0
        while (at := _place(pattern, text, end)) >= 0:
            start = text.rfind("\n", end, at) + 1 or end
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            lines[start] = end
    return [Span(*line) for line in sorted(lines.items()) if suspect(text[slice(*line)])]


def _odd_runs(text: str) -> list[str | re.Pattern[str]]:
    """Return strings of which one stands in each line that is odd, but for ligatures."""
    runs = set(text.encode("utf-8", "surrogatepass").translate(_RUNS).split())
    odd = [run for run in runs if len(run) > _LONGEST_RUN or not _is_plain(run)]
    found: list[str | re.Pattern[str]] = []
    if not odd:
        return found
    if any(b"\1" in run for run in odd):
        found += [sign for sign in _ODD_ASCII if sign in text]
        odd = [part for run in odd for part in run.split(b"\1") if part and not _is_plain(part)]
    return found + [run.decode("utf-8", "surrogatepass") for run in odd]


def _place(sought: str | re.Pattern[str], text: str, start: int) -> int:
    """Return where something stands in a text from a place on; -1 where it does not."""
    if isinstance(sought, str):
        return text.find(sought, start)
    match = sought.search(text, start)
    return match.start() if match else -1


def suspect(line: str) -> bool:
    """Whether `repair` could change a line; False is certain, True is a guess.

    >>> suspect("« L’été à Paris », 20 € l’œuvre"), suspect("lâ€™Ã©tÃ©")
    (False, True)
    """
    if ODD.search(line):
        return True
    if not PAIR.search(line):
        return False
    from ftfy.badness import is_bad

    return is_bad(line)
