"""The scripts for Slurm do what the page on scale says, with the jobs one after the other."""

import re
from pathlib import Path

from commands import ROOT, shell
from folders import contents
from runs import make_dump

SBATCH = """
sbatch() {
    while [[ $1 == --* ]]; do shift; done
    script=$1; shift
    local array=$(grep -o 'array=1-[0-9]*' $script | cut -d- -f2)
    for SLURM_ARRAY_TASK_ID in $(seq ${array:-1}); do
        export SLURM_ARRAY_TASK_ID SLURM_CPUS_PER_TASK=1
        bash $script "$@" >&2 || exit 1
    done
    echo 7
}
cleantext() { $CLEAN "$@"; }
export -f cleantext
set -e
"""
"""Runs the jobs of a script: what Slurm does, without waiting."""


def test_the_scripts_of_the_page(tmp_path: Path) -> None:
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:`(\w+\.sh)`:\n\n)?```bash\n(.*?)```", page, re.DOTALL)
    scripts = {name: text.replace("64", "2") for name, text in blocks if name}
    assert scripts.keys() == {"clean.sh", "merge.sh", "learn.sh", "table.sh"}
    for name, text in scripts.items():
        (tmp_path / name).write_text(text)
    make_dump(tmp_path / "dump", 50)
    (tmp_path / "dump/a.jsonl").write_text("no json\n")
    submits = [text for name, text in blocks if not name]
    assert len(submits) == 2
    done = shell(f"{SBATCH}{submits[1]}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert shell("$CLEAN clean dump -o one --learn", tmp_path).returncode == 3
    assert contents(tmp_path / "corpus") == contents(tmp_path / "one")
