"""Write the pages of the documentation that follow from the code: python tools/write_docs.py.

They are the commands, the configuration, and the article of the fixtures on its way through the
stages.
With `--check`, nothing is written, and a page that is not as it would be is an error.
"""

import inspect
import sys
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import click

from cleantext import Document, Pipeline
from cleantext.changes import Changes
from cleantext.cli import main as command
from cleantext.show.hunks import find_hunks
from cleantext.show.marked import MARKDOWN
from cleantext.show.schema import config_schema
from cleantext.stages import STAGES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
AROUND = 24
"""Code points that are shown on either side of a change."""
SAMPLES = 5
WIDTH = 640
GENERATED = "<!-- Written by tools/write_docs.py: change the code, not this page. -->\n"


def commands() -> str:
    """Return the page of the command line: what `--help` says."""
    parts = [GENERATED, "# Commands\n"]
    assert isinstance(command, click.Group)
    for path, each in _commands(command, ("cleantext",)):
        context = click.Context(each, info_name=" ".join(path), terminal_width=90)
        told = each.get_help(context).rstrip()
        parts.append(f"## {' '.join(path)}\n\n```text\n{told}\n```\n")
    return "\n".join(parts)


def _commands(
    group: click.Group, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    for name in group.list_commands(click.Context(group)):
        each = group.get_command(click.Context(group), name)
        assert each is not None
        if isinstance(each, click.Group):
            yield from _commands(each, (*path, name))
        else:
            yield (*path, name), each


def configuration() -> str:
    """Return the page of all keys of a configuration."""
    schema = config_schema()
    parts = [
        GENERATED,
        "# Configuration\n",
        "A configuration is a TOML file. What it leaves out is as it stands here.",
        "`cleantext check -c` says what is wrong with one; `check --schema` is for editors.\n",
    ]
    for name, described in schema["properties"].items():
        table = next(
            (each for each in described.get("anyOf", [described]) if "properties" in each), None
        )
        if table is None:
            default = _toml(described.get("default", []))
            parts.append(f"## {name}\n\n{described['description']} By default: `{default}`.\n")
            continue
        parts.append(f"## [{name}]\n")
        if name in STAGES:
            parts.append(f"{_summary(name)}\n")
        if table["properties"]:
            parts.append("| key | values | by default | what it sets |\n|---|---|---|---|")
            parts += [
                _row(name, key, each, schema["$defs"]) for key, each in table["properties"].items()
            ]
            parts.append("")
        else:
            parts.append("It has no options.\n")
    return "\n".join(parts)


def _summary(stage: str) -> str:
    """Return what the module of a stage says it does."""
    told = inspect.getdoc(inspect.getmodule(STAGES[stage].build)) or ""
    return told.split("\n\n")[0].replace("\n", " ")


def _row(table: str, key: str, described: dict[str, Any], shared: dict[str, Any]) -> str:
    told = described.get("description", "").replace("|", "\\|")
    default = described.get("default", _default(table, key))
    return f"| `{key}` | {_kind(described, shared)} | `{_toml(default)}` | {told} |"


def _default(table: str, key: str) -> object:
    options = STAGES[table].options() if table in STAGES else None
    return getattr(options, key, "fr" if key == "code" else "")


def _kind(described: dict[str, Any], shared: dict[str, Any]) -> str:
    if "$ref" in described:
        fields = shared[described["$ref"].rpartition("/")[2]]["properties"]
        return "table of " + ", ".join(f"`{field}`" for field in fields)
    if "enum" in described:
        return ", ".join(f"`{value}`" for value in described["enum"])
    if "anyOf" in described:
        kinds = [_kind(each, shared) for each in described["anyOf"] if each.get("type") != "null"]
        return " or ".join(kinds)
    if described.get("type") == "array":
        return f"list of {_kind(described.get('items', {}), shared)}"
    ends = described.get("minimum", described.get("exclusiveMinimum")), described.get("maximum")
    kind = {"string": "text", "boolean": "`true`, `false`"}.get(described.get("type", ""), "number")
    return f"{kind} from {ends[0]} to {ends[1]}" if None not in ends else kind


def _toml(value: object) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def article() -> tuple[str, str]:
    """Return the page of an article on its way through the stages, and its picture."""
    text = (ROOT / "fixtures" / "article.txt").read_text(encoding="utf-8")
    pipeline = Pipeline.default("fr")
    document = Document(text)
    counts: list[tuple[str, int]] = []
    sections = []
    for stage in pipeline.stages:
        before = len(document.changes.scans)
        document = stage(document)
        changes = Changes(document.changes.scans[before:])
        counts.append((stage.name, len(changes)))
        sections.append(_section(stage.name, Document(document.text, changes=changes)))
    parts = [
        GENERATED,
        "# An article, step by step\n",
        "`fixtures/article.txt` was written by hand in the shape in which scrapers leave French",
        "news: a date, a language switcher, no capitals, straight quotes, glued sentences, one",
        "that is cut off. This is what each stage makes of it, in the order of the stages.\n",
        "![Changes by stage](article.svg)\n",
        f"Read: {len(text):,} characters in {text.count(chr(10)) + 1} lines. It begins:\n",
        f"```text\n{_head(text)}\n```\n",
        *sections,
        "## What comes out\n",
        f"{len(document.text):,} characters in {document.text.count(chr(10)) + 1} lines,",
        f"{len(document.changes)} changes, and every one can be undone:",
        "`document.original` is the text as it was read. `meta` says:",
        f"{', '.join(f'`{key}` = {value}' for key, value in document.meta.items())}.\n",
        f"```text\n{document.text}\n```\n",
    ]
    return "\n".join(parts), _picture(counts)


def _head(text: str) -> str:
    lines = text.split("\n")[:4]
    return "\n".join(line if len(line) <= 200 else f"{line[:200]}…" for line in lines)


def _section(name: str, document: Document) -> str:
    """Return what a stage did: its rules, and some changes where they stand."""
    rules = Counter(change.rule for change in document.changes)
    parts = [f"## {name}\n", f"{_summary(name)}\n"]
    if not rules:
        return "\n".join([*parts, "It changes nothing here.\n"])
    told = ", ".join(
        f"`{rule}` {count}"
        for rule, count in sorted(rules.items(), key=lambda each: (-each[1], each[0]))
    )
    parts.append(f"{len(document.changes)} changes: {told}.\n")
    original = document.original
    seen: set[str] = set()
    for hunk in find_hunks(document):
        rule = hunk.changes[0].rule
        if rule in seen or len(seen) == SAMPLES:
            continue
        seen.add(rule)
        head = original[max(0, hunk.start - AROUND) : hunk.start].rpartition("\n")[2]
        tail = original[hunk.end : hunk.end + AROUND].partition("\n")[0]
        gone = f"<del>{_shown(hunk.before)}</del>" if hunk.before else ""
        come = f"<ins>{_shown(hunk.after)}</ins>" if hunk.after else ""
        parts.append(f"- {MARKDOWN.escape(head)}{gone}{come}{MARKDOWN.escape(tail)} — `{rule}`")
    return "\n".join([*parts, ""])


def _shown(text: str) -> str:
    short = text if len(text) <= 120 else f"{text[:120]}…"
    named = short.replace("\u00a0", "⍽").replace("\u202f", "⍽").replace("\n", "⏎")
    return MARKDOWN.escape(named.replace(" ", "·") if not named.strip() else named)


def _picture(counts: list[tuple[str, int]]) -> str:
    """Return the changes of each stage as bars."""
    most = max(count for _, count in counts)
    rows = []
    for number, (name, count) in enumerate(counts):
        at = 12 + 30 * number
        width = 400 * count / most
        rows.append(
            f'<text x="120" y="{at + 15}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="130" y="{at}" width="{width:.0f}" height="20" rx="3"/>'
            f'<text x="{138 + width:.0f}" y="{at + 15}" class="count">{count}</text>'
        )
    height = 16 + 30 * len(counts)
    style = (
        "text{font:14px system-ui,sans-serif;fill:#1d2530}rect{fill:#0f7b6c}.count{fill:#566373}"
        "@media(prefers-color-scheme:dark){text{fill:#e6eaef}rect{fill:#46c2ac}.count{fill:#a3afbd}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="Changes by stage">\n<style>{style}</style>\n' + "\n".join(rows) + "\n</svg>\n"
    )


def main() -> None:
    """Write the pages, or see that they are as they would be."""
    page, picture = article()
    pages = {
        "commands.md": commands(),
        "configuration.md": configuration(),
        "article.md": page,
        "article.svg": picture,
    }
    stale = []
    for name, text in pages.items():
        path = DOCS / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        raise SystemExit(f"not as the code says: {', '.join(stale)}; python tools/write_docs.py")


if __name__ == "__main__":
    main()
