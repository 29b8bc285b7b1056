"""Run another tool over a dump, for `duplicates.py`: prints its clusters, and what it took.

    python bench/duplicate_peers.py datatrove|text-dedup DUMP.jsonl FOLDER SIMILARITY

It needs the tool and nothing of this project, so that it may run in an environment of its own.
"""

import json
import resource
import struct
import sys
from collections.abc import Callable
from pathlib import Path


def seconds() -> float:
    """Return the time of a core that this process and its children have had."""
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(each.ru_utime + each.ru_stime for each in used)


Clusters = dict[int, int]
"""The cluster of each document that has one, by number."""


def datatrove(dump: Path, folder: Path, _similarity: float) -> Callable[[], Clusters]:
    """Its four steps with its own settings: 14 bands of 8, which is 0.72 to 0.8."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline import dedup
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    config = MinhashConfig(n_grams=5)
    signatures, buckets, remove, kept = (
        str(folder / name) for name in ("signatures", "buckets", "remove", "kept")
    )

    def reader() -> JsonlReader:
        return JsonlReader(str(dump.parent), glob_pattern=dump.name)

    steps = [
        ([reader(), dedup.MinhashDedupSignature(signatures, config=config, language="fra")], 1),
        ([dedup.MinhashDedupBuckets(signatures, buckets, config=config)], config.num_buckets),
        ([dedup.MinhashDedupCluster(buckets, remove, config, save_cluster_id=True)], 1),
        (
            [reader(), dedup.MinhashDedupFilter(remove), JsonlWriter(kept, compression=None)],
            1,
        ),
    ]

    def run() -> Clusters:
        for number, (step, tasks) in enumerate(steps):
            logs = str(folder / f"logs{number}")
            LocalPipelineExecutor(step, tasks=tasks, workers=1, logging_dir=logs).run()
        return dict(struct.iter_unpack("<2I", (Path(remove) / "000000.clusters").read_bytes()))

    return run


def text_dedup(dump: Path, folder: Path, similarity: float) -> Callable[[], Clusters]:
    """Its MinHash, with the faster of its hashes."""
    from text_dedup import minhash

    kept = folder / "kept"
    options = (
        f"--path json --data_files {dump} --split train --output {kept} --column text "
        f"--cache_dir {folder / 'cache'} --num_proc 1 --threshold {similarity} --hash_func xxh3"
    )

    def run() -> Clusters:
        minhash.main(options.split(), standalone_mode=False)
        return {number: minhash.uf.find(number) for number in list(minhash.uf.parent)}

    return run


TOOLS = {"datatrove": datatrove, "text-dedup": text_dedup}


if __name__ == "__main__":
    name, dump, folder, similarity = sys.argv[1:]
    run = TOOLS[name](Path(dump), Path(folder), float(similarity))
    before = seconds()
    clusters = run()
    print(json.dumps({"clusters": clusters, "seconds": seconds() - before}))
