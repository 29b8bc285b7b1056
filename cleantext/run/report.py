"""What a run did, in numbers that add up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import nsmallest
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

from cleantext.changes import Change
from cleantext.document import LANGUAGE, UNKNOWN, Document
from cleantext.run.provenance import Provenance
from cleantext.stages.boilerplate.site_memory import AUTO, MEMORY, site_of

SAMPLES = 5
_WIDTH = 200
_AROUND = 50

_GUESSED = "boilerplate.line"
"""The rule of lines that are taken for furniture by what they are like."""
_COUNTED = 64
"""Of the lines that go so, 64 are counted: those whose keys are the smallest."""
_OFTEN, _FEW = 5, 3
"""3 of them that went from 5 documents of their site each are worth learning."""


class ChangeSample(NamedTuple):
    """A change to show.

    The first of each rule in each document compete, and those with the smallest keys are
    kept, so that any order of adding up gives the same. `left` and `right` are what stood beside
    it when it was made.
    """

    key: str
    document: str
    before: str
    after: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Counts and samples of a run or of a part of one; reports add up.

    Attributes:
        documents: What came in, read or not.
        clean: Documents written to the corpus.
        failed: Inputs that could not be read or cleaned.
        characters_in: Code points read.
        characters_out: Code points written to the corpus.
        rejected: Documents kept out of the corpus, by reason.
        languages: Documents read, by language.
        changes: Changes, by rule.
        labels: Labels, as `name=value`.
        samples: At most five changes of each rule.
        passed_over: What was found beside the documents and not read, by reason.
        fields: Records read, by the fields that were taken for their text, id and so on.
        absent: Records read that lack a field that was named, by field.
        reasons: Why each rule changes what it changes, by rule; of a whole run, of those too that
            changed nothing.
        removed: Lines and sentences in `removed/`, by rule.
        kept: Where the documents are from that were written to the corpus.
        guessed: In how many documents of a site a line went that was taken for furniture by what
            it is like, by a key for the site and the line; a fixed number, the smallest keys.
    """

    documents: int = 0
    clean: int = 0
    failed: int = 0
    characters_in: int = 0
    characters_out: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[ChangeSample]] = field(default_factory=dict)
    passed_over: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    removed: Counter[str] = field(default_factory=Counter)
    kept: Provenance = field(default_factory=Provenance)
    guessed: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        document: Document,
        characters_in: int,
        rejected: str | None,
        known: Mapping[str, Sequence[ChangeSample]] = MappingProxyType({}),
    ) -> "Report":
        """Report on one document that was cleaned.

        Args:
            document: The document.
            characters_in: Code points that it had.
            rejected: Why it is rejected, if it is.
            known: Samples of the report that this one will be added to; those that would have
                no place beside them are left out.
        """
        return cls(
            documents=1,
            clean=0 if rejected else 1,
            characters_in=characters_in,
            characters_out=0 if rejected else len(document.text),
            rejected=Counter([rejected] if rejected else []),
            languages=Counter([str(document.meta.get(LANGUAGE, UNKNOWN))]),
            changes=document.changes.counts(),
            labels=Counter(f"{label.name}={label.value}" for label in document.labels),
            samples=_samples(document, known),
            guessed=_guessed(document),
        )

    def __add__(self, other: "Report") -> "Report":
        """Return the report on both."""
        samples = dict(self.samples)
        for rule, found in other.samples.items():
            samples[rule] = sorted([*samples.get(rule, ()), *found])[:SAMPLES]
        return Report(
            self.documents + other.documents,
            self.clean + other.clean,
            self.failed + other.failed,
            self.characters_in + other.characters_in,
            self.characters_out + other.characters_out,
            self.rejected + other.rejected,
            self.languages + other.languages,
            self.changes + other.changes,
            self.labels + other.labels,
            samples,
            self.passed_over + other.passed_over,
            self.fields + other.fields,
            self.absent + other.absent,
            self.reasons | other.reasons,
            self.removed + other.removed,
            self.kept + other.kept,
            _fewest(Counter(self.guessed) + Counter(other.guessed))
            if other.guessed
            else self.guessed,
        )

    @property
    def balances(self) -> bool:
        """Whether every document that came in is clean, rejected or failed."""
        return self.documents == self.clean + self.rejected.total() + self.failed

    def summary(self) -> str:
        """Return the counts as a line for people.

        >>> Report(documents=3, clean=2, rejected=Counter({"empty": 1})).summary()
        '3 documents: 2 clean, 1 rejected (1 empty), 0 failed; 0 changes'
        >>> Report(documents=1, clean=1, changes=Counter({"spacing.doubled": 1})).summary()
        '1 document: 1 clean, 0 rejected, 0 failed; 1 change'
        """
        counts = (
            f"{_counted(self.documents, 'document')}: {self.clean} clean, "
            f"{self.rejected.total()} rejected{_reasons(self.rejected)}, "
            f"{self.failed} failed; {_counted(self.changes.total(), 'change')}"
        )
        if self.passed_over:
            counts += f"; {self.passed_over.total()} passed over{_reasons(self.passed_over)}"
        if self.fields:
            counts += f"; fields: {_each_once(self.fields)}"
        records = self.fields.total()
        for name in sorted(name for name, count in self.absent.items() if count == records):
            counts += f"; warning: no record has the field {name!r} that was named"
        if self.would_learn:
            counts += "; the same lines go from page after page of a site: --learn would find more"
        return counts

    @property
    def would_learn(self) -> bool:
        """Whether furniture repeats on a site, and was not learnt."""
        often = sum(count >= _OFTEN for count in self.guessed.values())
        return often >= _FEW and MEMORY not in self.changes


