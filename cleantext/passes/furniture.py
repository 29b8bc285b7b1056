"""Learn the furniture of each site of a dump, before the dump is cleaned."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from cleantext.config import Config
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import AS_IT_COMES, Failure, Read, ReadOptions
from cleantext.corpus.watched import now_and_then, read_watched
from cleantext.engines.local import HERE, Tell
from cleantext.engines.retry import Engine, Faults, Local
from cleantext.errors import ConfigError, DataError
from cleantext.passes.counting import Learner, counted, furniture, store, stored, write
from cleantext.pipeline import Pipeline, batches
from cleantext.stages.boilerplate.site_memory import AUTO, site_of

STAGE = "boilerplate"
"""The stage that uses what is learnt, by its name: to import it takes long."""

_HERE = Local(HERE)


def learn(
    config: Config,
    shards: Sequence[Shard],
    output: Path,
    *,
    by: str = AUTO,
    reading: ReadOptions = AS_IT_COMES,
    engine: Engine = _HERE,
    scratch: Path | None = None,
) -> int:
    """Write the lines that repeat over the documents of each site.

    Memory is bounded, however large the dump is; the file is the same for any engine.

    Args:
        config: Lines are counted as its stages before `boilerplate` leave them.
        shards: The dump.
        output: The file to write.
        by: What makes a site; see `cleantext.stages.boilerplate.site_memory.site_of`.
        reading: How the dump is read.
        engine: What reads the shards.
        scratch: A folder for counts, which the engine must see; None: one of this machine.

    Returns:
        How many lines were found.

    Raises:
        ConfigError: The configuration has no stage that uses the file.
        DataError: There is no folder to write the file to.
    """
    check_output(output)
    counts = counting(config, shards, by=by, reading=reading, engine=engine, scratch=scratch)
    with counts as learner:
        return write(output, by, furniture(learner.rows()))


@contextmanager
def counting(
    config: Config,
    shards: Sequence[Shard],
    *,
    by: str = AUTO,
    reading: ReadOptions = AS_IT_COMES,
    engine: Engine = _HERE,
    scratch: Path | None = None,
) -> Iterator[Learner]:
    """Give the counts of all lines of shards; those of several parts of a dump add up.

    Args:
        config: As for `learn`, like all others.
        shards: A dump, or a part of one.
        by: What makes a site.
        reading: How the dump is read.
        engine: What reads the shards.
        scratch: A folder that it sees.

    Raises:
        ConfigError: The configuration has no stage that uses them.
    """
    if STAGE not in config.stages:
        raise ConfigError(f"only the stage `{STAGE}` uses what is learnt; name it in `stages`")
    with TemporaryDirectory(dir=scratch) as folder, Learner() as learner:
        count = partial(_count, config, by, reading, Path(folder))
        for _, path in engine(count, enumerate(shards)):
            learner.add(stored(path))
            path.unlink()
        yield learner


def check_output(path: Path) -> None:
    """See that there is a folder to write a file to.

    Raises:
        DataError: There is none.
    """
    if not path.parent.is_dir():
        raise DataError(f"{path}: there is no folder {path.parent} to write it to")


def remembering(config: Config, memory: Path) -> Config:
    """Return a configuration whose furniture is that of a file."""
    options = replace(config.options[STAGE], memory=memory)
    return replace(config, options={**config.options, STAGE: options})


def _count(
    config: Config,
    by: str,
    reading: ReadOptions,
    folder: Path,
    faults: Faults | None,
    item: tuple[int, Shard],
    tell: Tell,
) -> Path:
    """Count the lines of a shard into a file."""
    number, shard = item
    path = folder / f"{number}-{token_hex(8)}"  # another try at it may write, too
    items = read_watched(
        shard, reading, now_and_then(tell) if faults is None else tell, faults or {}
    )
    with Learner() as learner:
        for batch in batches(_texts(config, by, items), lambda pair: len(pair[1])):
            learner.add(counted(batch).items())
        store(path, learner.rows())
    return path


def _texts(config: Config, by: str, items: Iterable[Read | Failure]) -> Iterator[tuple[str, str]]:
    """Yield the site and the text of each document, and once where several of a shard are the same.

    What fails is told when it is cleaned.
    """
    before = config.stages[: config.stages.index(STAGE)]
    pipeline = Pipeline.from_config(replace(config, stages=before))
    known: set[tuple[str, bytes]] = set()
    for item in items:
        if isinstance(item, Failure):
            continue
        try:
            document = pipeline(item.document)
        except Exception:  # noqa: BLE001, S112 - a defect in one document must not end the run
            continue
        site = site_of(document.meta, by)
        # An article that stands there again says nothing new of its site.
        raw = document.text.encode("utf-8", "surrogatepass")
        mark = site, blake2b(raw, digest_size=8).digest()
        if mark not in known:
            known.add(mark)
            yield site, document.text
