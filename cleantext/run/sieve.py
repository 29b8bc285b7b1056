"""Take documents that have stood before out of what a task has written.

Workers write every clean document and mark it (`cleantext.passes.duplicates.marks`). Here, in the
order of the tasks, those that repeat earlier ones go to `rejected/`, as they were read. What
becomes of a task is recorded, so that a run that was broken off gives the same.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from cleantext.corpus.durable import put_on_disk
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.write import Writer, copy_without, join_parts
from cleantext.passes.duplicates.judge import Judge, Twin
from cleantext.passes.duplicates.marks import Marks, read_marks
from cleantext.passes.duplicates.memory import MEMORY
from cleantext.run.folder import CLEAN, HELD, KEPT, PARTS, REJECTED, sifted_of
from cleantext.run.job import Destination
from cleantext.run.plan import memories_of
from cleantext.run.provenance import Origin, Provenance
from cleantext.run.records import (
    Output,
    Part,
    Record,
    Tally,
    output_of,
    read_record,
    write_record,
)
from cleantext.run.report import Report
from cleantext.run.survey import without_twins
from cleantext.run.tasks import Task


class Sieve:
    """Sifts tasks one after the other.

    Raises:
        DataError: What an earlier run has left is missing, or does not go with the options.
    """

    def __init__(self, job: Destination) -> None:
        folder = job.output / PARTS / "sieve"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._judge = Judge(job.duplicates, folder, memories_of(job))
        self._memory = folder / MEMORY
        self._job = job

    def sift(self, task: Task, done: Record) -> Record:
        """Return the record of the next task without what has stood before."""
        path = sifted_of(self._job, task)
        if path.exists():
            sifted = read_record(path)
            self._recall(done, sifted.dropped)
        else:
            sifted = self._sifted(done)
            write_record(path, sifted, path.with_suffix(".aside"))
        for part in {part.name for part in done.parts} - {part.name for part in sifted.parts}:
            (self._job.output / PARTS / part).unlink(missing_ok=True)
        return sifted

    def finish(self) -> Output:
        """Put what later runs need in its place, when the files are closed."""
        put_on_disk(self._memory)
        self._memory.replace(self._job.output / MEMORY)
        return output_of(self._job.output, MEMORY, 0)

    def close(self) -> None:
        """Close the files."""
        self._judge.close()

    def _marks(self, done: Record) -> Iterator[tuple[int, Marks]]:
        """Yield the marks of a task, and the place of the first document of each."""
        first = 0
        with (self._job.output / PARTS / done.marks).open("rb") as stream:
            for marks in read_marks(stream):
                yield first, marks
                first += len(marks.documents)

    def _recall(self, done: Record, dropped: Sequence[int]) -> None:
        """Remember what stayed of a task that was sifted before."""
        for first, marks in self._marks(done):
            places = range(first, first + len(marks.documents))
            self._judge.keep(marks, [place - first for place in dropped if place in places])

    def _sifted(self, done: Record) -> Record:
        twins: dict[int, Twin] = {}
        sizes: list[int] = []
        characters: list[int] = []
        for first, marks in self._marks(done):
            found = self._judge.judge(marks)
            twins |= {first + place: twin for place, twin in found.items()}
            sizes += marks.documents["bytes"].tolist()
            characters += marks.documents["characters"].tolist()
        reasons = Counter(twin.reason for twin in twins.values())
        lost = sum(characters[at] for at in twins)
        gone = Report(clean=-len(twins), characters_out=-lost, rejected=reasons)
        kept = Provenance()
        parts = list(self._parts(done, sizes, twins, kept))
        report = done.report + gone
        owners = [name for name, tally in done.sources.items() for _ in range(tally.clean)]
        sources = dict(done.sources)
        for at in twins:
            less = Tally(clean=-1, characters_out=-characters[at])
            sources[owners[at]] = sources[owners[at]].and_that(less)
        return Record(
            done.read,
            replace(report, kept=report.kept.without(kept)),
            done.failures,
            parts,
            done.marks,
            done.passed_over,
            sorted(twins),
            sources,
            overview=without_twins(
                done.overview,
                (characters[at] for at in twins),
                (twin.of for twin in twins.values()),
            ),
            timings=done.timings,
        )

    def _parts(
        self, done: Record, sizes: Sequence[int], twins: Mapping[int, Twin], kept: Provenance
    ) -> Iterator[Part]:
        """Yield the files of a task, with other ones for those in which something changes.

        What is known of the documents that go is added to `kept`.
        """
        rejected = {part.target: part for part in done.parts if part.kind == REJECTED}
        held = iter(range(len(sizes)))
        clean = _places(done.order, len(sizes))
        for part in done.parts:
            if part.kind not in {CLEAN, HELD}:
                if rejected.get(part.target) is not part:
                    yield part
                continue
            split = part.target.partition("/")[0] if done.order else ""
            places = list(islice(held if part.kind == HELD else clean[split], part.documents))
            own = {at: twins[place] for at, place in enumerate(places) if place in twins}
            if part.kind == CLEAN:
                if own:
                    yield from self._without(part, [sizes[place] for place in places], own)
                else:
                    yield part
            elif own:
                before = rejected.get(part.target)
                rejected[part.target] = self._with_twins(part, before, own, kept)
        yield from rejected.values()

    def _without(
        self, part: Part, sizes: Sequence[int], twins: Mapping[int, Twin]
    ) -> Iterator[Part]:
        """Write a file of clean documents anew, without some; nothing if none are left."""
        left = part.documents - len(twins)
        if not left:
            return
        name = f"{part.name}.sifted"
        home = self._job.output / PARTS
        with (home / name).open("wb") as sink:
            separator = self._job.separator
            copy_without(home / part.name, part.target, sizes, twins.keys(), sink, separator)
        put_on_disk(home / name)
        size = part.size - sum(sizes[at] for at in twins)
        yield Part(CLEAN, name, part.target, left, size)

    def _with_twins(
        self, held: Part, before: Part | None, twins: Mapping[int, Twin], kept: Provenance
    ) -> Part:
        """Write the documents that went behind those that were rejected before."""
        home = self._job.output / PARTS
        new, whole = home / f"{held.name}.twins", home / f"{held.name}.rejected"
        with Writer(new, held.target) as writer, (home / held.name).open("rb") as lines:
            for place, line in enumerate(lines):
                if twin := twins.get(place):
                    told = {"reason": twin.reason, "duplicate_of": twin.of}
                    fields = decode_record(line)[0]
                    facts, sentences = fields.pop(KEPT)
                    kept.add(Provenance.of({Origin(*facts): 1}, sentences))
                    writer.write_record(fields | told | {"similarity": twin.similarity})
        if before:
            with whole.open("wb") as sink:
                join_parts([home / before.name, new], held.target, sink)
            new.unlink()
        else:
            new.replace(whole)
        put_on_disk(whole)
        name = whole.relative_to(home).as_posix()
        documents, size = (before.documents, before.size) if before else (0, 0)
        return Part(REJECTED, name, held.target, documents + len(twins), size + writer.size)


def _places(order: Sequence[str], count: int) -> dict[str, Iterator[int]]:
    """Return the places of the clean documents of a task, by the split that they belong to."""
    if not order:
        return {"": iter(range(count))}
    return {
        split: iter([at for at, one in enumerate(order) if one == split]) for split in set(order)
    }
