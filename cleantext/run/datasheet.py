"""The datasheet of a corpus: `README.md`, with the front matter of a dataset card of Hugging Face.

It tells what a reader asks who did not make the corpus (Gebru et al. 2021, Datasheets for
datasets): how much it holds, from where, under which licences, in which languages, and what was
done and taken out, why. It holds no text, no time and no path of the machine: the same run writes
the same bytes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats import compression_of
from cleantext.corpus.rendering import BY_TOKEN, SENTENCES
from cleantext.errors import DataError
from cleantext.rules.selection import SPLITS
from cleantext.run.folder import CLEAN, OTHER, PARTS, SHEET
from cleantext.run.manifest import Facts
from cleantext.run.plan import Plan
from cleantext.run.records import Output, output_of
from cleantext.run.report import Report
from cleantext.version import VERSION

_MOST = 30
"""Rows of a table."""

_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
    (10**11, "10B<n<100B"),
    (10**12, "100B<n<1T"),
)
_LICENCES = frozenset(
    "mit apache-2.0 odc-by odbl pddl etalab-2.0 cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0"
    " cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0"
    " cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0".split()
)
"""What Hugging Face calls licences; all others are `other`."""
_CREATIVE_COMMONS = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)\b.*"
)
_CODE = re.compile(r"[a-z]{2,3}")
_BUILDERS = {
    ".jsonl": ("json", "parquet arrow"),
    ".csv": ("csv", "parquet arrow jsonl json ndjson tar xml"),
    ".parquet": ("parquet", ""),
    ".txt": ("text", "parquet arrow jsonl json ndjson tar xml csv tsv"),
}
"""What of `datasets` reads files, and the parts of their names that would make it take another."""
_FEATURES = {
    "jsonl": {"id": "string", "text": "string", "meta": "json", "labels": "json"},
    SENTENCES: {
        "id": "string",
        "document": "string",
        "start": "int64",
        "end": "int64",
        "text": "string",
        "cut": "string",
        "source": "string",
        "date": "string",
        "language": "string",
        "split": "string",
    },
}
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&!]")


_Options = Mapping[str, Any]
"""Those of a plan."""


class _Loaded(NamedTuple):
    """Files that `datasets` loads together.

    Attributes:
        builder: What loads them.
        patterns: What finds them, by split.
        by_name: Whether their names tell what loads them.
    """

    builder: str
    patterns: dict[str, list[str]]
    by_name: bool


def write_sheet(
    output: Path, plan: Plan, facts: Facts, report: Report, outputs: Sequence[Output]
) -> Output:
    """Write the datasheet into the output folder, and return what the manifest says of it.

    Args:
        output: That folder.
        plan: What decided what the run gave.
        facts: What is told besides.
        report: What became of the documents.
        outputs: The files of the corpus.

    Raises:
        DataError: A file of this name stands there that is not what this run writes.
    """
    raw = datasheet(plan, facts, report, outputs).encode()
    place, parts = output / SHEET, output / PARTS
    if place.exists() and place.read_bytes() != raw:
        raise DataError(f"{place}: was written by no run; move it away, and do the run again")
    with written_aside(parts / SHEET, parts / f"{SHEET}.aside") as stream:
        stream.write(raw)  # by this it is known as ours until the manifest names it
    with written_aside(place, parts / f"{SHEET}.aside") as stream:
        stream.write(raw)
    return output_of(output, SHEET, 0)


def datasheet(plan: Plan, facts: Facts, report: Report, outputs: Sequence[Output]) -> str:
    """Return the datasheet; see `write_sheet`."""
    clean = [each for each in outputs if each.name.startswith(f"{CLEAN}/")]
    loaded = _loaded(plan.options, report, clean)
    blocks = [
        *_front_matter(plan.options, report, loaded),
        "",
        "# Corpus",
        "",
        f"Made by cleantext {VERSION}; `manifest.json` and `report.json` tell more.",
        *_counts(plan.options, report, clean),
        *_loading(loaded),
        *_composition(report),
        *_processing(plan, facts),
        *_removals(report),
    ]
    return "\n".join(blocks) + "\n"


def _front_matter(options: _Options, report: Report, loaded: Sequence[_Loaded]) -> Iterator[str]:
    """Yield what Hugging Face reads of a dataset; no text of a document is in it."""
    yield "---"
    languages = [code for code, _ in _ranked(report.kept.languages) if _CODE.fullmatch(code)]
    told = [code for code in languages if code != "und"]
    if told:
        yield from ("language:", *(f"- {code}" for code in told))
    licences = sorted({_identifier(each) for each in report.kept.licences}) or ["unknown"]
    yield from ("license:", *(f"- {name}" for name in licences))
    rows = report.kept.sentences if options["format"] == SENTENCES else report.clean
    size = next((name for most, name in _SIZES if rows < most), "n>1T")
    yield from ("size_categories:", f"- {size}", "tags:", "- cleantext")
    yield from _configurations(options, loaded)
    yield "---"


def _loaded(options: _Options, report: Report, clean: Sequence[Output]) -> list[_Loaded]:
    """Return what `datasets.load_dataset` is to read: each format of the corpus, split by split."""
    files = defaultdict[str, list[Output]](list)
    for each in clean:
        name = each.name.removesuffix(compression_of(each.name))
        end = next((end for end in _BUILDERS if name.endswith(end)), "")
        if end and options["format"] not in BY_TOKEN:
            files[end].append(each)
    splits = [each for each in (*SPLITS, OTHER) if report.kept.splits[each]]
    found: list[_Loaded] = []
    for end, some in sorted(files.items()):
        ends = sorted({end + compression_of(each.name) for each in some})
        patterns = {
            split or "train": [f"{CLEAN}/{split}{'/' if split else ''}**/*{each}" for each in ends]
            for split in splits or [""]
        }
        builder, stronger = _BUILDERS[end]
        inner = {part for each in some for part in each.name.lower().split("/")[-1].split(".")[1:]}
        found.append(_Loaded(builder, patterns, not inner & set(stronger.split())))
    return found


def _configurations(options: _Options, loaded: Sequence[_Loaded]) -> Iterator[str]:
    """Yield the part of the front matter by which `datasets` finds the files."""
    told = {each.builder if len(loaded) > 1 else "default": each for each in loaded if each.by_name}
    typed = {name: _features(options) for name, each in told.items() if each.builder == "json"}
    if typed:
        yield "dataset_info:"
    for name, features in typed.items():
        yield from (f"- config_name: {name}", "  features:")
        for column, kind in features.items():
            yield from (f"  - name: {column}", f"    dtype: {kind}")
    if told:
        yield "configs:"
    for name, each in told.items():
        yield from (f"- config_name: {name}", "  data_files:")
        for split, patterns in each.patterns.items():
            yield from (f"  - split: {split}", "    path:")
            yield from (f'    - "{pattern}"' for pattern in patterns)


def _loading(loaded: Sequence[_Loaded]) -> Iterator[str]:
    """Yield how `datasets` loads the corpus."""
    if not loaded:
        return
    yield from ("", "## Loading", "", "```python", "from datasets import load_dataset", "")
    for each in loaded:
        if not each.by_name:
            yield f'load_dataset("{each.builder}", data_files={each.patterns})'
        elif len(loaded) > 1:
            yield f'load_dataset("this-folder", "{each.builder}")'
        else:
            yield 'load_dataset("this-folder")'
    yield "```"


def _features(options: _Options) -> dict[str, str]:
    """Return the columns of records and their types."""
    if options["format"] == SENTENCES:
        return _FEATURES[SENTENCES]
    more = {"sentences": options["by_sentence"], "changes": options["changes"]}
    return _FEATURES["jsonl"] | {name: "json" for name, wanted in more.items() if wanted}


def _identifier(licence: str) -> str:
    """Return what Hugging Face calls a licence.

    >>> [_identifier(each) for each in ("CC BY-SA 4.0", "", "see the site")]
    ['cc-by-sa-4.0', 'unknown', 'other']
    >>> _identifier("https://creativecommons.org/licenses/by/4.0/deed.fr")
    'cc-by-4.0'
    """
    if not licence:
        return "unknown"
    name = _CREATIVE_COMMONS.sub(r"cc-\1-\2", licence.lower().strip())
    name = re.sub(r"[\s_]+", "-", name)
    return name if name in _LICENCES else "other"


def _counts(options: _Options, report: Report, clean: Sequence[Output]) -> Iterator[str]:
    yield from ("", "## Size", "")
    rows = [
        ("documents read", report.documents),
        ("in the corpus", report.clean),
        ("rejected", report.rejected.total()),
        ("failed", report.failed),
        ("characters read (code points)", report.characters_in),
        ("characters in the corpus", report.characters_out),
    ]
    if report.kept.sentences:
        rows.append(("sentences in the corpus", report.kept.sentences))
    rows += [("files", len(clean)), ("bytes", sum(each.bytes for each in clean))]
    rows += [(f"documents in {split}", count) for split, count in _ranked(report.kept.splits)]
    yield from _table(("", "count"), rows)
    yield from ("", f"Format: {options['format'] or 'that of each source'}.")


def _composition(report: Report) -> Iterator[str]:
    kept = report.kept
    for title, head, counts, none in (
        ("Languages", "language", kept.languages, "und"),
        ("Sources", "source", kept.sources, "not given"),
        ("Licences", "licence, as `meta` has it", kept.licences, "not given"),
    ):
        yield from ("", f"## {title}", "")
        rows = _ranked(counts)
        yield from _table((head, "documents"), [(name or none, count) for name, count in rows])
    if not any(kept.licences):
        yield from (
            "",
            "No document says under which licence it is: the rights are those of its source.",
        )


def _processing(plan: Plan, facts: Facts) -> Iterator[str]:
    yield from ("", "## Processing", "")
    yield f"Stages, in order: {', '.join(facts.stages)}."
    if facts.selected:
        yield from ("", f"Selected: {_shown('; '.join(facts.selected))}.")
    yield from ("", f"Configuration: SHA-256 `{plan.configuration}`.", "")
    yield from _table(("what", "version"), plan.versions.items(), all_rows=True)
    yield ""
    yield from _table(("model", "format", "SHA-256"), facts.models, all_rows=True)


def _removals(report: Report) -> Iterator[str]:
    yield from ("", "## What is not in it", "", "Documents that were kept out, by reason:", "")
    yield from _table(("reason", "documents"), _ranked(report.rejected))
    yield from ("", "Lines and sentences that were taken out of documents, by rule:", "")
    rows = [(rule, count, report.reasons.get(rule, "")) for rule, count in _ranked(report.removed)]
    yield from _table(("rule", "count", "why"), rows)
    yield from ("", "Changes of text that stayed, and why: `report.html`.")


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _table(
    head: Sequence[str], rows: Iterable[Sequence[object]], *, all_rows: bool = False
) -> Iterator[str]:
    """Yield a table, and how many rows are left out of it."""
    rows = list(rows)
    if not rows:
        yield "None."
        return
    shown = rows if all_rows else rows[:_MOST]
    for cells in (head, ["---"] * len(head)):
        yield f"| {' | '.join(cells)} |"
    for row in shown:
        yield f"| {' | '.join(map(_shown, row))} |"
    if len(shown) < len(rows):
        yield from ("", f"… and {len(rows) - len(shown)} more.")


def _shown(value: object) -> str:
    """Return a value as a cell shows it, whatever it holds."""
    if isinstance(value, int):
        return f"{value:,}"
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in str(value))
    return _MARKDOWN.sub(r"\\\g<0>", text)