def _each_once(fields: Iterable[str]) -> str:
    """Say what was taken for what, where records differ.

    >>> _each_once(["text=text, id=id", "text=body, id=id", "text=text"])
    'text=text or body, id=id'
    """
    taken: dict[str, dict[str, None]] = {}
    for said in fields:
        for each in said.split(", "):
            kind, _, name = each.partition("=")
            taken.setdefault(kind, {})[name] = None
    return ", ".join(f"{kind}={' or '.join(names)}" for kind, names in taken.items())


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _reasons(counts: Counter[str]) -> str:
    said = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
    return f" ({said})" if said else ""


def _guessed(document: Document) -> dict[str, int]:
    """Return the keys of the lines that are taken for furniture by what they are like."""
    scans = [scan for scan in document.changes.scans if _GUESSED in scan.rules]
    if not scans:
        return {}
    site = crc32(site_of(document.meta, AUTO).encode("utf-8", "surrogatepass"))
    lines = {
        before.strip()
        for scan in scans
        for rule, before in zip(scan.rules, scan.befores, strict=True)
        if rule == _GUESSED
    }
    keys = (crc32(line.encode("utf-8", "surrogatepass"), site) for line in lines)
    return _fewest({f"{key:08x}": 1 for key in keys})


def _fewest(guessed: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of the smallest keys: what is left of the parts is what is of the whole."""
    return {key: guessed[key] for key in nsmallest(_COUNTED, guessed)}


def _samples(
    document: Document, known: Mapping[str, Sequence[ChangeSample]]
) -> dict[str, list[ChangeSample]]:
    """Return the changes of a document that are to be shown, by rule."""
    wanted: dict[int, list[tuple[str, Change]]] = {}
    for rule, found in document.changes.first(SAMPLES).items():
        others = known.get(rule, ())
        last = others[-1].key if len(others) == SAMPLES else None
        for number, change in found:
            key = _key(document.id, change)
            if last is None or key <= last:
                wanted.setdefault(number, []).append((key, change))
    samples: dict[str, list[ChangeSample]] = {}
    text = document.text
    earliest = min(wanted, default=len(document.changes.scans))
    for number in range(len(document.changes.scans) - 1, earliest - 1, -1):
        text = document.changes.scans[number].undo(text)
        for key, change in wanted.get(number, ()):
            sample = _sample(key, document.id, change, text)
            samples.setdefault(change.rule, []).append(sample)
    return {rule: sorted(found) for rule, found in samples.items()}


def _key(document: str, change: Change) -> str:
    seen = f"{document}\0{change.rule}\0{change.start}\0{change.before}"
    return blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _sample(key: str, document: str, change: Change, text: str) -> ChangeSample:
    """Return a change with what stands beside it in the text that it was made in."""
    end = change.start + len(change.before)
    left = text[max(0, change.start - _AROUND) : change.start]
    right = text[end : end + _AROUND]
    return ChangeSample(key, document, _clipped(change.before), _clipped(change.after), left, right)


def _clipped(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"
