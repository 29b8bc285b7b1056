"""Put together what tasks have recorded, in the order of the tasks, however often that is begun.

All follows from the records: who begins anew adds them up again, and makes only the files that are
not made yet. Parts are deleted when the file that they became is on the disk and noted.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from cleantext.corpus.durable import put_on_disk, written_aside
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.corpus.streams import PassedOver
from cleantext.corpus.write import Writer, join_parts, numbered_name
from cleantext.errors import StageError
from cleantext.run.folder import CLEAN, FAILED, PARTS, REJECTED, record_of
from cleantext.run.job import Destination
from cleantext.run.pieces import put_in_place
from cleantext.run.records import Output, Part, Record, Tally, output_of, read_record
from cleantext.run.report import Report
from cleantext.run.sieve import Sieve
from cleantext.run.survey import Survey
from cleantext.run.tasks import Task
from cleantext.run.timings import Timings

MADE = "made.jsonl"
"""Notes the files that were made of parts."""


class Assembly:
    """Adds up tasks; to be used as a context.

    Attributes:
        report: What became of the documents so far.
        outputs: The files that are whole.
        passed_over: Members of archives that are not read.
        size: Bytes of input that are done.
        sources: What became of each source.
        survey: What else is worth seeing.
        timings: How long it took.
    """

    def __init__(self, job: Destination, tasks: Sequence[Task]) -> None:
        self.report = Report()
        self.outputs: list[Output] = []
        self.passed_over: list[PassedOver] = []
        self.size = 0
        self.sources = defaultdict[str, Tally](Tally)
        self.survey = Survey()
        self.timings = Timings()
        self._tasks = tasks
        self._done = set[int]()
        self._next = 0
        self._job = job
        self._failed = Writer(job.output / FAILED, FAILED)
        self._waiting = defaultdict[str, list[Part]](list)
        self._numbers = Counter[str]()
        self._sieve = Sieve(job) if job.duplicates.on else None
        self._notes = job.output / PARTS / MADE
        self._made = self._read_notes()

    def add(self, task: Task) -> None:
        """Add a task that is done; it waits for those before it.

        Raises:
            StageError: What was read and what was written do not balance.
        """
        self._done.add(task.number)
        self.size += task.size
        while self._next in self._done:
            self._done.remove(self._next)
            self._add(self._tasks[self._next])
            self._next += 1

    def _add(self, task: Task) -> None:
        """Add the next task."""
        done = read_record(record_of(self._job, task))
        if self._sieve:
            done = self._sieve.sift(task, done)
        _check_balance(task, done)
        self.report += done.report
        for failure in done.failures:
            self._failed.write_record(failure)
        self.passed_over += done.passed_over
        self.survey.add_all(done.overview)
        self.timings.add(done.timings)
        for name, tally in done.sources.items():
            self.sources[name] = self.sources[name].and_that(tally)
        if task.whole:
            self.outputs += put_in_place(self._job, done.parts)
            return
        for part in done.parts:
            whole = f"{part.kind}/{part.target}"
            waiting = self._waiting[whole]
            if waiting and sum(each.size for each in waiting) + part.size > self._job.shard_size:
                self._make(whole, numbered=True)
            self._waiting[whole].append(part)
        if task.last:
            for whole in self._waiting:
                self._make(whole, numbered=self._numbers[whole] > 0)
            self._waiting.clear()
            self._numbers.clear()

    def _make(self, whole: str, *, numbered: bool) -> None:
        """Make a file of the parts that wait, named as all of it would be."""
        parts = self._waiting[whole]
        if not parts:
            return
        name = numbered_name(whole, self._numbers[whole]) if numbered else whole
        paths = [self._job.output / PARTS / part.name for part in parts]
        made = self._made.get(name)
        if made is None:
            made = self._join(name, paths, sum(part.documents for part in parts))
        for path in paths:
            path.unlink(missing_ok=True)
        self.outputs.append(made)
        self._waiting[whole] = []
        self._numbers[whole] += 1

    def _join(self, name: str, paths: list[Path], documents: int) -> Output:
        place = self._job.output / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with written_aside(place, self._job.output / PARTS / "joined") as stream:
            join_parts(paths, name, stream, self._job.separator)
        made = output_of(self._job.output, name, documents)
        with self._notes.open("ab") as notes:
            notes.write(encode_record(made._asdict()))
        put_on_disk(self._notes)
        return made

    def _read_notes(self) -> dict[str, Output]:
        """Return what is noted, and drop a last note that is not whole."""
        try:
            whole = self._notes.read_bytes().rpartition(b"\n")[0]
        except FileNotFoundError:
            return {}
        self._notes.write_bytes(whole + b"\n" if whole else b"")
        notes = [Output(**decode_record(line)[0]) for line in whole.splitlines()]
        return {made.name: made for made in notes}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._failed.__exit__(kind)
        if self._sieve:
            self._sieve.close()
            if kind is None:
                self.outputs.append(self._sieve.finish())
        if kind is None and self._failed.documents:
            self.outputs.append(output_of(self._job.output, FAILED, self._failed.documents))


def _check_balance(task: Task, done: Record) -> None:
    """See that what the writers count is what the readers gave, as the report says."""
    written = Counter[str]()
    for part in done.parts:
        written[part.kind] += part.documents
    clean, rejected, failed = written[CLEAN], written[REJECTED], len(done.failures)
    told = done.report
    counted = (done.read, clean, rejected, failed)
    if told.balances and counted == (
        told.documents,
        told.clean,
        told.rejected.total(),
        told.failed,
    ):
        return
    raise StageError(
        f"{task.shards[0].name}: {done.read} documents came in, but {clean} clean, {rejected} "
        f"rejected and {failed} failed that were written do not add up to them"
    )
