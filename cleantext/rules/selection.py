"""Which documents make a corpus: conditions on what is known of them, a sample, and splits.

All is told from the document alone, by its values and by hashes (BLAKE2b), so any number of workers
and any order give the same, and a document stays where it was when others come or go.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from cleantext.document import QUALITY, Document

CHARACTERS = "characters"
META, LABELLED = "meta.", "labels."
KINDS = (f"{META}KEY", f"{QUALITY}.NUMBER", f"{LABELLED}NAME", CHARACTERS)
"""What a condition may be of, for people."""

Bound = float | str
_BITS = 64


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a document must fulfil; one that lacks the value does not.

    Attributes:
        of: `meta.KEY`, `quality.NUMBER`, `labels.NAME` (how many there are) or `characters`.
        least: The smallest value: a number, or a text such as a date, of which as many signs of
            the value are compared.
        most: The largest one.
        among: What the value has to be, as text.
        without: What it may not be.

    Of a list of values, one has to be within the bounds and among the names, and none one that
    is left out.

    >>> year = Condition(of="meta.date", least="2020", most="2021-06-30")
    >>> [year.met(Document("", meta={"date": date})) for date in ("2021-06-30T08:00", "2021-07-01")]
    [True, False]
    """

    of: str
    least: Bound | None = None
    most: Bound | None = None
    among: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def problem(self) -> str | None:
        """Say what is wrong with the condition itself, or None."""
        known = (META, f"{QUALITY}.", LABELLED)
        if self.of != CHARACTERS and not any(
            self.of.startswith(kind) and len(self.of) > len(kind) for kind in known
        ):
            return f"{self.of!r} is nothing to select by; there are: {', '.join(KINDS)}"
        if self.least is None and self.most is None and not self.among and not self.without:
            return f"the condition on {self.of!r} needs `least`, `most`, `among` or `without`"
        numeric = not self.of.startswith(META)
        if numeric and (isinstance(self.least, str) or isinstance(self.most, str)):
            return f"{self.of!r} is a number; write its bound without quotation marks"
        return None

    @property
    def said(self) -> str:
        """The condition in words.

        >>> Condition(of="labels.truncated", most=3, without=("1",)).said
        'labels.truncated at most 3, not 1'
        """
        bounds = f"{self.least} to {self.most}"
        if self.most is None:
            bounds = f"{self.least} or more"
        elif self.least is None:
            bounds = f"at most {self.most}"
        told = [
            bounds if (self.least, self.most) != (None, None) else "",
            " or ".join(self.among),
            f"not {' or '.join(self.without)}" if self.without else "",
        ]
        return f"{self.of} {', '.join(filter(None, told))}"

    def met(self, document: Document) -> bool:
        """Return whether a document fulfils the condition."""
        value = self._value(document)
        values = value if isinstance(value, list | tuple) else [value]
        values = [each for each in values if each is not None and each != ""]
        if any(_as_text(each) in self.without for each in values):
            return False
        return any(map(self._holds, values))

    def _holds(self, value: object) -> bool:
        """Whether one value is among those that are wanted and within the bounds."""
        return (
            (not self.among or _as_text(value) in self.among)
            and (self.least is None or _compared(value, self.least, lambda a, b: a >= b))
            and (self.most is None or _compared(value, self.most, lambda a, b: a <= b))
        )

    def _value(self, document: Document) -> object:
        kind, _, name = self.of.partition(".")
        if kind == CHARACTERS:
            return len(document.text)
        if kind == QUALITY:
            numbers = document.meta.get(QUALITY)
            return numbers.get(name) if isinstance(numbers, dict) else None
        if f"{kind}." == LABELLED:
            return sum(label.name == name for label in document.labels)
        return document.meta.get(name)


def _as_text(value: object) -> str:
    """Return a value as a configuration names it: `true` is written so in TOML and in JSON."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _compared(value: Any, bound: Bound, holds: Any) -> bool:  # noqa: ANN401 - numbers or texts
    """Compare a value with a bound of one kind; what is no number is beyond any."""
    if isinstance(bound, str):
        return bool(holds(_as_text(value)[: len(bound)], bound))
    try:
        return bool(holds(float(value), bound))
    except (TypeError, ValueError, OverflowError):
        return False


SPLITS = TRAIN, DEV, TEST = "train", "dev", "test"
"""The parts of a corpus."""

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How documents are shared out; all of one source, or of one date, go the same way.

    Attributes:
        by: What is hashed: the `source` (of an address the host), the day of the `date`, or the
            `id`. A document that lacks it goes by its id, and one without an id by its text.
        dev: The share of what is hashed that goes to `dev`.
        test: The share that goes to `test`; the rest goes to `train`.

    >>> split = Split(by="source", dev=0.5)
    >>> pages = [Document("", meta={"source": f"https://a.example/{page}"}) for page in range(9)]
    >>> len({split.of(page) for page in pages})
    1
    """

    by: Literal["source", "date", "id"] = "source"
    dev: Share = 0.05
    test: Share = 0.05

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        if self.dev + self.test > 1:
            return f"`dev` and `test` are {self.dev + self.test:g} together, more than 1"
        return None

    @property
    def said(self) -> str:
        """The split in words."""
        train = 1 - self.dev - self.test
        return f"by {self.by}: {train:.0%} train, {self.dev:.0%} dev, {self.test:.0%} test".replace(
            "%", " %"
        )

    def of(self, document: Document) -> str:
        """Return `train`, `dev` or `test`."""
        value = str(document.meta.get(self.by) or "") if self.by != "id" else ""
        value = value[: len("2020-01-31")] if self.by == "date" else host_of(value)
        place = _place("split", value or _name(document))
        if place < self.test:
            return TEST
        return DEV if place < self.test + self.dev else TRAIN


def is_sampled(document: Document, share: float) -> bool:
    """Return whether a document is in a sample, by the hash of its id or, without one, its text."""
    return share >= 1 or _place("sample", _name(document)) < share


def unmet(conditions: tuple[Condition, ...], document: Document) -> Iterator[str]:
    """Yield what a document is to fulfil and does not, as the reason of its rejection."""
    yield from (f"where: {each.of}" for each in conditions if not each.met(document))


def _name(document: Document) -> str:
    return document.id or document.text


def host_of(address: str) -> str:
    """Return the host of an address; of what is none, all of it.

    >>> host_of("https://journal.example/2024/pont"), host_of("2024/a.jsonl")
    ('journal.example', '2024/a.jsonl')
    """
    if "://" not in address:
        return address
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _place(salt: str, value: str) -> float:
    """Return a place between 0 and 1 that is the same for the same value, and evenly spread."""
    seen = f"{salt}\0{value}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(seen, digest_size=_BITS // 8).digest(), "big") / (1 << _BITS)
